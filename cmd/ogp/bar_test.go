package main

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"ogp/cmd/ogp/console"
)

// TestProgressWithoutATerminalIsALineEachFiveMinutes, which says how far the stage is,
// how fast it goes, when it ends, and what went wrong.
func TestProgressWithoutATerminalIsALineEachFiveMinutes(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	at := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	a := &app{stderr: &console.Writer{To: &out}, now: func() time.Time { return at }, log: slog.New(slog.NewTextHandler(&out, nil)), progress: "auto", logFormat: "text"}
	finding, fetching := a.newBar("finding pages"), a.newBar("fetching")
	finding.At(0, 0)
	finding.Note("3 lists read")
	for range 10 {
		at = at.Add(time.Minute)
		finding.At(60, 0)
	}
	fetching.Note("2 gaps")
	fetching.At(300, 900)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	until := at.Add(20 * time.Minute).Local().Format("15:04")
	for i, want := range []string{"finding pages: 60 so far, 3 lists read", "finding pages: 60 so far, 3 lists read", "fetching: 300 of 900, 0.5/s, until " + until + ", 2 gaps"} {
		if len(lines) != 3 || !strings.Contains(lines[i], `"`+want+`"`) {
			t.Fatalf("line %d of %q, want %q", i, lines, want)
		}
	}
}
