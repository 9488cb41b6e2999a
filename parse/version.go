package parse

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"hash"
	"io/fs"
	"maps"
	"path"
	"strings"

	"ogp/parse/tables"
	"ogp/parse/words"
)

// source is the parser's own code and tables, with those of its rooms. A change
// of it is another parser, whether or not anyone raised a number: otherwise a
// change in our code would look like a change on the site.
//
//go:embed *.go */*.go */*.csv
var source embed.FS

// Version names the parser by a hash of its code and one of its tables, with the
// lines that a user adds. Readings by the same parser can be compared.
func Version() string { return version() }

var version = tables.Derive(func() string {
	code, rows := sha256.New(), sha256.New()
	err := fs.WalkDir(source, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || entry.IsDir() || strings.HasSuffix(name, "_test.go"):
			return err
		case path.Ext(name) == ".csv":
			hashRows(rows, name, words.Table(source, name))
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
	for _, table := range tables.InUse().Tables() {
		hashRows(rows, table, tables.Rows(table))
	}
	return short(code) + "-" + short(rows)
})

// hashRows takes in what a table says, but not what proves it.
func hashRows(hash hash.Hash, name string, rows []words.Row) {
	for _, row := range rows {
		row = maps.Clone(row)
		delete(row, "fixture")
		delete(row, "proof")
		delete(row, "seen")
		delete(row, words.Place)
		fmt.Fprintln(hash, name, row)
	}
}

func short(hash hash.Hash) string { return hex.EncodeToString(hash.Sum(nil))[:8] }
