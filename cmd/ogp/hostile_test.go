package main

import (
	"bytes"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"unicode"

	_ "github.com/duckdb/duckdb-go/v2"

	"ogp"
	"ogp/store/storetest"
)

// hostile is a text as nobody should see it: it clears the screen, turns the line
// around, forges a row, and more.
const hostile = "\x1b[2J\r\u202eevil\u2066\u2028\u009b\U000E0041\nogp: done\t\x07"

// TestNoTextActsOnATerminal has every command show a database, files and
// arguments full of hostile texts.
func TestNoTextActsOnATerminal(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	r := newTestRun(t, 6)
	r.ogp(t, 0, "import")
	before := r.export(t, "csv", "--table", "commitments")
	poison(t, r.db)
	after := r.export(t, "csv", "--table", "commitments")
	for _, args := range [][]string{
		{"show", "QA0001"}, {"show", hostile}, {"list"}, {"list", "--format", "ids"}, {"list", hostile}, {"list", "--field", hostile}, {"history"}, {"history", hostile}, {"status"}, {"check"},
		{"query", "FROM frontier"}, {"query", "SELECT '" + hostile + "' AS \"" + hostile + "\""}, {"query", hostile},
		{"schema"}, {"schema", hostile}, {hostile}, {"--" + hostile}, {"import", hostile}, {"import", "--member", hostile, "--dry-run"},
		{"export", "--member", hostile, "--out", t.TempDir()}, {"export", "--verify", hostile}, {"help", hostile},
		{"explain", "QA0001", "title"}, {"explain", "QA0001", "description"}, {"explain", "QA0001", hostile}, {"explain", hostile, "title"}, {"explain", "QA0001", "milestones." + hostile},
		{"page", "QA0001", "--headers"}, {"page", hostile}, {"page", "QA0001", "--as-of", hostile}, {"page", "QA0001", "--language", hostile}, {"forget", hostile},
		{"diff", before, after}, {"diff", hostile, hostile}, {"diff", "--from", hostile}, {"serve", hostile}, {"gaps"}, {"list", "--member", hostile}, {"list", "--state", hostile},
		{"history", "--since", hostile}, {"export", "--format", hostile, "--out", t.TempDir()}, {"export", "--out", hostile, "--format", "csv", "--as-of", "2000-01-31"},
		{"import", "--max-body", hostile}, {"refresh", "--max-duration", hostile}, {"check", "--by", "member"}, {"help", "environment"},
		{"reparse", "--dry-run"}, {"import", "--dry-run"}, {"status", "--log-format", hostile},
	} {
		var out, err bytes.Buffer
		run(append(args, "--db", r.db, "--site", r.server.URL)[:len(args)+2], &out, &err)
		for name, text := range map[string]string{"output": out.String(), "messages": err.String()} {
			if at := strings.IndexFunc(text, acts); at >= 0 {
				t.Errorf("ogp %.40q: %s have %.80q", args, name, text[at:])
			}
			if strings.Contains(text, "\nogp: done") {
				t.Errorf("ogp %.40q: %s have a forged line", args, name)
			}
		}
	}
}

func acts(r rune) bool {
	return r != '\n' && (unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) || unicode.Is(unicode.Bidi_Control, r) || r >= 0xE0000 && r < 0xE0080)
}

// poison puts hostile texts into every text of the tables that commands show.
func poison(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("duckdb", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for table, columns := range map[string][]string{
		"content_readings": {"title", "member", "status", "template", "description", "lead_institution"},
		"frontier":         {"reason", "error_class", "found_in"},
		"runs":             {"command", "source"},
		"changes":          {"field", "before", "after"},
		"versions":         {"url", "capture_url"},
	} {
		for _, column := range columns {
			text := ogp.Literal(hostile)
			if _, err := db.Exec(fmt.Sprintf("UPDATE %s SET %s = concat(%s, %s, %s)", table, column, text, column, text)); err != nil {
				t.Fatal(err)
			}
		}
	}
	header, err := ogp.JSON(map[string][]string{"X-" + hostile: {hostile}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("UPDATE contents SET header = ?", header); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("UPDATE frontier SET state = 'failed'"); err != nil {
		t.Fatal(err)
	}
}
