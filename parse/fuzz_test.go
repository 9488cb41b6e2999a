package parse_test

import (
	"encoding/json"
	"errors"
	"os"
	"testing"
	"time"
	"unicode/utf8"

	"ogp"
	"ogp/parse"
)

// longestRead bounds the time for one page; a page takes about a millisecond,
// so that only work that grows faster than the page gets near it.
const longestRead = 5 * time.Second

// FuzzPage feeds the parser with anything: it neither fails nor hangs, and what
// it gives can be stored.
func FuzzPage(f *testing.F) {
	for _, file := range fixtureFiles(f) {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Add([]byte("A heading and nothing else (AA0001)"))
	f.Fuzz(func(t *testing.T, body []byte) {
		started := time.Now()
		reading, err := parse.Page(ogp.Page{Body: body})
		if took := time.Since(started); took > longestRead {
			t.Fatalf("%d bytes took %s", len(body), took)
		}
		if err != nil {
			if !errors.Is(err, ogp.ErrNotCommitment) {
				t.Fatalf("unexpected error: %v", err)
			}
			return
		}
		if ogp.ID(reading.ID) != reading.ID || reading.ID == "" || reading.Fingerprint == "" {
			t.Fatalf("reading without identity: %q, %q", reading.ID, reading.Fingerprint)
		}
		text, err := json.Marshal(&reading.Commitment)
		if err != nil || !utf8.Valid(text) {
			t.Fatalf("reading cannot be stored: %v", err)
		}
	})
}
