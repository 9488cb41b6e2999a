package ingest

import (
	"errors"
	"fmt"
	"iter"
	"testing"

	"ogp"
	"ogp/scrape"
)

// numbered yields pages with their numbers as files, every third of which cannot
// be read, and tells whether it was left before its end.
func numbered(size int, left *bool) iter.Seq2[scrape.SavedPage, error] {
	return func(yield func(scrape.SavedPage, error) bool) {
		defer func() { *left = true }()
		for n := range size {
			page := scrape.SavedPage{File: fmt.Sprint(n), Page: ogp.Page{Body: []byte("<p>Not a commitment.</p>")}}
			var err error
			if n%3 == 0 {
				err = errors.New("cannot be read")
			}
			if !yield(page, err) {
				return
			}
		}
		*left = false
	}
}

func TestSavedPagesComeInTheirOrder(t *testing.T) {
	t.Parallel()
	const size = 200
	var left bool
	n := 0
	for page := range readSaved(numbered(size, &left)) {
		if page.File != fmt.Sprint(n) {
			t.Fatalf("page %s came in the place of %d", page.File, n)
		}
		switch unreadable := n%3 == 0; {
		case unreadable && page.fileErr == nil:
			t.Errorf("page %d has no error of its file", n)
		case !unreadable && !errors.Is(page.pageErr, ogp.ErrNotCommitment):
			t.Errorf("page %d: error %v, want ErrNotCommitment", n, page.pageErr)
		}
		n++
	}
	if n != size {
		t.Errorf("%d pages came, want %d", n, size)
	}
}

// TestReadingCanBeLeft: whoever has had enough finds the files closed.
func TestReadingCanBeLeft(t *testing.T) {
	t.Parallel()
	var left bool
	for range readSaved(numbered(1000, &left)) {
		break
	}
	if !left {
		t.Error("the reader of the files still runs")
	}
}
