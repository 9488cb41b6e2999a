package export

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ErrNotExport marks a folder that holds no export to compare with.
var ErrNotExport = errors.New("not an export of ogp")

// Difference is one file of an export that is not what the database gives now.
type Difference struct {
	Name string
	What string // "changed", "missing", "not part of the export"
}

// Verify makes the export in dir again, with the selection and formats its data
// package tells, and compares all files byte by byte. Nothing in dir is touched.
// Of o it takes Version, Site, Vocabularies, Log, Progress and Moved: an export by
// another version of the program, or of another state of the database, differs
// in its documents at least. ErrNotExport says that there is nothing to compare.
func Verify(ctx context.Context, db *sql.DB, dir string, o Options) ([]Difference, error) {
	there, err := describedIn(dir)
	if err != nil {
		return nil, fmt.Errorf("verify %s: %w", dir, err)
	}
	mark := there.Export
	o.Formats, o.Members, o.Templates, o.Tables = mark.Formats, mark.Members, mark.Templates, mark.Tables
	o.CSVForExcel, o.PartitionBy = mark.CSVForExcel, mark.PartitionBy
	temp, err := os.MkdirTemp("", "ogp-verify-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temp)
	again, err := write(ctx, db, filepath.Join(temp, "again"), o)
	if err != nil {
		return nil, fmt.Errorf("verify %s: %w", dir, err)
	}
	return compare(dir, again.Files)
}

// compare finds the files of a folder that are not those of an export.
func compare(dir string, files []File) ([]Difference, error) {
	var out []Difference
	expected := map[string]bool{}
	for _, file := range files {
		expected[file.Name] = true
		sum, err := hashOf(filepath.Join(dir, filepath.FromSlash(file.Name)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			out = append(out, Difference{file.Name, "missing"})
		case err != nil:
			return nil, err
		case sum != file.SHA256:
			out = append(out, Difference{file.Name, "changed"})
		}
	}
	err := eachEntry(dir, func(name string) error {
		if !expected[name] && !strings.HasSuffix(name, "/") {
			out = append(out, Difference{name, "not part of the export"})
		}
		return nil
	})
	slices.SortFunc(out, func(a, b Difference) int { return cmp.Compare(a.Name, b.Name) })
	return out, err
}

func hashOf(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	_, err = io.Copy(hash, file)
	return hex.EncodeToString(hash.Sum(nil)), err
}

// eachEntry calls fn with the name of every file and folder below a folder, with
// slashes, one at the end of a folder's; files that desktops leave are not told.
func eachEntry(dir string, fn func(name string) error) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == dir || leftByDesktop(entry.Name()) {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if entry.IsDir() {
			name += "/"
		}
		return cmp.Or(err, fn(filepath.ToSlash(name)))
	})
}
