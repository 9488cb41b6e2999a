package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/store"
	"ogp/store/due"
)

func listing(slug, id string) ogp.Listing {
	ref := ogp.Ref{Kind: ogp.KindCommitment, ID: id, Slug: slug, Language: "en"}
	return ogp.Listing{
		URL: ref.URL(), Kind: ref.Kind, ID: id, Language: "en",
		FoundBy: "sitemap", FoundIn: ogp.Site + "/sitemap.xml", FoundAt: kept(1), State: ogp.Listed,
	}
}

func list(t *testing.T, s *store.Store, listings ...ogp.Listing) {
	t.Helper()
	if _, err := s.Save(t.Context(), store.Batch{Found: listings}); err != nil {
		t.Fatal(err)
	}
}

func known(t *testing.T, s *store.Store) []store.Known {
	t.Helper()
	all, err := s.Known(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func dueIDs(t *testing.T, s *store.Store) []string {
	t.Helper()
	ids := []string{}
	for _, page := range known(t, s) {
		if (due.Rule{}).Import(page) {
			ids = append(ids, page.ID)
		}
	}
	return ids
}

func TestListKeepsTheFirstFind(t *testing.T) {
	s := empty(t)
	first := listing("kenya", "KE0001")
	first.LastModified = kept(2)
	list(t, s, first, first)
	if _, err := s.Save(t.Context(), store.Batch{Listings: []ogp.Listing{
		{URL: first.URL, State: ogp.Refused, ErrorClass: ogp.ClassRobots, Reason: "robots.txt", TriedAt: kept(3)},
	}}); err != nil {
		t.Fatal(err)
	}
	again := listing("kenya", "KE0001")
	again.FoundBy, again.FoundIn, again.FoundAt, again.LastModified = "member", "elsewhere", kept(4), kept(5)
	list(t, s, again)
	unknown := listing("kenya", "KE0001")
	list(t, s, unknown)
	wantRows(t, s, "FROM frontier", first.URL+"|commitment|KE0001|en|sitemap|"+ogp.Site+"/sitemap.xml|"+
		"2024-05-01T12:30:00.123456Z|2024-05-05T12:30:00.123456Z|refused|robots.txt|2024-05-03T12:30:00.123456Z|robots|NULL|NULL")
	if _, err := s.Save(t.Context(), store.Batch{Listings: []ogp.Listing{{URL: first.URL, State: ogp.Fetched, TriedAt: kept(6)}}}); err != nil {
		t.Fatal(err)
	}
	wantRows(t, s, "SELECT state, reason, error_class FROM frontier", "fetched|NULL|NULL")
}

func TestDueIsWhatAnImportAsksFor(t *testing.T) {
	s := empty(t)
	member := ogp.Listing{URL: ogp.Site + "/members/kenya/", Kind: ogp.KindMember, State: ogp.Listed}
	list(t, s, listing("kenya", "KE0002"), listing("kenya", "KE0001"), listing("peru", "PE0001"), member,
		listing("peru", "PE0002"), listing("peru", "PE0003"), listing("peru", "PE0004"), listing("peru", "PE0005"), listing("peru", "PE0006"))
	var states []ogp.Listing
	for id, state := range map[string]ogp.Outcome{
		"PE0001": ogp.InFlight, "PE0002": ogp.Failed, "PE0003": ogp.Refused,
		"PE0004": ogp.Gone, "PE0005": ogp.NotCommitment, "PE0006": ogp.Forgotten,
	} {
		states = append(states, ogp.Listing{URL: listing("peru", id).URL, State: state})
	}
	if _, err := s.Save(t.Context(), store.Batch{Listings: states}); err != nil {
		t.Fatal(err)
	}
	want := []string{"KE0001", "KE0002", "PE0001", "PE0002", "PE0003", "PE0004", "PE0005"}
	if diff := cmp.Diff(want, dueIDs(t, s)); diff != "" {
		t.Errorf("due (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(store.Known{Listing: listing("kenya", "KE0001")}, known(t, s)[0]); diff != "" {
		t.Errorf("listing does not come back as it was (-want +got):\n%s", diff)
	}
	save(t, s, page("KE0001", "en", "one", day(1)))
	if diff := cmp.Diff(want, dueIDs(t, s)); diff != "" {
		t.Errorf("due with a page in the archive that is not from the site (-want +got):\n%s", diff)
	}
	sent(t, s, "KE0001", 1)
	if diff := cmp.Diff(want[1:], dueIDs(t, s)); diff != "" {
		t.Errorf("due with a page that the site has sent (-want +got):\n%s", diff)
	}
}

// sent notes that the site sent a page of Kenya's.
func sent(t *testing.T, s *store.Store, id string, at int) {
	t.Helper()
	fetched := ogp.Listing{URL: listing("kenya", id).URL, State: ogp.Fetched, TriedAt: kept(at), SeenAt: kept(at)}
	if _, err := s.Save(t.Context(), store.Batch{Listings: []ogp.Listing{fetched}}); err != nil {
		t.Fatal(err)
	}
}

func TestKnownTellsWhatTheArchiveHas(t *testing.T) {
	s := empty(t)
	list(t, s, listing("kenya", "KE0001"), listing("kenya", "KE0002"))
	first, second := page("KE0001", "en", "one", day(1)), page("KE0001", "en", "two", day(3))
	first.Page.Header.Set("ETag", `"1"`)
	second.Page.Header.Set("ETag", `"2"`)
	second.Page.Header.Set("Last-Modified", "Fri, 03 May 2024 00:00:00 GMT")
	save(t, s, second, first)
	want := []store.Known{
		{Listing: listing("kenya", "KE0001"), LastSeen: kept(3)},
		{Listing: listing("kenya", "KE0002")},
	}
	if diff := cmp.Diff(want, known(t, s)); diff != "" {
		t.Errorf("known, of which the site has sent nothing (-want +got):\n%s", diff)
	}
	sent(t, s, "KE0001", 3)
	page := known(t, s)[0]
	if page.ETag != `"2"` || page.Changed != "Fri, 03 May 2024 00:00:00 GMT" || page.SentBy != second.Page.URL {
		t.Errorf("validators %s, %s by %s of a page that the site sent last", page.ETag, page.Changed, page.SentBy)
	}
	sent(t, s, "KE0001", 2)
	if page := known(t, s)[0]; page.ETag == "" {
		t.Error("an earlier time of the site's displaces a later one")
	}
}

func TestSeveralAddressesAreOnePage(t *testing.T) {
	s := empty(t)
	later := listing("cote-d-ivoire", "CI0001")
	later.FoundAt = kept(2)
	list(t, s, later, listing("cote-d'ivoire", "CI0001"))
	pages := known(t, s)
	if len(pages) != 1 || pages[0].URL != listing("cote-d'ivoire", "CI0001").URL {
		t.Errorf("known %+v, want the address found first, once", pages)
	}
	translation := listing("cote-d'ivoire", "CI0001")
	translation.URL, translation.Language = ogp.Ref{Kind: ogp.KindCommitment, ID: "CI0001", Slug: "cote-d'ivoire", Language: "fr"}.URL(), "fr"
	list(t, s, translation)
	got, err := s.Addresses(t.Context(), "CI0001", "en")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{pages[0].URL, later.URL}, got); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
}

func TestUndatedAddressIsNotTheFirst(t *testing.T) {
	s := empty(t)
	dated, undated := listing("kenya", "KE0001"), listing("angola", "KE0001")
	undated.FoundAt = time.Time{}
	list(t, s, dated, undated)
	if pages := known(t, s); len(pages) != 1 || pages[0].URL != dated.URL {
		t.Errorf("known %+v, want %s", pages, dated.URL)
	}
}

func TestStateOfUnknownAddressIsAdded(t *testing.T) {
	s := empty(t)
	l := listing("kenya", "KE0001")
	l.State = ogp.Fetched
	if _, err := s.Save(t.Context(), store.Batch{Listings: []ogp.Listing{l}}); err != nil {
		t.Fatal(err)
	}
	wantRows(t, s, "SELECT commitment_id, state, found_by FROM frontier", "KE0001|fetched|sitemap")
	_, err := s.Save(t.Context(), store.Batch{Found: []ogp.Listing{{}}})
	wantError(t, err, "without a url")
}

func TestMissingIsCountedFromTheFirstFailure(t *testing.T) {
	s := empty(t)
	list(t, s, listing("kenya", "KE0001"))
	answer := func(at int, state ogp.Outcome) store.Known {
		t.Helper()
		l := ogp.Listing{URL: listing("kenya", "KE0001").URL, State: state, TriedAt: kept(at)}
		if state == ogp.Fetched {
			l.SeenAt = kept(at)
		} else {
			l.MissingSince = kept(at)
		}
		if _, err := s.Save(t.Context(), store.Batch{Listings: []ogp.Listing{l}}); err != nil {
			t.Fatal(err)
		}
		return known(t, s)[0]
	}
	if page := answer(1, ogp.Refused); !page.Missing() || page.Standing(kept(30), time.Time{}) || !page.Standing(kept(31), time.Time{}) || !page.Standing(kept(30), kept(2)) {
		t.Errorf("refused on day 1: %+v; want it missing, standing from day 31 on", page)
	}
	if page := answer(2, ogp.Failed); !page.MissingSince.Equal(kept(1)) {
		t.Errorf("missing since %s, want day 1", page.MissingSince)
	}
	if page := answer(3, ogp.Fetched); page.Missing() || !page.MissingSince.IsZero() {
		t.Errorf("fetched: %+v, want nothing missing", page)
	}
	if page := answer(4, ogp.Gone); !page.Missing() {
		t.Error("gone once, and not in the archive: not missing")
	}
	if page := answer(5, ogp.Gone); page.Missing() {
		t.Error("gone twice: still missing")
	}
}

func TestAddressThatAnsweredLastComesFirst(t *testing.T) {
	s := empty(t)
	old, renamed := listing("kenya", "KE0001"), listing("republic-of-kenya", "KE0001")
	renamed.FoundAt, renamed.State, renamed.SeenAt = kept(5), ogp.Fetched, kept(5)
	list(t, s, old)
	sent(t, s, "KE0001", 1)
	if _, err := s.Save(t.Context(), store.Batch{Listings: []ogp.Listing{renamed}}); err != nil {
		t.Fatal(err)
	}
	if pages := known(t, s); len(pages) != 1 || pages[0].URL != renamed.URL {
		t.Errorf("known %+v, want %s", pages, renamed.URL)
	}
}
