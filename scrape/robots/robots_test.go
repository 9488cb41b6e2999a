package robots

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestRules(t *testing.T) {
	for name, c := range map[string]struct {
		text            string
		allowed, denied []string
	}{
		"nothing":            {"", []string{"/", "/x"}, nil},
		"for everybody":      {"User-agent: *\nDisallow: /x", []string{"/", "/y", "/a/x"}, []string{"/x", "/x/y", "/xy", "/x?a"}},
		"for us alone":       {"User-agent: *\nDisallow: /\nUser-agent: OGP\nDisallow: /x", []string{"/y"}, []string{"/x"}},
		"for others":         {"User-agent: ogpbot\nDisallow: /\n\nUser-agent: og\nDisallow: /", []string{"/x"}, nil},
		"named with version": {"User-agent: ogp/9.9\nDisallow: /x", []string{"/y"}, []string{"/x"}},
		"several names":      {"User-agent: a\nUser-agent: ogp\nUser-agent: b\nDisallow: /x", []string{"/y"}, []string{"/x"}},
		"groups add up":      {"User-agent: ogp\nDisallow: /x\nUser-agent: b\nDisallow: /z\nUser-agent: ogp\nDisallow: /y", []string{"/z"}, []string{"/x", "/y"}},
		"empty disallow":     {"User-agent: *\nDisallow:\n\nUser-agent: BadBot\nDisallow: /", []string{"/", "/x"}, nil},
		"longest wins":       {"User-agent: *\nAllow: /x/y\nDisallow: /x", []string{"/x/y/z"}, []string{"/x/z"}},
		"allow wins a tie":   {"User-agent: *\nDisallow: /x\nAllow: /x", []string{"/x"}, nil},
		"wildcard":           {"User-agent: *\nDisallow: /*blackhole\nDisallow: /a*b*c", []string{"/a", "/xaxbxc"}, []string{"/?blackhole=1", "/a1b2c3"}},
		"all by star":        {"User-agent: *\nDisallow: *", nil, []string{"/", "/x"}},
		"end mark":           {"User-agent: *\nDisallow: /\nAllow: /$", []string{"/"}, []string{"/members/", "/x"}},
		"wildcard and end":   {"User-agent: *\nDisallow: /*.pdf$", []string{"/a.pdf?x", "/a.pdfs"}, []string{"/a.pdf", "/b/a.pdf"}},
		"no leading slash":   {"User-agent: *\nDisallow: x", []string{"/y"}, []string{"/x"}},
		"query in order":     {"User-agent: *\nDisallow: /x?b=1&a=2", []string{"/x?a=2&b=1"}, []string{"/x?b=1&a=2"}},
		"encoding":           {"User-agent: *\nDisallow: /b%c3%a9ni\nDisallow: /côte\nDisallow: /d'i", nil, []string{"/b%C3%A9ni", "/c%C3%B4te", "/d%27i"}},
		"encoded slash":      {"User-agent: *\nDisallow: /a%2Fb", []string{"/a/b"}, []string{"/a%2fb"}},
		"comments":           {"# hello\nUser-agent: * # all\nDisallow: /x # secret", []string{"/y"}, []string{"/x"}},
		"byte order mark":    {"\ufeffUser-agent: *\nDisallow: /x", []string{"/y"}, []string{"/x"}},
		"UTF-16":             {utf16("User-agent: *\r\nDisallow: /x\r\n"), []string{"/y"}, []string{"/x"}},
		"windows lines":      {"User-agent: *\r\nDisallow: /x\r\n\r\nDisallow: /y", []string{"/z"}, []string{"/x", "/y"}},
		"bad lines":          {"Disallow: /early\nnonsense\nUser-agent: *\nCrawl-delay: 10s\nNoindex: /y\nDisallow: /x", []string{"/early", "/y"}, []string{"/x"}},
		"sitemap between":    {"User-agent: *\nSitemap: https://a/b.xml\nDisallow: /x", []string{"/y"}, []string{"/x"}},
	} {
		t.Run(name, func(t *testing.T) {
			rules := Parse([]byte(c.text), "ogp/1.0 (+https://example.org)")
			check := func(paths []string, want bool) {
				for _, path := range paths {
					u, err := url.Parse("https://www.example.org" + path)
					if err != nil {
						t.Fatal(err)
					}
					if rules.Allows(u) != want {
						t.Errorf("%s allowed: %v, want %v", path, !want, want)
					}
				}
			}
			check(c.allowed, true)
			check(c.denied, false)
		})
	}
}

func TestDelayAndSitemaps(t *testing.T) {
	rules := Parse([]byte("Sitemap: https://a/1.xml\nUser-agent: x\nCrawl-delay: 99\nUser-agent: *\ncrawl-delay: 2.5\nSITEMAP:https://a/2.xml\nSitemap:\n"), "ogp")
	if rules.Delay != 2500*time.Millisecond {
		t.Errorf("delay %s, want 2.5s", rules.Delay)
	}
	if diff := cmp.Diff([]string{"https://a/1.xml", "https://a/2.xml"}, rules.Sitemaps); diff != "" {
		t.Errorf("sitemaps (-want +got):\n%s", diff)
	}
	for text, want := range map[string]time.Duration{
		"1e300": maxCrawlDelay, "1,5": 1500 * time.Millisecond, "2s": 2 * time.Second, ".5": time.Second / 2, "3 seconds": 3 * time.Second,
		"-4": 0, "none": 0,
	} {
		if got := Parse([]byte("User-agent: *\nCrawl-delay: "+text), "ogp").Delay; got != want {
			t.Errorf("delay %q became %s, want %s", text, got, want)
		}
	}
}

// utf16 is ASCII as Windows programs save it.
func utf16(text string) string {
	wide := "\xff\xfe"
	for _, r := range text {
		wide += string([]byte{byte(r), 0})
	}
	return wide
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /*a$\nCrawl-delay: 1", "/a?b=%zz")
	f.Add("user-agent:ogp\nallow:*", "/")
	f.Fuzz(func(t *testing.T, text, path string) {
		rules := Parse([]byte(text), "ogp/1")
		u, err := url.Parse("https://www.example.org/" + path)
		if err != nil {
			return
		}
		if once := canonicalPath(u.EscapedPath()); canonicalPath(once) != once {
			t.Errorf("%q has two canonical forms: %q and %q", u.EscapedPath(), once, canonicalPath(once))
		}
		if len(rules.rules) == 0 && !rules.Allows(u) {
			t.Error("forbidden without a rule")
		}
	})
}
