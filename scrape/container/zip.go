package container

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Bounds of a zip.
const (
	maxFiles    = 100_000
	maxInnerZip = 64 << 20 // of one inside another that is compressed again
	encrypted   = 0x1
)

// readZip looks into the files of a zip.
func (r *reader) readZip(name string, file *io.SectionReader, depth int) {
	archive, err := zip.NewReader(file, file.Size())
	switch {
	case err != nil && !errors.Is(err, zip.ErrInsecurePath): // no name in it is followed
		r.give(Item{Name: name}, fmt.Errorf("cannot be read: %w", err))
		return
	case len(archive.File) > maxFiles:
		r.give(Item{Name: name}, fmt.Errorf("has %d files, more than %d: unpack it first", len(archive.File), maxFiles))
		return
	}
	wacz, companions := false, Companions{}
	for _, entry := range archive.File {
		wacz = wacz || entry.Name == "datapackage.json"
		companions.Add(entry.Name)
	}
	for _, entry := range archive.File {
		if r.stopped {
			return
		}
		if entry.FileInfo().IsDir() || isBeside(entry.Name, companions) || wacz && isOfWACZ(entry.Name) {
			continue
		}
		r.readEntry(path.Join(name, path.Clean("/"+strings.ToValidUTF8(entry.Name, "\uFFFD"))), file, entry, depth)
	}
}

// isBeside reports whether a file lies beside the user's own, or in a folder there.
func isBeside(name string, companions Companions) bool {
	for ; name != "." && name != "/" && name != ""; name = path.Dir(name) {
		if Ignored(name) || companions[name] {
			return true
		}
	}
	return false
}

// isOfWACZ reports whether a file in a WACZ is part of that format: its list of
// files and pages, and its indexes.
func isOfWACZ(name string) bool {
	folder, _, inside := strings.Cut(name, "/")
	return !inside && path.Ext(name) == ".json" || inside && (folder == "indexes" || folder == "pages" || folder == "logs")
}

// readEntry looks into one file of a zip.
func (r *reader) readEntry(name string, archive *io.SectionReader, entry *zip.File, depth int) {
	if entry.Flags&encrypted != 0 {
		r.give(Item{Name: name}, errors.New("is encrypted: unpack it first"))
		return
	}
	from, err := entry.Open()
	if err != nil {
		r.give(Item{Name: name}, fmt.Errorf("cannot be unpacked: %w", err))
		return
	}
	defer from.Close()
	begin := make([]byte, 4)
	n, _ := io.ReadFull(from, begin)
	whole := io.MultiReader(bytes.NewReader(begin[:n]), from)
	if kind, _ := kindOf(begin[:n], ""); kind != Zip {
		r.read(name, whole, depth)
		return
	}
	inner, err := r.innerZip(archive, entry, whole)
	if err != nil {
		r.give(Item{Name: name}, err)
		return
	}
	r.read(name, inner, depth+1)
}

// innerZip is a zip inside another: a part of that or, where it is compressed,
// in memory.
func (r *reader) innerZip(archive *io.SectionReader, entry *zip.File, from io.Reader) (*io.SectionReader, error) {
	if entry.Method == zip.Store {
		at, err := entry.DataOffset()
		return io.NewSectionReader(archive, at, int64(entry.CompressedSize64)), err
	}
	inner, err := io.ReadAll(io.LimitReader(&bounded{r, from}, maxInnerZip+1))
	switch {
	case err != nil:
		return nil, err
	case len(inner) > maxInnerZip:
		return nil, fmt.Errorf("is a zip of more than %d bytes inside another: unpack that first", maxInnerZip)
	}
	return io.NewSectionReader(bytes.NewReader(inner), 0, int64(len(inner))), nil
}
