package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/flate"
)

// compression is the level at which a workbook gains most: a third of the
// standard library's time for a file 8 % larger.
const compression = 3

// archive is the file of the workbook: a zip archive whose entries are in the order
// of their names and all of one time. The library writes them in any order, and
// would make a different file of the same content each time. Until Close they are
// in memory, which is little: the rows of sheets are put in from their files.
type archive struct {
	to      io.Writer
	at      time.Time
	entries map[string]*bytes.Buffer
	parts   map[string]*part // by entry
}

// part is what an entry holds besides what the library writes, which takes time that
// grows with the square of links, writes some parts in a form that some readers do
// not know, and others not at all.
type part struct {
	rows    *rows    // of a sheet, in place of those that the library has
	replace []string // texts, each with the one that comes in its place
}

// Create begins an entry.
func (a *archive) Create(name string) (io.Writer, error) {
	a.entries[name] = &bytes.Buffer{}
	return a.entries[name], nil
}

// AddFS is what the library could ask for and does not.
func (a *archive) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close writes the archive.
func (a *archive) Close() error {
	out := zip.NewWriter(a.to)
	out.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(to, compression)
	})
	for _, name := range slices.Sorted(maps.Keys(a.entries)) {
		entry, err := out.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: a.at})
		if err != nil {
			return err
		}
		var whole io.Reader = a.entries[name]
		if part := a.parts[name]; part != nil {
			if whole, err = part.within(a.entries[name].String()); err != nil {
				return err
			}
		}
		if _, err := io.Copy(entry, whole); err != nil {
			return err
		}
	}
	return out.Close()
}

// within is an entry with its part.
func (p *part) within(text string) (io.Reader, error) {
	text = strings.NewReplacer(p.replace...).Replace(text)
	if p.rows == nil {
		return strings.NewReader(text), nil
	}
	const begin, end = "<sheetData>", "</sheetData>"
	head, rest, _ := strings.Cut(text, begin)
	_, tail, _ := strings.Cut(rest, end)
	_, err := p.rows.file.Seek(0, io.SeekStart)
	return io.MultiReader(strings.NewReader(head+begin), p.rows.file, strings.NewReader(end+tail)), err
}
