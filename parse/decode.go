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
// themselves.
func decode(body []byte, contentType string) ([]byte, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, fmt.Errorf("%w: the page is empty", ogp.ErrNotCommitment)
	}
	encoding, name, _ := charset.DetermineEncoding(body, contentType)
	switch valid := utf8.Valid(body); {
	case valid && !isUTF16(name):
		return bytes.TrimPrefix(body, []byte("\uFEFF")), nil
	case name == "utf-8":
		return bytes.ToValidUTF8(body, []byte("\uFFFD")), nil
	}
	text, err := encoding.NewDecoder().Bytes(body)
	if err != nil {
		return nil, fmt.Errorf("%w: the text is not %s as declared: %v", ogp.ErrNotCommitment, name, err)
	}
	return text, nil
}

func isUTF16(name string) bool { return name == "utf-16le" || name == "utf-16be" }
