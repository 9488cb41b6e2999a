package ingest

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"ogp"
	"ogp/scrape"
	"ogp/store"
)

// TestForgottenPagesAreGone from the file, and stay away until an import names them.
func TestForgottenPagesAreGone(t *testing.T) {
	t.Parallel()
	large, site, origin := largeSite(t, 3)
	o := order(t, origin)
	asks(t, o, site, nil)
	page, id := pageOf(large, 1), ogp.ParseURL(origin+large.Path(1)).ID
	s, err := store.Open(t.Context(), o.Database, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	var body []byte
	err = s.DB().QueryRowContext(t.Context(), "SELECT body FROM contents WHERE commitment_id = ?", id).Scan(&body)
	s.Close()
	kept := func() bool {
		t.Helper()
		file, err := os.ReadFile(o.Database)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Contains(file, body)
	}
	if err != nil || !kept() {
		t.Fatal("the page's bytes are not looked for rightly", err)
	}
	o.Command = "forget"
	for range 2 { // what was interrupted is done again
		if err := Forget(t.Context(), o, store.Forgettable{Commitment: id}); err != nil {
			t.Fatal(err)
		}
	}
	if kept() {
		t.Error("the page's bytes are still in the file")
	}
	if n := query(t, o, "SELECT count(*) FROM runs WHERE command = 'forget' AND source = '"+id+"' AND outcome = 'done'"); n != 2 {
		t.Errorf("%d runs recorded, want 2", n)
	}
	saved := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(saved, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	o.Command, o.Sources = Import, nil
	report, asked := asks(t, o, site, nil)
	o.Sources = []scrape.Source{{Kind: scrape.SourceFile, Arg: saved}}
	files, _ := asks(t, o, site, nil)
	if asked > 0 || report.Present != 2 || report.Forgotten != 1 || files.Run.New > 0 || len(files.Skipped) != 1 {
		t.Errorf("%d requests, %d there, %d forgotten, %d new of a file, skipped %v; want 0, 2, 1, 0 and one", asked, report.Present, report.Forgotten, files.Run.New, files.Skipped)
	}
	o.Sources = []scrape.Source{{Kind: scrape.SourceCommitment, Arg: origin + large.Path(1), Ref: ogp.ParseURL(large.Path(1))}}
	if report, asked := asks(t, o, site, nil); asked != 1 || report.Run.New != 1 {
		t.Errorf("%d requests, %d new when its address is named; want 1 and 1", asked, report.Run.New)
	}
}
