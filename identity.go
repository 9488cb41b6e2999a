package ogp

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Site is the public site's canonical origin.
const Site = "https://www.opengovpartnership.org"

// IDPattern is the grammar of a commitment ID, without anchors. Prefixes are
// OGP's own and not ISO codes (UK, MO for Morocco, PNG, local BRCTM).
const IDPattern = `[A-Z]{2,5}[0-9]{4}`

var idExact = regexp.MustCompile(`^` + IDPattern + `$`)

// ID returns the commitment ID that s spells in any case, or "" if it spells none.
func ID(s string) string {
	s = strings.ToUpper(strings.TrimSpace(s))
	if !idExact.MatchString(s) {
		return ""
	}
	return s
}

// longestSlug bounds the characters of a member's slug.
const longestSlug = 100

// Slug returns the member's slug that s spells in any case and any composition of
// its characters, such as "cote-d'ivoire", or "" if it spells none: letters and
// digits of any script, with a few marks within. It names folders and is printed,
// so that nothing else may be in it.
func Slug(s string) string {
	s = norm.NFC.String(strings.ToLower(s))
	isOther := func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.M, unicode.Nd) && !strings.ContainsRune("-_'’.", r)
	}
	if strings.Trim(s, "-_'’.") != s || utf8.RuneCountInString(s) > longestSlug || strings.ContainsFunc(s, isOther) {
		return ""
	}
	return s
}

// Kind tells what an address of the site leads to.
type Kind string

// The kinds of address that are ever requested.
const (
	KindCommitment Kind = "commitment"
	KindMember     Kind = "member"
	KindSitemap    Kind = "sitemap"
	KindOther      Kind = ""
)

// Ref is what the address of a commitment or member page says: one page has
// many addresses (upper and lower case, with and without www, language prefix,
// final slash, tracking query) but one Ref.
type Ref struct {
	Kind     Kind
	ID       string // upper case; empty for a member page
	Language string // ISO 639-1; "en" where the path has no language prefix
	Slug     string // the member's part of the path, as Slug returns it
}

// languagePrefix is the path segment of the site's translations.
var languagePrefix = regexp.MustCompile(`^[a-z]{2}(?:-[a-z]{2})?$`)

// MaxAddress is the most bytes of an address, wherever it comes from. No page of
// the site needs as many, and every address is kept in several tables.
const MaxAddress = 2048

// ErrLongAddress marks an address over MaxAddress.
var ErrLongAddress = fmt.Errorf("address is longer than %d bytes", MaxAddress)

// credentials are a user name and password in an address.
var credentials = regexp.MustCompile(`(?i)(\bhttps?:)?//[^\s/?#"]*@`)

// WithoutCredentials is a text without the user names and passwords of the
// addresses in it: they are never printed, logged or kept.
func WithoutCredentials(text string) string {
	if !strings.Contains(text, "@") {
		return text
	}
	return credentials.ReplaceAllString(text, "$1//")
}

// ParseURL reads the address of a commitment or member page on any host: the
// caller decides which hosts it trusts. Kind is KindOther for anything else, such
// as an address longer than MaxAddress or a member that is no Slug.
func ParseURL(raw string) Ref {
	if len(raw) > MaxAddress {
		return Ref{}
	}
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return Ref{}
	}
	path := strings.TrimSuffix(strings.Trim(u.Path, "/"), "/index.html") // as tools save it
	segments := strings.Split(path, "/")
	ref := Ref{Language: "en"}
	if first := strings.ToLower(segments[0]); languagePrefix.MatchString(first) {
		ref.Language, segments = first[:2], segments[1:]
	}
	for i := range segments {
		segments[i] = strings.ToLower(segments[i])
	}
	return ref.fromPath(segments)
}

func (r Ref) fromPath(segments []string) Ref {
	if len(segments) < 2 {
		return Ref{}
	}
	switch segments[0] {
	case "members", "country", "countries":
		r.Slug = Slug(segments[1])
	}
	switch {
	case r.Slug == "":
		return Ref{}
	case len(segments) == 2:
		r.Kind = KindMember
	case len(segments) == 4 && segments[2] == "commitments" && ID(segments[3]) != "":
		r.Kind, r.ID = KindCommitment, ID(segments[3])
	default:
		return Ref{}
	}
	return r
}

// URL is the canonical address on the public site. It is empty where the
// member is not known.
func (r Ref) URL() string { return r.On(Site) }

// On is the same address on another site, such as the demo site; origin has
// no final slash.
func (r Ref) On(origin string) string {
	if r.Slug == "" {
		return ""
	}
	path := "/members/" + r.Slug + "/"
	if r.Kind == KindCommitment {
		path += "commitments/" + r.ID + "/"
	}
	if r.Language != "" && r.Language != "en" {
		path = "/" + r.Language + path
	}
	return origin + (&url.URL{Path: path}).EscapedPath()
}
