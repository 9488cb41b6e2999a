package ingest

import (
	"fmt"
	"os"
	"time"

	"ogp"
	"ogp/scrape"
)

// clockError is how far ahead of this machine's clock another's may be.
const clockError = 10 * time.Minute

// setTime sets when a page of a file was seen: what the file says, else what the
// order says, else not at a known time, which is never now. A time in the future
// is an error: the page would be the newest for years.
func (o Options) setTime(page *scrape.SavedPage, now time.Time) error {
	switch {
	case !page.FetchedAt.IsZero():
	case o.SeenAtModified:
		info, err := os.Stat(page.File)
		if err != nil {
			return fmt.Errorf("look for its time: %w", err)
		}
		page.FetchedAt, page.TimeFrom = info.ModTime().UTC(), ogp.TimeFile
	case !o.SeenAt.IsZero():
		page.FetchedAt, page.TimeFrom = o.SeenAt, ogp.TimeArgument
	default:
		page.TimeFrom = ogp.TimeUnknown
	}
	if page.FetchedAt.After(now.Add(clockError)) {
		return fmt.Errorf("it was seen at %s, which is in the future", page.FetchedAt.Format(time.RFC3339))
	}
	return nil
}
