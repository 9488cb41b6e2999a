package ogp_test

import (
	"strings"
	"testing"

	"ogp"
)

// TestOnePageHasManyAddresses lists the forms of address seen on the site.
func TestOnePageHasManyAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"https://www.opengovpartnership.org/members/kenya/commitments/KE0025/":                                     "https://www.opengovpartnership.org/members/kenya/commitments/KE0025/",
		"https://opengovpartnership.org/members/kenya/commitments/ke0029":                                          "https://www.opengovpartnership.org/members/kenya/commitments/KE0029/",
		"http://www.opengovpartnership.org/members/ghana/commitments/GH0018/":                                      "https://www.opengovpartnership.org/members/ghana/commitments/GH0018/",
		"https://opengovpartnership.org/members/West-Nusa-Tenggara-Indonesia/commitments/IDWNT0002":                "https://www.opengovpartnership.org/members/west-nusa-tenggara-indonesia/commitments/IDWNT0002/",
		"https://www.opengovpartnership.org/members/b%C3%A9ni-mellal-kh%C3%A9nifra-morocco/commitments/mabmk0007/": "https://www.opengovpartnership.org/members/b%C3%A9ni-mellal-kh%C3%A9nifra-morocco/commitments/MABMK0007/",
		"https://www.opengovpartnership.org/members/yerevan-armenia/commitments/AMERV0002/?fbclid=x":               "https://www.opengovpartnership.org/members/yerevan-armenia/commitments/AMERV0002/",
		"https://www.opengovpartnership.org/es/members/kenya/commitments/KE0023/":                                  "https://www.opengovpartnership.org/es/members/kenya/commitments/KE0023/",
		"https://www.opengovpartnership.org/country/kenya":                                                         "https://www.opengovpartnership.org/members/kenya/",
		"https://www.opengovpartnership.org/Countries/Kenya/":                                                      "https://www.opengovpartnership.org/members/kenya/",
		"https://www.opengovpartnership.org/members/be%CC%81ni-mellal/commitments/KE0025/":                         "https://www.opengovpartnership.org/members/b%C3%A9ni-mellal/commitments/KE0025/",
		"https://www.opengovpartnership.org/members/kenya/commitments/KE0025/index.html":                           "https://www.opengovpartnership.org/members/kenya/commitments/KE0025/",
		"https://www.opengovpartnership.org/members/ken%1b%5bya/commitments/KE0025/":                               "",
		"https://www.opengovpartnership.org/members/ken%00ya/commitments/KE0025/":                                  "",
		"https://www.opengovpartnership.org/members/ken%2525ya/commitments/KE0025/":                                "",
		"https://www.opengovpartnership.org/members/kenya%20/commitments/KE0025/":                                  "",
		"https://www.opengovpartnership.org/members/-kenya/commitments/KE0025/":                                    "",
		"https://www.opengovpartnership.org/members/" + strings.Repeat("k", 101) + "/commitments/KE0025/":          "",
		"https://www.opengovpartnership.org/members/kenya/commitments/KE0025/?x=" + strings.Repeat("k", 2048):      "",
		"https://www.opengovpartnership.org/members/kenya/commitments/":                                            "",
		"https://www.opengovpartnership.org/about/approach/":                                                       "",
		"https://www.opengovpartnership.org/members/kenya/commitments/KE00255/":                                    "",
		"https://www.opengovpartnership.org/":                                                                      "",
		"%":                                                                                                        "",
	} {
		if got := ogp.ParseURL(address).URL(); got != want {
			t.Errorf("ParseURL(%q).URL() = %q, want %q", address, got, want)
		}
	}
}

func TestAddressOnAnotherSite(t *testing.T) {
	ref := ogp.ParseURL("https://www.opengovpartnership.org/fr/members/brazil/commitments/br0120/")
	if got, want := ref.On("http://127.0.0.1:8080"), "http://127.0.0.1:8080/fr/members/brazil/commitments/BR0120/"; got != want {
		t.Errorf("On = %q, want %q", got, want)
	}
}

func TestAddressInAWebArchive(t *testing.T) {
	page := "https://www.opengovpartnership.org/members/kenya/"
	for _, address := range []string{
		page, "/web/20210301120000/" + page, "https://web.archive.org/web/20210301id_/" + page, "http://archive.example/web/2021im_/" + page,
	} {
		if got := ogp.OriginalURL(address); got != page {
			t.Errorf("OriginalURL(%q) = %q", address, got)
		}
	}
}

// A slug names folders and is printed: what could harm either is no slug, and
// its page no commitment's.
func TestSlugsByGrammar(t *testing.T) {
	for _, c := range []struct{ path, want string }{
		{"kenya", "kenya"}, {"Cote-d%27Ivoire", "cote-d'ivoire"}, {"cote-d’ivoire", "cote-d’ivoire"},
		{"s%C3%A3o-paulo", "são-paulo"}, {"sa%CC%83o-paulo", "são-paulo"}, {"washington_d.c", "washington_d.c"},
		{"грузия", "грузия"}, {"%D9%83%D9%8A%D9%86%D9%8A%D8%A7-2", "كينيا-2"}, {strings.Repeat("é", 100), strings.Repeat("é", 100)},
		{"", ""}, {".", ""}, {"..", ""}, {".kenya", ""}, {"kenya.", ""}, {"kenya-", ""}, {"-rf", ""}, {"a%0ab", ""}, {"a%7fb", ""}, {"a%C2%85b", ""},
		{"a%5cb", ""}, {"a%22b", ""}, {"a%3Cb%3E", ""}, {"a%E2%80%AEb", ""}, {"a%FFb", ""}, {"a:b", ""}, {"a=b", ""},
		{strings.Repeat("é", 101), ""},
	} {
		ref := ogp.ParseURL(ogp.Site + "/members/" + c.path + "/commitments/KE0001/")
		if ref.Slug != c.want || (ref.Kind == ogp.KindCommitment) != (c.want != "") {
			t.Errorf("%.40s: slug %q, kind %q, want %q", c.path, ref.Slug, ref.Kind, c.want)
		}
	}
}
