package html_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"

	"ogp"
	"ogp/export/dataset"
	"ogp/export/describe"
	"ogp/export/html"
	"ogp/export/overview"
)

// members are commitments as JSON, by the slug of their member.
type members map[string][]string

// open puts the commitments into a database, out of which a website is made.
func (m members) open(db *sql.DB, file string) (*dataset.Dataset, error) {
	lines := ""
	for _, slug := range slices.Sorted(maps.Keys(m)) {
		lines += strings.Join(m[slug], "\n") + "\n"
	}
	var columns []string
	for _, column := range ogp.Commitments().Columns {
		columns = append(columns, column.Name+": '"+column.Type.SQL()+"'")
	}
	for _, table := range ogp.LongTables() {
		var fields []string
		for _, column := range table.Columns[1:] {
			fields = append(fields, ogp.Identifier(column.Name)+" "+column.Type.SQL())
		}
		columns = append(columns, table.Nested()+": 'STRUCT("+strings.Join(fields, ", ")+")[]'")
	}
	statement := ""
	for _, table := range append(ogp.StandaloneTables(), ogp.OfficialCommitments()) {
		var names []string
		for _, column := range table.Columns {
			names = append(names, ogp.Identifier(column.Name)+" "+column.Type.SQL())
		}
		statement += fmt.Sprintf("CREATE TABLE %s (%s); ", table.Name, strings.Join(names, ", "))
	}
	if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
		return nil, err
	}
	_, err := db.Exec(statement + fmt.Sprintf(`CREATE TABLE commitments AS FROM read_json(%s, format = 'newline_delimited', columns = {%s});
		INSERT INTO completeness BY NAME SELECT DISTINCT member_slug FROM commitments UNION ALL BY NAME SELECT 'atlantis' AS member_slug`,
		ogp.Literal(file), strings.Join(columns, ", ")))
	if err != nil {
		return nil, err
	}
	return dataset.Open(context.Background(), db, dataset.Selection{Tables: ogp.AllTables()}, func(int, int) {})
}

// commitment is the JSON of a commitment; fields are columns and nested tables.
func commitment(t testing.TB, id, member string, fields map[string]any) string {
	t.Helper()
	all := map[string]any{
		"commitment_id": id, "title": "Title of " + id, "member": member, "member_slug": strings.ToLower(member), "template": "national", "language": "en",
		"url":               "https://www.opengovpartnership.org/members/" + strings.ToLower(member) + "/commitments/" + id + "/",
		"action_plan_cycle": 2016, "page_version": 1, "first_seen": "2026-01-02T00:00:00.000000Z", "last_seen": "2026-03-14T00:00:00.000000Z",
	}
	maps.Copy(all, fields)
	text, err := ogp.JSON(all)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// site writes the website of some commitments and returns its files by name.
func site(t testing.TB, data members) map[string]string {
	t.Helper()
	files, err := write(t.TempDir(), data)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func write(dir string, data members) (map[string]string, error) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	d, err := data.open(db, dir+".jsonl")
	if err != nil {
		return nil, err
	}
	defer d.Close()
	about := describe.Description{Version: "1.2.3", Site: ogp.Site,
		Vocabularies: []dataset.Vocabulary{{Name: "completion", Values: []dataset.VocabularyValue{{Value: "Limited"}, {Value: "Complete"}}}}}
	if about.Statistics, err = d.Statistics(context.Background(), about.Vocabularies); err != nil {
		return nil, err
	}
	glance, err := overview.Read(context.Background(), d, about.Statistics, about.Vocabularies)
	if err != nil {
		return nil, err
	}
	written, err := html.Write(context.Background(), html.Source{Data: d, About: about, Overview: glance, Dir: dir, Moved: func(int, int) {}})
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, file := range written {
		path := filepath.Join(dir, filepath.FromSlash(file.Name))
		text, err := os.ReadFile(path)
		if err = errors.Join(err, html.Check(dir, file)); err != nil {
			return nil, fmt.Errorf("%s: %w", file.Name, err)
		}
		out[file.Name] = string(text)
	}
	return out, nil
}

func wants(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("the page does not hold %s", part)
		}
	}
}

