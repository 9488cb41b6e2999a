package archives

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"ogp"
	"ogp/scrape"
	"ogp/scrape/content"
)

// query is a question to an index that is answered in parts.
type query struct {
	name string
	pace time.Duration
	path func(progress) string
	read func(*progress, scrape.Answer) ([]row, error)
}

// progress is how far the answers to a query go; what is kept of it is its JSON.
type progress struct {
	From   string    `json:",omitempty"` // timestamp from which on is asked; empty: all
	Resume string    `json:",omitempty"` // key to continue with
	Pages  int       `json:",omitempty"` // of rows there are
	Page   int       `json:",omitempty"` // of these, read
	Asked  time.Time // when it was asked first
	Done   bool      // all has been told, as of then
}

// maxIndex is the most bytes of one answer of an index.
const maxIndex = 64 << 20

// errTooWide marks a query that the index gave up.
var errTooWide = errors.New("the index gave up")

// listing asks an index, question by question.
type listing struct {
	*Archive
	keep func(Listed) error
	gaps []Gap
}

// ask asks until all has been told, and has each part kept. A part that cannot be read is
// asked for three times: services send half an answer, or a page that says they are busy.
func (l *listing) ask(ctx context.Context, q query, at progress) error {
	if at.Asked.IsZero() {
		at.Asked = l.Now().UTC()
	}
	for tries := 0; !at.Done; tries++ {
		answer, err := l.index.Ask(ctx, scrape.Question{URL: l.index.Site() + q.path(at), Pace: l.pace(q.pace), Limit: maxIndex})
		if answer.Visit.URL != "" && l.Visited != nil {
			l.Visited(answer.Visit)
		}
		if err != nil {
			return err
		}
		rows, err := q.read(&at, answer)
		switch {
		case errors.Is(err, errTooWide):
			return err
		case err != nil && tries == 2:
			l.gaps = append(l.gaps, Gap{q.name, err.Error()})
			return nil
		case err != nil:
			continue
		}
		tries = -1
		told, err := json.Marshal(at)
		if err != nil {
			return err
		}
		if err := l.keep(Listed{Captures: l.wanted(rows), Query: q.name, Told: string(told)}); err != nil {
			return err
		}
	}
	return nil
}

// told is how far the answers to a query went in earlier runs. What cannot be read is
// asked again.
func (a *Archive) told(query string) (at progress) {
	if json.Unmarshal([]byte(a.Told(query)), &at) != nil {
		return progress{}
	}
	return at
}

// unreadable says why an answer is not what was asked for.
func unreadable(a scrape.Answer) error {
	if a.Visit.Error != "" {
		return errors.New(a.Visit.Error)
	}
	return fmt.Errorf("the answer begins with %.60q", a.Body)
}

// row is a row of an index, by the names of its fields.
type row map[string]string

// readRows reads rows: an array of arrays behind their header, as the Wayback Machine
// sends, with the key to continue with behind an empty one; or an object a line.
func readRows(a scrape.Answer) (rows []row, resume string, err error) {
	if a.Status != http.StatusOK {
		return nil, "", unreadable(a)
	}
	body := bytes.TrimSpace(a.Body)
	if len(body) == 0 {
		return nil, "", nil
	}
	if body[0] == '{' {
		for line := range bytes.Lines(body) {
			r := row{}
			if json.Unmarshal(line, &r) != nil {
				return nil, "", unreadable(scrape.Answer{Body: line})
			}
			rows = append(rows, r)
		}
		return rows, "", nil
	}
	var all [][]string
	if json.Unmarshal(body, &all) != nil {
		return nil, "", unreadable(a)
	}
	if n := len(all); n > 1 && len(all[n-2]) == 0 && len(all[n-1]) == 1 {
		all, resume = all[:n-2], all[n-1][0]
	}
	for _, values := range all[min(1, len(all)):] {
		r := row{}
		for i, name := range all[0][:min(len(all[0]), len(values))] {
			r[name] = values[i]
		}
		rows = append(rows, r)
	}
	return rows, resume, nil
}

var timestamp = regexp.MustCompile(`^\d{14}$`)

// wanted are the rows that are captures of commitment pages on the site.
func (a *Archive) wanted(rows []row) (all []ogp.Captured) {
	for _, r := range rows {
		c := r.capture(a.Service)
		if c.ID != "" && timestamp.MatchString(c.Timestamp) && scrape.FromSite(c.Original, a.Site) {
			all = append(all, c)
		}
	}
	return all
}

// first is the first of some fields that has a value.
func (r row) first(names ...string) string {
	for _, name := range names {
		if value := r[name]; value != "" && value != "-" {
			return value
		}
	}
	return ""
}

// capture is the row as a capture, by the names that the services use.
func (r row) capture(service ogp.Source) ogp.Captured {
	number := func(names ...string) int {
		n, _ := strconv.Atoi(r.first(names...)) // 0 where it is not a number: not known
		return n
	}
	c := ogp.Captured{
		Service: service, Key: r.first("urlkey", "url_surtkey"), Timestamp: r["timestamp"], Original: r.first("original", "url"),
		MIME: r.first("mimetype", "mime-detected", "mime", "content_mime_detected"), Digest: r.first("digest", "content_digest"),
		Status: ogp.Count(number("statuscode", "status", "fetch_status")), Length: number("length", "warc_record_length"),
		File: r.first("filename", "warc_filename"), Offset: r.first("offset", "warc_record_offset"),
	}
	if c.Digest == "" {
		c.Digest = "-"
	}
	if ref := ogp.ParseURL(c.Original); ref.Kind == ogp.KindCommitment {
		c.ID, c.Language = ref.ID, ref.Language
	}
	c.State, c.Reason = stateOf(c, r.first("truncated", "content_truncated"))
	return c
}

// emptyDigest is that of a body without a byte.
const emptyDigest = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"

// stateOf says of a capture whether it is worth a request.
func stateOf(c ogp.Captured, truncated string) (ogp.CaptureState, string) {
	pages := []string{"text/html", "application/xhtml+xml", "warc/revisit", "unk", ""}
	switch {
	case c.File != "" && !strings.Contains(c.File, "/warc/"):
		return ogp.CaptureSkipped, "not among the pages of its crawl"
	case truncated != "":
		return ogp.CaptureLost, "the archive has only its beginning (" + truncated + ")"
	case isGone(c), isRedirect(c):
		return ogp.CaptureListed, ""
	case c.Status != 0 && !content.IsWhole(int(c.Status)):
		return ogp.CaptureSkipped, content.StatusText(int(c.Status))
	case !slices.Contains(pages, c.MIME):
		return ogp.CaptureSkipped, "content type is " + c.MIME
	case c.Digest == emptyDigest:
		return ogp.CaptureSkipped, "is empty"
	}
	return ogp.CaptureListed, ""
}

func isGone(c ogp.Captured) bool {
	return c.Status == http.StatusNotFound || c.Status == http.StatusGone
}
func isRedirect(c ogp.Captured) bool { return c.Status/100 == 3 }
