package archives

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"

	"ogp"
)

// captureAddress is an address in the Wayback Machine: origin, time, what was captured.
var captureAddress = regexp.MustCompile(`^(https?://[^/]+)/web/(\d{4,14})(?:[a-z]{2}_)?/`)

// FromAddress is the capture at an address in the Wayback Machine, or in a service
// like it, and that service's origin; ok is false for any other address.
func FromAddress(address string) (c ogp.Captured, origin string, ok bool) {
	parts := captureAddress.FindStringSubmatch(address)
	if parts == nil {
		return c, "", false
	}
	c = row{"timestamp": parts[2], "original": ogp.OriginalURL(address)}.capture(ogp.SourceWayback)
	return c, parts[1], c.ID != ""
}

// IsTable reports whether a file is a CSV with rows of Common Crawl's columnar index.
func IsTable(name string) bool {
	file, err := os.Open(name)
	if err != nil {
		return false
	}
	defer file.Close()
	header, err := csv.NewReader(io.LimitReader(file, 64<<10)).Read()
	return err == nil && slices.Contains(header, "warc_filename") && slices.Contains(header, "warc_record_offset") && slices.Contains(header, "warc_record_length")
}

var notDigits = regexp.MustCompile(`\D`)

// ReadTable reads rows of Common Crawl's columnar index. Without their columns url and
// fetch_time, the records tell what they are; rows of other pages than commitments
// are left out.
func ReadTable(name string) (all []ogp.Captured, err error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	table := csv.NewReader(file)
	header, err := table.Read()
	for err == nil {
		var values []string
		if values, err = table.Read(); err != nil {
			break
		}
		r := row{}
		for i, name := range header {
			r[name] = values[i]
		}
		at := notDigits.ReplaceAllString(r["fetch_time"], "")
		r["timestamp"] = at[:min(len(at), 14)]
		c := r.capture(ogp.SourceCommonCrawl)
		if r["url"] == "" {
			c.Timestamp, c.Original, c.Digest = "-", c.File+"#"+part(c), "-"
		}
		if c.Length > 0 && (r["url"] == "" || c.ID != "") {
			all = append(all, c)
		}
	}
	if !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return all, nil
}
