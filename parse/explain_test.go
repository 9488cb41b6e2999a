package parse_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"ogp"
	"ogp/parse"
)

func TestExplainTellsWhereAValueComesFrom(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		page, field              string
		label, within, state     string
		table                    string // expression
		raw, markup, step, proof string // parts
	}{
		{page: "pages/MXMEX0009", field: "causes", label: "Causes", within: "status_quo", state: "value", table: `^labels\.csv:\d+$`, raw: "- Lack of means of participation", markup: "Causes:<br/>"},
		{page: "pages/MXMEX0009", field: "status_quo", label: "Status quo", state: "value", table: `^labels\.csv:\d+$`, raw: "Strategy for the promotion"},
		{page: "pages/MXMEX0009", field: "milestones", label: "Milestones", state: "value", table: `^labels\.csv:\d+$`, raw: "3 Milestones\n1\nConstruir", markup: "milestone__title"},
		{page: "pages/MXMEX0009", field: "start_month", label: "Commitment Start", state: "value", table: `^labels\.csv:\d+$`, step: "read as a month: 2022-"},
		{page: "pages/KE0941", field: "completion", label: "Completion", state: "pending", table: `^labels\.csv:\d+$`, raw: "Pending IRM Review", step: "vocab/state.csv:2 has it as a kind of empty: pending"},
		{page: "pages/KE0941.es", field: "verifiable", label: "Verificable", state: "pending", table: `^labels\.csv:\d+$`},
		{page: "quirks/form-since-2022-about-the-problem", field: "causes", label: "What are the causes of the problem?", within: "description", state: "value", table: `^forms\.csv:\d+$`},
		{page: "quirks/completion-drawn-by-a-title", field: "completion", label: "Completion", state: "value", table: `^labels\.csv:\d+$`, markup: "title=", proof: "title", step: "the vocabulary completion has the value: "},
		{page: "quirks/completion-drawn-as-several-candidates", field: "completion", label: "Completion", state: "graphic", table: `^labels\.csv:\d+$`, markup: "<"},
	} {
		e, err := parse.Explain(fixture(t, c.page), c.field)
		if err != nil || len(e.Origins) != 1 {
			t.Errorf("%s %s: %v, %d origins", c.page, c.field, err, len(e.Origins))
			continue
		}
		o := e.Origins[0]
		if o.Label != c.label || o.Within != c.within || string(o.State) != c.state || !regexp.MustCompile(c.table).MatchString(o.Table) {
			t.Errorf("%s %s: label %q within %q, state %q, table %q", c.page, c.field, o.Label, o.Within, o.State, o.Table)
		}
		var steps []string
		for _, step := range o.Steps {
			steps = append(steps, step.Step+": "+step.Result)
		}
		for part, in := range map[string]string{c.raw: o.Raw, c.markup: o.HTML, c.step: strings.Join(steps, "\n"), c.proof: o.Evidence} {
			if !strings.Contains(in, part) {
				t.Errorf("%s %s: %q is not in %q", c.page, c.field, part, in)
			}
		}
	}
}

func fixture(t *testing.T, name string) ogp.Page {
	t.Helper()
	body, err := os.ReadFile("../fixtures/" + name + ".html")
	if err != nil {
		t.Fatal(err)
	}
	return ogp.Page{Body: body}
}

func TestExplainShowsTheMarkupOfOneItem(t *testing.T) {
	t.Parallel()
	e, err := parse.Explain(fixture(t, "pages/MXMEX0009"), "milestones")
	if err != nil {
		t.Fatal(err)
	}
	second := e.Origins[0].Of(e.Reading.Milestones[1].Title, e.Reading.Milestones[2].Title)
	if !strings.HasPrefix(second, `<h4 class="milestone__title">Implementar`) || strings.Contains(second, "Construir") || strings.Contains(second, "Elaborar") {
		t.Error(second)
	}
}

func TestExplainKeepsWhatTheReadingMasks(t *testing.T) {
	t.Parallel()
	page := fixture(t, "pages/MXMEX0009")
	page.Body = []byte(strings.Replace(string(page.Body), "Strategy for the promotion", "Write to jane.doe@example.org. Strategy for the promotion", 1))
	e, err := parse.Explain(page, "status_quo")
	if err != nil {
		t.Fatal(err)
	}
	o := e.Origins[0]
	if !strings.Contains(o.Raw, "jane.doe@example.org") || !strings.Contains(o.HTML, "jane.doe@example.org") || strings.Contains(e.Reading.StatusQuo, "jane.doe") || o.Steps[0].Step != "personal data masked" {
		t.Errorf("%.80q, %.80q, %v", o.Raw, e.Reading.StatusQuo, o.Steps)
	}
}
