package scrape

import (
	"net/url"
	"strings"
	"testing"

	"ogp"
)

func TestAddressesFoundOnTheSite(t *testing.T) {
	mirror, err := parseSite("http://127.0.0.1:8000")
	if err != nil {
		t.Fatal(err)
	}
	base, _ := url.Parse("http://127.0.0.1:8000/maps/sitemap.xml")
	for raw, want := range map[string]string{
		" members/kenya/ ":                         "http://127.0.0.1:8000/maps/members/kenya/",
		"/members/kenya/?a=1#top":                  "http://127.0.0.1:8000/members/kenya/?a=1",
		"//opengovpartnership.org/members/kenya/":  "http://127.0.0.1:8000/members/kenya/",
		"https://www.opengovpartnership.org/a.xml": "http://127.0.0.1:8000/a.xml",
		"http://user:secret@127.0.0.1:8000/a.xml":  "http://127.0.0.1:8000/a.xml",
		"https://elsewhere.example/a.xml":          "",
		"/?blackhole=1":                            "",
		"http://[":                                 "",
		"mailto:a@example.org":                     "",
	} {
		got, err := mirror.resolve(base, raw)
		if err != nil || got == nil != (want == "") || got != nil && got.String() != want {
			t.Errorf("%q: %v, error %v, want %q", raw, got, err, want)
		}
	}
	for raw, long := range map[string]bool{"/" + strings.Repeat("a", ogp.MaxAddress): true, "/" + strings.Repeat("é", 500): true,
		"data:image/png;base64," + strings.Repeat("A", ogp.MaxAddress): false} {
		if got, err := mirror.resolve(base, raw); got != nil || (err == ogp.ErrLongAddress) != long {
			t.Errorf("%.20q: %v, error %v", raw, got, err)
		}
	}
}

func TestPasswordsAreNeverShown(t *testing.T) {
	for _, address := range []string{
		"https://user:secret@www.opengovpartnership.org", "https://user:secret@www.opengovpartnership.org/members/kenya/",
		"https://secret@elsewhere.example/", "https://user:se/secret@x/", "https://secret:%zz@x", "https://u:secret@x/" + strings.Repeat("a", ogp.MaxAddress),
	} {
		_, siteErr := parseSite(address)
		_, sourceErr := ParseSource(address, ogp.Site)
		for _, err := range []error{siteErr, sourceErr} {
			if err == nil || strings.Contains(err.Error(), "secret") {
				t.Errorf("%.40s: error %v, want one without the password", address, err)
			}
		}
	}
	const text = `proxy "http://user:secret@10.0.0.1:80": refused; see //a@b/c`
	if got, want := ogp.WithoutCredentials(text), `proxy "http://10.0.0.1:80": refused; see //b/c`; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
}
