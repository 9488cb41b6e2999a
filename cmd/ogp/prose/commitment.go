package prose

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"ogp"
	"ogp/cmd/ogp/console"
)

// shown is one commitment in its nested form.
type shown map[string]json.RawMessage

func (s shown) text(name string) string {
	var value any
	if err := json.Unmarshal(s[name], &value); err != nil || value == nil {
		return ""
	}
	if list, ok := value.([]any); ok {
		var items []string
		for _, item := range list {
			items = append(items, fmt.Sprint(item))
		}
		return strings.Join(items, "\n")
	}
	if number, ok := value.(float64); ok {
		return fmt.Sprintf("%.0f", number)
	}
	return fmt.Sprint(value)
}

func (s shown) rows(table string) []shown {
	found, _ := ogp.FindTable(table)
	var rows []shown
	if err := json.Unmarshal(s[found.Nested()], &rows); err != nil {
		return nil
	}
	return rows
}

// screen is the width that show writes for.
const screen = 80

// Beside is what the archive has beside a commitment's row.
type Beside struct {
	Addresses []string // at which its page was found
	Languages string   // in which it has pages
}

// Commitment writes one commitment, given in its nested form as JSON.
func Commitment(out io.Writer, line []byte, beside Beside) error {
	var s shown
	if err := json.Unmarshal(line, &s); err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s · %s\n%s\n", console.Wrap(console.Line(s.text("title")), screen, ""),
		console.Line(s.text("commitment_id")), console.Line(s.text("member")), console.Line(s.text("url")))
	for _, address := range beside.Addresses {
		if address != s.text("url") {
			fmt.Fprintf(&b, "also at %s\n", console.Line(address))
		}
	}
	if at := s.text("withdrawn_at"); at != "" {
		fmt.Fprintf(&b, "withdrawn: the page has been gone since %s\n", day(at))
	}
	fmt.Fprintf(&b, "version %s of the page, seen from %s to %s; pages in %s\n", s.text("page_version"), day(s.text("first_seen")), day(s.text("last_seen")), beside.Languages)
	s.values(&b)
	s.texts(&b)
	s.milestones(&b)
	s.official(&b)
	s.issues(&b)
	_, err := fmt.Fprint(out, b.String())
	return err
}

// day is the date of a time.
func day(at string) string {
	date, _, _ := strings.Cut(at, "T")
	return cmp.Or(date, "an unknown time")
}

// inHeading are the columns that the heading or a table of show has already;
// provenance is for `--format json`.
var inHeading = []string{
	"commitment_id", "title", "member", "url", "member_slug", "milestone_count", "page_state", "withdrawn_at",
	"last_checked", "source", "capture_url", "page_version", "first_seen",
	"last_seen", "page_sha256", "parser", "lead_institution", "support_institutions", "primary_policy_area",
}

// nameWidth is the width of the names beside short values.
const nameWidth = 26

// shownColumns are the columns that the heading lacks: those with short values, and the
// free texts, which follow the review in the schema and are shown as sections.
func shownColumns() (values, texts []ogp.Column) {
	columns := ogp.Commitments().Columns
	first := slices.IndexFunc(columns, func(c ogp.Column) bool { return c.Name == "description" })
	named := func(c ogp.Column) bool { return slices.Contains(inHeading, c.Name) }
	return slices.DeleteFunc(slices.Clone(columns[:first]), named), slices.DeleteFunc(slices.Clone(columns[first:]), named)
}

// values writes the short values, a line each, in the order of the columns.
func (s shown) values(b *strings.Builder) {
	b.WriteByte('\n')
	values, _ := shownColumns()
	for _, column := range values {
		text := s.text(column.Name)
		switch {
		case text == "":
			s.nothing(b, column)
		case column.Type == ogp.List:
			s.list(b, title(column.Name), strings.Split(text, "\n"))
		default:
			s.value(b, title(column.Name), cmp.Or(monthText(text), text))
		}
	}
}

// kindsOfNothing says why a value is missing where the page has its label.
var kindsOfNothing = map[string]string{
	string(ogp.StatePending):      "pending",
	string(ogp.StateNoData):       "no data",
	string(ogp.StateNotAvailable): "not available",
	string(ogp.StateGraphic):      "drawn, not readable",
	string(ogp.StateUnreadable):   "not understood",
}

