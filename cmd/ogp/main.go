// Command ogp imports the commitments of the Open Government Partnership and
// publishes them as data.
package main

import (
	"io"
	"log"
	"os"
)

func main() {
	// net/http prints what it finds odd there; the program has a log of its own.
	log.SetOutput(io.Discard)
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}
