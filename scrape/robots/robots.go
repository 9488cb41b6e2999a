// Package robots reads a robots.txt for one visitor, by RFC 9309. In come the
// bytes of the file and a User-Agent; out go rules that say which addresses
// that visitor may request, how long it should wait between two requests, and
// which sitemaps the site names.
//
// It never makes a request, and it does not decide what a missing or unreadable
// file means. The library that Colly uses is not used here: it lets "Allow: /$"
// match every path that ends in a slash, ignores "Disallow: *", and drops the
// whole file because of one line that it cannot read.
package robots

import (
	"cmp"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"ogp/scrape/content"
)

// maxCrawlDelay bounds a delay that would amount to a refusal by mistyping.
const maxCrawlDelay = 10 * time.Minute

// delayDigits are the number that a delay begins with.
var delayDigits = regexp.MustCompile(`^\d*(?:[.,]?\d+)(?:e\d+)?`)

// Rules are what a robots.txt says to one visitor: the longest rule that matches
// decides, and among rules of the same length the one that allows.
type Rules struct {
	// Delay is the least time between two requests; 0 where none is named.
	Delay time.Duration
	// Sitemaps are the addresses of sitemaps, as written.
	Sitemaps []string

	rules []rule
}

// rule is one Allow or Disallow line.
type rule struct {
	allow  bool
	length int            // of its pattern
	path   *regexp.Regexp // in the form of canonicalPath
}

// Parse reads the rules for the visitor that sends the User-Agent agent. A line
// that cannot be read is ignored.
func Parse(body []byte, agent string) *Rules {
	named := map[string]*Rules{} // by the visitors that a group of lines is for
	var group []*Rules
	var sitemaps []string
	naming := false // whether a User-agent line would belong to the same group
	for line := range strings.FieldsFuncSeq(string(content.Text(body)), isLineEnd) {
		key, value := splitLine(line)
		switch {
		case key == "sitemap" && value != "":
			sitemaps = append(sitemaps, value)
		case key == "user-agent" || key == "useragent":
			if !naming {
				group = nil
			}
			token := productToken(value)
			if named[token] == nil {
				named[token] = &Rules{}
			}
			group, naming = append(group, named[token]), true
		default:
			for _, rules := range group {
				naming = !rules.add(key, value) && naming
			}
		}
	}
	r := cmp.Or(named[productToken(agent)], named["*"], &Rules{})
	r.Sitemaps = sitemaps
	return r
}

func isLineEnd(r rune) bool { return r == '\n' || r == '\r' }

func splitLine(line string) (key, value string) {
	line, _, _ = strings.Cut(line, "#")
	key, value, _ = strings.Cut(line, ":")
	return strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
}

// productToken is the name in a User-Agent: "ogp" in "ogp/1.0 (+address)".
func productToken(agent string) string {
	name, _, _ := strings.Cut(strings.TrimSpace(agent), "/")
	name, _, _ = strings.Cut(name, " ")
	return strings.ToLower(name)
}

// add adds a line of a group, and reports whether it is one.
func (r *Rules) add(key, value string) bool {
	switch key {
	case "allow", "disallow":
		if value != "" { // "Disallow:" alone forbids nothing
			r.rules = append(r.rules, newRule(key == "allow", value))
		}
	case "crawl-delay":
		// Some write 1,5 or 2s.
		digits := strings.ReplaceAll(delayDigits.FindString(value), ",", ".")
		if seconds, err := strconv.ParseFloat(digits, 64); err == nil && seconds > 0 {
			r.Delay = max(r.Delay, time.Duration(min(seconds, maxCrawlDelay.Seconds())*float64(time.Second)))
		}
	default:
		return false
	}
	return true
}

// Allows reports whether an address may be requested, by its path and query as
// they are sent.
func (r *Rules) Allows(u *url.URL) bool {
	path := canonicalPath(u.RequestURI())
	best := rule{allow: true}
	for _, rule := range r.rules {
		longer := rule.length - best.length
		if (longer > 0 || longer == 0 && rule.allow) && rule.path.MatchString(path) {
			best = rule
		}
	}
	return best.allow
}
