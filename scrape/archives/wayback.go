package archives

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"ogp"
	"ogp/scrape"
	"ogp/scrape/capture"
	"ogp/scrape/content"
	"ogp/scrape/warc"
)

// overlap is how far before its last answer the index is asked again: captures come
// into it late.
const overlap = 30 * 24 * time.Hour

// captures asks by narrow prefixes: a query ends without a word when the server
// has looked into 160 blocks of its index, or with an error when that takes too long.
func (l *listing) captures(ctx context.Context) error {
	prefixes := l.prefixes(roots[1:]...)
	if len(l.Members) == 0 {
		prefixes = append(narrow(l.prefixes(roots[0])[0]), prefixes...)
	}
	for len(prefixes) > 0 {
		prefix := prefixes[0]
		prefixes = prefixes[1:]
		query := l.capturesQuery(prefix)
		at := l.told(query.name)
		if at.Asked.IsZero() {
			at.From = digits(l.Since)
		} else if at.Done {
			at = progress{From: max(digits(l.Since), digits(at.Asked.Add(-overlap)))}
		}
		err := l.ask(ctx, query, at)
		switch narrower := narrow(prefix); {
		case errors.Is(err, errTooWide) && narrower != nil:
			prefixes = append(narrower, prefixes...)
		case errors.Is(err, errTooWide):
			l.gaps = append(l.gaps, Gap{query.name, err.Error()})
		case err != nil:
			return err
		}
	}
	return nil
}

// narrow divides a prefix by the next letter; nil where that was done twice.
func narrow(prefix string) (narrower []string) {
	if end := prefix[strings.LastIndexByte(prefix, '/')+1:]; len(end) > 1 {
		return nil
	}
	for letter := 'a'; letter <= 'z'; letter++ {
		narrower = append(narrower, prefix+string(letter))
	}
	return narrower
}

// capturesQuery asks for all rows of a prefix, a few thousand at a time. The fields
// have the key among them, without which the resume keys skip years; which rows are
// wanted is decided here, since filters keep the server busy until it gives up.
func (a *Archive) capturesQuery(prefix string) query {
	return query{
		name: strings.TrimSpace(a.index.Site() + " " + prefix + " " + digits(a.Since) + " " + digits(a.Until)), pace: indexPace,
		path: func(at progress) string {
			values := url.Values{
				"url": {prefix}, "matchType": {"prefix"}, "output": {"json"}, "limit": {"5000"}, "showResumeKey": {"true"},
				"fl": {"urlkey,timestamp,original,mimetype,statuscode,digest,length"},
			}
			for name, value := range map[string]string{"from": at.From, "to": digits(a.Until), "resumeKey": at.Resume} {
				if value != "" {
					values.Set(name, value)
				}
			}
			return "/cdx/search/cdx?" + values.Encode()
		},
		read: func(at *progress, answer scrape.Answer) (rows []row, err error) {
			if answer.Status == http.StatusGatewayTimeout {
				return nil, errTooWide
			}
			if rows, at.Resume, err = readRows(answer); err == nil {
				at.Done = at.Resume == ""
			}
			return rows, err
		},
	}
}

// playback asks for a capture as it was captured.
func (a *Archive) playback(c ogp.Captured) scrape.Question {
	return scrape.Question{URL: a.data.Site() + "/web/" + c.Timestamp + "id_/" + c.Original, Limit: a.MaxBody}
}

var (
	// captureTime is the time of a capture in its address.
	captureTime = regexp.MustCompile(`/web/(\d{14})`)
	// originalLink is the address that was captured, among the links of an answer.
	originalLink = regexp.MustCompile(`<([^<>]+)>\s*;\s*rel="?original"?`)
)

// takePlayback tells a capture from what the archive says of itself: only an answer
// with its time is one, whatever the status.
func (a *Archive) takePlayback(f *Fetched, answer scrape.Answer) {
	at, captured := capture.MementoTime(answer.Header)
	location := captureTime.FindStringSubmatch(answer.Header.Get("Location"))
	switch {
	case captured && !at.IsZero() && (f.At().IsZero() || digits(at) == f.Timestamp):
		f.take(a.mementoPage(*f, at, answer))
	case captured:
		f.Instead = digits(at)
		f.lose("the archive plays back another time, " + f.Instead)
	case answer.Status/100 == 3 && location != nil:
		f.Instead = location[1]
		f.lose("the archive has no capture of that time, but one of " + f.Instead)
	case answer.Status == http.StatusNotFound:
		f.lose("the archive has no such capture")
	case answer.Status == http.StatusOK:
		f.lose("the archive shows a page of its own instead of a capture: it may have excluded the site")
	}
}

// siteHeader begins the names of header fields that the site itself sent.
const siteHeader = "X-Archive-Orig-"

// mementoPage reads a capture: the address that was really captured, the header that
// the site sent, and the body, which may still be compressed.
func (a *Archive) mementoPage(f Fetched, at time.Time, answer scrape.Answer) (*ogp.Page, error) {
	page := a.Page(f.Captured)
	page.FetchedAt = at
	if original := originalLink.FindStringSubmatch(answer.Header.Get("Link")); original != nil {
		page.URL = original[1]
	}
	header := http.Header{"Content-Type": answer.Header.Values("Content-Type"), "Location": answer.Header.Values("Location")}
	for name, values := range answer.Header {
		if name, sent := strings.CutPrefix(http.CanonicalHeaderKey(name), siteHeader); sent {
			header[http.CanonicalHeaderKey(name)] = values
		}
	}
	body, err := content.Decode(answer.Body, header.Values("Content-Encoding"), a.MaxBody)
	if err == nil {
		err = capture.Take(page, &warc.Response{Status: answer.Status, Header: header, Body: body})
	}
	return page, err
}
