// Command ogp imports the commitments of the Open Government Partnership and
// publishes them as data.
package main

import "os"

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}
