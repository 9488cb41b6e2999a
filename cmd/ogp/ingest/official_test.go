package ingest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ogp/scrape"
	"ogp/store/runlock"
)

// edition is OGP's database with some rows, in a file.
func edition(t *testing.T, rows int) scrape.Source {
	t.Helper()
	var b strings.Builder
	b.WriteString("Commitment Unique Identifier,Specificity,URL\n")
	for n := range rows {
		fmt.Fprintf(&b, "KE%04d,High,https://www.opengovpartnership.org/members/kenya/commitments/KE%04[1]d/\n", n+1)
	}
	path := filepath.Join(t.TempDir(), "database.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return scrape.Source{Kind: scrape.SourceDatabase, Arg: path}
}

// TestExtractIsHeldBack: it does not take the findings of the whole database away,
// unless that is asked for.
func TestExtractIsHeldBack(t *testing.T) {
	t.Parallel()
	_, site, origin := largeSite(t, 1)
	o := order(t, origin)
	o.NoFetch, o.Online = true, false
	whole, extract := edition(t, 20), edition(t, 3)
	o.Sources = []scrape.Source{whole}
	asks(t, o, site, nil)
	o.Sources = []scrape.Source{extract}
	report, asked := asks(t, o, site, nil)
	if report.HeldBack == "" || report.Official.RowCount != 20 || asked != 0 {
		t.Errorf("held back %q, %d rows in force, %d requests; want the extract held back", report.HeldBack, report.Official.RowCount, asked)
	}
	if n := query(t, o, "SELECT count(*) FROM official"); n != 20 {
		t.Errorf("%d rows in the table official, want 20", n)
	}
	o.Replace = true
	if report, _ := asks(t, o, site, nil); report.HeldBack != "" || report.Official.RowCount != 3 {
		t.Errorf("held back %q, %d rows in force; want the extract in force", report.HeldBack, report.Official.RowCount)
	}
	if n := query(t, o, "SELECT count(*) FROM official"); n != 3 {
		t.Errorf("%d rows in the table official, want 3", n)
	}
}

// TestUnusableSourceLeavesNothing: not even an empty database.
func TestUnusableSourceLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var usage UsageError
	var unusable UnusableError
	for name, c := range map[string]struct {
		source scrape.Source
		want   any
	}{
		"an export":         {scrape.Source{Kind: scrape.SourceDatabase, Arg: file("commitments.csv", "commitment_id,url\nKE0001,x\n")}, &usage},
		"another table":     {scrape.Source{Kind: scrape.SourceDatabase, Arg: file("other.csv", "a,b\n1,2\n")}, &usage},
		"a broken table":    {scrape.Source{Kind: scrape.SourceDatabase, Arg: file("broken.csv", "Commitment Unique Identifier\n\"KE0001\n")}, &unusable},
		"an empty list":     {scrape.Source{Kind: scrape.SourceList, Arg: file("list.txt", "# nothing\n")}, &unusable},
		"an empty archive":  {scrape.Source{Kind: scrape.SourceFile, Arg: file("empty.warc", "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n")}, &unusable},
		"a folder of notes": {scrape.Source{Kind: scrape.SourceFolder, Arg: t.TempDir()}, &unusable},
	} {
		o := firstOrder(t, "https://mirror.example")
		o.Sources, o.Online = []scrape.Source{c.source}, false
		if _, err := Run(t.Context(), o); !errors.As(err, c.want) {
			t.Errorf("%s: error %v (%[2]T), want %T", name, err, c.want)
		}
		if _, err := os.Stat(o.Database); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s leaves a database: %v", name, err)
		}
	}
}

// TestSourceWithoutPagesIsANote where others have pages.
func TestSourceWithoutPagesIsANote(t *testing.T) {
	t.Parallel()
	_, site, origin := largeSite(t, 1)
	o := order(t, origin)
	o.Online = false
	o.Sources = []scrape.Source{{Kind: scrape.SourceFolder, Arg: t.TempDir()}, {Kind: scrape.SourceFile, Arg: archive(t, 2, 0)}}
	if report, _ := asks(t, o, site, nil); report.Run.New != 2 {
		t.Errorf("%d new pages, want 2", report.Run.New)
	}
}

func TestDryRunNeedsNoLock(t *testing.T) {
	t.Parallel()
	_, site, origin := largeSite(t, 1)
	o := order(t, origin)
	lock, err := runlock.Take(o.Database, "a test")
	if err != nil {
		t.Fatal(err)
	}
	o.DryRun = true
	asks(t, o, site, nil)
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
}

// TestListNamedAsATable is a list: its addresses are visited, and OGP's database
// stays as it is.
func TestListNamedAsATable(t *testing.T) {
	t.Parallel()
	large, site, origin := largeSite(t, 1)
	o := order(t, origin)
	path := filepath.Join(t.TempDir(), "pages.csv")
	if err := os.WriteFile(path, []byte("URL,Title\n"+origin+large.Path(0)+",x\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	o.Sources = []scrape.Source{{Kind: scrape.SourceDatabase, Arg: path}}
	if report, asked := asks(t, o, site, nil); asked != 1 || report.Official != nil {
		t.Errorf("%d requests, edition %v; want one page and no edition", asked, report.Official)
	}
}
