// Package content undoes the content encodings of HTTP answers. In come a body
// as it was sent and the encodings that its header names; out goes the body
// decoded, and of text its UTF-8.
//
// The bytes decide, not the header: servers and archives name gzip for a plain
// body, or do not name it for one that is compressed, or name what is no
// encoding at all. The package never returns half a body without an error.
package content

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

var (
	// ErrTooLarge marks a body over the limit.
	ErrTooLarge = errors.New("larger than the limit")
	// ErrCutShort marks a compressed body that ends too early, or is damaged.
	ErrCutShort = errors.New("body cut short")
	// ErrEncoding marks a body in an encoding that cannot be undone.
	ErrEncoding = errors.New("cannot be undone")
)

// maxLayers is how often a body may be compressed: servers behind proxies do so
// twice.
const maxLayers = 3

var (
	gzipMagic = []byte{0x1f, 0x8b}
	zstdMagic = []byte{0x28, 0xb5, 0x2f, 0xfd}
)

// IsCompressed reports whether bytes begin as those of gzip, zstd or zlib do.
func IsCompressed(raw []byte) bool { return hasMagic(raw) || isZlib(raw) }

// hasMagic reports whether bytes begin as no text does.
func hasMagic(raw []byte) bool {
	return bytes.HasPrefix(raw, gzipMagic) || bytes.HasPrefix(raw, zstdMagic)
}

func isZlib(raw []byte) bool {
	return len(raw) > 1 && raw[0] == 0x78 && (uint(raw[0])<<8|uint(raw[1]))%31 == 0
}

// Decode undoes the content encodings of a body that has at most limit bytes
// then. named are the header's values. Beside ErrTooLarge it returns the first
// limit bytes.
func Decode(body []byte, named []string, limit int64) (plain []byte, err error) {
	unknown := ""
	codings := strings.Split(strings.ToLower(strings.Join(named, ",")), ",")
	for _, coding := range slices.Backward(codings) {
		switch coding = strings.TrimSpace(coding); coding {
		case "br", "deflate":
			body, err = unpackNamed(body, coding, limit)
		case "gzip", "x-gzip", "zstd":
			body, err = unpackLayer(body, limit)
		case "", "identity":
		default:
			unknown = coding
		}
		if err != nil {
			return body, err
		}
	}
	for range maxLayers {
		if body, err = unpackLayer(body, limit); err != nil {
			return body, err
		}
	}
	switch {
	case unknown != "" && !strings.HasPrefix(http.DetectContentType(body), "text/"):
		return nil, fmt.Errorf("content encoding %q %w", unknown, ErrEncoding)
	case int64(len(body)) > limit:
		return body[:limit], tooLarge(limit)
	}
	return body, nil
}

func tooLarge(limit int64) error { return fmt.Errorf("body is %w of %d bytes", ErrTooLarge, limit) }

// unpackLayer undoes gzip or zstd where the bytes are so compressed.
func unpackLayer(body []byte, limit int64) ([]byte, error) {
	switch {
	case bytes.HasPrefix(body, gzipMagic):
		return gunzip(body, limit)
	case bytes.HasPrefix(body, zstdMagic):
		frames, err := zstd.NewReader(bytes.NewReader(body), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
		if err != nil {
			return nil, cutShort(0, err)
		}
		defer frames.Close()
		return readAll(frames, limit)
	}
	return body, nil
}

// unpackNamed undoes an encoding that the bytes do not tell. A body that is
// plain already stays as it is.
func unpackNamed(body []byte, coding string, limit int64) ([]byte, error) {
	from := bytes.NewReader(body)
	switch {
	case hasMagic(body) || isMarkup(body):
		return body, nil
	case coding == "br":
		return readAll(brotli.NewReader(from), limit)
	case isZlib(body):
		unzipped, err := zlib.NewReader(from)
		if err != nil {
			return nil, cutShort(0, err)
		}
		return readAll(unzipped, limit)
	}
	plain, err := readAll(flate.NewReader(from), limit)
	if corrupt := flate.CorruptInputError(0); errors.As(err, &corrupt) && len(plain) == 0 {
		return body, nil // some servers call a plain body deflated
	}
	return plain, err
}

// isMarkup reports whether bytes are those of a page or of XML.
func isMarkup(body []byte) bool {
	body = bytes.TrimPrefix(body[:min(len(body), 1<<10)], UTF8Mark)
	return bytes.HasPrefix(bytes.TrimSpace(body), []byte("<"))
}

// gunzip undoes gzip, of one stream or several. What follows the last one is
// ignored if it is no other: servers add line ends and padding.
func gunzip(body []byte, limit int64) ([]byte, error) {
	from := bufio.NewReader(bytes.NewReader(body))
	unzipped, err := gzip.NewReader(from)
	var plain []byte
	for err == nil {
		unzipped.Multistream(false)
		var part []byte
		if part, err = readAll(unzipped, limit-int64(len(plain))); err != nil {
			return append(plain, part...), err
		}
		plain = append(plain, part...)
		if next, _ := from.Peek(len(gzipMagic)); !bytes.Equal(next, gzipMagic) {
			return plain, nil
		}
		err = unzipped.Reset(from)
	}
	return plain, cutShort(len(plain), err)
}

func readAll(from io.Reader, limit int64) ([]byte, error) {
	// One byte more than allowed shows that a body is too large.
	plain, err := io.ReadAll(io.LimitReader(from, limit+1))
	switch {
	case int64(len(plain)) > limit:
		return plain[:limit], tooLarge(limit)
	case err != nil:
		return plain, cutShort(len(plain), err)
	}
	return plain, nil
}

func cutShort(after int, err error) error {
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("%w after %d bytes: %w", ErrCutShort, after, err)
}
