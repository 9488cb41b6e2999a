package parse

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"ogp"
)

// decode brings a page to valid UTF-8. The charset comes from a byte order
// mark, then the HTTP header, then the page's meta element, then the bytes
// themselves; bytes that are UTF-8 are read as such whatever the page says.
// Where single bytes are broken, they become U+FFFD and broken counts them.
func decode(body []byte, contentType string) (text []byte, broken int, err error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, 0, fmt.Errorf("%w: the page is empty", ogp.ErrNotCommitment)
	}
	if plainUTF8(body) {
		return body, 0, nil
	}
	encoding, name, certain := charset.DetermineEncoding(body, contentType)
	if !isUTF16(name) {
		valid, invalid := countUTF8(body)
		if invalid == 0 || name == "utf-8" || !certain && valid > invalid {
			body = bytes.TrimPrefix(body, []byte("\uFEFF"))
			if invalid > 0 {
				body = bytes.ToValidUTF8(body, []byte("\uFFFD"))
			}
			return body, invalid, nil
		}
	}
	text, err = encoding.NewDecoder().Bytes(body)
	if err != nil {
		return nil, 0, fmt.Errorf("%w: the text is not %s as declared: %v", ogp.ErrNotCommitment, name, err)
	}
	return text, 0, nil
}

// plainUTF8 reports whether a body is UTF-8 beyond doubt: valid, without a byte
// order mark, and without the zeros and escapes that are valid UTF-8, too, but
// mark the charsets in which they stand.
func plainUTF8(body []byte) bool {
	return !bytes.HasPrefix(body, []byte("\uFEFF")) && bytes.IndexByte(body, 0) < 0 && bytes.IndexByte(body, 0x1b) < 0 && utf8.Valid(body)
}

// countUTF8 counts the characters of more than one byte, and the bytes that are
// no UTF-8. Text in another charset has hardly any of the first.
func countUTF8(body []byte) (valid, invalid int) {
	if utf8.Valid(body) {
		return 0, 0
	}
	for len(body) > 0 {
		r, size := utf8.DecodeRune(body)
		switch {
		case r == utf8.RuneError && size == 1:
			invalid++
		case size > 1:
			valid++
		}
		body = body[size:]
	}
	return valid, invalid
}

func isUTF16(name string) bool { return name == "utf-16le" || name == "utf-16be" }
