package parse

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"hash"
	"io/fs"
	"path"
	"strings"
	"sync"

	"ogp/parse/words"
)

// source is the parser's own code and tables, with those of its rooms. A change
// of it is another parser, whether or not anyone raised a number: otherwise a
// change in our code would look like a change on the site.
//
//go:embed *.go */*.go */*.csv
var source embed.FS

// Version names the parser by a hash of its code and one of its tables.
// Readings by the same parser can be compared.
var Version = sync.OnceValue(func() string {
	code, tables := sha256.New(), sha256.New()
	err := fs.WalkDir(source, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || entry.IsDir() || strings.HasSuffix(name, "_test.go"):
			return err
		case path.Ext(name) == ".csv":
			hashTable(tables, name)
			return nil
		}
		text, err := source.ReadFile(name)
		fmt.Fprintln(code, name, len(text))
		code.Write(text)
		return err
	})
	if err != nil {
		panic("parse: hash the parser: " + err.Error())
	}
	return short(code) + "-" + short(tables)
})

// hashTable takes in what a table says, but not what proves it.
func hashTable(hash hash.Hash, name string) {
	for _, row := range words.Table(source, name) {
		delete(row, "fixture")
		delete(row, "proof")
		delete(row, "seen")
		fmt.Fprintln(hash, name, row)
	}
}

func short(hash hash.Hash) string { return hex.EncodeToString(hash.Sum(nil))[:8] }