const attack = `</script><script>alert(1)</script><img src=x onerror=alert(2)>`

// TestTextsAreEscaped: what a page says is shown, and never run.
func TestTextsAreEscaped(t *testing.T) {
	t.Parallel()
	files := site(t, members{"kenya": {commitment(t, "KE0001", "Kenya", map[string]any{
		"title": attack, "problem": attack, "url": "javascript:alert(1)", "causes": []string{attack}, "policy_areas": []string{attack},
		"milestones":  []any{map[string]any{"number": 1, "title": attack, "status": attack}},
		"documents":   []any{map[string]any{"number": 1, "kind": "irm_report", "title": "Report", "url": "javascript:alert(3)"}},
		"changes":     []any{map[string]any{"number": 1, "changed_at": "2026-03-01T00:00:00Z", "kind": "edited", "field": "title", "before": "a", "after": attack}},
		"assessments": []any{map[string]any{"number": 1, "indicator": "completion", "source": "page", "state": "unreadable", "value": attack}},
	})}})
	for name, text := range files {
		if strings.HasSuffix(name, ".html") && regexp.MustCompile(`(?i)<img|<script>|="javascript:`).MatchString(text) {
			t.Errorf("%s holds markup of a text", name)
		}
		if strings.HasSuffix(name, "rows.js") && strings.Contains(text, "</script") {
			t.Errorf("%s could end its script", name)
		}
	}
	wants(t, files["members/kenya.html"], "&lt;script&gt;alert(1)&lt;/script&gt;", "Report")
}

// TestLongTextsAreFolded: the beginning stands, the rest is in the page.
func TestLongTextsAreFolded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("A sentence of a long text. ", 60) + "\n"
	page := site(t, members{"kenya": {commitment(t, "KE0001", "Kenya", map[string]any{"problem": strings.Repeat(long, 25), "action": "Short."})}})["members/kenya.html"]
	if strings.Count(page, "A sentence of") != 60*25 {
		t.Errorf("the page has the sentence %d times", strings.Count(page, "A sentence of"))
	}
	wants(t, page, "The rest: 38,856 characters", "<p dir=\"auto\">Short.</p>")
}

func TestTextsAreParagraphsAndLists(t *testing.T) {
	t.Parallel()
	page := site(t, members{"kenya": {commitment(t, "KE0001", "Kenya", map[string]any{
		"problem": "First line.\n- one\n• two\n4. four\n7. seven\nLast, see https://example.org/a.",
	})}})["members/kenya.html"]
	wants(t, page, `<p dir="auto">First line.</p>`, `<ul><li dir="auto">one</li><li dir="auto">two</li></ul>`,
		`<ul class="printed"><li dir="auto">4. four</li><li dir="auto">7. seven</li></ul>`,
		`<a href="https://example.org/a" rel="noopener">https://example.org/a</a>.`)
}

func TestArabicIsRightToLeft(t *testing.T) {
	t.Parallel()
	page := site(t, members{"tunisia": {commitment(t, "TN0001", "Tunisia", map[string]any{"language": "ar", "problem": "نص"})}})["members/tunisia.html"]
	wants(t, page, `<div class="texts" lang="ar" dir="rtl">`)
}

// TestKindsOfEmptyAreToldApart on the member's page and in the charts.
func TestKindsOfEmptyAreToldApart(t *testing.T) {
	t.Parallel()
	finding := func(state, value string) map[string]any {
		row := map[string]any{"number": 1, "indicator": "completion", "source": "page", "state": state, "scale": "Limited < Complete"}
		if value != "" {
			row["value"] = value
		}
		return map[string]any{"assessments": []any{row}}
	}
	files := site(t, members{"kenya": {
		commitment(t, "KE0001", "Kenya", finding("pending", "")), commitment(t, "KE0002", "Kenya", finding("graphic", "")),
		commitment(t, "KE0003", "Kenya", finding("no_data", "")), commitment(t, "KE0004", "Kenya", finding("value", "Complete")),
	}})
	wants(t, files["members/kenya.html"], `<span class="chip pending">pending</span>`, `<span class="chip drawn">drawn</span>`,
		`<span class="chip no-data">no data</span>`, "a picture; nothing is guessed", "Limited", "<strong>Complete</strong>")
	wants(t, files["index.html"], "100 % of known completions", `class="e-pending"`, `class="e-drawn"`, `class="e-no-data"`,
		`href="find.html#cycle=2016&amp;completion=drawn"`)
}

