package journal

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"ogp"
)

// Format 1 was binary: for each event the lengths of its JSON and of the page's
// body, a checksum of both, and then these two.
type version1Head struct{ Event, Body, Sum uint32 }

// maxEvent bounds the lengths that are believed of a damaged file.
const maxEvent = 1 << 30

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// errCut marks an event of format 1 that was not written to its end.
var errCut = errors.New("event is cut short")

// errForeign says that a file was not written by any version of the program.
var errForeign = errors.New("it is not a journal of ogp: move it away")

// convert rewrites a journal of format 1. It does nothing to one of the current
// format, and refuses any other file.
func convert(name string) error {
	if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	source, err := ogp.OpenOwn(name)
	if err != nil {
		return err
	}
	defer source.Close()
	from := bufio.NewReaderSize(source, 1<<16)
	first, err := from.Peek(len(header))
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	switch {
	case strings.HasPrefix(header, string(first)):
		return nil // the current format, perhaps cut short
	case !isVersion1(first):
		return errForeign
	}
	part := name + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	target, err := ogp.OpenOwn(part)
	if err != nil {
		return err
	}
	j := &Journal{path: part, file: target}
	err = errors.Join(j.Clear(), j.copyVersion1(from), target.Sync(), target.Close())
	if err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return errors.Join(os.Rename(part, name), ogp.SyncFolder(filepath.Dir(name)))
}

// isVersion1 reports whether a file begins as one of format 1 does: with the head of
// an event, and its JSON.
func isVersion1(first []byte) bool {
	size := binary.Size(version1Head{})
	return len(first) > size && first[size] == '{' && binary.LittleEndian.Uint32(first) <= maxEvent
}

func (j *Journal) copyVersion1(from io.Reader) error {
	for {
		e, err := readVersion1(from)
		if errors.Is(err, io.EOF) || errors.Is(err, errCut) {
			return nil
		}
		if err == nil {
			err = j.Write(e)
		}
		if err != nil {
			return err
		}
	}
}

func readVersion1(from io.Reader) (e Event, err error) {
	var head version1Head
	if err := binary.Read(from, binary.LittleEndian, &head); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = errCut
		}
		return e, err
	}
	if head.Event > maxEvent || head.Body > maxEvent {
		return e, errCut
	}
	// Grown as it is read: a damaged length must not allocate a gigabyte.
	record, err := io.ReadAll(io.LimitReader(from, int64(head.Event)+int64(head.Body)))
	if err != nil {
		return e, err
	}
	if len(record) < int(head.Event)+int(head.Body) || crc32.Checksum(record, castagnoli) != head.Sum {
		return e, errCut
	}
	if err := json.Unmarshal(record[:head.Event], &e); err != nil {
		return e, err
	}
	if e.Page != nil {
		e.Page.Body = record[head.Event:]
	}
	return e, nil
}
