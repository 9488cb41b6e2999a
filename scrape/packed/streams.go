package packed

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
)

// streams reads the gzip streams of a file one after another.
type streams struct {
	from *bufio.Reader // gzip reads no byte too many from it
	gzip gzip.Reader

	open  bool // inside a stream
	began bool // some of its bytes were read
	lost  bool // nothing was read since the last damage, which is known
}

// Read reads on, over the end of a stream and, after an error, behind a damaged
// one.
func (s *streams) Read(p []byte) (int, error) {
	for {
		if !s.open {
			if err := s.next(); err != nil {
				return 0, err
			}
		}
		n, err := s.gzip.Read(p)
		if n > 0 {
			s.began, s.lost = true, false
			return n, nil // an error comes again
		}
		switch {
		case err == nil:
			return 0, nil
		case errors.Is(err, io.EOF):
			s.open = false
		default:
			began := s.began
			s.open, s.began = false, false
			if !s.lost {
				s.lost = true
				return 0, damage(began, err)
			}
		}
	}
}

func damage(began bool, err error) error {
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return &DamageError{Began: began, err: err}
}

// errNoStream marks bytes between streams that belong to none of them.
var errNoStream = errors.New("other bytes in its place")

// next opens the next stream. Padding of zeros and line ends before it is no
// damage.
func (s *streams) next() error {
	padding := true
	for {
		head, err := s.from.Peek(len(gzipMagic))
		switch {
		case bytes.Equal(head, gzipMagic) && !padding && !s.lost:
			s.lost = true
			return damage(false, errNoStream)
		case bytes.Equal(head, gzipMagic):
			if err := s.gzip.Reset(s.from); err == nil {
				s.gzip.Multistream(false)
				s.open, s.began = true, false
				return nil
			}
			padding = false
			continue
		case len(head) == 0 && !padding && !s.lost && errors.Is(err, io.EOF):
			s.lost = true
			return damage(false, errNoStream)
		case len(head) == 0:
			return err
		}
		if head[0] != 0 && head[0] != '\r' && head[0] != '\n' {
			padding = false
		}
		if _, err := s.from.Discard(1); err != nil {
			return err
		}
	}
}
