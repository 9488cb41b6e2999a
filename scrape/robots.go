package scrape

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"ogp"
)

// maxCrawlDelay bounds a delay that would amount to a refusal by mistyping.
const maxCrawlDelay = 10 * time.Minute

// robots is what a robots.txt says to one visitor, by RFC 9309: the longest
// rule that matches decides, and among equals the one that allows. The library
// Colly brings along is not used: it lets "Allow: /$" match every path that
// ends in a slash, takes "Disallow: *" for nothing, and gives up the whole file
// over one line that it cannot read.
type robots struct {
	rules    []rule
	delay    time.Duration // least time between two requests; 0 for none named
	sitemaps []string
}

// rule is one Allow or Disallow line.
type rule struct {
	allow   bool
	pattern string // in the form of canonicalPath
}

// robotsGroup is a run of User-agent lines with the rules under them.
type robotsGroup struct {
	agents []string
	rules  []rule
	delay  time.Duration
}

// parseRobots reads the rules for the visitor that sends the User-Agent agent.
// A line that cannot be understood counts for nothing.
func parseRobots(body []byte, agent string) *robots {
	var groups []*robotsGroup
	var sitemaps []string
	open := false // whether a User-agent line would belong to the last group
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	for line := range strings.FieldsFuncSeq(string(body), isLineEnd) {
		key, value := robotsLine(line)
		switch {
		case key == "sitemap" && value != "":
			sitemaps = append(sitemaps, value)
		case key == "user-agent" || key == "useragent":
			if !open {
				groups = append(groups, &robotsGroup{})
			}
			last := groups[len(groups)-1]
			last.agents, open = append(last.agents, productToken(value)), true
		case len(groups) > 0 && groups[len(groups)-1].add(key, value):
			open = false
		}
	}
	r := mergeGroups(groups, productToken(agent))
	r.sitemaps = sitemaps
	return r
}

func isLineEnd(r rune) bool { return r == '\n' || r == '\r' }

func robotsLine(line string) (key, value string) {
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

// add takes a line into the group, and reports whether it was one of a group's.
func (g *robotsGroup) add(key, value string) bool {
	switch key {
	case "allow", "disallow":
		if value != "" { // "Disallow:" alone forbids nothing
			g.rules = append(g.rules, rule{key == "allow", rulePattern(value)})
		}
	case "crawl-delay":
		if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 {
			g.delay = time.Duration(min(seconds, maxCrawlDelay.Seconds()) * float64(time.Second))
		}
	default:
		return false
	}
	return true
}

func rulePattern(value string) string {
	if !strings.HasPrefix(value, "/") && !strings.HasPrefix(value, "*") {
		value = "/" + value
	}
	return canonicalPath(value)
}

// mergeGroups joins the groups that name the visitor or, where none does, those
// for everybody.
func mergeGroups(groups []*robotsGroup, token string) *robots {
	for _, name := range []string{token, "*"} {
		found, merged := false, &robots{}
		for _, group := range groups {
			if !slices.Contains(group.agents, name) {
				continue
			}
			found = true
			merged.rules = append(merged.rules, group.rules...)
			merged.delay = max(merged.delay, group.delay)
		}
		if found {
			return merged
		}
	}
	return &robots{}
}

// allows reports whether an address may be asked for, by its path and query as
// they are sent.
func (r *robots) allows(u *url.URL) bool {
	path := canonicalPath(u.RequestURI())
	best := rule{allow: true}
	for _, rule := range r.rules {
		longer := len(rule.pattern) - len(best.pattern)
		if (longer > 0 || longer == 0 && rule.allow) && matchesPath(rule.pattern, path) {
			best = rule
		}
	}
	return best.allow
}

// allowsAny reports whether there is anything for us to fetch.
func (r *robots) allowsAny() bool {
	sample := ogp.Ref{Kind: ogp.KindCommitment, ID: "KE0025", Slug: "kenya"}
	for _, path := range []string{"/", "/members/", sample.On("")} {
		if r.allows(&url.URL{Path: path}) {
			return true
		}
	}
	return false
}

// matchesPath reports whether a path begins as the pattern says; "*" stands for
// any characters, and "$" at the end for the end of the path.
func matchesPath(pattern, path string) bool {
	pattern, toEnd := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	rest, ok := strings.CutPrefix(path, parts[0])
	if !ok {
		return false
	}
	if len(parts) == 1 {
		return !toEnd || rest == ""
	}
	last := len(parts) - 1
	for _, part := range parts[1:last] {
		_, after, found := strings.Cut(rest, part)
		if !found {
			return false
		}
		rest = after
	}
	if toEnd {
		return strings.HasSuffix(rest, parts[last])
	}
	return strings.Contains(rest, parts[last])
}

// canonicalPath writes a path the same way however it was encoded: bytes that
// need no encoding plain, all others as %XX.
func canonicalPath(path string) string {
	var out strings.Builder
	for i := 0; i < len(path); i++ {
		b, encoded := path[i], false
		if value, ok := decodeByte(path[i:]); ok {
			b, encoded = value, !needsNoEncoding(value)
			i += 2
		}
		if encoded || b <= ' ' || b >= 0x7f {
			fmt.Fprintf(&out, "%%%02X", b)
		} else {
			out.WriteByte(b)
		}
	}
	return out.String()
}

// decodeByte reads the %XX that s begins with.
func decodeByte(s string) (byte, bool) {
	if s[0] != '%' || len(s) < 3 {
		return 0, false
	}
	value, err := strconv.ParseUint(s[1:3], 16, 8)
	return byte(value), err == nil
}

// needsNoEncoding reports whether a byte means the same encoded and plain. Go
// encodes the last four, as in /members/cote-d%27ivoire/; people do not.
func needsNoEncoding(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' ||
		strings.IndexByte("-._~!'()", b) >= 0
}
