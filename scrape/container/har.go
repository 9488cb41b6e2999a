package container

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"ogp/scrape/content"
)

// entry is a request and its answer in a recording, as far as it is read.
type entry struct {
	Started string `json:"startedDateTime"`
	Request struct {
		URL string `json:"url"`
	} `json:"request"`
	Response struct {
		Status  int `json:"status"`
		Headers []struct {
			Name  string `json:"name"`
			Value string `json:"value"`
		} `json:"headers"`
		Content struct {
			Type     string `json:"mimeType"`
			Text     string `json:"text"`
			Encoding string `json:"encoding"`
		} `json:"content"`
	} `json:"response"`
}

// maxEntry is the most bytes of one entry, and of what stands between them: videos
// are recorded, too.
const maxEntry = 128 << 20

// readHAR reads what a browser recorded, one entry at a time.
func (r *reader) readHAR(name string, from io.Reader) {
	bound := &io.LimitedReader{R: from}
	values := json.NewDecoder(bound)
	if err := toEntries(values, bound); err != nil {
		r.give(Item{Name: name}, harError(err, bound))
		return
	}
	for !r.stopped {
		bound.N = maxEntry
		if !values.More() {
			return
		}
		var e entry
		err := values.Decode(&e)
		wrong := (*json.UnmarshalTypeError)(nil)
		switch {
		case errors.As(err, &wrong):
			r.give(Item{Name: name}, harError(err, bound))
		case err != nil:
			r.give(Item{Name: name}, harError(err, bound))
			return
		default:
			r.give(e.item(name, r.maxPage))
		}
	}
}

func harError(err error, bound *io.LimitedReader) error {
	if bound.N == 0 {
		err = fmt.Errorf("an entry is %w of %d bytes", content.ErrTooLarge, maxEntry)
	} else if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("HAR: %w", err)
}

// toEntries reads a recording to the beginning of its entries: {"log": {…, "entries": [.
func toEntries(values *json.Decoder, bound *io.LimitedReader) error {
	bound.N = maxEntry
	for range 3 { // which KindOf has seen
		if _, err := values.Token(); err != nil {
			return err
		}
	}
	for values.More() {
		name, err := values.Token()
		if err == nil && name == "entries" {
			_, err = values.Token()
			return err
		}
		var other json.RawMessage
		if err = errors.Join(err, values.Decode(&other)); err != nil {
			return err
		}
		bound.N = maxEntry
	}
	return errors.New(`it has no "entries"`)
}

// item is the answer of an entry. Texts are recorded in UTF-8, whatever the
// answer's header says.
func (e *entry) item(name string, limit int64) (Item, error) {
	item := Item{Name: name, URL: e.Request.URL, Status: e.Response.Status, Header: http.Header{}, Body: []byte(e.Response.Content.Text)}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999-0700", "2006-01-02T15:04:05.999999999-07"} {
		if at, err := time.Parse(layout, e.Started); err == nil {
			item.At = at.UTC()
		}
	}
	for _, field := range e.Response.Headers {
		item.Header.Add(field.Name, field.Value)
	}
	item.Header.Del("Content-Encoding")
	if item.Header.Get("Content-Type") == "" && e.Response.Content.Type != "" {
		item.Header.Set("Content-Type", e.Response.Content.Type)
	}
	if e.Response.Content.Encoding != "base64" {
		kind, _, _ := strings.Cut(item.Header.Get("Content-Type"), ";")
		item.Header.Set("Content-Type", strings.TrimSpace(kind)+"; charset=utf-8")
		return item, nil
	}
	raw, err := base64.StdEncoding.DecodeString(e.Response.Content.Text)
	if err == nil {
		raw, err = content.Decode(raw, nil, limit)
	}
	item.Body = raw
	return item, err
}
