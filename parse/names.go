package parse

import (
	"regexp"
	"slices"
	"strings"

	"ogp"
	"ogp/parse/outline"
	"ogp/parse/words"
)

// splitLinks splits a part's text into names with their links. Links tell best
// where a name begins and ends; where the text is more than its links, the
// names' own shape does.
func (d *draft) splitLinks(p *part, split func(string) []string) []outline.Link {
	links := p.Links()
	listed := d.listed(p, links)
	links = linksIn(listed, links)
	urls := map[string]string{}
	all := len(links) > 0 && areAll(listed, links)
	for i, link := range links {
		links[i].Text = words.TrimMarks(link.Text)
		urls[links[i].Text] = link.URL
	}
	if all {
		return slices.DeleteFunc(links, func(link outline.Link) bool { return noName.MatchString(link.Text) })
	}
	var names []outline.Link
	for _, name := range split(listed) {
		names = append(names, outline.Link{Text: name, URL: urls[name]})
	}
	return names
}

// listed is the text of a list without the lines that are no part of it. A list of
// links takes links; one without takes names with a year, as documents have.
func (d *draft) listed(p *part, links []outline.Link) string {
	if p.Field == "policy_areas" && len(links) == 0 {
		return p.text
	}
	var kept []string
	onlyLinks := false
	for i, line := range strings.Split(p.text, "\n") {
		in := linksIn(line, links)
		only := len(in) > 0 && areAll(line, in)
		stray := len(in) == 0 && (len(links) > 0 || !hasYear.MatchString(line))
		if onlyLinks = onlyLinks || i == 0 && only; i > 0 && (stray || onlyLinks && !only) {
			d.issue("stray_text", p.Field, words.Shorten(line))
			continue
		}
		kept = append(kept, line)
	}
	return strings.Join(kept, "\n")
}

func linksIn(text string, links []outline.Link) []outline.Link {
	return slices.DeleteFunc(slices.Clone(links), func(link outline.Link) bool { return !strings.Contains(text, link.Text) })
}

// areAll reports whether a text is nothing but links in order, with commas,
// bullets or white space between them, and what is beside the last.
func areAll(text string, links []outline.Link) bool {
	text = strings.ReplaceAll(beside.ReplaceAllString(text, ""), "\n", " ")
	for _, link := range links {
		before, after, found := strings.Cut(text, link.Text)
		if !found || !between.MatchString(before) {
			return false
		}
		text = after
	}
	return strings.Trim(text, " ,;•|") == ""
}

var (
	// commaCapital may end a name within a line of several: the names hold commas
	// themselves, but each ends with its years. The next begins with a capital.
	commaCapital = regexp.MustCompile(`,\s+\p{Lu}`)

	// monthAndYear may be one, as in "Sept 2022 - Aug 2024".
	monthAndYear = regexp.MustCompile(`\p{L}{3,}\.?,?\s+(?:de\s+)?(?:19|20)\d{2}\b`)

	// fileRemark says what kind of file a document is: "(PDF, 2 MB)".
	fileRemark = regexp.MustCompile(`(?i)\s*[(\[](?:pdf|docx?|xlsx?)\b[^()\[\]]*[)\]]`)

	// countOf is how many commitments an area has: "Water (41)".
	countOf = regexp.MustCompile(`\s*\(\d+\)\s*$`)

	// noName is what a link says that is beside a name: "(view)", "Download", "(41)".
	noName = regexp.MustCompile(`(?i)^(?:\P{L}*|\([^()]*\)|(?:view|download|descargar|télécharger)\b.*)$`)

	// beside is what is printed beside the name of a document: a date, a file's size.
	beside = regexp.MustCompile(`(?i)[ ,]+(?:(?:pdf|docx?)\b[^()\n]{0,20}|\d{1,2} \pL{3,10} \d{4})$`)

	// between is what stands between names, each of which is a link.
	between = regexp.MustCompile(`^[ ,;•|·/&]*(?:(?:and|y|et|e) )?$`)

	hasYear = regexp.MustCompile(`(?:19|20)\d{2}`)

	// yearRange is a range of years, the second in full or as two digits.
	yearRange = regexp.MustCompile(`\b((?:19|20)\d{2})\s*(?:[\p{Pd}−/]|to|a|al|à|au)\s*((?:19|20)?\d{2})(?:[^\d]|$)`)
)

