package parse_test

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ogp"
)

// tableLine is one line of a table, by column name.
type tableLine map[string]string

func tableLines(t *testing.T, file string) []tableLine {
	t.Helper()
	source, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	records, err := csv.NewReader(source).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if len(records) < 2 {
		t.Fatalf("%s has no lines", file)
	}
	var lines []tableLine
	for _, record := range records[1:] {
		line := tableLine{}
		for i, column := range records[0] {
			line[column] = record[i]
		}
		lines = append(lines, line)
	}
	return lines
}

// proof is a fixture and what is expected of it.
type proof struct {
	joined string   // the page's text, folded, tags taken out
	lines  []string // the page's text, folded, a line at every tag
	want   expected
	values map[string]any // the columns of commitments
}

// expected is what the proofs look at in an expected reading.
type expected struct {
	Language   string
	Sections   []expectedSection
	Milestones []expectedMilestone
	OGPValues  []struct{ Value string } `json:"ogp_values_detail"`
}

type expectedMilestone struct {
	Title, Status string
	StartMonth    string `json:"start_month"`
	EndMonth      string `json:"end_month"`
}

type expectedSection struct{ Label, Field, State, Text string }

var tag = regexp.MustCompile(`<[^>]*>`)

// proofs opens each fixture once.
type proofs map[string]*proof

func (all proofs) open(name string) (*proof, error) {
	if all[name] != nil {
		return all[name], nil
	}
	if name == "" {
		return nil, fmt.Errorf("names no fixture")
	}
	path := filepath.Join("..", "fixtures", filepath.FromSlash(name))
	page, err := os.ReadFile(path + ".html")
	if err != nil {
		return nil, err
	}
	reading, err := os.ReadFile(path + ".json")
	if err != nil {
		return nil, err
	}
	p := &proof{joined: folded(html.UnescapeString(tag.ReplaceAllString(string(page), "")))}
	for line := range strings.SplitSeq(html.UnescapeString(tag.ReplaceAllString(string(page), "\n")), "\n") {
		p.lines = append(p.lines, folded(line))
	}
	if err := cmp.Or(json.Unmarshal(reading, &p.want), json.Unmarshal(reading, &p.values)); err != nil {
		return nil, fmt.Errorf("%s.json: %w", name, err)
	}
	all[name] = p
	return p, nil
}

// folded is a text in one case, with one kind of space and apostrophe.
func folded(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(text, "’", "'")), " "))
}

func (p *proof) prints(wording string) error {
	if !strings.Contains(p.joined, folded(wording)) && !slices.Contains(p.lines, folded(wording)) {
		return fmt.Errorf("the page does not print %q", wording)
	}
	return nil
}

// check says what a fixture lacks to prove a line.
type check func(*proof, tableLine) error

// prove checks every line of a table against the fixture that the line names.
func prove(t *testing.T, file string, proves check) {
	t.Helper()
	opened := proofs{}
	for i, line := range tableLines(t, file) {
		if printed, ok := line["printed"]; ok && printed == "" {
			continue // a value whose wording has not been seen
		}
		p, err := opened.open(line["fixture"])
		if err == nil {
			err = proves(p, line)
		}
		if err != nil {
			wording := cmp.Or(line["label"], line["wording"], line["printed"])
			t.Errorf("%s:%d %q, fixture %q: %v", file, i+2, wording, line["fixture"], err)
		}
	}
}

func TestEveryLabelHasItsProof(t *testing.T) {
	prove(t, "outline/labels.csv", labelCheck(tableLines(t, "outline/labels.csv")))
}

// labelCheck proves that a label is on a page of its language and opens its
// field; or that it holds nothing and is no part of any section.
func labelCheck(all []tableLine) check {
	return func(p *proof, line tableLine) error {
		if p.want.Language != line["language"] {
			return fmt.Errorf("the page's language is %q", p.want.Language)
		}
		if err := p.prints(line["label"]); err != nil {
			return err
		}
		switch {
		case line["template"] == "milestone":
			return p.dates(line)
		case line["template"] == "author":
			return p.lists(line)
		case line["template"] == "site" && p.values["member"] != nil && folded(p.values["member"].(string)) == folded(line["label"]):
			return fmt.Errorf("is read as the member's name")
		case line["field"] == "-":
			return p.opensNothing(line, all)
		}
		return p.opens(line, all)
	}
}

// dates reports whether a label within a milestone block is no part of a title,
// and what it tells was read.
func (p *proof) dates(line tableLine) error {
	for _, milestone := range p.want.Milestones {
		if strings.Contains(folded(milestone.Title), folded(line["label"])) {
			return fmt.Errorf("is part of the title %q", milestone.Title)
		}
		read := map[string]string{"start_month": milestone.StartMonth, "end_month": milestone.EndMonth, "milestone_count": milestone.Title, "status": milestone.Status}
		if read[line["field"]] == "" {
			return fmt.Errorf("%q has no %s", milestone.Title, line["field"])
		}
	}
	if len(p.want.Milestones) == 0 {
		return fmt.Errorf("the page has no milestones")
	}
	return nil
}

