package scrape

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ogp/scrape/container"
)

// searchFolder reads the files of a folder and its subfolders. A Root keeps
// symbolic links from leading out of it.
func (f *finder) searchFolder(path string) {
	root, err := os.OpenRoot(path)
	if err != nil {
		f.fail(path, err)
		return
	}
	defer root.Close()
	f.search(root, path, ".")
}

// search reads the files of one folder under root, which path names. It lists them
// itself: package fs takes no names that are not UTF-8.
func (f *finder) search(root *os.Root, path, folder string) {
	entries, err := list(root, folder)
	if err != nil {
		f.fail(filepath.Join(path, folder), err)
	}
	companions := container.Companions{}
	for _, entry := range entries {
		companions.Add(entry.Name())
	}
	for _, entry := range entries {
		name := filepath.Join(folder, entry.Name())
		ended := f.ctx.Err()
		switch {
		case f.stopped:
			return
		case ended != nil:
			f.give(SavedPage{File: path}, ended)
			return
		case container.Ignored(entry.Name()) || companions[entry.Name()]:
		case entry.IsDir():
			f.search(root, path, name)
		default:
			f.readUnder(root, path, name)
		}
	}
}

func list(root *os.Root, folder string) ([]fs.DirEntry, error) {
	dir, err := root.Open(folder)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	entries, err := dir.ReadDir(-1)
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, err
}

// readUnder reads a file under root. What is not a regular file is an error if its name is
// that of a page.
func (f *finder) readUnder(root *os.Root, path, name string) {
	full := filepath.Join(path, name)
	info, err := root.Stat(name)
	switch {
	case (err != nil || !info.Mode().IsRegular()) && !container.IsPageName(name):
		passed := &container.PassedOver{File: strings.ToValidUTF8(full, "\uFFFD")}
		f.give(SavedPage{File: passed.File}, passed)
	case err != nil:
		f.fail(full, err)
	default:
		f.readFile(full, func() (*os.File, error) { return root.Open(name) }, info)
	}
}
