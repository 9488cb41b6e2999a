package export

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ogp/export/describe"
)

// ErrNotExport marks a folder that holds no export to compare with.
var ErrNotExport = errors.New("not an export of ogp")

// Difference is one file of an export that is not what the database gives now.
type Difference struct {
	Name string
	What string // "changed", "missing", "not part of the export"
}

// Made tells the Options that the export in dir was made with, but for Version,
// Site, Vocabularies and Notice, which are not a choice. ErrNotExport says that
// there is none, or that its data package does not tell.
func Made(dir string) (Options, error) {
	made, err := readMade(dir)
	if err != nil {
		return Options{}, fmt.Errorf("%s: %w", dir, err)
	}
	o, err := optionsOf(made.Choices)
	if err != nil {
		return Options{}, fmt.Errorf("%s: %w: %s: %v", dir, ErrNotExport, describe.PackageFile, err)
	}
	return o, nil
}

// optionsOf are the options with the choices that a data package tells.
func optionsOf(c describe.Choices) (Options, error) {
	o := Options{
		Formats: c.Formats, Members: c.Members, Templates: c.Templates, Tables: c.Tables,
		CSVForExcel: c.CSVForExcel, CSVDelimiter: c.CSVDelimiter, PartitionBy: c.PartitionBy, DOI: c.DOI,
	}
	if len(c.Formats) == 0 {
		return Options{}, errors.New("it tells no formats")
	}
	for at, text := range map[*time.Time]string{&o.AsOf: c.AsOf, &o.KnownAt: c.KnownAt} {
		if text == "" {
			continue
		}
		var err error
		if *at, err = time.Parse(time.RFC3339, text); err != nil {
			return Options{}, fmt.Errorf("%q is not a time such as 2026-01-31T12:00:00Z", text)
		}
	}
	_, err := newJob(o)
	return o, err
}

// Verify compares the export in dir byte by byte with the files of one that was made
// again, of a database as of the moment and with the options that Made tells, with
// Version, Vocabularies, Site and Notice as Write has them: an export by another
// version of the program, or of another state of the database, differs in its
// documents at least. Nothing in dir is touched.
func Verify(dir string, files []File) ([]Difference, error) {
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
	_, sum, err := hash(file)
	return sum, err
}

// eachEntry calls fn with the name of every file and folder below a folder, with
// slashes, one at the end of a folder's; files that desktops leave are left out.
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
