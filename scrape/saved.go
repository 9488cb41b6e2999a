package scrape

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"regexp"

	"ogp"
)

// ErrNoPages marks a file or folder without any commitment page.
var ErrNoPages = errors.New("no page to read")

// errUnwanted ends a walk whose consumer has had enough.
var errUnwanted = errors.New("unwanted")

// SavedPage is a page from a file. Its FetchedAt and Header are not known; its
// URL is set where the program that saved the page wrote it down. Beside an error
// only File is.
type SavedPage struct {
	ogp.Page
	// File is the file's path.
	File string
}

// Saved yields the pages of an .html or .htm file, or of a folder of them with
// its subfolders, in the order of their names; other files are passed over. An
// error names the file it is about, and the pages after it still come, unless
// the path itself cannot be read. A folder without any page is ErrNoPages.
//
// Symbolic links are followed to files inside the folder only.
func Saved(path string) iter.Seq2[SavedPage, error] {
	return func(yield func(SavedPage, error) bool) {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			yield(unread(path, err))
		case info.IsDir():
			savedFolder(path, yield)
		case !isPageFile(path):
			yield(unread(path, fmt.Errorf("%w: give an .html or .htm file, or a folder of them", ErrNoPages)))
		default:
			yield(savedFile(os.DirFS(filepath.Dir(path)), filepath.Base(path), path))
		}
	}
}

func savedFolder(path string, yield func(SavedPage, error) bool) {
	// A Root keeps symbolic links from leading out of the folder.
	root, err := os.OpenRoot(path)
	if err != nil {
		yield(unread(path, err))
		return
	}
	defer root.Close()
	files := root.FS()
	found := false
	err = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && (entry.IsDir() || !isPageFile(name)) {
			return nil
		}
		found = true
		page, full := SavedPage{}, filepath.Join(path, filepath.FromSlash(name))
		if err != nil {
			page, err = unread(full, err)
		} else {
			page, err = savedFile(files, name, full)
		}
		if !yield(page, err) {
			return errUnwanted
		}
		return nil
	})
	if err == nil && !found {
		yield(unread(path, fmt.Errorf("%w: no .html or .htm file in it or its subfolders: save pages as \"web page, HTML only\"", ErrNoPages)))
	}
}

// unread is a file that could not be read, and why, its name said once.
func unread(name string, err error) (SavedPage, error) {
	var of *fs.PathError
	if errors.As(err, &of) {
		err = of.Err
	}
	return SavedPage{File: name}, fmt.Errorf("%s: %w", name, err)
}

// savedFile reads one page; full names it in errors.
func savedFile(files fs.FS, name, full string) (SavedPage, error) {
	body, err := readSaved(files, name)
	if err != nil {
		return unread(full, err)
	}
	return SavedPage{Page: ogp.Page{URL: savedFrom(body), Body: body}, File: full}, nil
}

func readSaved(files fs.FS, name string) ([]byte, error) {
	// What is no file is not opened: a named pipe would never come back.
	info, err := fs.Stat(files, name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("not a file: move it away")
	case info.Size() > DefaultMaxBody:
		return nil, fmt.Errorf("%w of %d bytes for a page: move it away, or save the page again as HTML only", errTooLarge, DefaultMaxBody)
	}
	body, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, errors.New("is empty: save the page again")
	}
	return body, nil
}

// savedNotes are how programs write down where a page came from: Chrome and
// Internet Explorer, and SingleFile.
var savedNotes = regexp.MustCompile(`(?i)<!--\s*(?:saved from url=\(\d+\)|page saved with singlefile\s+url:\s*)(https?://\S+)`)

// savedFrom is the address written down in a saved page, if it is a page's of
// the public site.
func savedFrom(body []byte) string {
	match := savedNotes.FindSubmatch(body[:min(len(body), 4<<10)])
	if match == nil {
		return ""
	}
	address := string(match[1])
	u, err := url.Parse(address)
	public, _ := url.Parse(ogp.Site)
	if err != nil || !isWeb(u) || hostKey(u) != hostKey(public) || ogp.ParseURL(address).Kind == ogp.KindOther {
		return ""
	}
	return address
}
