package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"

	"ogp/scrape/packed"
)

// window is how many bytes are searched at once, and markSize how many of them
// may be the beginning of a mark.
const (
	window   = 32 << 10
	markSize = 64
)

// Marks of a record's beginning: its version and a field in the next line.
var (
	lineMark  = regexp.MustCompile(`\nWARC/\d\.\d{1,3}\r?\n[A-Za-z-]{1,40}:`)
	firstMark = regexp.MustCompile(`^WARC/\d\.\d{1,3}\r?\n[A-Za-z-]{1,40}:`)
)

// errNextBegins marks a block with the beginning of the next record in it.
var errNextBegins = errors.New("its Content-Length is too large: another record begins in it")

// copyBlock copies what is unread of the block, and looks whether it ends where
// the record does.
func (r *Record) copyBlock(to io.Writer) error {
	for r.left > 0 {
		part, err := r.from.Peek(int(min(r.left, window)) + markSize)
		mark := lineMark.FindIndex(part)
		take := min(int64(len(part)), r.left)
		begins, ends := mark != nil && int64(mark[0]+1) < r.left, int64(len(part)) >= r.left
		switch {
		case begins:
			take = int64(mark[0] + 1)
		case err == nil && !ends:
			take -= markSize
		}
		if _, err := to.Write(part[:take]); err != nil {
			return err
		}
		_, _ = r.from.Discard(int(take)) // they are there
		r.left -= take
		switch {
		case begins:
			return errNextBegins
		case ends:
			return r.checkEnd(part[take:], err)
		case err != nil:
			return noEOF(err)
		}
	}
	return nil
}

// readBlock reads the whole block.
func (r *Record) readBlock() ([]byte, error) {
	var block bytes.Buffer
	err := r.damage(r.copyBlock(&block))
	return block.Bytes(), err
}

// finish reads what is left of the record. An error is about this record or, where
// the next one is known to be damaged, about that.
func (r *Record) finish() error {
	if !r.damaged {
		if err := r.damage(r.copyBlock(io.Discard)); err != nil {
			return err
		}
	}
	return r.next
}

// damage wraps what is wrong with the record.
func (r *Record) damage(err error) error {
	if err == nil {
		return nil
	}
	r.damaged = true
	return fmt.Errorf("%w, of %s: %w", ErrDamaged, r.name(), err)
}

// name is the record's address or, where it has none, its type.
func (r *Record) name() string {
	if address := r.URL(); address != "" {
		return address
	}
	return fmt.Sprintf("the type %.40q", r.Type())
}

// checkEnd looks at what is behind the block: two line ends or, where a tool wrote
// fewer, nothing or the next record. It has been looked for far enough to make gzip
// compare its checksum.
func (r *Record) checkEnd(after []byte, err error) error {
	rest := bytes.TrimLeft(after, "\r\n\x00 ")
	begins := []byte("WARC/")
	begins = begins[:min(len(rest), len(begins))]
	ended := bytes.HasPrefix(after, []byte("\r\n\r\n")) || bytes.HasPrefix(after, []byte("\n\n"))
	if !ended && !bytes.HasPrefix(rest, begins) {
		return errors.New("its Content-Length is too small: the block continues after it")
	}
	damaged := (*packed.DamageError)(nil)
	if !errors.As(err, &damaged) {
		return nil
	}
	_, _ = r.from.Discard(len(after)) // the next stream comes from its beginning
	if len(rest) == 0 && damaged.Began {
		return err
	}
	r.next = fmt.Errorf("%w, behind that of %s: %w", ErrDamaged, r.name(), err)
	return nil
}

// findRecord moves on to the beginning of the next record, over damage that is
// known; it reports whether there is one.
func findRecord(from *bufio.Reader) bool {
	for begins := true; ; {
		part, err := from.Peek(window)
		if begins && firstMark.Match(part) {
			return true
		}
		if mark := lineMark.FindIndex(part); mark != nil {
			_, _ = from.Discard(mark[0] + 1)
			return true
		}
		damaged := (*packed.DamageError)(nil)
		switch begins = errors.As(err, &damaged); {
		case err == nil:
			_, _ = from.Discard(len(part) - markSize)
		case begins:
			_, _ = from.Discard(len(part))
		default:
			return false
		}
	}
}