// planYears are the years in a plan's name: its last range of years, whatever
// follows it, else its first year.
func planYears(name string) (start, end ogp.Year) {
	name = monthAndYear.ReplaceAllStringFunc(name, func(text string) string {
		if _, ok := words.Month(text); !ok {
			return text
		}
		return hasYear.FindString(text)
	})
	for _, found := range yearRange.FindAllStringSubmatch(name, -1) {
		from, to := words.Number(found[1]), words.Number(found[2])
		if len(found[2]) == 2 {
			to += from / 100 * 100
		}
		if from < to && to-from <= longestPlan {
			start, end = ogp.Year(from), ogp.Year(to)
		}
	}
	if start == 0 {
		start = ogp.Year(words.Number(hasYear.FindString(name)))
	}
	return start, end
}

// longestPlan bounds the years of a plan: "2018-05" is a month.
const longestPlan = 15

// splitNames splits lines, and lines at a comma and a capital once a year stands
// before.
func splitNames(text string) []string {
	var names []string
	for line := range strings.SplitSeq(text, "\n") {
		from := 0
		for _, at := range commaCapital.FindAllStringIndex(line, -1) {
			before := line[from:at[0]]
			if hasYear.MatchString(before) && strings.Count(before, "(") <= strings.Count(before, ")") {
				names = addName(names, before)
				from = at[0] + 1
			}
		}
		names = addName(names, line[from:])
	}
	return names
}

// addName adds a name; one without a year belongs to the one before it: "Kenya
// Action Plan 2021, Phase Two".
func addName(names []string, name string) []string {
	name = words.TrimMarks(fileRemark.ReplaceAllString(name[words.BulletLength(name):], ""))
	switch {
	case name == "":
		return names
	case len(names) > 0 && !hasYear.MatchString(name):
		names[len(names)-1] += ", " + name
		return names
	}
	return append(names, name)
}

func splitCommas(text string) []string {
	var names []string
	for line := range strings.SplitSeq(text, "\n") {
		for name := range strings.FieldsFuncSeq(line[words.BulletLength(line):], func(r rune) bool { return strings.ContainsRune(",;·•|", r) }) {
			if name = words.TrimMarks(strings.TrimRight(countOf.ReplaceAllString(name, ""), ". ")); name != "" {
				names = append(names, name)
			}
		}
	}
	return names
}

func readActionPlans(d *draft, p *part) {
	for _, plan := range d.splitLinks(p, splitNames) {
		row := ogp.ActionPlan{Name: plan.Text, URL: plan.URL}
		row.StartYear, row.EndYear = planYears(plan.Text)
		d.ActionPlanRows = append(d.ActionPlanRows, row)
		d.addDocument("action_plan", plan)
	}
}

func readIRMReports(d *draft, p *part) {
	for _, report := range d.splitLinks(p, splitNames) {
		d.addDocument("irm_report", report)
	}
}

func readInceptionReport(d *draft, p *part) {
	readOneLine(d, p)
	d.addDocument("inception_report", outline.Link{Text: d.InceptionReport, URL: firstURL(p)})
}

func readEndReport(d *draft, p *part) {
	links := p.Links()
	if len(links) == 0 {
		d.unreadable(p, "the sentence has no link: "+words.Shorten(p.text))
		return
	}
	last := links[len(links)-1]
	if all := p.Lines(); len(all) > 0 {
		if within := linksIn(all[0].Text, links); len(within) > 0 {
			last = within[len(within)-1] // of the sentence, not of what is below it
		}
	}
	d.EndOfCommitmentReport = last.URL
	d.addDocument("end_of_commitment_report", last)
}

func (d *draft) addDocument(kind string, of outline.Link) {
	d.Documents = append(d.Documents, ogp.Document{Kind: kind, Title: of.Text, URL: of.URL})
}

func firstURL(p *part) string {
	if links := p.Links(); len(links) > 0 {
		return links[0].URL
	}
	return ""
}