// TestOverviewTellsWhatThereIs: every chart counts what its title says, and links to
// what it counts.
func TestOverviewTellsWhatThereIs(t *testing.T) {
	t.Parallel()
	row := func(n int, source, state string, value any) any {
		return map[string]any{"number": n, "indicator": "completion", "source": source, "state": state, "value": value}
	}
	change := func(n int, kind, at string) any {
		return map[string]any{"number": n, "kind": kind, "changed_at": at + "T00:00:00Z"}
	}
	files := site(t, members{
		"kenya": {
			commitment(t, "KE0001", "Kenya", map[string]any{
				"assessments": []any{row(1, "page", "value", "Complete"), row(2, "official", "value", "Complete")},
				"changes":     []any{change(1, "new", "2025-11-02"), change(2, "edited", "2026-01-02"), change(3, "withdrawn", "2026-03-02")},
				"milestones": []any{
					map[string]any{"number": 1, "status": "Finished", "end_month": "2017-01-01"}, map[string]any{"number": 2, "end_month": "2017-03-01"},
				},
			}),
			commitment(t, "KE0002", "Kenya", map[string]any{"assessments": []any{row(1, "page", "value", "Complete"), row(2, "official", "value", "Limited")}, "action_plan_cycle": 2018}),
		},
		"narnia": {commitment(t, "NA0001", "Narnia", nil)},
		"x-city-ghana": {commitment(t, "GHXCI0001", "X City, Ghana", map[string]any{"template": "local", "member_slug": "x-city-ghana", "action_plan_cycle": nil,
			"action_plans_detail": []any{map[string]any{"number": 1, "start_year": 2019}},
			"assessments":         []any{row(1, "page", "graphic", nil), row(2, "official", "value", "Limited")}})},
	})
	wants(t, files["index.html"], "<dd>67 %</dd>", "2 of 3 known; 1 drawn.", "Page and database agree in 50 % of 2 completions", "2 changes on the site since 2026-01",
		"Most milestones end in 2017-01", ">2017-02</text>", "Kenya has most commitments", "<h3>Africa and the Middle East</h3>", "<h3>not known</h3>", `GHXCI <b>1</b><span class="unseen"> X City, Ghana</span>`,
		`<a class="h1" href="members/kenya.html"`, `href="find.html#cycle=2019&amp;completion=drawn"`, `href="find.html#cycle=2019&amp;template=local"`)
	wants(t, files["members/kenya.html"], `<figure class="small c-completion">`, `title>2016, Complete: 1<`)
}

func TestHistoryShowsWords(t *testing.T) {
	t.Parallel()
	page := site(t, members{"kenya": {commitment(t, "KE0001", "Kenya", map[string]any{"changes": []any{
		map[string]any{"number": 1, "changed_at": "2026-01-02T00:00:00Z", "kind": "new"},
		map[string]any{"number": 2, "changed_at": "2026-03-02T00:00:00Z", "kind": "edited", "field": "title", "before": "Open all budgets of counties", "after": "Open the budgets of counties",
			"not_before": "2026-02-20T00:00:00Z"},
	}})}})["members/kenya.html"]
	wants(t, page, "Open <del>all</del> <ins>the</ins> budgets of counties", `between 2026-02-20 and <time datetime="2026-03-02">`)
	if strings.Index(page, "2026-03-02") > strings.Index(page, ">new<") {
		t.Error("the newest change is not first")
	}
}

