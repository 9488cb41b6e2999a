package scrape

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"regexp"

	"ogp"
	"ogp/scrape/content"
)

// ErrNoPages marks a file or folder without any commitment page.
var ErrNoPages = errors.New("no page to read")

// errStopped ends a walk or a search whose consumer has stopped.
var errStopped = errors.New("unwanted")

// SavedPage is a page from a file. Its URL is set where the file names it; its
// FetchedAt and Header only where a web archive does. Beside an error
// only File is.
type SavedPage struct {
	ogp.Page
	// File is the file's path.
	File string
}

// Saved yields the pages of an .html or .htm file, or of a folder of them with
// its subfolders, in the order of their names; other files are ignored. An
// error names the file it is about, and the pages after it still come, unless
// the path itself cannot be read. A folder without any page is ErrNoPages.
//
// Symbolic links are followed to files inside the folder only. When ctx ends, so
// do the pages, with its error.
func Saved(ctx context.Context, path string) iter.Seq2[SavedPage, error] {
	return func(yield func(SavedPage, error) bool) {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			yield(readError(path, err))
		case info.IsDir():
			savedFolder(ctx, path, yield)
		case !isPageFile(path):
			yield(readError(path, fmt.Errorf("%w: give an .html or .htm file, or a folder of them", ErrNoPages)))
		default:
			yield(savedFile(os.DirFS(filepath.Dir(path)), filepath.Base(path), path))
		}
	}
}

func savedFolder(ctx context.Context, path string, yield func(SavedPage, error) bool) {
	// A Root keeps symbolic links from leading out of the folder.
	root, err := os.OpenRoot(path)
	if err != nil {
		yield(readError(path, err))
		return
	}
	defer root.Close()
	files := root.FS()
	found := false
	err = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if ended := ctx.Err(); ended != nil {
			found = true
			yield(SavedPage{File: path}, ended)
			return ended
		}
		if err == nil && (entry.IsDir() || !isPageFile(name)) {
			return nil
		}
		found = true
		page, full := SavedPage{}, filepath.Join(path, filepath.FromSlash(name))
		if err != nil {
			page, err = readError(full, err)
		} else {
			page, err = savedFile(files, name, full)
		}
		if !yield(page, err) {
			return errStopped
		}
		return nil
	})
	if err == nil && !found {
		yield(readError(path, fmt.Errorf("%w: no .html or .htm file in it or its subfolders: save pages as \"web page, HTML only\"", ErrNoPages)))
	}
}

// readError is a file that could not be read, and why, its name said once.
func readError(name string, err error) (SavedPage, error) {
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
		return readError(full, err)
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
		return nil, fmt.Errorf("%w of %d bytes for a page: move it away, or save the page again as HTML only", content.ErrTooLarge, DefaultMaxBody)
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

// savedNotes are the comments in which browsers note where a page came from:
// Chrome, Internet Explorer and SingleFile.
var savedNotes = regexp.MustCompile(`(?i)<!--\s*(?:saved from url=\(\d+\)|page saved with singlefile\s+url:\s*)(https?://\S+)`)

// savedFrom is the address noted in a saved page, if it is on the public site.
func savedFrom(body []byte) string {
	match := savedNotes.FindSubmatch(body[:min(len(body), 4<<10)])
	if match == nil {
		return ""
	}
	address := withoutCredentials(string(match[1]))
	u, err := parseWebAddress(address)
	if err != nil || !isPublic(u) || ogp.ParseURL(u.String()).Kind == ogp.KindOther {
		return ""
	}
	return address
}
