package container

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"strings"
)

// Bounds of a zip.
const (
	maxFiles    = 100_000
	maxList     = 32 << 20 // of the list of its files; the number of files that a zip states may be false
	maxInnerZip = 64 << 20 // of one inside another that is compressed again
	encrypted   = 0x1
)

// FilesOf are the files of a zip, in bounded memory. No name among them may be
// followed: some may lead out of a folder.
func FilesOf(file io.ReaderAt, size int64) ([]*zip.File, error) {
	list := &listReader{file, maxList}
	archive, err := zip.NewReader(list, size)
	list.left = math.MaxInt64
	switch {
	case err != nil && !errors.Is(err, zip.ErrInsecurePath):
		return nil, fmt.Errorf("cannot be read: %w", err)
	case len(archive.File) > maxFiles:
		return nil, fmt.Errorf("has %d files, more than %d: unpack it first", len(archive.File), maxFiles)
	}
	return archive.File, nil
}

// listReader ends with an error behind so many bytes.
type listReader struct {
	io.ReaderAt
	left int64
}

func (l *listReader) ReadAt(p []byte, at int64) (int, error) {
	if l.left -= int64(len(p)); l.left < 0 {
		return 0, fmt.Errorf("the list of its files is longer than %d bytes: unpack it first", maxList)
	}
	return l.ReaderAt.ReadAt(p, at)
}

// readZip looks into the files of a zip.
func (r *reader) readZip(name string, file *io.SectionReader, depth int) {
	files, err := FilesOf(file, file.Size())
	if err != nil {
		r.give(Item{Name: name}, err)
		return
	}
	wacz, companions := false, Companions{}
	for _, entry := range files {
		wacz = wacz || entry.Name == "datapackage.json"
		companions.Add(entry.Name)
	}
	for _, entry := range files {
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
