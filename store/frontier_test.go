package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/store"
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
	if err := s.List(t.Context(), listings); err != nil {
		t.Fatal(err)
	}
}

func due(t *testing.T, s *store.Store, f store.Filter) []string {
	t.Helper()
	listings, err := s.Due(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{}
	for _, l := range listings {
		ids = append(ids, l.ID)
	}
	return ids
}

func TestListKeepsTheFirstFind(t *testing.T) {
	s := create(t)
	first := listing("kenya", "KE0001")
	first.LastModified = kept(2)
	list(t, s, first, first)
	if _, err := s.Save(t.Context(), store.Batch{Listings: []ogp.Listing{
		{URL: first.URL, State: ogp.Refused, Reason: "robots.txt", TriedAt: kept(3)},
	}}); err != nil {
		t.Fatal(err)
	}
	again := listing("kenya", "KE0001")
	again.FoundBy, again.FoundIn, again.FoundAt, again.LastModified = "member", "elsewhere", kept(4), kept(5)
	list(t, s, again)
	unknown := listing("kenya", "KE0001")
	list(t, s, unknown)
	wantRows(t, s, "FROM frontier", first.URL+"|commitment|KE0001|en|sitemap|"+ogp.Site+"/sitemap.xml|"+
		"2024-05-01T12:30:00.123456Z|2024-05-05T12:30:00.123456Z|refused|robots.txt|2024-05-03T12:30:00.123456Z")
}

func TestDueIsWhatAnImportAsksFor(t *testing.T) {
	s := create(t)
	member := ogp.Listing{URL: ogp.Site + "/members/kenya/", Kind: ogp.KindMember, State: ogp.Listed}
	list(t, s, listing("kenya", "KE0002"), listing("kenya", "KE0001"), listing("peru", "PE0001"), member,
		listing("peru", "PE0002"), listing("peru", "PE0003"), listing("peru", "PE0004"), listing("peru", "PE0005"), listing("peru", "PE0006"))
	var states []ogp.Listing
	for id, state := range map[string]ogp.Outcome{
		"PE0001": ogp.InFlight, "PE0002": ogp.Failed, "PE0003": ogp.Refused,
		"PE0004": ogp.Gone, "PE0005": ogp.NotCommitment, "PE0006": ogp.Fetched,
	} {
		states = append(states, ogp.Listing{URL: listing("peru", id).URL, State: state})
	}
	if _, err := s.Save(t.Context(), store.Batch{Listings: states}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		filter store.Filter
		want   []string
	}{
		{store.Filter{}, []string{"KE0001", "KE0002", "PE0001", "PE0002"}},
		{store.Filter{Members: []string{"peru"}}, []string{"PE0001", "PE0002"}},
		{store.Filter{Members: []string{"peru", "kenya"}, Limit: 3}, []string{"KE0001", "KE0002", "PE0001"}},
		{store.Filter{Members: []string{"per"}}, []string{}},
	} {
		if diff := cmp.Diff(test.want, due(t, s, test.filter)); diff != "" {
			t.Errorf("due for %+v (-want +got):\n%s", test.filter, diff)
		}
	}
	all, err := s.Due(t.Context(), store.Filter{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]ogp.Listing{listing("kenya", "KE0001")}, all); diff != "" {
		t.Errorf("listing does not come back as it was (-want +got):\n%s", diff)
	}
}

func TestStateOfUnknownAddressIsAdded(t *testing.T) {
	s := create(t)
	l := listing("kenya", "KE0001")
	l.State = ogp.Fetched
	if _, err := s.Save(t.Context(), store.Batch{Listings: []ogp.Listing{l}}); err != nil {
		t.Fatal(err)
	}
	wantRows(t, s, "SELECT commitment_id, state, found_by FROM frontier", "KE0001|fetched|sitemap")
	wantError(t, s.List(t.Context(), []ogp.Listing{{}}), "without a url")
}
