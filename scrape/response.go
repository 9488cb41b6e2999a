package scrape

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
	"net/http/httputil"
	"net/textproto"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// readResponse reads an HTTP answer as it went over the wire, and undoes its
// transfer and content encodings. Archives are not of one mind whether those
// are undone already while the header still names them; the bytes tell.
func readResponse(block []byte, limit int64) (header http.Header, body []byte, status int, err error) {
	from := bufio.NewReader(bytes.NewReader(block))
	reader := textproto.NewReader(from)
	first, err := reader.ReadLine()
	if err != nil {
		return nil, nil, 0, fmt.Errorf("answer without a status: %w", noEOF(err))
	}
	protocol, rest, _ := strings.Cut(first, " ")
	code, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	if status, err = strconv.Atoi(code); err != nil || !strings.HasPrefix(protocol, "HTTP/") {
		return nil, nil, 0, fmt.Errorf("answer begins with %.20q", first)
	}
	fields, err := reader.ReadMIMEHeader()
	if err != nil {
		return nil, nil, 0, fmt.Errorf("header of the answer: %w", noEOF(err))
	}
	header = http.Header(fields)
	raw, err := io.ReadAll(from)
	if err != nil {
		return nil, nil, 0, err
	}
	if body, err = wholeBody(raw, header); err == nil {
		body, err = decodeBody(body, header.Values("Content-Encoding"), limit)
	}
	return header, body, status, err
}

// wholeBody is the body without its chunks. One that ends too early is an error.
func wholeBody(raw []byte, header http.Header) ([]byte, error) {
	if strings.EqualFold(header.Get("Transfer-Encoding"), "chunked") && beginsChunk(raw) {
		body, err := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(raw)))
		if err != nil {
			return nil, fmt.Errorf("body cut short after %d bytes: %w", len(body), noEOF(err))
		}
		return body, nil
	}
	announced, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64)
	packed := header.Get("Content-Encoding") != "" && isPacked(raw)
	plain := header.Get("Content-Encoding") == ""
	if err == nil && (packed || plain) && int64(len(raw)) < announced {
		return nil, fmt.Errorf("body cut short after %d of %d bytes", len(raw), announced)
	}
	return raw, nil
}

// beginsChunk reports whether a body begins with the length of a chunk.
func beginsChunk(raw []byte) bool {
	size, _, found := bytes.Cut(raw[:min(len(raw), 100)], []byte("\n"))
	text, _, _ := strings.Cut(strings.TrimSpace(string(size)), ";")
	_, err := strconv.ParseUint(strings.TrimSpace(text), 16, 32)
	return found && err == nil
}

// isPacked reports whether bytes begin as a packed body does.
func isPacked(raw []byte) bool {
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
		return nil, fmt.Errorf("body is %w of %d bytes", errTooLarge, limit)
	}
	return body, nil
}

func decode(body []byte, coding string, limit int64) ([]byte, error) {
	var unpacked io.Reader
	var err error
	from := bytes.NewReader(body)
	switch coding {
	case "", "identity":
		return body, nil
	case "gzip", "x-gzip", "deflate", "zstd":
		if coding != "deflate" && !isPacked(body) {
			return body, nil // undone by the archive's maker
		}
	default:
		return nil, fmt.Errorf("content encoding %q cannot be undone: save the page again without it", coding)
	}
	switch {
	case coding == "zstd":
		var decoder *zstd.Decoder
		if decoder, err = zstd.NewReader(from, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20)); err == nil {
			defer decoder.Close()
			unpacked = decoder
		}
	case coding != "deflate":
		unpacked, err = gzip.NewReader(from)
	case isPacked(body):
		unpacked, err = zlib.NewReader(from)
	default:
		unpacked = flate.NewReader(from)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", coding, noEOF(err))
	}
	return readUnpacked(unpacked, body, coding, limit)
}

// readUnpacked reads at most limit bytes. Some servers call a plain body
// deflated.
func readUnpacked(unpacked io.Reader, body []byte, coding string, limit int64) ([]byte, error) {
	plain, err := io.ReadAll(io.LimitReader(unpacked, limit+1))
	var corrupt flate.CorruptInputError
	switch {
	case coding == "deflate" && len(plain) == 0 && errors.As(err, &corrupt):
		return body, nil
	case err != nil:
		return nil, fmt.Errorf("body cut short after %d bytes: %w", len(plain), noEOF(err))
	case int64(len(plain)) > limit:
		return nil, fmt.Errorf("body is %w of %d bytes", errTooLarge, limit)
	}
	return plain, nil
}