// lists reports whether an author's label begins a list that was read.
func (p *proof) lists(line tableLine) error {
	if items, ok := p.values[line["field"]].([]any); !ok || len(items) == 0 {
		return fmt.Errorf("the page has no %s", line["field"])
	}
	return nil
}

// opens reports whether the label opens its field, as often as the table has
// the label: a local page prints "Primary Policy Area" twice.
func (p *proof) opens(line tableLine, all []tableLine) error {
	want, got := 0, 0
	for _, other := range all {
		if sameLabel(line, other) && line["field"] == other["field"] {
			want++
		}
	}
	for _, section := range p.want.Sections {
		wording, named := folded(line["label"]), folded(section.Label)
		if line["form"] == "sentence" {
			named = folded(section.Text[:min(len(section.Text), len(line["label"]))])
		}
		if section.Field == line["field"] && named == wording {
			got++
		}
	}
	if got != want {
		return fmt.Errorf("opens %s in %d sections instead of %d", line["field"], got, want)
	}
	return nil
}

func sameLabel(a, b tableLine) bool {
	return a["template"] == b["template"] && a["language"] == b["language"] && folded(a["label"]) == folded(b["label"])
}

// opensNothing reports whether a label that holds nothing stands on a line of
// its own and is part of no section.
func (p *proof) opensNothing(line tableLine, all []tableLine) error {
	wording := folded(line["label"])
	is := func(text string) bool {
		return bareLabel(text) == wording || line["template"] == "site" && strings.HasPrefix(text, wording)
	}
	if !slices.ContainsFunc(p.lines, is) {
		return fmt.Errorf("the page has no such line")
	}
	for _, section := range p.want.Sections {
		claimed := slices.ContainsFunc(all, func(other tableLine) bool {
			return sameLabel(line, other) && other["field"] == section.Field
		})
		if folded(section.Label) == wording && !claimed {
			return fmt.Errorf("opens the section %q", section.Label)
		}
		for text := range strings.SplitSeq(section.Text, "\n") {
			if is(folded(text)) {
				return fmt.Errorf("is part of the section %q", section.Label)
			}
		}
	}
	return nil
}

func bareLabel(line string) string {
	return strings.TrimRight(strings.TrimSuffix(line, " i"), ": ")
}

func TestEveryQuestionHasItsProof(t *testing.T) {
	classes := map[string][]string{}
	for _, line := range tableLines(t, "form/classes.csv") {
		classes["<"+line["class"]+">"] = append(classes["<"+line["class"]+">"], line["words"])
	}
	expand := func(part string) string {
		for class, words := range classes {
			part = strings.ReplaceAll(part, class, "("+strings.Join(words, "|")+")")
		}
		return strings.NewReplacer(")|(", "|", "((", "(", "))", ")", "|(", "|", ")|", "|", "[(", "[", ")]", "]").Replace(part)
	}
	prove(t, "form/forms.csv", func(p *proof, line tableLine) error {
		line = maps.Clone(line)
		line["wording"] = expand(line["wording"])
		return questionCheck(p, line)
	})
}

// questionCheck proves that a question of a page's description matches the
// wording and opens a section of its field.
func questionCheck(p *proof, line tableLine) error {
	pattern := wordingPattern(line["wording"])
	field := strings.TrimPrefix(line["field"], "-")
	for _, section := range p.want.Sections {
		asked := strings.HasSuffix(section.Label, "?") || line["form"] == "heading"
		if section.Field == field && asked && pattern.MatchString(wordsOf(section.Label)) {
			return p.prints(section.Label)
		}
	}
	return fmt.Errorf("no section of the field %s has such a label", line["field"])
}

// wordingPattern is a wording of forms.csv as an expression over wordsOf: this
// test's own reading of the notation.
func wordingPattern(wording string) *regexp.Regexp {
	var b strings.Builder
	for _, part := range regexp.MustCompile(`\[[^\]]*\]|\([^)]*\)|[^\s[(]+`).FindAllString(strings.TrimSuffix(wording, ":"), -1) {
		switch {
		case part == "…" || part == "…?":
			b.WriteString(`(?:\S+ )*`)
		case part[0] == '[':
			b.WriteString("(?:" + withSpaces(part) + ")?")
		case part == "?":
		default:
			b.WriteString("(?:" + withSpaces(part) + ")")
		}
	}
	return regexp.MustCompile("^" + b.String() + "$")
}

