// Package warc reads web archives. In come the bytes of a WARC file (1.0 or
// 1.1, plain, gzip or zstd); out go its records in order and, from the records
// that hold one, HTTP answers with their transfer and content encodings undone. A
// damaged record is an error, and reading continues at the next one.
//
// It never decides which records are wanted, never keeps more of a record in
// memory than the caller asks for, and never writes an archive.
package warc

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"ogp/scrape/packed"
)

// ErrDamaged marks a file that is no web archive, or a damaged record of one.
var ErrDamaged = errors.New("not a whole WARC record")

// maxHeader bounds a record's header: a file without line ends is no archive.
const maxHeader = 256 << 10

// Record is one record of an archive.
type Record struct {
	// Header are the record's named fields.
	Header textproto.MIMEHeader

	from    *bufio.Reader
	left    int64 // bytes of the block that are unread
	damaged bool  // the block is not whole, and the caller knows
	next    error // what is wrong with the record behind it
}

// Records yields the records of an archive in order. A record may be read until
// the next one is requested. An error is about one record; those behind it follow.
func Records(file io.Reader) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		plain, err := packed.NewReader(file)
		if err != nil {
			yield(nil, fmt.Errorf("%w: %w", ErrDamaged, err))
			return
		}
		defer plain.Close()
		for {
			record, err := readHeader(plain.Reader)
			if errors.Is(err, io.EOF) {
				return
			}
			if !yield(record, err) {
				return
			}
			if err == nil {
				err = record.finish()
				if err != nil && !yield(nil, err) {
					return
				}
			}
			if (err != nil || record.damaged) && !findRecord(plain.Reader) {
				return
			}
		}
	}
}

// readHeader reads the header of the next record. io.EOF is the proper end.
func readHeader(from *bufio.Reader) (*Record, error) {
	left := maxHeader
	version, err := readLine(from, &left)
	for err == nil && version == "" { // two empty lines end a record, and zeros may fill the file up
		version, err = readLine(from, &left)
	}
	switch {
	case errors.Is(err, io.EOF) && version == "":
		return nil, io.EOF
	case err != nil && !errors.Is(err, io.EOF):
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	case !strings.HasPrefix(version, "WARC/"):
		return nil, fmt.Errorf("%w: it begins with %.20q", ErrDamaged, version)
	}
	header := textproto.MIMEHeader{}
	for {
		text, err := readLine(from, &left)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, noEOF(err))
		}
		if text == "" {
			break
		}
		name, value, _ := strings.Cut(text, ":")
		header.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	}
	record := &Record{Header: header, from: from}
	record.left, err = strconv.ParseInt(header.Get("Content-Length"), 10, 64)
	if err != nil || record.left < 0 {
		return nil, fmt.Errorf("%w, of %s: Content-Length %.20q", ErrDamaged, record.name(), header.Get("Content-Length"))
	}
	return record, nil
}

// readLine reads one line of a record's header, which may have left more bytes.
func readLine(from *bufio.Reader, left *int) (string, error) {
	var text []byte
	for {
		part, err := from.ReadSlice('\n')
		text = append(text, part...)
		if *left -= len(part); *left < 0 {
			return "", errors.New("its header does not end")
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return strings.Trim(string(text), "\x00 \t\r\n"), err
		}
	}
}

// Type is the kind of record, such as "response", in lower case.
func (r *Record) Type() string { return strings.ToLower(r.Header.Get("Warc-Type")) }

// URL is the address whose content the record holds. Wget writes it in angle
// brackets.
func (r *Record) URL() string { return strings.Trim(r.Header.Get("Warc-Target-Uri"), "<>") }

// Date is when the content was captured (UTC); zero where that is not known.
func (r *Record) Date() time.Time { return parseDate(r.Header.Get("Warc-Date")) }

// Source is the address that the record was copied from; empty where it is the
// crawler's own.
func (r *Record) Source() string { return strings.Trim(r.Header.Get("Warc-Source-Uri"), "<>") }

// ID names the record.
func (r *Record) ID() string { return r.Header.Get("Warc-Record-Id") }

// Digest is that of the payload, such as "sha1:3I42H3S6…"; empty where the record has
// none.
func (r *Record) Digest() string { return r.Header.Get("Warc-Payload-Digest") }

// Refers says which record has the content that a record of the type revisit has
// found again: its ID, address and date, each empty where the record does not say.
func (r *Record) Refers() (id, address string, at time.Time) {
	address = strings.Trim(r.Header.Get("Warc-Refers-To-Target-Uri"), "<>")
	return r.Header.Get("Warc-Refers-To"), address, parseDate(r.Header.Get("Warc-Refers-To-Date"))
}

func parseDate(text string) time.Time {
	text = strings.ToUpper(strings.Trim(text, "<> "))
	for _, layout := range dateLayouts {
		if at, err := time.Parse(layout, text); err == nil && at.Year() >= firstYear {
			return at.UTC()
		}
	}
	return time.Time{}
}

// firstYear is that of the first web archives: an earlier date is no date, but a
// clock that was never set.
const firstYear = 1995

// dateLayouts are the forms of a date that WARC 1.1 allows, from a year to a part
// of a second, and those that programs write instead: digits only, a blank between
// date and time, no zone, the form of HTTP. A coarse date is the beginning of what it means.
var dateLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04Z07:00", time.DateOnly, "2006-01", "2006", "20060102150405", "20060102150405Z07:00",
	"2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05Z07:00", time.DateTime, "2006-01-02T15:04:05", "2006-01-02T15:04",
	"20060102", "20060102T150405Z0700", http.TimeFormat,
}

// Truncated says why the record holds only the beginning of the content; empty
// where it holds all of it.
func (r *Record) Truncated() string { return r.Header.Get("Warc-Truncated") }

// noEOF keeps an early end from being taken for the proper one.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
