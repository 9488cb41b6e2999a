package scrape

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/textproto"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"ogp"
)

// errWARC marks a file that is no web archive, or is damaged from here on.
var errWARC = errors.New("not a whole WARC record")

// WARC yields the commitment pages of a web archive (WARC 1.0 or 1.1, plain or
// with each record packed), in its order: responses with status 200 and HTML,
// whatever site they are from. All other records are passed over. An error
// names the file and, where one is known, the page; the pages after it still
// come unless the file itself is damaged. A file without any page is ErrNoPages.
func WARC(path string) iter.Seq2[SavedPage, error] {
	return func(yield func(SavedPage, error) bool) {
		file, err := os.Open(path)
		if err != nil {
			yield(unread(path, err))
			return
		}
		defer file.Close()
		found := false
		for page, err := range warcPages(file, DefaultMaxBody) {
			found = true
			page.File = path
			if err != nil {
				err = fmt.Errorf("%s: %w", path, err)
			}
			if !yield(page, err) {
				return
			}
		}
		if !found {
			yield(unread(path, fmt.Errorf("%w: no response in it is a commitment page", ErrNoPages)))
		}
	}
}

// warcPages reads an archive whose pages have at most limit bytes.
func warcPages(file io.Reader, limit int64) iter.Seq2[SavedPage, error] {
	return func(yield func(SavedPage, error) bool) {
		plain, err := unpackArchive(file)
		if err != nil {
			yield(SavedPage{}, err)
			return
		}
		for {
			record, err := nextRecord(plain)
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(SavedPage{}, err)
				return
			}
			page, wanted, err := record.page(limit)
			if wanted && !yield(page, err) {
				return
			}
			if err := record.skip(); err != nil {
				yield(SavedPage{}, err)
				return
			}
		}
	}
}

// unpackArchive undoes gzip, which the first bytes tell. Every record is a
// stream of its own, and the reader goes through them as one.
func unpackArchive(file io.Reader) (*bufio.Reader, error) {
	from := bufio.NewReaderSize(file, 1<<16)
	magic, err := from.Peek(2)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return from, nil
	}
	unpacked, err := gzip.NewReader(from)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errWARC, noEOF(err))
	}
	return bufio.NewReaderSize(unpacked, 1<<16), nil
}

// warcRecord is one record, of which the block is still to be read.
type warcRecord struct {
	header textproto.MIMEHeader
	block  *io.LimitedReader
}

// maxWARCHead bounds a record's header: a file without line ends is no archive.
const maxWARCHead = 256 << 10

// nextRecord reads the header of the next record. io.EOF is the proper end.
func nextRecord(from *bufio.Reader) (*warcRecord, error) {
	head := int64(maxWARCHead)
	version, err := recordLine(from, &head)
	for err == nil && version == "" { // two empty lines end a record
		version, err = recordLine(from, &head)
	}
	if errors.Is(err, io.EOF) && version == "" {
		return nil, io.EOF
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: %w", errWARC, err)
	}
	if !strings.HasPrefix(version, "WARC/") {
		return nil, fmt.Errorf("%w: it begins with %.20q", errWARC, version)
	}
	record := &warcRecord{header: textproto.MIMEHeader{}}
	for {
		text, err := recordLine(from, &head)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errWARC, noEOF(err))
		}
		if text == "" {
			break
		}
		name, value, _ := strings.Cut(text, ":")
		record.header.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	}
	size, err := strconv.ParseInt(record.header.Get("Content-Length"), 10, 64)
	if err != nil || size < 0 {
		return nil, fmt.Errorf("%w: Content-Length %.20q", errWARC, record.header.Get("Content-Length"))
	}
	record.block = &io.LimitedReader{R: from, N: size}
	return record, nil
}

// recordLine reads one line of a record's header, of which head bytes are left.
func recordLine(from *bufio.Reader, head *int64) (string, error) {
	var text []byte
	for {
		part, err := from.ReadSlice('\n')
		text = append(text, part...)
		if *head -= int64(len(part)); *head < 0 {
			return "", fmt.Errorf("%w: its header does not end", errWARC)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return strings.TrimSpace(string(text)), err
		}
	}
}

// skip reads what is left of the block.
func (r *warcRecord) skip() error {
	_, err := io.Copy(io.Discard, r.block)
	if err == nil && r.block.N > 0 {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return fmt.Errorf("%w, of %s: %w", errWARC, r.address(), noEOF(err))
	}
	return nil
}

// address is where the record's page was; wget puts it in angle brackets.
func (r *warcRecord) address() string {
	return strings.Trim(r.header.Get("Warc-Target-Uri"), "<>")
}

// page is the commitment page in a record, if there is one.
func (r *warcRecord) page(limit int64) (page SavedPage, wanted bool, err error) {
	address := r.address()
	if !strings.EqualFold(r.header.Get("Warc-Type"), "response") || !isCommitmentAddress(address) {
		return SavedPage{}, false, nil
	}
	fault := func(err error) (SavedPage, bool, error) {
		return SavedPage{}, true, fmt.Errorf("%s: %w", address, err)
	}
	// An archive may hold what the page had in chunks or packed: some room for
	// that, and the head.
	if r.block.N > 2*limit+maxWARCHead {
		return fault(fmt.Errorf("%w of %d bytes for a page", errTooLarge, limit))
	}
	block, err := io.ReadAll(r.block)
	if err != nil || r.block.N > 0 {
		return SavedPage{}, false, nil // for skip to tell
	}
	header, body, status, err := readResponse(block, limit)
	switch {
	case err != nil:
		return fault(err)
	case status != http.StatusOK || !(&exchange{header: header, body: body}).isHTML():
		return SavedPage{}, false, nil
	case r.header.Get("Warc-Truncated") != "":
		return fault(fmt.Errorf("the archive has only its beginning (%s)", r.header.Get("Warc-Truncated")))
	case len(bytes.TrimSpace(body)) == 0:
		return fault(errors.New("is empty"))
	}
	page.Page = ogp.Page{URL: address, Header: header, Body: body}
	if at, err := time.Parse(time.RFC3339Nano, r.header.Get("Warc-Date")); err == nil {
		page.FetchedAt = at.UTC()
	}
	return page, true, nil
}

func isCommitmentAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && isWeb(u) && ogp.ParseURL(address).Kind == ogp.KindCommitment
}
