package warc

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/textproto"
	"strconv"
	"strings"

	"golang.org/x/net/http/httpguts"

	"ogp/scrape/content"
)

// Response is an HTTP answer in an archive.
type Response struct {
	// Status is the HTTP status code.
	Status int
	// Header is the header as archived: it may still name encodings that are
	// undone.
	Header http.Header
	// Body is the content, decoded.
	Body []byte
}

// Response reads the HTTP answer in the record's block, whose body has at most
// limit bytes. Archives differ in whether encodings are undone already while
// the header still names them; the bytes tell. A record of the type resource or
// conversion has a body without an answer around it.
func (r *Record) Response(limit int64) (*Response, error) {
	// The block may hold the body in chunks or compressed, and has a header.
	if r.left > 2*limit+maxHeader {
		return nil, fmt.Errorf("%w of %d bytes for a page", content.ErrTooLarge, limit)
	}
	block, err := r.readBlock()
	if err != nil {
		return nil, err
	}
	if kind := r.Type(); kind == "resource" || kind == "conversion" {
		body, err := content.Decode(block, nil, limit)
		return &Response{Status: http.StatusOK, Header: http.Header{"Content-Type": r.Header.Values("Content-Type")}, Body: body}, err
	}
	return readResponse(block, limit)
}

func readResponse(block []byte, limit int64) (*Response, error) {
	from := bufio.NewReader(bytes.NewReader(block))
	reader := textproto.NewReader(from)
	status, header := 0, http.Header{}
	for status/100 < 2 { // an answer may be announced by others (100, 103)
		var err error
		if status, header, err = readHead(reader); err != nil {
			return nil, err
		}
	}
	raw, err := io.ReadAll(from)
	if err != nil {
		return nil, err
	}
	body, err := wholeBody(raw, header)
	if err == nil {
		body, err = content.Decode(body, header.Values("Content-Encoding"), limit)
	}
	return &Response{Status: status, Header: header, Body: body}, err
}

// readHead reads the status and the fields of an answer.
func readHead(from *textproto.Reader) (status int, header http.Header, err error) {
	first, err := from.ReadLine()
	if err != nil {
		return 0, nil, fmt.Errorf("answer without a status: %w", noEOF(err))
	}
	words := append(strings.Fields(strings.ToUpper(first)), "", "")
	status, err = strconv.Atoi(words[1])
	if err != nil || status < 100 || !strings.HasPrefix(words[0], "HTTP/") && words[0] != "ICY" {
		return 0, nil, fmt.Errorf("answer begins with %.20q", first)
	}
	if header, err = readFields(from); err != nil {
		return 0, nil, fmt.Errorf("header of the answer: %w", noEOF(err))
	}
	return status, header, nil
}

// readFields reads the fields of a header up to the empty line. What is no field
// is skipped: browsers and proxies leave lines of their own there.
func readFields(from *textproto.Reader) (http.Header, error) {
	header := http.Header{}
	for {
		text, err := from.ReadContinuedLine()
		if err != nil || text == "" {
			return header, err
		}
		name, value, _ := strings.Cut(text, ":")
		if name = strings.TrimSpace(name); httpguts.ValidHeaderFieldName(name) {
			header.Add(name, strings.TrimSpace(value))
		}
	}
}

// wholeBody is the body without its chunks, which the header may not name any more.
// One that ends too early is an error.
func wholeBody(raw []byte, header http.Header) ([]byte, error) {
	if beginsChunk(raw) {
		body, err := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(raw)))
		named := strings.ToLower(strings.Join(header.Values("Transfer-Encoding"), ","))
		switch {
		case err == nil:
			return body, nil
		case strings.HasSuffix(named, "chunked"):
			return nil, fmt.Errorf("%w after %d bytes: %w", content.ErrCutShort, len(body), noEOF(err))
		}
	}
	announced, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64)
	compressed := header.Get("Content-Encoding") != "" && content.IsCompressed(raw)
	plain := header.Get("Content-Encoding") == ""
	if err == nil && (compressed || plain) && int64(len(raw)) < announced {
		return nil, fmt.Errorf("%w after %d of %d bytes", content.ErrCutShort, len(raw), announced)
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
