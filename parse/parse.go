// Package parse turns one page of the site into one reading. It reads printed
// labels, never tag names or classes: those are unknown and change. What it
// does not understand it keeps and reports.
package parse

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"ogp"
)

// code is this package's own source. A change of it is another parser, whether
// or not somebody thought of raising a number: otherwise a change in our code
// would look like a change on the site.
//
//go:embed *.go
var code embed.FS

// Version names the parser by a hash of its code and one of its tables.
// Readings by the same parser can be compared.
var Version = sync.OnceValue(func() string { return codeHash() + "-" + tablesHash() })

func codeHash() string {
	hash := sha256.New()
	files, err := fs.Glob(code, "*.go")
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || err != nil {
			continue
		}
		var source []byte
		source, err = code.ReadFile(name)
		fmt.Fprintln(hash, name, len(source))
		hash.Write(source)
	}
	if err != nil {
		panic("parse: hash the code: " + err.Error())
	}
	return hex.EncodeToString(hash.Sum(nil))[:8]
}

func tablesHash() string {
	hash := sha256.New()
	err := fs.WalkDir(tables, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		for _, row := range readTable(name) {
			// What proves a line changes no reading.
			delete(row, "fixture")
			delete(row, "proof")
			delete(row, "seen")
			fmt.Fprintln(hash, name, row)
		}
		return nil
	})
	if err != nil {
		panic("parse: hash the tables: " + err.Error())
	}
	return hex.EncodeToString(hash.Sum(nil))[:8]
}

// Page reads one page: a commitment with everything the page prints, in the
// page's own words. It is a pure function of the page.
//
// The error wraps ogp.ErrNotCommitment if the page is none, and says what was
// seen instead. A page in a language whose labels are not known gives a reading
// that holds what every language prints alike (ID, title, member) and an issue.
func Page(page ogp.Page) (ogp.Reading, error) {
	doc, err := newDocument(page)
	if err != nil {
		return ogp.Reading{}, err
	}
	stream := walk(doc.root)
	content, err := stream.locate(doc.ref.ID)
	switch {
	case err == nil:
	case content != nil && doc.foreign():
	default:
		return ogp.Reading{}, stream.notCommitment(doc.title)
	}
	r := &reading{content: content, doc: doc, texts: map[string]string{}}
	r.read()
	return r.out, nil
}

// foreign reports whether the page is a commitment's, in a language whose
// labels no table has.
func (d *document) foreign() bool {
	switch d.pageLanguage() {
	case "en", "es", "fr", "":
		return false
	}
	return d.ref.Kind == ogp.KindCommitment
}

// pageLanguage is the language by the address's prefix, else by <html lang>.
func (d *document) pageLanguage() string {
	if d.ref.Language != "" && d.ref.Language != "en" {
		return d.ref.Language
	}
	if d.language != "" {
		return d.language
	}
	return d.ref.Language
}