// TestEditsOfManyPagesAreFolded: that the site has changed its layout is no history of
// one commitment.
func TestEditsOfManyPagesAreFolded(t *testing.T) {
	t.Parallel()
	edit := func(n, shared int, before, after string) map[string]any {
		return map[string]any{"number": n, "changed_at": "2026-03-02T00:00:00Z", "kind": "edited", "field": "title", "before": before, "after": after, "shared_by": shared}
	}
	page := site(t, members{"kenya": {commitment(t, "KE0001", "Kenya", map[string]any{"changes": []any{
		edit(1, 1, "one", "two"), edit(2, ogp.ManyShare, "layout", "wording"), edit(3, ogp.ManyShare-1, "three", "four"),
	}})}})["members/kenya.html"]
	wants(t, page, "1 edit that many other pages have had on the same day", "as 3 other commitments that day")
	folded := page[strings.Index(page, "that many other pages"):]
	if !strings.Contains(folded, "<del>layout</del>") || strings.Contains(folded, "<del>one</del>") || strings.Contains(folded, "<del>three</del>") {
		t.Error("not the edits are folded that many pages share")
	}
}

// TestSameCommitmentsSameBytes in another folder.
func TestSameCommitmentsSameBytes(t *testing.T) {
	t.Parallel()
	data := members{}
	for i := range 40 {
		name := fmt.Sprintf("Member%d", i%7)
		slug := strings.ToLower(name)
		data[slug] = append(data[slug], commitment(t, fmt.Sprintf("AA%04d", i), name, map[string]any{
			"policy_areas": []string{"Health", fmt.Sprint("Area ", i%5)}, "problem": strings.Repeat(fmt.Sprintf("words %d of texts ", i), 20),
		}))
	}
	first, second := site(t, data), site(t, data)
	if !maps.Equal(first, second) {
		t.Error("two websites of the same data differ")
	}
}

