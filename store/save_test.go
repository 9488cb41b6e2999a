package store_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"ogp"
	"ogp/store"
)

const versions = `SELECT commitment_id, language, version, fingerprint, first_seen, last_seen
	FROM pages ORDER BY commitment_id, language, version`

func TestSaveAgainChangesNothing(t *testing.T) {
	s := empty(t)
	pages := []store.Archived{page("KE0001", "en", "one", day(1)), page("KE0002", "en", "two", day(1))}
	want := []store.Kept{{"KE0001", "en", 1, store.New}, {"KE0002", "en", 1, store.New}}
	if diff := cmp.Diff(want, save(t, s, pages...)); diff != "" {
		t.Errorf("first time (-want +got):\n%s", diff)
	}
	everything := func() (all []string) {
		for _, table := range []string{"pages", "readings", "changes", "commitments", "milestones"} {
			all = append(all, read(t, s, "FROM "+table+" ORDER BY ALL")...)
		}
		return all
	}
	before := everything()
	want[0].Result, want[1].Result = store.Unchanged, store.Unchanged
	if diff := cmp.Diff(want, save(t, s, pages...)); diff != "" {
		t.Errorf("second time (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, everything()); diff != "" {
		t.Errorf("saving again changed the database:\n%s", diff)
	}
}

func TestNewContentIsANewVersion(t *testing.T) {
	s := empty(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	got := save(t, s, page("KE0001", "en", "two", day(2)), page("KE0001", "en", "one", day(3)))
	want := []store.Kept{{"KE0001", "en", 2, store.Changed}, {"KE0001", "en", 3, store.Changed}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("saved (-want +got):\n%s", diff)
	}
	wantRows(t, s, "SELECT version, title FROM readings ORDER BY version", "1|one", "2|two", "3|one")
	wantRows(t, s, "SELECT title, page_version, first_seen FROM commitments",
		"one|3|2024-05-03T12:30:00.123456Z")
}

func TestNonceAloneMakesNoVersion(t *testing.T) {
	s := empty(t)
	first := page("KE0001", "en", "one", day(1))
	save(t, s, first)
	sha := read(t, s, "SELECT sha256 FROM pages")
	again := page("KE0001", "en", "one", day(4))
	again.Page.Header.Set("ETag", `"other"`)
	if bytes.Equal(first.Page.Body, again.Page.Body) {
		t.Fatal("the bodies do not differ")
	}
	save(t, s, again)
	wantRows(t, s, versions, "KE0001|en|1|fp:one|2024-05-01T12:30:00.123456Z|2024-05-04T12:30:00.123456Z")
	wantRows(t, s, "SELECT sha256 FROM pages", sha...)
	wantRows(t, s, "SELECT etag FROM pages", `"other"`)
	wantRows(t, s, "SELECT last_seen FROM commitments", "2024-05-04T12:30:00.123456Z")
}

func TestOldCopyThatComesInLateTakesItsPlaceInTime(t *testing.T) {
	s := empty(t)
	save(t, s, page("KE0001", "en", "now", day(10)))
	got := save(t, s, page("KE0001", "en", "then", day(2)))
	if diff := cmp.Diff([]store.Kept{{"KE0001", "en", 1, store.Changed}}, got); diff != "" {
		t.Errorf("saved (-want +got):\n%s", diff)
	}
	wantRows(t, s, "SELECT title, page_version FROM commitments", "now|2")
	wantRows(t, s, `SELECT number, changed_at, kind, field, "before", "after" FROM changes ORDER BY number`,
		"1|2024-05-02T12:30:00.123456Z|new|NULL|NULL|NULL",
		"2|2024-05-10T12:30:00.123456Z|edited|title|then|now")
}

func TestContentSeenBeforeAndAfterAnotherIsTwoVersions(t *testing.T) {
	s := empty(t)
	save(t, s, page("KE0001", "en", "a", day(1)), page("KE0001", "en", "a", day(9)))
	save(t, s, page("KE0001", "en", "b", day(5)))
	wantRows(t, s, versions,
		"KE0001|en|1|fp:a|2024-05-01T12:30:00.123456Z|2024-05-01T12:30:00.123456Z",
		"KE0001|en|2|fp:b|2024-05-05T12:30:00.123456Z|2024-05-05T12:30:00.123456Z",
		"KE0001|en|3|fp:a|2024-05-09T12:30:00.123456Z|2024-05-09T12:30:00.123456Z")
	wantRows(t, s, "SELECT version, title, len(milestones) FROM readings ORDER BY version", "1|a|2", "2|b|2", "3|a|2")
	wantRows(t, s, "SELECT count(DISTINCT body) FROM pages", "2")
}

func TestBatchOutOfOrderIsPutInOrder(t *testing.T) {
	s := empty(t)
	got := save(t, s, page("KE0001", "en", "a", day(1)), page("KE0001", "en", "a", day(9)),
		page("KE0001", "en", "b", day(5)), page("KE0001", "en", "c", day(3)))
	want := []store.Kept{
		{"KE0001", "en", 1, store.New}, {"KE0001", "en", 4, store.Changed},
		{"KE0001", "en", 3, store.Changed}, {"KE0001", "en", 2, store.Changed},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("saved (-want +got):\n%s", diff)
	}
	save(t, s, page("KE0001", "en", "d", day(4)), page("KE0001", "en", "a", day(2)))
	wantRows(t, s, "SELECT version, fingerprint, day(first_seen), day(last_seen) FROM pages ORDER BY version",
		"1|fp:a|1|2", "2|fp:c|3|3", "3|fp:d|4|4", "4|fp:b|5|5", "5|fp:a|9|9")
	wantRows(t, s, "SELECT version, title FROM readings ORDER BY version", "1|a", "2|c", "3|d", "4|b", "5|a")
	for p, err := range s.Pages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		title := read(t, s, fmt.Sprintf("SELECT title FROM readings WHERE version = %d", p.Version))[0]
		if !bytes.HasSuffix(p.Body, []byte("|"+title)) {
			t.Errorf("version %d has the reading %q and the body %q", p.Version, title, p.Body)
		}
	}
}

func TestNotModifiedVisitMovesLastSeen(t *testing.T) {
	s := empty(t)
	p := page("KE0001", "en", "one", day(1))
	save(t, s, p)
	_, err := s.Save(t.Context(), store.Batch{Visits: []ogp.Visit{
		{Run: "r", Number: 1, URL: p.Page.URL, At: day(7), Outcome: ogp.Unchanged, Status: 304},
		{Run: "r", Number: 2, URL: ogp.Site + "/members/peru/commitments/PE0001/", At: day(7), Outcome: ogp.Unchanged, Status: 304},
	}})
	if err != nil {
		t.Fatal(err)
	}
	wantRows(t, s, versions, "KE0001|en|1|fp:one|2024-05-01T12:30:00.123456Z|2024-05-07T12:30:00.123456Z")
	wantRows(t, s, "SELECT run_id, number, outcome, status, error FROM visits ORDER BY number",
		"r|1|unchanged|304|NULL", "r|2|unchanged|304|NULL")
}

func TestFailedBatchLeavesAllAsItWas(t *testing.T) {
	s := empty(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	before := read(t, s, versions)
	_, err := s.Save(t.Context(), store.Batch{
		Pages:    []store.Archived{page("KE0001", "en", "two", day(2)), page("KE0002", "en", "new", day(2))},
		Visits:   []ogp.Visit{{Run: "", Number: 1}}, // a visit of no run breaks NOT NULL, after the pages went in
		Listings: []ogp.Listing{{URL: ogp.Site + "/x/", State: ogp.Fetched}},
	})
	wantError(t, err, "visits", "NOT NULL")
	wantRows(t, s, versions, before...)
	wantRows(t, s, "SELECT title FROM commitments", "one")
	wantRows(t, s, "SELECT count(*) FROM frontier", "0")
	save(t, s, page("KE0002", "en", "new", day(2)))
	wantRows(t, s, "SELECT count(*) FROM pages", "2")
}

func TestPagesThatNobodyCouldFindAgainAreRefused(t *testing.T) {
	s := empty(t)
	for name, spoil := range map[string]func(*store.Archived){
		"no commitment id": func(p *store.Archived) { p.Reading.ID = "" },
		"commitment id":    func(p *store.Archived) { p.Reading.ID = "ke1" },
		"no language":      func(p *store.Archived) { p.Reading.Language = "" },
		"no fingerprint":   func(p *store.Archived) { p.Reading.Fingerprint = "" },
		"no time":          func(p *store.Archived) { p.Page.FetchedAt = time.Time{} },
		"body of 0 bytes":  func(p *store.Archived) { p.Page.Body = nil },
	} {
		t.Run(name, func(t *testing.T) {
			p := page("KE0001", "en", "one", day(1))
			spoil(&p)
			_, err := s.Save(t.Context(), store.Batch{Pages: []store.Archived{p}})
			wantError(t, err, name, p.Page.URL)
		})
	}
	wantRows(t, s, "SELECT count(*) FROM pages", "0")
}

func TestBrokenTextSurvives(t *testing.T) {
	s := empty(t)
	p := page("KE0001", "en", "caf\xe9", day(1))
	p.Reading.Causes = []string{"caus\xe9"}
	p.Reading.Milestones[0].Title = "mil\xe9"
	p.Reading.Description = "nul \x00 inside"
	p.Page.Header.Set("ETag", "\"\xe9\"")
	save(t, s, p)
	wantRows(t, s, "SELECT title, causes, description, milestones[1].title FROM commitments",
		"caf\uFFFD|[caus\uFFFD]|nul \x00 inside|mil\uFFFD")
	wantRows(t, s, "SELECT etag, fingerprint FROM pages", "\"\uFFFD\"|fp:caf\uFFFD")
	if got := save(t, s, page("KE0001", "en", "caf\xe9", day(2))); got[0].Result != store.Unchanged {
		t.Errorf("the same broken page again is %s", got[0].Result)
	}
}

func TestPagesComeBackAsTheyWere(t *testing.T) {
	s := empty(t)
	local := page("KE0002", "en", "two", day(2))
	local.Page.URL, local.Page.Header, local.From = "", nil, "saved/KE0002.html"
	translated := page("KE0001", "es", "uno", day(3))
	save(t, s, local, translated, page("KE0001", "en", "one", day(1)))

	var got []store.Stored
	for p, err := range s.Pages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, p)
	}
	stored := func(a store.Archived) store.Stored {
		a.Page.FetchedAt = a.Page.FetchedAt.Truncate(time.Microsecond)
		return store.Stored{Page: a.Page, ID: a.Reading.ID, Language: a.Reading.Language, Version: 1}
	}
	local.Page.URL = local.From
	want := []store.Stored{stored(page("KE0001", "en", "one", day(1))), stored(translated), stored(local)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
}

func TestPagesStreamInPieces(t *testing.T) {
	s := empty(t)
	var pages []store.Archived
	var want []string
	for i := range 600 {
		id := fmt.Sprintf("KE%04d", (i*7)%600)
		pages = append(pages, page(id, "en", id, day(1)))
		want = append(want, id)
	}
	slices.Sort(want)
	save(t, s, pages...)
	var got []string
	for p, err := range s.Pages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, p.ID)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("streamed (-want +got):\n%s", diff)
	}
}

