package store_test

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"ogp"
	"ogp/store"
)

// similar are pages of one site: the same surroundings, text of their own.
func similar(site uint64, first, n int) []store.Archived {
	surroundings := noise(rand.New(rand.NewPCG(site, 0)), 20_000)
	var pages []store.Archived
	for i := first; i < first+n; i++ {
		p := page(fmt.Sprintf("KE%04d", i), "en", fmt.Sprint(i), day(1))
		p.Page.Body = []byte(surroundings + noise(rand.New(rand.NewPCG(site, uint64(i+1))), 500) + "|" + fmt.Sprint(i))
		pages = append(pages, p)
	}
	return pages
}

func noise(r *rand.Rand, size int) string {
	var b strings.Builder
	for b.Len() < size {
		fmt.Fprintf(&b, "<a href=\"/%d\">%x</a>", r.IntN(1000), r.Uint32())
	}
	return b.String()
}

// wantBodies checks that the archive gives back every byte.
func wantBodies(t *testing.T, s *store.Store, pages []store.Archived) {
	t.Helper()
	want := map[string]string{}
	for _, p := range pages {
		want[p.Reading.ID] = string(p.Page.Body)
	}
	n := 0
	for p, err := range s.Pages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if string(p.Body) != want[p.ID] {
			t.Errorf("page %s has other bytes than it was stored with", p.ID)
		}
		n++
	}
	if n != len(pages) {
		t.Errorf("%d pages, want %d", n, len(pages))
	}
}

func TestPagesOfOneSiteShareADictionary(t *testing.T) {
	s := create(t)
	pages := similar(1, 0, 12)
	save(t, s, pages...)
	wantRows(t, s, "SELECT dictionary_id FROM dictionaries", "1")
	wantRows(t, s, "SELECT count(*) FROM pages WHERE octet_length(body) * 8 > bytes", "0")
	more := similar(1, 12, 1)
	save(t, s, more...)
	wantRows(t, s, "SELECT count(*) FROM pages WHERE octet_length(body) * 8 > bytes", "0")
	reader := open(t, s.Path(), store.Options{ReadOnly: true, Brief: true})
	wantBodies(t, reader, append(pages, more...))

	// The site gets another face.
	other := similar(2, 20, 12)
	save(t, s, other...)
	wantRows(t, s, "SELECT dictionary_id FROM dictionaries ORDER BY ALL", "1", "2")
	all := append(append(pages, more...), other...)
	wantBodies(t, s, all)
	wantBodies(t, reader, all)
	path := s.Path()
	closeStore(t, s)
	wantBodies(t, open(t, path, store.Options{}), all)
}

func TestPagesWithNothingInCommonHaveNoDictionary(t *testing.T) {
	s := create(t)
	var pages []store.Archived
	for i := range 8 {
		pages = append(pages, similar(uint64(i), i, 1)...)
	}
	save(t, s, pages...)
	save(t, s, similar(1, 10, 3)...)
	wantRows(t, s, "SELECT dictionary_id FROM dictionaries")
	wantBodies(t, s, append(pages, similar(1, 10, 3)...))
}

func TestDictionaryOutlivesTheBatchThatFailed(t *testing.T) {
	s := create(t)
	_, err := s.Save(t.Context(), store.Batch{Pages: similar(1, 0, 8), Visits: []ogp.Visit{{Run: "", Number: 1}}})
	wantError(t, err, "NOT NULL")
	wantRows(t, s, "SELECT count(*) FROM pages", "0")
	pages := similar(1, 20, 2)
	save(t, s, pages...)
	wantRows(t, s, "SELECT dictionary_id FROM dictionaries", "1")
	wantRows(t, s, "SELECT count(*) FROM pages WHERE octet_length(body) * 8 > bytes", "0")
	closeStore(t, s)
	wantBodies(t, open(t, s.Path(), store.Options{}), pages)
}

func TestPackedPagesAreStoredLikeOthers(t *testing.T) {
	s := create(t)
	pages := similar(1, 0, 40)
	waiting := slices.Clone(pages)
	for from := 0; from < 32; from += 16 {
		if err := s.Pack(t.Context(), waiting[from:from+16]); err != nil {
			t.Fatal(err)
		}
	}
	for i, p := range waiting {
		if packed := p.Page.Body == nil; packed != (i < 32) {
			t.Fatalf("page %d is packed: %v", i, packed)
		}
	}
	save(t, s, waiting...)
	wantBodies(t, s, pages)
	wantRows(t, s, "SELECT dictionary_id FROM dictionaries", "1")
	for _, p := range pages[:2] {
		sum := sha256.Sum256(p.Page.Body)
		wantRows(t, s, "SELECT sha256, bytes FROM pages WHERE commitment_id = '"+p.Reading.ID+"'",
			fmt.Sprintf("%x|%d", sum, len(p.Page.Body)))
	}
}