// readPolicyAreas reads the comma list under "Policy Areas".
func readPolicyAreas(d *draft, p *part) {
	all := d.splitLinks(p, splitCommas)
	linked := slices.ContainsFunc(all, func(area outline.Link) bool { return strings.Contains(area.URL, areaPath) })
	for _, area := range all {
		if !isName(area.Text) || linked && area.URL != "" && !isAreaURL(area.URL) {
			d.issue("stray_text", p.Field, words.Shorten(area.Text))
			continue
		}
		d.PolicyAreaRows = append(d.PolicyAreaRows, ogp.PolicyArea{Name: area.Text, URL: area.URL})
	}
}

const areaPath = "/policy-area/"

// isAreaURL reports whether an address is that of one policy area, not of all.
func isAreaURL(url string) bool {
	_, area, _ := strings.Cut(url, areaPath)
	return strings.Trim(area, "/") != ""
}

const longestName = 10

// isName reports whether a text has the form of a policy area's name: a few words,
// no sentence.
func isName(text string) bool {
	return len(strings.Fields(text)) <= longestName && !strings.ContainsAny(text, "?!:|") && !strings.Contains(text, ". ")
}

// readPrimaryPolicyArea reads a label that local pages print twice, the first
// time with nothing after it.
func readPrimaryPolicyArea(d *draft, p *part) {
	readOneLine(d, p)
	if len(d.PolicyAreaRows) == 0 {
		d.PolicyAreaRows = append(d.PolicyAreaRows, ogp.PolicyArea{Name: d.PrimaryPolicyArea, URL: firstURL(p)})
	}
}

// readInstitutionLine reads a national page's "Lead Institution" or "Support
// Institution(s)": the whole line is kept, and split only where the separator
// cannot be part of a name. Commas and "and" can.
func readInstitutionLine(d *draft, p *part) {
	d.Set(p.column, words.TrimMarks(p.text))
	role, _, _ := strings.Cut(p.Field, "_") // lead or support
	for _, name := range splitInstitutions(p.text) {
		d.InstitutionRows = append(d.InstitutionRows, ogp.Institution{Role: role, Name: name})
	}
}

// readInstitutionList reads a local page's list "Institutions involved": one
// entry for each contact, so names repeat. The government's and the others'
// lists are not told apart on the page.
func readInstitutionList(d *draft, p *part) {
	all := p.Lines()
	listed := slices.ContainsFunc(all, func(line outline.Line) bool { return line.Bullet })
	for _, line := range all {
		column, heading := line.Column()
		heading = heading || listed && !line.Bullet && (line.Heading || line.Strong)
		if heading || column > 0 {
			if !heading {
				d.issue("stray_text", p.Field, words.Shorten(line.Text))
			}
			continue
		}
		for _, name := range splitInstitutions(line.Text) {
			d.InstitutionRows = append(d.InstitutionRows, ogp.Institution{Role: "involved", Name: words.Compose(name)})
		}
	}
}

var (
	// groups are the words over parts of a line of institutions: "Government: …
	// Civil Society: …".
	groups = regexp.MustCompile(`(?:^|\b)(?:Government|Civil Society|CSOs?|Private Sector|Gobierno|Sociedad Civil|OSC|Gouvernement|Société Civile)\s*(?:[:–—-](?:\s|$)|\n)`)

	// gluedDash begins an item within a line: "-National Treasury, -Controller".
	gluedDash = regexp.MustCompile(`(?:,\s*-\s?|(?:^|[\s:])-)(\p{Lu})`)
)

// splitInstitutions splits a text into names, without the marks before them and
// without contacts.
func splitInstitutions(text string) []string {
	var names []string
	text = groups.ReplaceAllString(words.BreakBullets(gluedDash.ReplaceAllString(text, "\n• $1")), "\n")
	for _, name := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '\n' }) {
		name = strings.TrimSpace(name)
		if name = words.TrimMarks(words.TrimContacts(name[words.MarkLength(name):])); name != "" && !words.IsContact(name) {
			names = append(names, name)
		}
	}
	return names
}
