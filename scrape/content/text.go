package content

import (
	"bufio"
	"bytes"
	"io"

	"golang.org/x/text/encoding/unicode"
)

// UTF8Mark is the byte order mark of UTF-8.
var UTF8Mark = []byte("\xef\xbb\xbf")

// Text is a text in UTF-8 without a byte order mark, where its first bytes tell
// that it is in UTF-16. Bytes of other encodings stay as they are.
func Text(body []byte) []byte {
	order, wide := utf16Order(body)
	if !wide {
		return bytes.TrimPrefix(body, UTF8Mark)
	}
	plain, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(body)
	if err != nil {
		return body
	}
	return plain
}

// NewTextReader reads a text as Text does. The byte order mark of UTF-8 stays.
func NewTextReader(from io.Reader) io.Reader {
	buffered := bufio.NewReader(from)
	head, _ := buffered.Peek(4)
	if order, wide := utf16Order(head); wide {
		return unicode.UTF16(order, unicode.UseBOM).NewDecoder().Reader(buffered)
	}
	return buffered
}

// utf16Order is the byte order of UTF-16: by its mark or, without one, by the
// zero bytes beside ASCII.
func utf16Order(body []byte) (order unicode.Endianness, wide bool) {
	switch {
	case bytes.HasPrefix(body, []byte{0xff, 0xfe}):
		return unicode.LittleEndian, true
	case bytes.HasPrefix(body, []byte{0xfe, 0xff}):
		return unicode.BigEndian, true
	case len(body) < 4:
		return unicode.LittleEndian, false
	}
	little := body[0] != 0 && body[1] == 0 && body[2] != 0 && body[3] == 0
	big := body[0] == 0 && body[1] != 0 && body[2] == 0 && body[3] != 0
	if big {
		return unicode.BigEndian, true
	}
	return unicode.LittleEndian, little
}
