package container

import (
	"bytes"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"ogp/scrape/content"
)

// Kind is what a file is.
type Kind string

// The kinds of file.
const (
	Page   Kind = "page"
	WARC   Kind = "warc"
	Zip    Kind = "zip"
	MHTML  Kind = "mhtml"
	HAR    Kind = "har"
	Table  Kind = "table"  // a text in columns
	Silent Kind = "silent" // what systems and browsers put beside files
	Other  Kind = ""
)

// headSize is how much of a file tells its kind.
const headSize = 8 << 10

// Beginnings of files.
var (
	page        = regexp.MustCompile(`(?i)<(?:!doctype\s+html|html|head|body)[\s>]`)
	recording   = regexp.MustCompile(`^\{\s*"log"\s*:\s*\{`)
	mailField   = regexp.MustCompile(`^[A-Za-z-]{2,40}:`)
	savedAsMail = regexp.MustCompile(`(?im)^(?:content-type:\s*multipart/related|(?:snapshot-)?content-location:)`)
)

// others are kinds of file without a page for us, by their first bytes.
var others = []struct{ magic, reason string }{
	{"filedesc://", "an ARC file: convert it to WARC"},
	{"PAR1", "a Parquet file: write its rows as .csv, for instance with DuckDB's COPY"},
	{"bplist00", "a web archive of Safari: save the page as HTML"},
	{"\xd0\xcf\x11\xe0", "a document of Office before 2007: save a workbook as .xlsx or .csv"},
}

// isTable reports whether the first line of a text is divided into columns.
func isTable(text []byte) bool {
	first, _, _ := bytes.Cut(text, []byte("\n"))
	for _, mark := range []string{",", ";", "\t", "|"} {
		if bytes.Count(first, []byte(mark)) >= fewestMarks {
			return !bytes.ContainsAny(first[:1], "{[<")
		}
	}
	return bytes.HasPrefix(bytes.ToLower(first), []byte("sep="))
}

// fewestMarks is how many marks divide a line into the columns of a table.
const fewestMarks = 3

// KindOf tells what a file is by its first bytes, also where it is compressed, and
// where those say nothing by its name. A reason says what else is known of a file
// without a page.
func KindOf(file io.Reader, name string) (kind Kind, reason string) {
	plain, _, err := unpack(file)
	if err != nil {
		return Other, ""
	}
	defer plain.Close()
	return kindOf(plain.Head(headSize), name)
}

func kindOf(head []byte, name string) (kind Kind, reason string) {
	text := bytes.TrimSpace(content.Text(head))
	switch {
	case bytes.HasPrefix(head, []byte("\x00\x05\x16\x07")): // AppleDouble
		return Silent, ""
	case bytes.HasPrefix(bytes.TrimPrefix(head, content.UTF8Mark), []byte("WARC/")):
		return WARC, ""
	case bytes.HasPrefix(head, []byte("PK\x03\x04")) && bytes.HasPrefix(head[min(len(head), 30):], []byte("[Content_Types].xml")):
		return Other, "an Office document"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return Zip, ""
	case recording.Match(text):
		return HAR, ""
	case mailField.Match(text) && savedAsMail.Match(text):
		return MHTML, ""
	case bytes.HasPrefix(text, []byte("<")) && page.Match(text):
		return Page, ""
	}
	for _, other := range others {
		if bytes.HasPrefix(head, []byte(other.magic)) {
			return Other, other.reason
		}
	}
	if kind := kindByName(name); kind != Other || !isTable(text) {
		return kind, ""
	}
	return Table, ""
}

// kindByName is what a name says a file is meant to be.
func kindByName(name string) Kind {
	lower := strings.ToLower(name)
	for _, packing := range []string{".gz", ".zst", ".open"} {
		lower = strings.TrimSuffix(lower, packing)
	}
	switch {
	case IsPageName(lower):
		return Page
	case strings.HasSuffix(lower, ".warc"):
		return WARC
	}
	return Other
}

// IsPageName reports whether a name is that of a page.
func IsPageName(name string) bool {
	return slices.Contains([]string{".html", ".htm", ".xhtml", ".shtml"}, strings.ToLower(path.Ext(name)))
}

// Ignored reports whether a file or folder is one that systems put beside the
// user's own, by its name.
func Ignored(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(base, "._") || slices.Contains([]string{"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"}, base)
}

// Companions tells the folders in which browsers save what a page needs: "x_files"
// beside "x.html".
type Companions map[string]bool

// Add notes a page that may have such a folder.
func (c Companions) Add(name string) {
	if IsPageName(name) {
		c[strings.TrimSuffix(name, path.Ext(name))+"_files"] = true
	}
}