func TestPreferredLanguageIsEnglishElseTheFirst(t *testing.T) {
	s := empty(t)
	save(t, s, page("KE0001", "fr", "un", day(1)), page("KE0001", "es", "uno", day(1)))
	wantRows(t, s, "SELECT commitment_id, language FROM commitments", "KE0001|es")
	save(t, s, page("KE0001", "en", "one", day(2)), page("KE0001", "es", "uno más", day(3)), page("KE0001", "ar", "واحد", day(3)))
	wantRows(t, s, "SELECT commitment_id, language, page_version, title FROM commitments", "KE0001|en|1|one")
	wantRows(t, s, "SELECT kind, changed_at FROM changes", "new|2024-05-01T12:30:00.123456Z")
}

func TestBodyIsAFrameThatAnyProgramReads(t *testing.T) {
	s := empty(t)
	pages := similar(1, 0, 3)
	waiting := slices.Clone(pages)
	waiting[0].Compress()
	if waiting[0].Page.Body != nil {
		t.Error("a compressed page keeps its bytes")
	}
	save(t, s, waiting...)
	wantBodies(t, s, pages)
	decoder, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer decoder.Close()
	for _, p := range pages {
		var frame []byte
		if err := s.DB().QueryRow("SELECT body FROM pages WHERE commitment_id = ?", p.Reading.ID).Scan(&frame); err != nil {
			t.Fatal(err)
		}
		body, err := decoder.DecodeAll(frame, nil)
		if err != nil || !bytes.Equal(body, p.Page.Body) {
			t.Errorf("%s: %d bytes, %v", p.Reading.ID, len(body), err)
		}
		wantRows(t, s, "SELECT sha256, bytes FROM pages WHERE commitment_id = '"+p.Reading.ID+"'",
			fmt.Sprintf("%x|%d", sha256.Sum256(p.Page.Body), len(p.Page.Body)))
	}
}

