package words

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// Decoded is a text in UTF-8.
type Decoded struct {
	Text    []byte
	Charset string // what the bytes are in, as HTML names it
	Broken  int    // bytes that are not text in that charset; each is U+FFFD in Text
}

// Decode brings bytes to valid UTF-8. The charset comes from a byte order mark,
// then the HTTP header, then an HTML page's meta element, then the bytes
// themselves; bytes that are UTF-8 are read as such whatever is said of them.
func Decode(body []byte, contentType string) (Decoded, error) {
	encoding, name, certain := charset.DetermineEncoding(body, contentType)
	if !strings.HasPrefix(name, "utf-16") {
		if utf8.Valid(body) {
			return Decoded{bytes.TrimPrefix(body, mark), "utf-8", 0}, nil
		}
		valid, invalid := countUTF8(body)
		if name == "utf-8" || !certain && valid > invalid {
			text := bytes.ToValidUTF8(bytes.TrimPrefix(body, mark), []byte("\uFFFD"))
			return Decoded{text, "utf-8", invalid}, nil
		}
	}
	text, err := encoding.NewDecoder().Bytes(body)
	if err != nil {
		return Decoded{}, fmt.Errorf("the text is not %s as declared: %w", name, err)
	}
	return Decoded{bytes.TrimPrefix(text, mark), name, 0}, nil
}

// mark is the byte order mark in UTF-8.
var mark = []byte("\uFEFF")

// countUTF8 counts the characters of more than one byte, and the bytes that are
// no UTF-8. Text in another charset has hardly any of the first.
func countUTF8(body []byte) (valid, invalid int) {
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
