package scrape

import (
	"regexp"
	"time"

	"ogp"
)

// timeNote is a form in which saved pages note when they were seen.
type timeNote struct {
	in     *regexp.Regexp
	layout string
}

var (
	// timeNotes are the comments of SingleFile, monolith and HTTrack, and the one with
	// which the Wayback Machine ends a page.
	timeNotes = []timeNote{
		{regexp.MustCompile(`(?i)page saved with singlefile[^>]*?saved date:\s*(\w{3} \w{3} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4})`), "Mon Jan 02 2006 15:04:05 GMT-0700"},
		{regexp.MustCompile(`<!-- Saved from \S+ at (\S+) using monolith`), time.RFC3339},
		{regexp.MustCompile(`<!-- Mirrored from [^>]*, (\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT) -->`), time.RFC1123},
		{regexp.MustCompile(`FILE ARCHIVED ON (\d\d:\d\d:\d\d \w{3} \d\d, \d{4})`), "15:04:05 Jan 02, 2006"},
	}
	// playback is the call with which the Wayback Machine's own pages begin: the
	// address of the page and the time of the capture.
	playback = regexp.MustCompile(`__wm\.wombat\("([^"\s]+)","(\d{14})"`)
	// pathTime is a time in a path, as tools write it that save captures.
	pathTime = regexp.MustCompile(`(?:^|\D)((?:19|20)\d{12})(?:\D|$)`)
)

// savedAt is when a saved page was seen (UTC), by what it notes or else by its
// path; zero where neither tells. When the file was written tells nothing: it may
// have been copied since.
func savedAt(body []byte, path string) time.Time {
	for _, note := range timeNotes {
		if match := note.in.FindSubmatch(body); match != nil {
			if at, err := time.Parse(note.layout, string(match[1])); err == nil {
				return at.UTC()
			}
		}
	}
	for _, match := range pathTime.FindAllStringSubmatch(path, -1) {
		if at, err := time.Parse("20060102150405", match[1]); err == nil {
			return at
		}
	}
	return time.Time{}
}

// shownCapture is the address of the capture that a saved page shows: the one it was
// saved from or, in a page of the Wayback Machine, the one it names.
func shownCapture(from string, body []byte) string {
	if match := playback.FindSubmatch(body); match != nil && ogp.OriginalURL(from) == from {
		return "https://web.archive.org/web/" + string(match[2]) + "/" + string(match[1])
	}
	return from
}
