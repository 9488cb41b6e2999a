package store

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"time"

	"ogp"
)

// Event is one thing that happened to an address: it was asked for, or an
// answer came.
type Event struct {
	Listing *ogp.Listing `json:",omitempty"` // the address, and what became of it
	Visit   *ogp.Visit   `json:",omitempty"` // the request; nil while it is under way
	Page    *ogp.Page    `json:",omitempty"` // the page that came
}

// Journal is where an import writes down what happens, before and after each
// request, until a batch of it is stored: a transaction for each page would
// cost more than fetching it. What a killed run left in it is stored by the
// next one, so that only what was under way has to be asked for again.
//
// The file stands beside the database and is gone when nothing is left in it.
// It belongs to the holder of the run lock.
type Journal struct {
	path   string
	file   *os.File
	synced time.Time
}

// syncEvery is the most time between a page's coming and its being safe from a
// power failure; from a kill it is safe at once. At the pace of a polite run
// each page is synced by itself.
const syncEvery = 250 * time.Millisecond

// OpenJournal opens the journal of the database at path.
func OpenJournal(path string) (*Journal, error) {
	name := path + ".journal"
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	// The name has to last as well as what is written.
	if err := syncFolder(filepath.Dir(name)); err != nil {
		return nil, fmt.Errorf("open journal: %w", errors.Join(err, file.Close()))
	}
	return &Journal{path: name, file: file}, nil
}

func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// recordHead is the length of the entry's JSON, that of the body after it, and
// the sum of both, so that an event whose writing was cut short is recognised.
type recordHead struct{ Event, Body, Sum uint32 }

// Write adds an event.
func (j *Journal) Write(e Event) error {
	var body []byte
	if e.Page != nil {
		body = e.Page.Body
		page := *e.Page
		page.Body = nil
		e.Page = &page
	}
	text, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("write journal: %w", err)
	}
	head := recordHead{uint32(len(text)), uint32(len(body)), crc32.Update(crc32.Checksum(text, castagnoli), castagnoli, body)}
	record, err := binary.Append(nil, binary.LittleEndian, head)
	if err != nil {
		return fmt.Errorf("write journal: %w", err)
	}
	if err := j.append(append(record, text...), body); err != nil {
		return fmt.Errorf("write journal: %w", err)
	}
	if e.Visit == nil {
		return nil // what is lost with it has to be asked for again anyway
	}
	return j.syncDue()
}

// append writes the parts of a record, or nothing: what came behind half of one
// would not be read.
func (j *Journal) append(parts ...[]byte) error {
	var written int64
	for _, part := range parts {
		n, err := j.file.Write(part)
		if written += int64(n); err == nil {
			continue
		}
		end, seek := j.file.Seek(-written, io.SeekCurrent)
		if seek != nil {
			return errors.Join(err, seek)
		}
		return errors.Join(err, j.file.Truncate(end))
	}
	return nil
}

func (j *Journal) syncDue() error {
	now := time.Now()
	if now.Sub(j.synced) < syncEvery {
		return nil
	}
	j.synced = now
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("write journal: %w", err)
	}
	return nil
}

// Entries are what stands in the journal, oldest first. An entry that was not
// written to its end, and what would come after it, is left out.
func (j *Journal) Entries() iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		if _, err := j.file.Seek(0, io.SeekStart); err != nil {
			yield(Event{}, fmt.Errorf("read journal: %w", err))
			return
		}
		from := bufio.NewReaderSize(j.file, 1<<16)
		for {
			e, err := readEntry(from)
			if errors.Is(err, io.EOF) || errors.Is(err, errCut) {
				return
			}
			if err != nil {
				err = fmt.Errorf("read journal: %w", err)
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// errCut marks an event that was not written to its end.
var errCut = errors.New("entry is cut short")

func readEntry(from io.Reader) (Event, error) {
	var head recordHead
	if err := binary.Read(from, binary.LittleEndian, &head); err != nil {
		return Event{}, cut(err)
	}
	if head.Event > maxBody || head.Body > maxBody {
		return Event{}, errCut
	}
	// Grown as it is read: a damaged length must not allocate a gigabyte.
	record, err := io.ReadAll(io.LimitReader(from, int64(head.Event)+int64(head.Body)))
	if err != nil {
		return Event{}, err
	}
	if len(record) < int(head.Event)+int(head.Body) || crc32.Checksum(record, castagnoli) != head.Sum {
		return Event{}, errCut
	}
	var e Event
	if err := json.Unmarshal(record[:head.Event], &e); err != nil {
		return Event{}, err
	}
	if e.Page != nil {
		e.Page.Body = record[head.Event:]
	}
	return e, nil
}

func cut(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errCut
	}
	return err
}

// Clear empties the journal, once what stood in it is stored.
func (j *Journal) Clear() error {
	_, err := j.file.Seek(0, io.SeekStart)
	if err = errors.Join(err, j.file.Truncate(0)); err != nil {
		return fmt.Errorf("clear journal: %w", err)
	}
	return nil
}

// Close closes the journal, and deletes its file if nothing stands in it.
func (j *Journal) Close() error {
	info, err := j.file.Stat()
	err = errors.Join(err, j.file.Close())
	if err == nil && info.Size() == 0 {
		if err = os.Remove(j.path); errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	if err != nil {
		return fmt.Errorf("close journal: %w", err)
	}
	return nil
}
