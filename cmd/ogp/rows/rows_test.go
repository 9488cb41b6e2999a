package rows

import (
	"strings"
	"testing"

	"github.com/rivo/uniseg"
)

// A table fits on any terminal, or is shown as lines.
func TestTableFitsTheTerminal(t *testing.T) {
	names := []string{"commitment_id", "title", "n"}
	row := []any{"KE0001", strings.Repeat("long 肯尼亚 ", 30), nil}
	for _, screen := range []int{0, 80, 40, 24, 12} {
		var out strings.Builder
		table := New(&out, "table", screen)
		if err := table.Columns(names); err != nil {
			t.Fatal(err)
		}
		for range sampleRows + 2 {
			if err := table.Row(row); err != nil {
				t.Fatal(err)
			}
		}
		if err := table.End(); err != nil {
			t.Fatal(err)
		}
		got := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
		if screen == 12 {
			if want := "commitment_id = KE0001"; got[0] != want {
				t.Errorf("%d columns: %q, want %q", screen, got[0], want)
			}
			continue
		}
		if len(got) != sampleRows+4 {
			t.Errorf("%d columns: %d lines", screen, len(got))
		}
		for _, line := range got {
			if width := uniseg.StringWidth(line); screen > 0 && width > screen {
				t.Fatalf("%d columns: %q has %d", screen, line, width)
			}
		}
	}
}
