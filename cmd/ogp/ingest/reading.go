package ingest

import (
	"fmt"
	"iter"
	"runtime"

	"golang.org/x/sync/errgroup"

	"ogp"
	"ogp/parse"
	"ogp/scrape"
)

// ReadPage is parse.Page with a fault in the parser turned into an error: one
// page must not end a run of thousands.
func ReadPage(page ogp.Page) (reading ogp.Reading, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("%w: %v", ogp.ErrParserFault, fault)
		}
	}()
	return parse.Page(page)
}

// savedReading is a page of a file and its reading, or why there is none.
type savedReading struct {
	scrape.SavedPage
	fileErr error // the file could not be read
	reading ogp.Reading
	pageErr error // the page could not be read
}

func (p savedReading) key() ogp.PageKey { return p.reading.Key() }

// readSaved reads pages on all cores, and yields them in the order in which they
// are yielded.
func readSaved(pages iter.Seq2[scrape.SavedPage, error]) iter.Seq[savedReading] {
	return func(yield func(savedReading) bool) {
		cores := runtime.GOMAXPROCS(0)
		queue := make(chan chan savedReading, 8*cores) // a place for each page, in order
		stop := make(chan struct{})
		go func() {
			defer close(queue)
			var readers errgroup.Group
			readers.SetLimit(cores)
			for page, err := range pages {
				place := make(chan savedReading, 1)
				select {
				case <-stop:
					return
				case queue <- place:
				}
				readers.Go(func() error {
					place <- readOne(page, err)
					return nil
				})
			}
		}()
		defer func() {
			close(stop)
			for range queue { // until the files are closed
			}
		}()
		for place := range queue {
			if !yield(<-place) {
				return
			}
		}
	}
}

func readOne(page scrape.SavedPage, fileErr error) savedReading {
	r := savedReading{SavedPage: page, fileErr: fileErr}
	if fileErr != nil || page.What != "" {
		return r
	}
	if r.reading, r.pageErr = ReadPage(page.Page); r.pageErr == nil {
		r.pageErr = matchAddress(&r.reading, ogp.ParseURL(page.URL).Key())
	}
	return r
}
