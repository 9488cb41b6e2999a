package container

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/http"
	"net/mail"
	"net/textproto"
	"strings"
)

// maxParts is how many parts of a message are looked at for the page, which is the
// first of them or close to it.
const maxParts = 1000

// readMHTML reads a page that a browser saved as a message, with all it needs. The
// page comes first in it.
func readMHTML(from io.Reader, limit int64) (Item, error) {
	message, err := mail.ReadMessage(io.LimitReader(from, 4*limit))
	if err != nil {
		return Item{}, fmt.Errorf("MHTML: %w", err)
	}
	item, err := readPart(textproto.MIMEHeader(message.Header), message.Body, limit, maxLayers)
	if err != nil {
		return Item{}, fmt.Errorf("MHTML: %w", err)
	}
	if address := message.Header.Get("Snapshot-Content-Location"); address != "" {
		item.URL = address
	}
	if at, err := message.Header.Date(); err == nil {
		item.At = at.UTC()
	}
	return item, nil
}

var errNoPart = errors.New("no part of it is a page")

// readPart reads the first page in a part of a message, whose parts may have some
// themselves.
func readPart(header textproto.MIMEHeader, body io.Reader, limit int64, depth int) (Item, error) {
	kind, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	switch {
	case kind == "text/html" || kind == "application/xhtml+xml":
		plain, err := readPage(decoded(header.Get("Content-Transfer-Encoding"), body), limit)
		return Item{URL: header.Get("Content-Location"), Header: http.Header{"Content-Type": header["Content-Type"]}, Body: plain}, err
	case err != nil || !strings.HasPrefix(kind, "multipart/") || depth == 0:
		return Item{}, errNoPart
	}
	parts := multipart.NewReader(body, params["boundary"])
	for range maxParts {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Item{}, err
		}
		if item, err := readPart(part.Header, part, limit, depth-1); !errors.Is(err, errNoPart) {
			return item, err
		}
	}
	return Item{}, errNoPart
}

// decoded undoes the encoding in which a part was made fit for mail.
func decoded(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	}
	return body
}
