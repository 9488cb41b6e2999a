package ogp

import (
	"regexp"
	"strings"
	"time"
)

// Capture is what an address in a web archive says of the page that it shows.
type Capture struct {
	URL    string    // address of the page itself
	At     time.Time // when it was captured (UTC); zero where the address gives no second
	Source Source    // SourceWayback, or SourceFile for another archive
}

// capture is what web archives put before the address of a page.
var capture = regexp.MustCompile(`^(?:https?://([^/?#]+))?(?:/[\w-]+){1,3}/(\d{4,14})(?:[a-z]{2}_)?/(https?:/?/?\S+)$`)

// ParseCapture reads an address in a web archive; ok is false for any other one.
func ParseCapture(raw string) (c Capture, ok bool) {
	match := capture.FindStringSubmatch(raw)
	if match == nil {
		return c, false
	}
	c = Capture{URL: match[3], Source: SourceFile}
	if host := match[1]; host == "archive.org" || strings.HasSuffix(host, ".archive.org") {
		c.Source = SourceWayback
	}
	if at, err := time.Parse("20060102150405", match[2]); err == nil {
		c.At = at
	}
	return c, true
}

// OriginalURL is the address of the page that an address in a web archive shows;
// any other address stays as it is.
func OriginalURL(raw string) string {
	if c, ok := ParseCapture(raw); ok {
		return c.URL
	}
	return raw
}

// savedFrom are the comments in which browsers and tools note where a page was
// saved: Chrome, Internet Explorer, SingleFile, HTTrack and monolith.
var savedFrom = regexp.MustCompile(`(?i)<!--\s*(?:mirrored from|saved from url=\(\d+\)|saved from|page saved with singlefile\s+url:)\s*([^\s<>]+)`)

// notesWithin bounds the bytes in which such a comment is looked for.
const notesWithin = 4096

// SavedFrom is the address that a saved page notes at its beginning; empty where it
// notes none. The text is UTF-8.
func SavedFrom(text []byte) string {
	match := savedFrom.FindSubmatch(text[:min(len(text), notesWithin)])
	if match == nil {
		return ""
	}
	address := string(match[1])
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	return address
}
