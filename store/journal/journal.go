// Package journal keeps what an import fetches safe until the database has it:
// a transaction for each page would cost more than fetching it.
//
// Events come in one at a time, before and after each request, and each becomes
// one line of JSON in a file beside the database. After a kill, the events that
// were written whole come out again in their order, so that only requests that
// had no answer yet must be repeated. The file is deleted when it is closed
// without events.
//
// The package knows neither the database nor the site, and never drops an event
// that was written whole. Its file belongs to the holder of the run lock.
package journal

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"ogp"
)

// header is the first line of a journal: its format.
const header = `{"ogp_journal":2}` + "\n"

// syncInterval is the longest time between the arrival of a page and its being
// safe from a power failure; from a kill it is safe at once. At the pace of a
// polite run, each page is synced by itself.
const syncInterval = 250 * time.Millisecond

// Event is one thing that happened to an address: it was requested, or an
// answer came.
type Event struct {
	Listing *ogp.Listing `json:",omitempty"` // the address and its state
	Visit   *ogp.Visit   `json:",omitempty"` // the request; nil while it is in flight
	Page    *ogp.Page    `json:",omitempty"` // the page that came, its body in base64

	// Capture is a capture that was requested of a web archive, and what became of it.
	Capture *ogp.Captured `json:",omitempty"`
	// Fatal says that a run ended while it dealt with the event: its page may have
	// been the reason.
	Fatal bool `json:"-"`
}

// check refuses what no run writes: a journal may come from anyone.
func (e Event) check() error {
	switch {
	case e.Listing == nil && e.Visit == nil, e.Page != nil && e.Visit == nil:
		return errors.New("an event without a request")
	case e.Listing != nil && (e.Listing.Kind != ogp.KindCommitment || ogp.ParseURL(e.Listing.URL).Key() != e.Listing.Key()):
		return errors.New("an address that is no commitment's")
	case e.Visit != nil && (e.Visit.Run == "" || e.Visit.Number < 1 || e.Visit.At.IsZero() || len(e.Visit.URL) > ogp.MaxAddress || len(e.Visit.FinalURL) > ogp.MaxAddress):
		return errors.New("a request that was not made")
	case e.Capture != nil && (e.Visit == nil || e.Listing != nil || !isArchive(e.Capture.Service) || e.Page != nil && e.Page.Source != e.Capture.Service):
		return errors.New("a capture of no archive")
	case e.Page != nil && (e.Capture == nil && (e.Page.Source != "" && e.Page.Source != ogp.SourceSite || e.Page.What != "") || len(e.Page.URL) > ogp.MaxAddress):
		return errors.New("a page that no site sent")
	}
	return nil
}

func isArchive(s ogp.Source) bool { return s == ogp.SourceWayback || s == ogp.SourceCommonCrawl }

// Journal is an open journal.
type Journal struct {
	// LeftOut is how many lines Events has left out.
	LeftOut int

	path   string
	file   *os.File
	synced time.Time
}

// Open opens the journal of the database at that path, and creates it where
// there is none. A file that is not a journal is refused and left as it is. A last
// line without its end is cut off.
func Open(database string) (*Journal, error) {
	j, err := open(database + ".journal")
	if err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	return j, nil
}

