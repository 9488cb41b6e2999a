// Package packed undoes the compression of files. In come the bytes of a file;
// out go those that gzip or zstd made smaller, which the first bytes tell, or the
// same ones where neither did.
//
// Web archives are many gzip streams behind each other, so that a damaged one
// costs only itself: its error comes once, and what is behind it follows. The
// package never holds a file in memory, and never bounds what comes out of it:
// its callers do.
package packed

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// DamageError is a gzip stream that is damaged. Reading on gives what the next
// stream holds, from its beginning.
type DamageError struct {
	// Began tells that the stream had been read in part, with all its bytes or
	// some, before the damage showed.
	Began bool
	err   error
}

// Error says what is wrong.
func (e *DamageError) Error() string { return "damaged gzip stream: " + e.err.Error() }

// Unwrap is the reason.
func (e *DamageError) Unwrap() error { return e.err }

var (
	gzipMagic       = []byte{0x1f, 0x8b, 8}
	zstdMagic       = []byte{0x28, 0xb5, 0x2f, 0xfd}
	dictionaryMagic = []byte{0x5d, 0x2a, 0x4d, 0x18}
)

// bufferSize is what is read at once.
const bufferSize = 64 << 10

// NewReader reads a file without its compression. The file stays open.
func NewReader(file io.Reader) (*Reader, error) {
	r := &Reader{Reader: bufio.NewReaderSize(file, bufferSize)}
	magic := r.Head(4)
	from := r.Reader
	switch {
	case bytes.HasPrefix(magic, gzipMagic):
		return &Reader{Reader: bufio.NewReaderSize(&streams{from: from}, bufferSize), Packed: true}, nil
	case bytes.Equal(magic, zstdMagic), bytes.Equal(magic, dictionaryMagic):
		frames, err := newZstd(from)
		if err != nil {
			return nil, fmt.Errorf("zstd: %w", err)
		}
		return &Reader{Reader: bufio.NewReaderSize(frames, bufferSize), Packed: true, close: frames.Close}, nil
	}
	return r, nil
}

// Reader reads a file without its compression.
type Reader struct {
	*bufio.Reader
	// Packed reports whether the file is compressed.
	Packed bool
	close  func()
}

// Head is what the file begins with, up to some bytes. What is wrong behind them
// stays to be read: bufio.Reader.Peek would have it forgotten.
func (r *Reader) Head(size int) []byte {
	head, err := r.Peek(size)
	if err != nil && !errors.Is(err, io.EOF) {
		head = bytes.Clone(head)
		again := io.MultiReader(bytes.NewReader(head), &onceError{err}, r.restOf(len(head)))
		r.Reader = bufio.NewReaderSize(again, bufferSize)
	}
	return head
}

// restOf is what is behind the first bytes, which are in the buffer.
func (r *Reader) restOf(head int) io.Reader {
	_, _ = r.Discard(head)
	return r.Reader
}

// onceError is a place in a file where reading fails once.
type onceError struct{ err error }

func (o *onceError) Read([]byte) (int, error) {
	err := o.err
	o.err = io.EOF
	return 0, err
}

// Close ends the reading.
func (r *Reader) Close() {
	if r.close != nil {
		r.close()
	}
}

// Bounds of zstd: a larger window, or dictionary, is made to do harm.
const (
	maxWindow     = 128 << 20
	maxDictionary = 16 << 20
)

// newZstd reads frames of zstd. Web archives may begin with a dictionary for all
// of them, compressed or not, in a frame that others skip.
func newZstd(from *bufio.Reader) (*zstd.Decoder, error) {
	options := []zstd.DOption{zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderMaxMemory(maxWindow)}
	head, err := from.Peek(8)
	if err != nil || !bytes.HasPrefix(head, dictionaryMagic) {
		return zstd.NewReader(from, options...)
	}
	size := binary.LittleEndian.Uint32(head[4:])
	if size > maxDictionary {
		return nil, fmt.Errorf("its dictionary has %d bytes, more than %d", size, maxDictionary)
	}
	frame := make([]byte, 8+size)
	if _, err := io.ReadFull(from, frame); err != nil {
		return nil, err
	}
	dictionary := frame[8:]
	if size == 0 {
		return zstd.NewReader(from, options...)
	}
	if bytes.HasPrefix(dictionary, zstdMagic) {
		unpacked, err := zstd.NewReader(bytes.NewReader(dictionary), options...)
		if err != nil {
			return nil, err
		}
		defer unpacked.Close()
		if dictionary, err = io.ReadAll(io.LimitReader(unpacked, maxDictionary)); err != nil {
			return nil, err
		}
	}
	return zstd.NewReader(from, append(options, zstd.WithDecoderDicts(dictionary))...)
}
