package parse_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"ogp"
	"ogp/parse"
)

// TestSameContentSameReading is the parser's main promise: the same content in
// any markup, within any surroundings, gives the same reading, and the reading
// holds the content.
func TestSameContentSameReading(t *testing.T) {
	checks(t, 25) // of two commitments each; make fuzz tries hundreds
	rapid.Check(t, func(t *rapid.T) {
		for _, content := range []content{nationalContent(t), localContent(t)} {
			first := ""
			for i, markup := range markups {
				reading, err := parse.Page(ogp.Page{Body: []byte(content.page(markup, i))})
				if err != nil {
					t.Fatalf("%s: %v", markup.name, err)
				}
				content.check(t, markup.name, reading)
				got := comparable(t, reading)
				if first == "" {
					first = got
				}
				if diff := cmp.Diff(first, got); diff != "" {
					t.Fatalf("%s reads otherwise than %s (-first +this):\n%s", markup.name, markups[0].name, diff)
				}
			}
		}
	})
}

// checks sets how often a property is tried, unless the command line does.
func checks(t *testing.T, n int) {
	t.Helper()
	given := flag.Lookup("rapid.checks")
	if given.Value.String() != given.DefValue {
		return
	}
	if err := given.Value.Set(strconv.Itoa(n)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = given.Value.Set(given.DefValue) })
}

func comparable(t *rapid.T, reading ogp.Reading) string {
	out, err := json.MarshalIndent(&reading.Commitment, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// content is what a page says, apart from how.
type content struct {
	title       string
	overview    []part
	description []part
	milestones  []stone
}

// part is a label with its text; field is the column it must be read into.
type part struct {
	label, colon string
	field        string
	lines        []string
	items        []string
	heading      bool
}

type stone struct{ title, start, end string }

func (c content) page(m markup, number int) string {
	var milestones strings.Builder
	if len(c.milestones) > 0 {
		lines := []string{fmt.Sprintf("%d Milestones", len(c.milestones))}
		for i, stone := range c.milestones {
			lines = append(lines, fmt.Sprint(i+1), m.escape(stone.title), "Start Date"+stone.start, "End Date"+stone.end)
			lines = append(lines, "Not started", "In progress", "Stuck", "Finished", "Incomplete")
		}
		milestones.WriteString(m.field("Milestones", "", lines))
	}
	heading := m.escape(c.title) + " (KE0901)"
	body := m.wrap(renderParts(m, c.overview), renderParts(m, c.description), milestones.String())
	return surround(number, "https://www.opengovpartnership.org/members/kenya/commitments/KE0901/", heading, "Kenya", body)
}

func renderParts(m markup, parts []part) string {
	var b strings.Builder
	for _, part := range parts {
		switch {
		case part.heading:
			b.WriteString(m.heading(m.escape(part.label)))
		case part.items != nil:
			b.WriteString(m.list(m.escape(part.label), part.colon, escaped(m, part.items)))
		default:
			b.WriteString(m.field(m.escape(part.label), part.colon, escaped(m, part.lines)))
		}
	}
	return b.String()
}

func escaped(m markup, lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = m.escape(line)
	}
	return out
}

// check compares the reading with the content.
func (c content) check(t *rapid.T, name string, reading ogp.Reading) {
	if want := clean(c.title); reading.Title != want {
		t.Fatalf("%s: title %q, want %q", name, reading.Title, want)
	}
	for _, part := range append(append([]part{}, c.overview...), c.description...) {
		if part.field == "" {
			continue
		}
		got := valueOf(&reading.Commitment, part.field)
		want := clean(strings.Join(append(part.lines, part.items...), "\n"))
		if got != want {
			t.Fatalf("%s: %s is %.300q, want %.300q", name, part.field, got, want)
		}
	}
	if len(reading.Milestones) != len(c.milestones) {
		t.Fatalf("%s: %d milestones, want %d", name, len(reading.Milestones), len(c.milestones))
	}
	for i, stone := range c.milestones {
		if got := reading.Milestones[i]; got.Title != clean(stone.title) || got.Status != "" || got.StartMonth.IsZero() {
			t.Fatalf("%s: milestone %d is %+v, want %q", name, i+1, got, clean(stone.title))
		}
	}
	if len(reading.Issues) > 0 {
		t.Fatalf("%s: issues %+v", name, reading.Issues)
	}
}

func valueOf(c *ogp.Commitment, field string) string {
	for i, column := range ogp.Commitments().Columns {
		if column.Name != field {
			continue
		}
		switch v := c.Row()[i].(type) {
		case string:
			return v
		case []string:
			return strings.Join(v, "\n")
		}
	}
	return ""
}

// clean is a text as a reading has it: white space folded, invisible characters
// gone, letters composed, a line for each line.
func clean(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, strings.Join(strings.Fields(norm.NFC.String(invisible.Replace(line))), " "))
	}
	return strings.Join(lines, "\n")
}

func heading(label string) part { return part{label: label, heading: true} }