func open(name string) (*Journal, error) {
	file, err := ogp.OpenOwn(name)
	if err != nil {
		return nil, err
	}
	j := &Journal{path: name, file: file}
	if err = j.checkFormat(); err == nil {
		// The name has to last as well as the content.
		err = errors.Join(j.cut(), ogp.SyncFolder(filepath.Dir(name)))
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return j, nil
}

// checkFormat refuses a file that no run of this format has begun.
func (j *Journal) checkFormat() error {
	first := make([]byte, len(header))
	n, err := j.file.ReadAt(first, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if !strings.HasPrefix(header, string(first[:n])) {
		return errors.New("it is not a journal of ogp, or one of an early version: move it away, and what it may hold is requested again")
	}
	return nil
}

// cut removes a last line that was not written to its end, and writes the header
// into a file that has none.
func (j *Journal) cut() error {
	end := int64(0)
	for line, err := range lines(j.file) {
		if err != nil {
			return err
		}
		end += int64(len(line))
	}
	if err := j.file.Truncate(end); err != nil || end > 0 {
		_, seek := j.file.Seek(end, io.SeekStart)
		return errors.Join(err, seek)
	}
	return j.Clear()
}

// Write adds an event.
func (j *Journal) Write(e Event) error {
	line, err := json.Marshal(e)
	if err == nil {
		err = j.append(append(line, '\n'))
	}
	// A request in flight has to be repeated anyway if it is lost.
	if err == nil && e.Visit != nil {
		err = j.syncDue()
	}
	if err != nil {
		return fmt.Errorf("write journal: %w", err)
	}
	return nil
}

// append writes a line, or nothing: an event behind half a line would be lost.
func (j *Journal) append(line []byte) error {
	n, err := j.file.Write(line)
	if err == nil {
		return nil
	}
	end, seek := j.file.Seek(-int64(n), io.SeekCurrent)
	if seek != nil {
		return errors.Join(err, seek)
	}
	return errors.Join(err, j.file.Truncate(end))
}

func (j *Journal) syncDue() error {
	now := time.Now()
	if now.Sub(j.synced) < syncInterval {
		return nil
	}
	j.synced = now
	return j.file.Sync()
}

// Marks are the first byte of an event's line: whole, and being dealt with.
const (
	whole = '{'
	begun = '!'
)

// Events are the events in the journal, oldest first. A line that a power failure has
// damaged, or that no run has written, is left out. While a page is dealt with, its
// line is marked on the disk: one that was marked when a run ended is Fatal.
func (j *Journal) Events() iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		at := int64(0)
		for line, err := range lines(j.file) {
			if err != nil {
				yield(Event{}, fmt.Errorf("read journal: %w", err))
				return
			}
			start := at
			at += int64(len(line))
			e := Event{Fatal: line[0] == begun}
			line[0] = whole
			if start == 0 {
				continue
			}
			if json.Unmarshal(line, &e) != nil || e.check() != nil {
				j.LeftOut++
				continue
			}
			if err := j.mark(start, e, begun); err != nil {
				yield(Event{}, err)
				return
			}
			wanted := yield(e, nil)
			_ = j.mark(start, e, whole) // the page of one that stays marked is requested again
			if !wanted {
				return
			}
		}
	}
}

// mark marks the line of an event with a page; a Fatal one stays marked.
func (j *Journal) mark(start int64, e Event, mark byte) error {
	if e.Page == nil || e.Fatal {
		return nil
	}
	if _, err := j.file.WriteAt([]byte{mark}, start); err != nil {
		return fmt.Errorf("mark in the journal: %w", err)
	}
	return nil
}

// lines are the whole lines of a file, each with its end.
func lines(file *os.File) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			yield(nil, err)
			return
		}
		from := bufio.NewReaderSize(file, 1<<16)
		for {
			line, err := from.ReadBytes('\n')
			if errors.Is(err, io.EOF) || !yield(line, err) || err != nil {
				return
			}
		}
	}
}

// Clear removes all events, once the database has them.
func (j *Journal) Clear() error {
	_, err := j.file.Seek(0, io.SeekStart)
	err = errors.Join(err, j.file.Truncate(0))
	if err == nil {
		err = j.append([]byte(header))
	}
	if err != nil {
		return fmt.Errorf("clear journal: %w", err)
	}
	return nil
}

// Close closes the journal, and deletes its file if it has no events.
func (j *Journal) Close() error {
	info, err := j.file.Stat()
	err = errors.Join(err, j.file.Close())
	if err == nil && info.Size() <= int64(len(header)) {
		if err = os.Remove(j.path); errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	if err != nil {
		return fmt.Errorf("close journal: %w", err)
	}
	return nil
}
