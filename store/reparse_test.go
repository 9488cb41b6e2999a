package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/store"
)

// parserOf reads the pages that the helper page makes.
func parserOf(name string) func(ogp.Page) (ogp.Reading, error) {
	return func(p ogp.Page) (ogp.Reading, error) {
		_, text, _ := strings.Cut(string(p.Body), "|")
		ref := ogp.ParseURL(p.URL)
		reading := readingOf(ref.ID, ref.Language, text)
		reading.Parser = name
		reading.Fingerprint = name + ":" + text
		reading.Description = "read by " + name
		return reading, nil
	}
}

func reparse(t *testing.T, s *store.Store, parser string) {
	t.Helper()
	if err := s.Reparse(t.Context(), store.Parser{Page: parserOf(parser)}); err != nil {
		t.Fatal(err)
	}
}

func TestReparseReadsEveryVersionAgain(t *testing.T) {
	s := empty(t)
	var pages []store.Archived
	for i := range 300 {
		pages = append(pages, page(fmt.Sprintf("KE%04d", i), "en", "one", day(1)))
	}
	save(t, s, pages...)
	save(t, s, page("KE0000", "en", "two", day(2)))
	wantNeedsReparse(t, s, "p2", true)

	var progress [][2]int
	err := s.Reparse(t.Context(), store.Parser{
		Page:     parserOf("p2"),
		Progress: func(done, total int) { progress = append(progress, [2]int{done, total}) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][2]int{{0, 301}, {64, 301}, {128, 301}, {192, 301}, {256, 301}, {301, 301}}, progress); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
	wantNeedsReparse(t, s, "p2", false)
	wantRows(t, s, "SELECT description, parser, count(*) FROM readings GROUP BY ALL", "read by p2|p2|301")
	wantRows(t, s, `SELECT kind, field, "before", "after", count(*) FROM changes GROUP BY ALL ORDER BY ALL DESC`,
		"new|NULL|NULL|NULL|300", "edited|title|one|two|1")
	if got := save(t, s, func() store.Archived {
		p := page("KE0001", "en", "one", day(3))
		p.Reading, _ = parserOf("p2")(p.Page)
		return p
	}()); got[0].Result != store.Unchanged {
		t.Errorf("a parser with other fingerprints made an unchanged page %s", got[0].Result)
	}
}

func TestReparseThatFailsLeavesTheOldRows(t *testing.T) {
	s := empty(t)
	save(t, s, page("KE0001", "en", "one", day(1)), page("KE0002", "en", "two", day(1)))
	before := read(t, s, "FROM commitments ORDER BY ALL")
	broken := errors.New("no such table of labels")
	err := s.Reparse(t.Context(), store.Parser{Page: func(p ogp.Page) (ogp.Reading, error) {
		if ogp.ParseURL(p.URL).ID == "KE0002" {
			return ogp.Reading{}, broken
		}
		return parserOf("p2")(p)
	}})
	if !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
	wantError(t, err, "KE0002")
	wantRows(t, s, "FROM commitments ORDER BY ALL", before...)
	wantRows(t, s, "SELECT fingerprint FROM pages ORDER BY ALL", "fp:one", "fp:two")
}

// TestPageThatCannotBeReadKeepsItsReading with an issue, whether the parser fails on
// it or the archive has lost it; the others are read.
func TestPageThatCannotBeReadKeepsItsReading(t *testing.T) {
	s := empty(t)
	save(t, s, page("KE0001", "en", "one", day(1)), page("KE0002", "en", "two", day(1)), page("KE0002", "en", "three", day(2)),
		page("KE0003", "en", "four", day(1)), page("KE0004", "en", "five", day(1)))
	for _, damage := range []string{"body = '\\xAA\\xBB'::BLOB WHERE commitment_id = 'KE0003'", "header = '{' WHERE commitment_id = 'KE0004'"} {
		if _, err := s.DB().Exec("UPDATE contents SET " + damage); err != nil {
			t.Fatal(err)
		}
	}
	parser := store.Parser{Official: store.OfficialParser{Version: "p2"}, Page: func(p ogp.Page) (ogp.Reading, error) {
		if ogp.ParseURL(p.URL).ID == "KE0002" {
			return ogp.Reading{}, fmt.Errorf("%w: index out of range", ogp.ErrParserFault)
		}
		return parserOf("p2")(p)
	}}
	for range 2 { // it is tried again each time
		if err := s.Reparse(t.Context(), parser); err != nil {
			t.Fatal(err)
		}
	}
	wantRows(t, s, "SELECT commitment_id, title FROM commitments ORDER BY ALL", "KE0001|one", "KE0002|three", "KE0003|four", "KE0004|five")
	wantRows(t, s, "SELECT commitment_id, kind, regexp_extract(detail, 'index out of range|damaged|headers') FROM issues ORDER BY ALL",
		"KE0002|page|index out of range", "KE0003|page|damaged", "KE0004|page|headers")
	wantRows(t, s, "SELECT commitment_id, kind FROM changes ORDER BY ALL", "KE0001|new", "KE0002|edited", "KE0002|new", "KE0003|new", "KE0004|new")
	wantNeedsReparse(t, s, "p2", false)
}

func TestReparseThatIsCancelledLeavesTheOldRows(t *testing.T) {
	s := empty(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	before := read(t, s, "FROM commitments")
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Reparse(ctx, store.Parser{Page: func(p ogp.Page) (ogp.Reading, error) {
		cancel()
		return parserOf("p2")(p)
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	wantRows(t, s, "FROM commitments", before...)
	reparse(t, s, "p2")
	wantRows(t, s, "SELECT parser FROM commitments", "p2")
}

func TestReparseKeepsTheDataDictionary(t *testing.T) {
	s := create(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	const dictionary = `SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() ORDER BY ALL`
	before := read(t, s, dictionary)
	reparse(t, s, "p2")
	wantRows(t, s, dictionary, before...)
	wantRows(t, s, "SELECT count(*) FROM duckdb_tables() WHERE comment IS NULL", "0")
	closeStore(t, s)
	wantRows(t, open(t, s.Path(), store.Options{ReadOnly: true}), dictionary, before...)
}

func TestReparseKeepsPagesThatAreNoCommitments(t *testing.T) {
	s := empty(t)
	save(t, s, page("KE0001", "en", "one", day(1)), page("KE0002", "en", "two", day(1)))
	err := s.Reparse(t.Context(), store.Parser{Page: func(p ogp.Page) (ogp.Reading, error) {
		if ogp.ParseURL(p.URL).ID == "KE0002" {
			return ogp.Reading{}, fmt.Errorf("a list: %w", ogp.ErrNotCommitment)
		}
		return parserOf("p2")(p)
	}})
	if err != nil {
		t.Fatal(err)
	}
	wantRows(t, s, "SELECT commitment_id FROM commitments", "KE0001")
	wantRows(t, s, "SELECT commitment_id FROM pages ORDER BY ALL", "KE0001", "KE0002")
	wantRows(t, s, "SELECT commitment_id FROM changes", "KE0001")
	wantNeedsReparse(t, s, "p2", false)
}

// TestTimeWithoutEndIsNotKnown: a file of another's may say that a page was seen then.
func TestTimeWithoutEndIsNotKnown(t *testing.T) {
	s := empty(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	if _, err := s.DB().Exec("UPDATE observations SET seen_at = 'infinity'"); err != nil {
		t.Fatal(err)
	}
	reparse(t, s, "p2")
	wantRows(t, s, "SELECT title, first_seen IS NULL, last_seen IS NULL FROM commitments", "one|true|true")
}
