package scrape

import (
	"regexp"
	"time"
)

// timeNote is a form in which saved pages note when they were seen.
type timeNote struct {
	in     *regexp.Regexp
	layout string
}

var (
	// timeNotes are SingleFile's comment, and the comment with which the Wayback
	// Machine ends a page.
	timeNotes = []timeNote{
		{regexp.MustCompile(`(?i)page saved with singlefile[^>]{0,900}?saved date:\s*(\w{3} \w{3} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4})`), "Mon Jan 02 2006 15:04:05 GMT-0700"},
		{regexp.MustCompile(`FILE ARCHIVED ON (\d\d:\d\d:\d\d \w{3} \d\d, \d{4})`), "15:04:05 Jan 02, 2006"},
	}
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