func nationalContent(t *rapid.T) content {
	return content{
		title: sentence.Draw(t, "title"),
		overview: []part{
			heading("Overview"), heading("At-a-Glance"),
			{label: "Action Plan", colon: ":", field: "action_plans", lines: []string{"Kenya Action Plan 2018-2020"}},
			{label: "Action Plan Cycle", colon: ":", lines: []string{"2018"}},
			{label: "Status", colon: ":"},
			heading("Institutions"),
			{label: "Lead Institution", colon: ":", field: "lead_institution", lines: []string{institution.Draw(t, "lead")}},
			{label: "Support Institution(s)", colon: ":", field: "support_institutions", lines: []string{institution.Draw(t, "support")}},
			{label: "Policy Areas", field: "policy_areas", lines: []string{"Open Data"}},
			heading("IRM Review"),
			{label: "IRM Report", colon: ":", lines: []string{"Pending IRM Review"}},
			{label: "Early Results", colon: ":", field: "early_results", lines: []string{rapid.SampledFrom([]string{"Major", "Marginal", "Outstanding"}).Draw(t, "early")}},
			heading("Design"),
			{label: "Verifiable", colon: ":", field: "verifiable", lines: []string{"Yes"}},
			{label: "Relevant to OGP Values", colon: ":", field: "relevant", lines: []string{"Yes"}},
			{label: "Ambition (see definition)", colon: ":", field: "ambition", lines: []string{"High"}},
			heading("Implementation"),
			{label: "Completion", colon: ":", lines: []string{"Pending IRM Review"}},
		},
		description: []part{
			{label: "Description", field: "description", lines: prose(t, "description")},
			{label: "IRM Midterm Status Summary", field: "irm_midterm_summary", lines: prose(t, "midterm")},
		},
	}
}

func localContent(t *rapid.T) content {
	c := content{
		title: sentence.Draw(t, "title"),
		overview: []part{
			heading("Overview"), heading("At-a-Glance"),
			{label: "Action Plan", colon: ":", field: "action_plans", lines: []string{"Action plan – Nairobi, Kenya, 2021 – 2023"}},
			{label: "Inception Report", colon: ":", lines: []string{"Not available"}},
			{label: "Commitment Start", colon: ":", lines: []string{"Feb 2022"}},
			{label: "Commitment End", colon: ":", lines: []string{"May 2022"}},
			{label: "Institutions involved", colon: ":", field: "institutions", items: rapid.SliceOfNDistinct(institution, 1, 4, rapid.ID).Draw(t, "institutions")},
			{label: "Primary Policy Area", colon: ":"},
			{label: "Primary Sector", colon: ":"},
			{label: "OGP Value", colon: ":", field: "ogp_values", items: []string{"Civic Participation"}},
		},
		description: []part{
			heading("Description"),
			{label: "Commitment ID", lines: []string{"KE0901"}},
			{label: "Commitment Title", field: "commitment_title", lines: []string{sentence.Draw(t, "plan title")}},
			{label: "Problem", field: "problem", lines: prose(t, "problem")},
			{label: "Status quo", field: "status_quo", lines: prose(t, "status quo")},
			{label: "Action", field: "action", lines: prose(t, "action")},
			{label: "How will the commitment contribute to solving the public problem described above?", field: "contribution", lines: prose(t, "contribution")},
			{label: "Primary Policy Area", field: "primary_policy_area", lines: []string{"Right to Information"}},
			{label: "Primary Sector", field: "primary_sector", lines: []string{"Other/NA"}},
		},
	}
	for range rapid.IntRange(0, 4).Draw(t, "milestones") {
		c.milestones = append(c.milestones, stone{sentence.Draw(t, "milestone"), "02/2022", "04/2023"})
	}
	return c
}

// textWords are what texts are made of: scripts, marks and spaces that pages hold,
// and words that are labels elsewhere.
var textWords = rapid.SampledFrom([]string{
	"government", "transparency", "the", "of", "and", "Problem", "status", "Action", "milestones", "Description",
	"información", "pública", "données", "ouvertes", "Україна", "реєстр", "الحكومة", "المفتوحة", "ประชาชน", "政府", "公開",
	"R&D", "a<b", "x>y", `"quoted"`, "‘single’", "l'État", "=SUM(A1)", "+1", "100%", "#tag", "na\u00efve", "cafe\u0301",
	"soft\u00adhyphen", "zero\u200bwidth", "no\u00a0break", "e.g.", "(AB)", "1.5", "½", "—", "2021-2023",
})

var sentence = rapid.Custom(func(t *rapid.T) string {
	return "Text " + strings.Join(rapid.SliceOfN(textWords, 1, 12).Draw(t, "words"), " ") + " ends."
})

var institution = rapid.Custom(func(t *rapid.T) string {
	return "Office " + strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"of", "and", "Water,", "Sanitation", "Información", "R&D", "(SEGEPLAN)", "für", "データ"}), 1, 6).Draw(t, "name"), " ") + " Agency"
})

// prose is a few lines, now and then a very long one.
func prose(t *rapid.T, name string) []string {
	lines := rapid.SliceOfN(sentence, 1, 5).Draw(t, name)
	if rapid.IntRange(0, 199).Draw(t, name+" is long") == 0 {
		lines[0] = "Long " + strings.Repeat(lines[0]+" ", 40_000/len(lines[0]))
	}
	return lines
}
