package parse_test

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ogp"
	"ogp/parse"
	"ogp/parse/official"
)

// TestVersionIsRaisedWithTheReadings compares what the parser makes of every fixture,
// and what it is made of, with what it was when its number was last raised.
func TestVersionIsRaisedWithTheReadings(t *testing.T) {
	const file = "testdata/version.txt"
	was := map[string]string{}
	text, err := os.ReadFile(file)
	if err != nil && !*update {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		name, hash, _ := strings.Cut(strings.TrimSpace(line), " ")
		was[name] = hash
	}
	is := partsOfVersion(t)
	var changed []string
	for name, hash := range is {
		if before, known := was[name]; known && before != hash && was["version"] == parse.Version() {
			changed = append(changed, name)
		}
	}
	if slices.Sort(changed); len(changed) > 0 {
		t.Errorf("%d parts are read differently, or made of something else: raise number in version.go, then run make golden: %q", len(changed), changed[:min(9, len(changed))])
	}
	is["version"] = parse.Version()
	if maps.Equal(was, is) || t.Failed() {
		return
	}
	if !*update {
		t.Fatalf("%s is not up to date: run make golden", file)
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(is)) {
		fmt.Fprintln(&b, name, is[name])
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// partsOfVersion are hashes of the readings of all fixtures, by name and content, of
// the tables, and of the modules that have a part in a reading.
func partsOfVersion(t *testing.T) map[string]string {
	t.Helper()
	parts := map[string]string{}
	for _, file := range fixtureFiles(t) {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		reading, err := parse.Page(ogp.Page{Body: body})
		reading.Parser = ""
		parts[strings.TrimSuffix(filepath.Base(file), ".html")+"@"+hashOf(body)] = hashOf(fmt.Append(asJSON(t, reading), reading.Fingerprint, reading.IDs, reading.Languages, err))
	}
	rows := csvRows(t, "../fixtures/official/database.csv")
	parts["official@"+hashOf(fmt.Append(nil, rows))] = hashOf(readOfficial(t, rows))
	tables, err := filepath.Glob("*/*.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		lines := tableLines(t, table)
		for _, line := range lines {
			for _, proof := range []string{"fixture", "proof", "seen"} {
				delete(line, proof)
			}
		}
		parts[table] = hashOf(fmt.Append(nil, lines))
	}
	modules, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range readingModules.FindAllStringSubmatch(string(modules), -1) {
		parts[found[1]] = found[2]
	}
	return parts
}

// readingModules are the modules that have a part in a reading, in go.mod.
var readingModules = regexp.MustCompile(`(?m)^\s(golang.org/x/(?:net|text)|github.com/(?:PuerkitoBio/goquery|andybalholm/cascadia)) (\S+)`)

// readOfficial is what is read of a file of OGP's database, as JSON.
func readOfficial(t *testing.T, rows [][]string) []byte {
	t.Helper()
	assess := official.Assessments(rows[0])
	var all [][]ogp.Assessment
	for _, row := range rows[1:] {
		all = append(all, assess(row))
	}
	return asJSON(t, all)
}

// empty is a field without a value: a new column changes no reading.
var empty = regexp.MustCompile(`"\w+":(?:null|\[\]|""|0),?`)

func asJSON(t *testing.T, value any) []byte {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return empty.ReplaceAll(text, nil)
}

func csvRows(t *testing.T, file string) [][]string {
	t.Helper()
	source, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	rows, err := csv.NewReader(source).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%s: %d rows, %v", file, len(rows), err)
	}
	return rows
}

func hashOf(text []byte) string {
	hash := sha256.Sum256(text)
	return hex.EncodeToString(hash[:6])
}
