package official

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"ogp"
	"ogp/parse/words"
)

// Reader returns what reads a row of the database, given the names of the file's
// columns. Columns are known by their names, which may be in any order; of two of
// one name the first counts. Texts are masked; a cell that says that there is
// nothing, or that cannot be read, gives no value. What is returned may be called by
// several goroutines at once.
func Reader(columns []string) func(cells []string) ogp.OfficialCommitment {
	assess := Assessments(columns)
	at := places(columns)
	fields := map[string][]int{}
	for _, row := range words.Table(tables, "fields.csv") {
		if i, ok := at[key(row["column"])]; ok {
			fields[row["field"]] = append(fields[row["field"]], i)
		}
	}
	areas := words.Table(tables, "areas.csv")
	return func(cells []string) ogp.OfficialCommitment {
		r := row{fields, cells}
		c := r.read()
		for _, area := range areas {
			if i, ok := at[key(area["area"])]; ok && i < len(cells) && strings.TrimSpace(cells[i]) == "1" {
				c.PolicyAreas = append(c.PolicyAreas, area["area"])
			}
		}
		c.Assessments = assess(cells)
		c.MapTexts(words.Mask)
		return c
	}
}

// row is a row under reading: its cells, and where those of each field are.
type row struct {
	fields map[string][]int
	cells  []string
}

func (r row) read() ogp.OfficialCommitment {
	c := ogp.OfficialCommitment{
		Member: r.text("member"), MemberCode: r.text("member_code"), Region: r.text("region"),
		PlanID: r.text("action_plan_id"), PlanNumber: ogp.Count(r.number("action_plan_number")), Number: r.text("commitment_number"),
		Year: ogp.Year(r.number("year_of_submission")), EndYear: ogp.Year(r.number("action_plan_end_year")),
		Theme: r.text("theme"), Title: r.text("title"), ShortTitle: r.text("short_title"), FullText: r.text("full_text"),
		StartMonth: month(r.text("start_month")), EndMonth: month(r.text("end_month")),
		Lead: r.text("lead_institution"), Support: r.text("support_institutions"), Cluster: r.text("cluster_commitments"),
		Clustered: r.flag("is_clustered"), Carried: r.flag("is_carried_forward"), Assessed: r.flag("is_assessed"), Active: r.flag("is_active"),
		URL: r.text("url"),
	}
	c.MemberSlug = ogp.ParseURL(c.URL).Slug
	switch level := strings.ToLower(r.text("template")); {
	case level == "national":
		c.Template = "national"
	case strings.Contains(level, "local"):
		c.Template = "local"
	}
	return c
}

// text is the first cell of a field that says something.
func (r row) text(field string) string {
	for _, i := range r.fields[field] {
		if i >= len(r.cells) {
			continue
		}
		text := plain(r.cells[i])
		if _, empty := states.Exactly(text); text != "" && !empty && !unspecified.MatchString(text) {
			return text
		}
	}
	return ""
}

// plain brings a cell to the form of a page's text, so that the two can be compared.
func plain(cell string) string {
	var b strings.Builder
	for _, r := range words.Compose(cell) {
		if unicode.IsSpace(r) {
			b.WriteRune(r)
		} else {
			b.WriteString(words.Plain(r))
		}
	}
	return strings.TrimSpace(strings.ReplaceAll(b.String(), "\r\n", "\n"))
}

// unspecified is what texts of the files of 2015 to 2017 say for nothing.
var unspecified = regexp.MustCompile(`(?i)^(?:not|none) specified$`)

func (r row) number(field string) int {
	n, err := strconv.Atoi(r.text(field))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// flag is what a 1 or a 0 says; nil for anything else.
func (r row) flag(field string) *bool {
	text := r.text(field)
	value := text == "1"
	if !value && text != "0" {
		return nil
	}
	return &value
}

// Forms of dates that pages do not have.
var (
	shortYear = regexp.MustCompile(`^(\d{1,2}/\d{1,2}/)(\d{2})$`)
	serial    = regexp.MustCompile(`^[34]\d{4}(?:\.0)?$`)
)

// month is the month of a date, also of one with two digits for the year, and of
// the number of a day that spreadsheets count from the end of 1899.
func month(text string) ogp.Month {
	if serial.MatchString(text) {
		days, _ := strconv.Atoi(text[:5])
		day := time.Date(1899, 12, 30+days, 0, 0, 0, 0, time.UTC)
		return ogp.Month{Year: day.Year(), Month: day.Month()}
	}
	found, _ := words.Month(shortYear.ReplaceAllString(text, "${1}20$2"))
	return found
}