func TestRowsOfARunStandTogether(t *testing.T) {
	s := create(t)
	run := ogp.Run{ID: "r", Command: "refresh", Source: "x", StartedAt: day(1)}
	if err := s.StartRun(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	save(t, s, page("KE0001", "en", "one", day(1)))
	for n := range 5 {
		visit := ogp.Visit{Run: "r", Number: ogp.Count(n + 1), URL: listing("kenya", "KE0001").URL, At: day(n + 2), Outcome: ogp.Unchanged}
		if _, err := s.Save(t.Context(), store.Batch{Visits: []ogp.Visit{visit}}); err != nil {
			t.Fatal(err)
		}
	}
	const groups = `SELECT (SELECT count(DISTINCT row_group_id) FROM pragma_storage_info('visits')),
		(SELECT count(DISTINCT row_group_id) FROM pragma_storage_info('observations'))`
	wantRows(t, s, groups, "5|6")
	before := read(t, s, "FROM visits ORDER BY ALL")
	run.FinishedAt, run.Outcome = day(9), "done"
	if err := s.FinishRun(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	wantRows(t, s, groups, "1|2")
	wantRows(t, s, "FROM visits ORDER BY ALL", before...)
	wantRows(t, s, "SELECT count(*) FROM observations WHERE run_id = 'r'", "5")
}
