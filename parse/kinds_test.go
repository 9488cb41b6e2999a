package parse_test

import (
	"fmt"
	"strings"
	"testing"

	"ogp"
	"ogp/parse"
	"ogp/parse/outline"
)

// nationalWith is what is read of a page of the national template with some markup behind its
// facts.
func nationalWith(t *testing.T, markup string) ogp.Reading {
	t.Helper()
	reading, err := parse.Page(ogp.Page{Body: []byte(`<html lang="en"><body><p><a href="/members/kenya">Kenya</a></p><h1>Ledgers (KE0901)</h1>
		<h2>At-a-Glance</h2><p>Action Plan: Plan 2022-2024</p><p>Status: Active</p><p>Lead Institution: Ministry</p>` + markup + "</body></html>")})
	if err != nil {
		t.Fatal(err)
	}
	return reading
}

// TestMarkedLineOfAnElementIsTheChoice walks what marks a choice, and which of the lines of
// one element it is on.
func TestMarkedLineOfAnElementIsTheChoice(t *testing.T) {
	values := []string{"Limited", "Substantial", "Complete"}
	for mark, line := range map[string]func(value string, chosen bool) string{
		"radio":    func(v string, c bool) string { return "<input type=radio disabled" + when(c, " checked") + "> " + v },
		"checkbox": func(v string, c bool) string { return "<input type=checkbox" + when(c, " checked") + "> " + v },
		"behind":   func(v string, c bool) string { return v + " <input type=radio" + when(c, " checked") + ">" },
		"class":    func(v string, c bool) string { return `<i class="dot` + when(c, " is-active") + `"></i> ` + v },
		"aria":     func(v string, c bool) string { return "<b" + when(c, ` aria-current="true"`) + ">" + v + "</b>" },
	} {
		for at, want := range values {
			var lines []string
			for i, value := range values {
				lines = append(lines, line(value, i == at))
			}
			got := nationalWith(t, "<p>Completion:</p><p>"+strings.Join(lines, "<br>")+"</p><h2>Description</h2><p>x</p>").Completion
			if got != want {
				t.Errorf("%s on line %d: %q, want %q", mark, at+1, got, want)
			}
		}
	}
}

func when(condition bool, text string) string {
	if condition {
		return text
	}
	return ""
}

// TestHiddenAnswersAreKept walks what may open a text that is hidden.
func TestHiddenAnswersAreKept(t *testing.T) {
	for _, opener := range []string{
		"<div onclick='t()'>Description</div>", "<div role=button>Description</div>", "<div><span>Description</span></div>", "<p>Description</p>",
		"<h3>Description</h3>", "<button>Description</button>", "<div><b>Description</b><i class=icon></i></div>",
	} {
		for _, hidden := range []string{"hidden", "style='display:none'", "class=hidden", "style='visibility: hidden'"} {
			for _, wrapped := range []string{"%s", "<div>%s</div>"} {
				panel := fmt.Sprintf("<div %s>"+wrapped+"</div>", hidden, "<p>Problem: Data are closed.</p><p>Action: Open them.</p>")
				if reading := nationalWith(t, "<div>"+opener+panel+"</div>"); reading.Problem != "Data are closed." || reading.Action != "Open them." {
					t.Errorf("%s %s: problem %q, action %q", opener, hidden, reading.Problem, reading.Action)
				}
			}
		}
	}
}

// TestSentencesThatBeginAsTheSites walks the short beginnings of a site's lines, which begin
// an author's sentences, too.
func TestSentencesThatBeginAsTheSites(t *testing.T) {
	walked := 0
	for _, label := range outline.Labels("site") {
		if strings.Count(label.Printed, " ") >= 2 {
			continue
		}
		walked++
		want := label.Printed + " the doors of offices, tenders reach few."
		reading := nationalWith(t, "<h2>Description</h2><p>Problem: Data are closed.</p><p>Action:</p><p>"+want+"</p>")
		if reading.Action != want {
			t.Errorf("%q: action %q", want, reading.Action)
		}
	}
	if walked == 0 {
		t.Error("the table has no such line")
	}
}