// nothing writes the state of a value that is not known.
func (s shown) nothing(b *strings.Builder, column ogp.Column) {
	for _, section := range s.rows("sections") {
		if kind := kindsOfNothing[section.text("state")]; kind != "" && section.text("field") == column.Name {
			s.value(b, title(column.Name), "("+kind+")")
			return
		}
	}
}

func (s shown) value(b *strings.Builder, name, text string) {
	indent := strings.Repeat(" ", nameWidth)
	fmt.Fprintf(b, "%-*s%s\n", nameWidth, name, hang(text, indent))
}

// list writes one item a line; several have bullets, since an item may take
// more than one line.
func (s shown) list(b *strings.Builder, name string, items []string) {
	if len(items) == 1 {
		s.value(b, name, items[0])
		return
	}
	indent := strings.Repeat(" ", nameWidth+2)
	for i, item := range items {
		if i > 0 {
			name = ""
		}
		fmt.Fprintf(b, "%-*s• %s\n", nameWidth, name, hang(item, indent))
	}
}

// hang wraps a text that begins after an indent.
func hang(text, indent string) string { return console.Wrap(text, screen-len(indent), indent) }

// texts writes the free texts as sections.
func (s shown) texts(b *strings.Builder) {
	_, texts := shownColumns()
	for _, column := range texts {
		text := s.text(column.Name)
		if text == "" {
			continue
		}
		fmt.Fprintf(b, "\n%s\n", strings.ToUpper(title(column.Name)))
		if column.Type == ogp.List {
			for i, item := range s.rows(column.Name) {
				writeItem(b, i+1, item.text("text"))
			}
			continue
		}
		fmt.Fprintf(b, "  %s\n", hang(text, "  "))
	}
}

func writeItem(b *strings.Builder, number int, text string) {
	fmt.Fprintf(b, "%4d. %s\n", number, hang(text, "      "))
}

func (s shown) milestones(b *strings.Builder) {
	rows := s.rows("milestones")
	if len(rows) == 0 {
		return
	}
	b.WriteString("\nMILESTONES\n")
	for i, row := range rows {
		writeItem(b, i+1, row.text("title"))
		var details []string
		if period := periodText(row); period != "" {
			details = append(details, period)
		}
		if status := row.text("status"); status != "" {
			details = append(details, status)
		} else if row.text("source") == "block" {
			details = append(details, "state not marked on the page")
		}
		if outputs := row.text("outputs"); outputs != "" {
			details = append(details, "outputs: "+outputs)
		}
		if len(details) > 0 {
			fmt.Fprintf(b, "      %s\n", hang(strings.Join(details, " · "), "      "))
		}
	}
}

func periodText(row shown) string {
	start, end := monthText(row.text("start_month")), monthText(row.text("end_month"))
	switch {
	case start != "" && end != "":
		return start + " – " + end
	case start != "":
		return "from " + start
	case end != "":
		return "until " + end
	default:
		return row.text("due")
	}
}

func monthText(iso string) string {
	at, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return ""
	}
	return at.Format("Jan 2006")
}

// official writes what OGP's own database says.
func (s shown) official(b *strings.Builder) {
	heading := "\nOGP'S OWN DATABASE\n"
	for _, row := range s.rows("assessments") {
		text := row.text("value")
		if text == "" {
			text = "(" + kindsOfNothing[row.text("state")] + ")"
		}
		if row.text("source") == "official" && text != "()" {
			b.WriteString(heading)
			heading = ""
			s.value(b, "  "+title(row.text("indicator")), text)
		}
	}
}

func (s shown) issues(b *strings.Builder) {
	rows := s.rows("issues")
	if len(rows) == 0 {
		return
	}
	b.WriteString("\nNOT UNDERSTOOD\n")
	for i, row := range rows {
		writeItem(b, i+1, strings.TrimSpace(row.text("kind")+" "+row.text("field")+": "+row.text("detail")))
	}
}

// title is a column's name in words.
func title(name string) string {
	words := strings.ReplaceAll(name, "_", " ")
	for _, short := range []string{"ogp", "irm"} {
		words = strings.ReplaceAll(" "+words+" ", " "+short+" ", " "+strings.ToUpper(short)+" ")
		words = strings.TrimSpace(words)
	}
	return strings.ToUpper(words[:1]) + words[1:]
}
