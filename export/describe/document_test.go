package describe

import "testing"

func TestShareNeverRoundsToAllOrNothing(t *testing.T) {
	t.Parallel()
	for want, parts := range map[string][2]int64{
		"0 %": {0, 5}, "100 %": {5, 5}, "< 1 %": {1, 1000}, "> 99 %": {999, 1000}, "50 %": {1, 2},
	} {
		if got := Share(parts[0], parts[1]); got != want {
			t.Errorf("Share(%v) = %s, want %s", parts, got, want)
		}
	}
}

func TestLabelsArePeoplesWords(t *testing.T) {
	t.Parallel()
	for column, want := range map[string]string{
		"": "", "url": "URL", "ogp_values": "OGP values", "irm_reports": "IRM reports", "irm_midterm_summary": "IRM midterm summary", "lead_institution": "Lead institution",
	} {
		if got := Label(column); got != want {
			t.Errorf("Label(%q) = %q, want %q", column, got, want)
		}
	}
}

// TestCellsAreNoMarkdown: they hold names of files, which may be anything.
func TestCellsAreNoMarkdown(t *testing.T) {
	t.Parallel()
	var doc Document
	doc.Table([]string{"File"}, [][]any{{"*a*|<b> [c](d)`\n\\_e_x"}})
	want := "| File |\n| --- |\n| \\*a\\*\\|\\<b> \\[c](d)\\` \\\\_e_x |\n"
	if got := doc.Markdown(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
