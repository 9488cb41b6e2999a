package lines

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"

	"ogp"
)

// longestMHTMLHead bounds the bytes in which the head of a page is looked for that
// a browser saved with everything in it.
const longestMHTMLHead = 2048

// unpack is the page in an MHTML file, as browsers save one with its images, with
// the address of which it is a copy; any other page stays as it is.
func unpack(page ogp.Page) ogp.Page {
	if !bytes.Contains(page.Body[:min(len(page.Body), longestMHTMLHead)], []byte("multipart/related")) {
		return page
	}
	message, err := mail.ReadMessage(bytes.NewReader(page.Body))
	if err != nil {
		return page
	}
	_, parameters, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil || parameters["boundary"] == "" {
		return page
	}
	parts := multipart.NewReader(message.Body, parameters["boundary"])
	for {
		part, err := parts.NextPart()
		if err != nil {
			return page
		}
		if !strings.HasPrefix(part.Header.Get("Content-Type"), "text/html") {
			continue
		}
		var body io.Reader = part // quoted-printable is decoded already
		if strings.EqualFold(part.Header.Get("Content-Transfer-Encoding"), "base64") {
			body = base64.NewDecoder(base64.StdEncoding, part)
		}
		text, err := io.ReadAll(body)
		if err != nil {
			return page
		}
		inner := ogp.Page{URL: page.URL, Body: text, Header: map[string][]string{"Content-Type": {part.Header.Get("Content-Type")}}}
		for _, address := range []string{part.Header.Get("Content-Location"), message.Header.Get("Snapshot-Content-Location")} {
			if inner.URL == "" {
				inner.URL = address
			}
		}
		return inner
	}
}