func TestPagesAreRefusedThatAreCut(t *testing.T) {
	t.Parallel()
	page := site(t, members{"kenya": {commitment(t, "KE0001", "Kenya", nil)}})["members/kenya.html"]
	dir := t.TempDir()
	for name, c := range map[string]struct {
		text  string
		count int64
	}{"cut": {page[:len(page)-30], 1}, "one too few": {page, 2}} {
		if err := os.WriteFile(filepath.Join(dir, "kenya.html"), []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := html.Check(dir, describe.File{Name: "kenya.html", Rows: c.count, PartOf: html.IndexFile}); !errors.Is(err, html.ErrIncomplete) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// TestPagesNeedNothingFromOutside: every address of a script, a style or an image
// is one of the site's own files.
func TestPagesNeedNothingFromOutside(t *testing.T) {
	t.Parallel()
	files := site(t, members{"kenya": {commitment(t, "KE0001", "Kenya", nil)}})
	loads := regexp.MustCompile(`<(?:script|link)[^>]* (?:src|href)="([^"]*)"`)
	for name, text := range files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		wants(t, text, `http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'`)
		found := loads.FindAllStringSubmatch(text, -1)
		if len(found) < 2 {
			t.Errorf("%s loads %d files", name, len(found))
		}
		for _, match := range found {
			at := filepath.ToSlash(filepath.Join(filepath.Dir(name), match[1]))
			if files[at] == "" && match[1] != "data:," {
				t.Errorf("%s loads %s, which is not there", name, match[1])
			}
		}
	}
}

// TestLargeMembersAreSplit by action plan cycle; the address of a commitment stays.
func TestLargeMembersAreSplit(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("A text of nine words, so that it is long. ", 25_000) // a megabyte
	var kenya []string
	for i, cycle := range []int{2012, 2016, 2018, 2018} {
		kenya = append(kenya, commitment(t, fmt.Sprintf("KE%04d", i), "Kenya", map[string]any{"action_plan_cycle": cycle, "action": long}))
	}
	files := site(t, members{"kenya": kenya, "ghana": {commitment(t, "GH0001", "Ghana", nil)}})
	list := files["members/kenya.html"]
	wants(t, list, `<li id="KE0001"><a href="../members/kenya/2016.html#KE0001">`, `<li id="KE0003"><a href="../members/kenya/2018.html#KE0003">`)
	if strings.Contains(list, "nine words") {
		t.Error("the list of a split member has texts")
	}
	wants(t, files["members/kenya/2018.html"], `id="KE0002"`, `id="KE0003"`, `href="../../site/site.css"`, `<a href="#KE0003"`)
	rows := files["site/rows.js"]
	wants(t, rows, "members/kenya/2012.html", "members/ghana.html")
	if first, last := strings.Index(rows, `["KE0000"`), strings.Index(rows, `["KE0003"`); first < 0 || first > last {
		t.Error("the rows of a member are not in the order of their IDs")
	}
}

// TestMembersHaveFilesOfTheirOwn, whatever their slugs are.
func TestMembersHaveFilesOfTheirOwn(t *testing.T) {
	t.Parallel()
	files := site(t, members{
		"":     {commitment(t, "AA0001", "", nil)},
		"../x": {commitment(t, "AA0002", "Up", map[string]any{"member_slug": "../x"})},
		"x":    {commitment(t, "AA0003", "Other", map[string]any{"member_slug": "x"})},
		"CON":  {commitment(t, "AA0004", "Con", nil)},
	})
	for name, id := range map[string]string{"members/no-member.html": "AA0001", "members/x.html": "AA0002", "members/x-2.html": "AA0003", "members/con-2.html": "AA0004"} {
		wants(t, files[name], `id="`+id+`"`)
	}
}

// TestGapsNameMembers, with a link to those that have a page.
func TestGapsNameMembers(t *testing.T) {
	t.Parallel()
	files := site(t, members{"kenya": {commitment(t, "KE0001", "Kenya", nil)}})
	wants(t, files["gaps.html"], `<th scope="row"><a href="members/kenya.html">Kenya</a></th>`, `<th scope="row">atlantis</th>`, "OGP’s own database was not imported")
}

// TestAxesAreTrue: the label at half the height is half of that at the top, though
// three commitments are the most of any year.
func TestAxesAreTrue(t *testing.T) {
	t.Parallel()
	var lines []string
	for _, id := range []string{"KE0001", "KE0002", "KE0003"} {
		lines = append(lines, commitment(t, id, "Kenya", nil))
	}
	wants(t, site(t, members{"kenya": lines})["index.html"], "<span>4</span><span>2</span><span>0</span>", `y="25%" width="100%" height="75%"`)
}

// TestGlyphsHaveColours: a glyph is used in a tree of its own, where a rule that begins
// with svg finds none, and what has no colour is black on a dark page.
func TestGlyphsHaveColours(t *testing.T) {
	t.Parallel()
	files := site(t, members{"kenya": {commitment(t, "KE0001", "Kenya", nil)}})
	for _, symbol := range regexp.MustCompile(`<symbol.*</symbol>`).FindAllString(files["members/kenya.html"], -1) {
		for _, class := range regexp.MustCompile(`class="(v-[a-z-]+)"`).FindAllStringSubmatch(symbol, -1) {
			if !strings.Contains(files["site/site.css"], "symbol ."+class[1]+" {") {
				t.Errorf("no colour for %s in a glyph", class[1])
			}
		}
	}
}

// TestTimesWithoutEndAreShown: a database of another's may have them in any column.
func TestTimesWithoutEndAreShown(t *testing.T) {
	t.Parallel()
	times := map[string]any{"page_state": "withdrawn"}
	for _, column := range []string{"first_seen", "last_seen", "last_checked", "withdrawn_at"} {
		times[column] = "infinity"
	}
	files := site(t, members{"kenya": {commitment(t, "KE0001", "Kenya", times)}})
	wants(t, files["members/kenya.html"], "first seen infinity, last seen infinity", "<dd>infinity</dd>")
}
