package parse_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/parse"
)

var update = flag.Bool("update", false, "rewrite the expected readings")

// TestFixturesReadAsExpected reads every fixture; what is expected is
// beside it, whole, issues included.
func TestFixturesReadAsExpected(t *testing.T) {
	for _, file := range fixtureFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".html"), func(t *testing.T) {
			golden(t, strings.TrimSuffix(file, ".html")+".json", readingOf(t, file))
		})
	}
}

func fixtureFiles(t testing.TB) []string {
	t.Helper()
	var files []string
	for _, folder := range []string{"pages", "quirks"} {
		found, err := filepath.Glob(filepath.Join("..", "fixtures", folder, "*.html"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Fatal("no fixtures found")
	}
	return files
}

// readingOf is the reading of a saved page as indented JSON, or the error's
// text for a page that is no commitment's. The column that changes with every
// edit of a table is left out.
func readingOf(t *testing.T, file string) []byte {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	reading, err := parse.Page(ogp.Page{Body: body})
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	switch {
	case errors.Is(err, ogp.ErrNotCommitment):
		err = encoder.Encode(err.Error())
	case err == nil:
		reading.Parser = ""
		err = encoder.Encode(&reading.Commitment)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (make golden writes it; read it before you keep it)", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("reading differs (-want +got):\n%s", diff)
	}
}
