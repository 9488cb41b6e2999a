package parse_test

import (
	"encoding/json"
	"errors"
	"os"
	"testing"
	"unicode/utf8"

	"ogp"
	"ogp/parse"
)

// FuzzPage feeds the parser with anything: it does not fail, and what it gives
// can be stored. An input that takes the fuzzer's limit of time is a hang, and
// the fuzzer reports it itself.
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
		reading, err := parse.Page(ogp.Page{Body: body})
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