func withSpaces(part string) string {
	words := strings.Split(strings.Trim(part, "[]()?"), "|")
	for i := range words {
		words[i] = folded(words[i]) + " "
	}
	return strings.Join(words, "|")
}

// plural is one in brackets: "value(s)".
var plural = regexp.MustCompile(`(\pL)\(\pL{1,3}\)`)

var noWord = regexp.MustCompile(`[^\pL\pN']+`)

// wordsOf are a text's words, folded, with a space after each.
func wordsOf(text string) string {
	return strings.TrimSpace(noWord.ReplaceAllString(plural.ReplaceAllString(folded(text), "$1"), " ")) + " "
}

func TestEveryWordingOfAValueHasItsProof(t *testing.T) {
	files, err := filepath.Glob("vocab/*.csv")
	if err != nil || len(files) == 0 {
		t.Fatal("no vocabularies found", err)
	}
	for _, file := range files {
		if file != "vocab/state_words.csv" { // single words, for which the tests of vocab are
			prove(t, file, valueCheck(file, tableLines(t, file)))
		}
	}
}

// valueCheck proves that a page prints the wording and is read as its value.
func valueCheck(file string, all []tableLine) check {
	vocabulary := strings.TrimSuffix(filepath.Base(file), ".csv")
	return func(p *proof, line tableLine) error {
		if err := p.prints(line["printed"]); err != nil {
			return err
		}
		if !p.says(vocabulary, line, all) {
			return fmt.Errorf("no section of the vocabulary with this wording is read as %q", line["value"])
		}
		return nil
	}
}

// says reports whether a section prints the wording and is read as its value.
func (p *proof) says(vocabulary string, line tableLine, all []tableLine) bool {
	for _, section := range p.want.Sections {
		said := bareValue(section.Text)
		printed := bareValue(line["printed"])
		switch vocabulary {
		case "state":
			if section.State == line["value"] && said == printed {
				return true
			}
		case "milestone_status":
			if section.Field == "milestones.status" && slices.Contains(strings.Split(said, "\n"), printed) && p.milestone(line["value"]) {
				return true
			}
		case "ogp_value":
			if valueFields[section.Field] && p.serves(line["value"]) && strings.Contains(withoutLonger(said, printed, all), printed) {
				return true
			}
		default:
			if columnVocabulary(section.Field) == vocabulary && p.values[section.Field] == line["value"] && said == printed {
				return true
			}
		}
	}
	return false
}

// valueFields are the fields that OGP values are read from.
var valueFields = map[string]bool{"relevant": true, "ogp_values": true, "ogp_value_explanation": true}

func bareValue(text string) string { return strings.TrimRight(strings.ToLower(text), " .;,") }

// withoutLonger takes the wordings out of a text that hold a shorter one:
// "Technology and Innovation" does not prove "Technology".
func withoutLonger(text, wording string, all []tableLine) string {
	var longer []string
	for _, line := range all {
		if other := bareValue(line["printed"]); other != wording && strings.Contains(other, wording) {
			longer = append(longer, other)
		}
	}
	slices.SortFunc(longer, func(a, b string) int { return len(b) - len(a) })
	for _, other := range longer {
		text = strings.ReplaceAll(text, other, "")
	}
	return text
}

func (p *proof) milestone(status string) bool {
	return slices.ContainsFunc(p.want.Milestones, func(m expectedMilestone) bool { return m.Status == status })
}

func (p *proof) serves(value string) bool {
	return slices.ContainsFunc(p.want.OGPValues, func(v struct{ Value string }) bool { return v.Value == value })
}

func columnVocabulary(name string) string {
	for _, column := range ogp.Commitments().Columns {
		if column.Name == name {
			return column.Vocab
		}
	}
	return ""
}

// TestQuirksShowOneOddityEach holds the size of a quirk, and that none is
// without its expected reading, or a reading without its page.
func TestQuirksShowOneOddityEach(t *testing.T) {
	const most = 1024
	sizes := map[string]int64{}
	entries, err := os.ReadDir(filepath.Join("..", "fixtures", "quirks"))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			t.Fatal(err)
		}
		sizes[entry.Name()] = info.Size()
	}
	for file, size := range sizes {
		name := strings.TrimSuffix(strings.TrimSuffix(file, ".html"), ".json")
		if _, ok := sizes[name+".json"]; !ok {
			t.Errorf("%s has no expected reading; make golden writes it", file)
		}
		if _, ok := sizes[name+".html"]; !ok {
			t.Errorf("%s has no page", file)
		}
		if strings.HasSuffix(file, ".html") && size > most {
			t.Errorf("%s has %d bytes, more than %d; a quirk is one oddity", file, size, most)
		}
	}
	if len(sizes) == 0 {
		t.Error("no quirks found")
	}
}
