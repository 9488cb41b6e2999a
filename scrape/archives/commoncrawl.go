package archives

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"ogp"
	"ogp/scrape"
	"ogp/scrape/capture"
)

// crawl is one of Common Crawl's, as its list has it. The times have no zone.
type crawl struct {
	ID       string `json:"id"`
	Index    string `json:"cdx-api"`
	From, To string
}

// crawls is the list of crawls, newest first, and when it was asked for.
type crawls struct {
	Asked time.Time
	List  []crawl
}

// crawls asks the index of each crawl, oldest first. One that has been read to its
// end is never asked again: crawls do not change.
func (l *listing) crawls(ctx context.Context) error {
	all, err := l.knownCrawls(ctx)
	if err == nil && len(all) > 0 {
		all, err = l.wantedCrawls(all)
	}
	if err != nil {
		return err
	}
	for _, crawl := range slices.Backward(all) {
		for _, prefix := range l.prefixes("") {
			query := crawlQuery(crawl, prefix)
			if err := l.ask(ctx, query, l.told(query.name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// knownCrawls are all crawls, newest first; none where their list cannot be had. It is
// good for a day.
func (l *listing) knownCrawls(ctx context.Context) ([]crawl, error) {
	const path = "/collinfo.json"
	known, now := crawls{}, l.Now().UTC()
	if json.Unmarshal([]byte(l.Told(path)), &known) == nil && now.Sub(known.Asked) < 24*time.Hour {
		return known.List, nil
	}
	asking := &listing{Archive: l.Archive, keep: func(listed Listed) error {
		told, _ := json.Marshal(crawls{now, known.List}) // it was JSON
		listed.Told = string(told)
		return l.keep(listed)
	}}
	err := asking.ask(ctx, query{
		name: path, pace: capturePace, path: func(progress) string { return path },
		read: func(at *progress, answer scrape.Answer) ([]row, error) {
			if at.Done = json.Unmarshal(answer.Body, &known.List) == nil && len(known.List) > 0; !at.Done {
				return nil, unreadable(answer)
			}
			return nil, nil
		},
	}, progress{})
	l.gaps = append(l.gaps, asking.gaps...)
	return known.List, err
}

// wantedCrawls are those named, or of the time that is wanted.
func (a *Archive) wantedCrawls(all []crawl) ([]crawl, error) {
	for _, id := range a.Crawls {
		if !slices.ContainsFunc(all, func(c crawl) bool { return c.ID == id }) {
			return nil, fmt.Errorf("%w %q: the newest is %s, the oldest %s", ErrUnknownCrawl, id, all[0].ID, all[len(all)-1].ID)
		}
	}
	const layout = "2006-01-02T15:04:05"
	return slices.DeleteFunc(slices.Clone(all), func(c crawl) bool {
		early := !a.Since.IsZero() && c.To != "" && c.To < a.Since.UTC().Format(layout)
		late := !a.Until.IsZero() && c.From > a.Until.UTC().Format(layout)
		return early || late || len(a.Crawls) > 0 && !slices.Contains(a.Crawls, c.ID)
	}), nil
}

// crawlQuery asks how many pages of rows there are and then for each: without a
// number, no more than one page comes.
func crawlQuery(crawl crawl, prefix string) query {
	index, err := url.Parse(crawl.Index)
	if err != nil || index.Path == "" {
		index = &url.URL{Path: "/" + crawl.ID + "-index"}
	}
	path := index.Path + "?" + url.Values{"url": {prefix + "*"}, "output": {"json"}}.Encode()
	return query{
		name: crawl.ID + " " + prefix, pace: capturePace,
		path: func(at progress) string {
			if at.Pages == 0 {
				return path + "&showNumPages=true"
			}
			return fmt.Sprintf("%s&page=%d", path, at.Page)
		},
		read: func(at *progress, answer scrape.Answer) (rows []row, err error) {
			var said struct{ Pages *int }
			asJSON := json.Unmarshal(answer.Body, &said)
			switch {
			case asJSON == nil && answer.Status == http.StatusNotFound, answer.Status == http.StatusBadRequest && at.Pages > 0:
				at.Done = true // no capture, or no such page
				return nil, nil
			case at.Pages == 0 && (answer.Status != http.StatusOK || asJSON != nil || said.Pages == nil):
				return nil, unreadable(answer)
			case at.Pages == 0:
				at.Pages = *said.Pages
			default:
				if rows, _, err = readRows(answer); err != nil {
					return nil, err
				}
				at.Page++
			}
			at.Done = at.Page >= at.Pages
			return rows, nil
		},
	}
}

// maxRecordHeader is room for the headers of a record.
const maxRecordHeader = 256 << 10

// part is the place of a record in its file.
func part(c ogp.Captured) string {
	offset, err := strconv.ParseInt(c.Offset, 10, 64)
	if err != nil {
		return c.Offset // the service refuses it
	}
	return fmt.Sprintf("%d-%d", offset, offset+int64(c.Length)-1)
}

// record asks for the part of a file that is one record.
func (a *Archive) record(c ogp.Captured) scrape.Question {
	return scrape.Question{
		URL: a.data.Site() + "/" + strings.TrimPrefix(c.File, "/"), Header: http.Header{"Range": {"bytes=" + part(c)}},
		Limit: 2*a.MaxBody + maxRecordHeader,
	}
}

// takeRecord reads the record, if that is what came.
func (a *Archive) takeRecord(f *Fetched, answer scrape.Answer) {
	came := answer.Header.Get("Content-Range")
	switch {
	case answer.Status/100 == 2 && !strings.HasPrefix(came, "bytes "+part(f.Captured)+"/"):
		f.lose(fmt.Sprintf("another part of the file came, or all of it: %.60q", came))
		return
	case answer.Status != http.StatusPartialContent:
		f.lose("the archive answers " + answer.Visit.Error)
		return
	}
	for page, err := range capture.NewReader(a.MaxBody).Pages(bytes.NewReader(answer.Body)) {
		if err == nil {
			page.Source, page.CaptureURL = f.Service, a.Page(f.Captured).CaptureURL
		}
		f.take(page, err)
		return
	}
	f.lose("no record of a commitment page is there")
}
