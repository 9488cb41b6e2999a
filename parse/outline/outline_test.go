package outline_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/parse/lines"
	"ogp/parse/outline"
)

func find(t *testing.T, page string) (*outline.Outline, error) {
	t.Helper()
	document, err := lines.Read(ogp.Page{Body: []byte(page)}, outline.HeadsColumn)
	if err != nil {
		t.Fatal(err)
	}
	return outline.Find(document)
}

const page = `<p><a href="/members/kenya/">Kenya</a><h1>Open data (KE0901)</h1>
<h2>At-a-Glance</h2><p>Action Plan: Kenya Action Plan 2018-2020<p>Status: Active
<p>Lead Institution: Ministry<h2>Description</h2><p>To act.<p>Status: a word in the text<h2>Commitments</h2><p>Other`

func TestSections(t *testing.T) {
	found, err := find(t, page)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range found.Sections {
		got = append(got, s.Field+"|"+s.Label+"|"+s.Text)
	}
	want := []string{
		"-|At-a-Glance|", "action_plans|Action Plan|Kenya Action Plan 2018-2020", "status|Status|Active",
		"lead_institution|Lead Institution|Ministry", "description|Description|To act.\nStatus: a word in the text",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
	slug, name := found.Member()
	if title, id := found.Heading(); title != "Open data" || id != "KE0901" || slug != "kenya" || name != "Kenya" {
		t.Errorf("heading %s (%s) of %s, %s", title, id, slug, name)
	}
	if found.Template != "national" || found.Language() != "en" {
		t.Errorf("template %s, language %s", found.Template, found.Language())
	}
}

// TestUnknownLabelIsReportedAsALineOfTheTable: the report is the patch.
func TestUnknownLabelIsReportedAsALineOfTheTable(t *testing.T) {
	found, err := find(t, strings.Replace(page, "<p>Lead", "<p>Budget: 5<p>Lead", 1))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range found.Sections {
		if s.Known() {
			continue
		}
		if got := found.TableLine(s, "en"); s.Label != "Budget" || s.Text != "5" || got != "national,51,?,colon,en,Budget," {
			t.Errorf("%s: %q, line %q", s.Label, s.Text, got)
		}
		return
	}
	t.Error("the unknown label is no section")
}

func TestPageOfAnotherKind(t *testing.T) {
	for page, reason := range map[string]string{
		"<p>Open data (KE0901)<p>Status: x":             "none of the labels",
		"<title>Just a moment...</title><p>Please wait": `"Just a moment..." has no heading`,
		"<p>Page not found":                             `"Page not found" has no heading`,
		"<script>x</script>":                            "prints no text",
	} {
		if _, err := find(t, page); !errors.Is(err, ogp.ErrNotCommitment) || !strings.Contains(err.Error(), reason) {
			t.Errorf("%s: error %v, want %s", page, err, reason)
		}
	}
}
