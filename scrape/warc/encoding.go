package warc

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// isCompressed reports whether bytes begin as a compressed body does.
func isCompressed(raw []byte) bool {
	return bytes.HasPrefix(raw, []byte{0x1f, 0x8b}) || bytes.HasPrefix(raw, []byte{0x28, 0xb5, 0x2f, 0xfd}) ||
		len(raw) > 1 && raw[0] == 0x78 // zlib
}

// decodeBody undoes content encodings, the last one first.
func decodeBody(body []byte, named []string, limit int64) ([]byte, error) {
	codings := strings.Split(strings.Join(named, ","), ",")
	for i := len(codings) - 1; i >= 0; i-- {
		var err error
		coding := strings.ToLower(strings.TrimSpace(codings[i]))
		if body, err = decode(body, coding, limit); err != nil {
			return nil, err
		}
	}
	if int64(len(body)) > limit {
		return nil, fmt.Errorf("body is %w of %d bytes", ErrTooLarge, limit)
	}
	return body, nil
}

func decode(body []byte, coding string, limit int64) ([]byte, error) {
	switch coding {
	case "", "identity":
		return body, nil
	case "gzip", "x-gzip", "zstd":
		if !isCompressed(body) {
			return body, nil // undone by the archive's maker
		}
	case "deflate":
	default:
		return nil, fmt.Errorf("content encoding %q cannot be undone: save the page again without it", coding)
	}
	reader, err := decoder(coding, body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", coding, noEOF(err))
	}
	defer reader.Close()
	plain, err := io.ReadAll(io.LimitReader(reader, limit+1))
	var corrupt flate.CorruptInputError
	switch {
	case coding == "deflate" && len(plain) == 0 && errors.As(err, &corrupt):
		return body, nil // some servers call a plain body deflated
	case err != nil:
		return nil, fmt.Errorf("body cut short after %d bytes: %w", len(plain), noEOF(err))
	case int64(len(plain)) > limit:
		return nil, fmt.Errorf("body is %w of %d bytes", ErrTooLarge, limit)
	}
	return plain, nil
}

// decoder reads a body through the reverse of one encoding. Deflate is sent with
// zlib's header or without.
func decoder(coding string, body []byte) (io.ReadCloser, error) {
	from := bytes.NewReader(body)
	switch {
	case coding == "zstd":
		frames, err := zstd.NewReader(from, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
		if err != nil {
			return nil, err
		}
		return frames.IOReadCloser(), nil
	case coding != "deflate":
		return gzip.NewReader(from)
	case isCompressed(body):
		return zlib.NewReader(from)
	}
	return flate.NewReader(from), nil
}
