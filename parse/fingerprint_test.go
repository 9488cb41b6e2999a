package parse_test

import (
	"fmt"
	"testing"

	"ogp"
	"ogp/parse"
)

// TestWhatVariesAtEachAnswerMakesNoVersion compares pages that say the same, and
// pages that do not.
func TestWhatVariesAtEachAnswerMakesNoVersion(t *testing.T) {
	const page = `<h1>Open data (KE0901)</h1><p>Action Plan: %s</p><p>Status: Active</p><p>Action Plan Cycle: 2018</p><p>Completion: %s</p><h2>Description</h2>%s<h2>Commitments</h2>`
	fingerprint := func(plan, completion, description string) string {
		reading, err := parse.Page(ogp.Page{Body: fmt.Appendf(nil, page, plan, completion, description)})
		if err != nil {
			t.Fatal(err)
		}
		return reading.Fingerprint
	}
	plan := `<a href="https://%s/documents/plan%s">Kenya Action Plan 2018-2020</a>`
	for name, test := range map[string]struct {
		a, b string
		same bool
	}{
		"protected e-mail": {fingerprint("x", "", `<a href="/cdn-cgi/l/email-protection#1a2b" data-cfemail="1a2b">[email&#160;protected]</a>`),
			fingerprint("x", "", `<a href="/cdn-cgi/l/email-protection#3c4d" data-cfemail="3c4d">[email&#160;protected]</a>`), true},
		"session and nonce in a link": {fingerprint(fmt.Sprintf(plan, "a.example", ";jsessionid=1a2b"), "", "x"), fingerprint(fmt.Sprintf(plan, "a.example", ";jsessionid=3c4d?_wpnonce=1"), "", "x"), true},
		"another document":            {fingerprint(fmt.Sprintf(plan, "a.example", ""), "", "x"), fingerprint(fmt.Sprintf(plan, "a.example", "-2"), "", "x"), false},
		"ids and nonces in markup": {fingerprint("x", `<div class="meter" data-nonce="1a2b" id="m1"><svg><rect fill="url(#g1)"/></svg></div>`, "x"),
			fingerprint("x", `<div class="meter" data-nonce="3c4d" id="m2"><svg><rect fill="url(#g2)"/></svg></div>`, "x"), true},
		"server and loading of an image": {fingerprint("x", `<img src="https://cdn1.example/pie.png?ver=1" loading="lazy">`, "x"), fingerprint("x", `<img src="//cdn2.example/pie.png?ver=2">`, "x"), true},
		"another drawing":                {fingerprint("x", `<div class="meter"><span style="width:40%"></span></div>`, "x"), fingerprint("x", `<div class="meter"><span style="width:80%"></span></div>`, "x"), false},
		"set and typed marks":            {fingerprint("x", "", `<p>The citizens' "right" - and soil...</p>`), fingerprint("x", "", "<p>The citizens’ “right” – and soil…</p>"), true},
		"counts":                         {fingerprint("x", "", "<p>To publish.</p><p>Views: 1001</p><p>Shares 2</p>"), fingerprint("x", "", "<p>To publish.</p><p>Views: 1002</p><p>Shares 3</p>"), true},
		"another word":                   {fingerprint("x", "", "<p>To publish.</p>"), fingerprint("x", "", "<p>To Publish.</p>"), false},
	} {
		if same := test.a == test.b; same != test.same {
			t.Errorf("%s: the same version %v, want %v", name, same, test.same)
		}
	}
}
