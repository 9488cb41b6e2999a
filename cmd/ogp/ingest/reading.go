package ingest

import (
	"fmt"
	"iter"

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
	return ogp.InOrder(func(yield func(savedReading) bool) {
		for page, err := range pages {
			if !yield(savedReading{SavedPage: page, fileErr: err}) {
				return
			}
		}
	}, savedReading.read)
}

// read is the page with its reading.
func (p savedReading) read() savedReading {
	if p.fileErr != nil || p.What != "" {
		return p
	}
	if p.reading, p.pageErr = ReadPage(p.Page); p.pageErr == nil {
		p.pageErr = matchAddress(&p.reading, ogp.ParseURL(p.URL).Key())
	}
	return p
}
