package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/store"
	"ogp/store/captures"
)

func TestCapturesKeepTheirState(t *testing.T) {
	s := empty(t)
	listed := ogp.Captured{
		Service: ogp.SourceCommonCrawl, Key: "k", Timestamp: "20240810000000", Original: "https://x/", MIME: "text/html", Status: 200,
		Digest: "D", Length: 12, File: "a", Offset: "5000000000", State: ogp.CaptureListed, ID: "KE0001", Language: "en",
	}
	lost := listed
	lost.State, lost.Reason = ogp.CaptureLost, "cut"
	other := listed
	other.Digest = "E"
	for _, batch := range []store.Batch{
		{Captures: []ogp.Captured{listed, listed}, Told: map[string]string{"q": "half"}},
		{Captures: []ogp.Captured{listed, lost}},
		{Captures: []ogp.Captured{listed, other}, Told: map[string]string{"q": "all"}}, // listed again
	} {
		if _, err := s.Save(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := captures.Of(t.Context(), s.DB(), ogp.SourceCommonCrawl)
	if diff := cmp.Diff([]ogp.Captured{lost, other}, kept); err != nil || diff != "" {
		t.Errorf("error %v, kept (-want +got):\n%s", err, diff)
	}
	if told, err := store.Told(t.Context(), s.DB(), "q"); err != nil || told != "all" {
		t.Errorf("told %q, error %v", told, err)
	}
}
