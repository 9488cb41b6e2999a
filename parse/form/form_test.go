package form_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/parse/form"
	"ogp/parse/words"
)

func TestAnswers(t *testing.T) {
	text := "Intro.\n1. What problem does the commitment aim to address?\nNo data.\n2) What are the causes of the problem? • a • b\nCommitment planning\nObjective: To act\nWho will pay for all of this?\nNobody."
	var got, unknown []string
	for _, a := range form.Read(text).Answers {
		got = append(got, a.Field+"|"+a.Question+"|"+a.Text)
		if a.Unknown {
			unknown = append(unknown, a.TableLine())
		}
	}
	want := []string{
		"problem|What problem does the commitment aim to address?|No data.",
		"causes|What are the causes of the problem?|• a • b",
		"|Commitment planning|",
		"objective|Objective|To act",
		"|Who will pay for all of this?|Nobody.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"?,question,Who will pay for all of this?,"}, unknown); diff != "" {
		t.Errorf("unknown questions (-want +got):\n%s", diff)
	}
}

// TestHeadingsThatNeedTheirColon: a wording that ends with ":" is a heading with its colon,
// or alone on a line behind the end of a sentence, and else text.
func TestHeadingsThatNeedTheirColon(t *testing.T) {
	for text, want := range map[string]string{
		"Problem: x\nAction: To act":                      "To act",
		"Problem: x.\nAction\nTo act":                     "To act",
		"Problem: x. Actions: to act":                     "to act",
		"Problem: x\nActivities – To act":                 "To act",
		"Problem: a plan called National\nAction Plan":    "",
		"Problem: a plan called National\nAction\nPlan":   "",
		"Problem: x\nActivities: Start date: End date: x": "",
		"Problem: the National Plan of Action: too slow":  "",
		"Problem: x. (Action) To act":                     "",
		"Problem: x. Actions:\n• To act\n• To act again":  "• To act\n• To act again",
	} {
		got := ""
		for _, a := range form.Read(text).Answers {
			if a.Field == "action" {
				got = a.Text
			}
		}
		if got != want {
			t.Errorf("%q: action %q, want %q", text, got, want)
		}
	}
	for wording, kind := range map[string]string{"(Action|Actions):": "heading", "What now?": "question", "What now:": "question", ":": "heading"} {
		err := form.Check(words.Row{"form": kind, "wording": wording})
		if bad := strings.HasSuffix(wording, ":") && wording != "(Action|Actions):"; (err != nil) != bad {
			t.Errorf("the %s %q: %v", kind, wording, err)
		}
	}
}

func TestMilestonesOfAPlanningTable(t *testing.T) {
	text := "a | b\nCommitment Planning (Milestones | Expected Outputs | Expected Completion Date)\n" +
		"1. Study | 1. Report | March 2024\n2. Law | June 2024 - July 2024\n\n3. Portal | Site\nEnd of it\n4. Not | a row | x"
	march, june, july := ogp.Month{Year: 2024, Month: 3}, ogp.Month{Year: 2024, Month: 6}, ogp.Month{Year: 2024, Month: 7}
	want := []ogp.Milestone{
		{Title: "Study", Outputs: "Report", Due: "March 2024", EndMonth: march, Source: "description"},
		{Title: "Law", Due: "June 2024 - July 2024", StartMonth: june, EndMonth: july, Source: "description"},
		{Title: "Portal", Outputs: "Site", Source: "description"},
	}
	if diff := cmp.Diff(want, form.Read(text).Milestones); diff != "" {
		t.Errorf("milestones (-want +got):\n%s", diff)
	}
	if got := form.Read("Output | Milestone\na | b").Milestones; got != nil {
		t.Errorf("milestones of a table that begins with something else: %+v", got)
	}
}

// TestAnswersEndAtUnknownLabels: what is printed as the known headings are ends an
// answer; what only looks so is text.
func TestAnswersEndAtUnknownLabels(t *testing.T) {
	for text, want := range map[string]string{
		"Problem statement\nData are closed.\nRisks and costs\nMoney lacks.\nExpected results\nTrust.":                "Data are closed.",
		"Problem statement\nData are closed.\nThe Ministry of\nJustice acts.\nExpected results\nTrust.":               "Data are closed.\nThe Ministry of\nJustice acts.",
		"Problem statement: Data are closed.\nWho pays: All.\nExpected results: Trust.":                               "Data are closed.",
		"Problem statement: Data are closed. Main risk: Money. Expected results: Trust. Timeline: 2020.":              "Data are closed.",
		"Problem statement: Much is done: all agree.\nOne more: it is new.\nExpected results: Trust.":                 "Much is done: all agree.\nOne more: it is new.",
		"¿Cuál es el problema que aborda?\nFalta de datos.\n¿Cuándo?\nEn 2024.":                                       "Falta de datos.",
		"A. Problem statement\nData are closed.\nB. Risks and costs\nMoney lacks.\nC. Expected results\nTrust.":       "Data are closed.",
		"1. Gains wanted: Many.\n2. Problem statement: Data are closed.\n3. Risk met: High.\n4. Partners found: All.": "Data are closed.",
		"Problem statement: Data are closed:\n1. Law: none.\n2. Site: none.\nExpected results: Trust.":                "Data are closed:\n1. Law: none.\n2. Site: none.",
		"Problem statement: Data are closed. B. Expected results: Trust.":                                             "Data are closed.",
		"Problem statement: Data of John B. Expected are closed.":                                                     "Data of John B. Expected are closed.",
		"What problem does it address?\nData are closed.\nCalendar:\n2023 to 2024.":                                   "Data are closed.",
		"Problem statement: Data are closed.\nHow we will know: By counting.":                                         "Data are closed.",
		"Problem statement — data are closed.\nCost — much.\nExpected results — trust.":                               "data are closed.",
		"1.1 Problem statement\nData are closed.\n1.2 Costs met\nMuch is.\n1.3 Expected results\nTrust.":              "Data are closed.",
		"Problem statement → Data are closed.":                                                                        "Data are closed.",
		"Cost: Much.\nProblem statement: Data are closed.\nBenefit: Trust.":                                           "Data are closed.",
		"• Problem statement: Data are closed.\n• Funding: None.\n• Expected results: Trust.":                         "Data are closed.",
		"Problem statement : data are closed.\nCost : much.\nExpected results : trust.":                               "data are closed.",
		"Problem/Problema: Data are closed.\nObjective / Objetivo: To act.":                                           "Data are closed.",
		"**Problem statement:** Data are closed.":                                                                     "Data are closed.",
		"Q1: What problem does it address?\nA: Data are closed.\nQ2: What is the commitment?\nA: To act.":             "Data are closed.",
		"Main objective To act. Challenge Data are closed. Ambition All is open. Leads Parliament. Summary Acts.":     "Data are closed.",
	} {
		got := ""
		for _, a := range form.Read(text).Answers {
			if a.Field == "problem" {
				got = a.Text
			}
		}
		if got != want {
			t.Errorf("%q: problem %q, want %q", text, got, want)
		}
	}
}

// TestEveryWordOfAHeadingIsKnown: each tells which part of a milestone a column
// of a planning table holds, and each question word begins a question.
func TestEveryWordOfAHeadingIsKnown(t *testing.T) {
	for _, row := range words.Table(os.DirFS("."), "words.csv") {
		var got bool
		switch word := row["word"]; row["means"] {
		case "title":
			got = len(form.Read("The "+word+" | Outputs\na | b").Milestones) == 1
		case "outputs":
			rows := form.Read("Milestones | The " + word + "\na | b").Milestones
			got = len(rows) == 1 && rows[0].Outputs == "b"
		case "due":
			rows := form.Read("Milestones | The " + word + "\na | b").Milestones
			got = len(rows) == 1 && rows[0].Due == "b"
		case "status":
			rows := form.Read("Milestones | Completion " + word + "\na | b").Milestones
			got = len(rows) == 1 && rows[0].Status == "b"
		case "dating":
			rows := form.Read("Milestones:\n1. Law (" + word + " June 2024)\n2. Site (2025)").Milestones
			got = len(rows) == 2 && rows[0].Title == "Law"
		case "since":
			rows := form.Read("Milestones:\n1. Law (" + word + " June 2024)").Milestones
			got = len(rows) == 1 && rows[0].StartMonth.Month == time.June && rows[0].EndMonth.Month == 0
		case "counted":
			got = len(form.Read(word+" 1: Law\n"+word+" 2: Site").Milestones) == 2
		case "total":
			got = len(form.Read("Milestones | Outputs\na | b\n"+word+" | 3").Milestones) == 1
		case "question":
			answers := form.Read("Objective: x\nIn capital letters or not\n" + word + " is it that no form has asked?").Answers
			got = len(answers) == 2 && answers[1].Question == word+" is it that no form has asked?"
		case "leading":
			got = len(form.Read("Problem:\nx\nAll that leads "+word+" Main objective Is this").Answers) == 1
		case "beginning":
			got = len(form.Read("Problem:\nx\nDate "+word+" fecha end").Answers) == 2
		case "ending":
			got = len(form.Read("Problem:\nx\nStart fecha "+word+" date").Answers) == 2
		case "beside":
			got = len(form.Read("Problem:\nx\nMilestone "+word+" start date end date\n"+runOnRows).Milestones) == 2
		case "carried":
			rows := form.Read("Milestones start date end date\nLaw " + word + " 1/2022 2/2022\nSite " + word + " 3/2022 4/2022").Milestones
			got = len(rows) == 2 && rows[1].Title == "Site"
		case "number":
			got = len(form.Read(word+" | Milestones | Outputs\n1 | a | b").Milestones) == 1
		case "introduction":
			answers := form.Read("Objective:\nx\nProblem:\nx\n" + word + " main points:\nx").Answers
			got = len(answers) == 2
		}
		if !got {
			t.Errorf("%s is not read as %s", row["word"], row["means"])
		}
	}
}

func TestWordingsOfDescriptions(t *testing.T) {
	text := "1. Who takes part?\nAll of us.\nMain results so far:\n• 12 laws; Remarks: none. Objective: To act\nTo act in 2024\nIn the end, all is well."
	var got []string
	for _, w := range form.Wordings(text) {
		got = append(got, fmt.Sprint(w.TableLine(), " ", w.Known()))
	}
	want := []string{
		"?,question,Who takes part?, false", "?,heading,Main results so far, false", "?,heading,Remarks, false", "?,heading,Objective, true",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("wordings (-want +got):\n%s", diff)
	}
}

const runOnRows = "1. Law passed, with comments of 2021 May 2022 June 2022 2. Site\nopened 1 July 2022 - 31 March 2023"

// TestRowsThatRunOn are of a table whose marks were lost. One that does not come
// out even is told as unread, not guessed at.
func TestRowsThatRunOn(t *testing.T) {
	month := func(year, month int) ogp.Month { return ogp.Month{Year: year, Month: time.Month(month)} }
	want := []ogp.Milestone{
		{Title: "Law passed, with comments of 2021", StartMonth: month(2022, 5), EndMonth: month(2022, 6), Due: "May 2022 - June 2022", Source: "description"},
		{Title: "Site opened", StartMonth: month(2022, 7), EndMonth: month(2023, 3), Due: "1 July 2022 - 31 March 2023", Source: "description"},
	}
	const heading = "Objective: x\nMilestone activity with a verifiable deliverable Start Date: End Date:\n"
	for _, text := range []string{heading + runOnRows, heading + "Phase 1: Before\n" + runOnRows, heading + runOnRows + "\nAdditional information: none"} {
		if diff := cmp.Diff(want, form.Read(text).Milestones); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
	for name, text := range map[string]string{
		"a date is left":            heading + runOnRows + " 3. Law of June 2022 reviewed",
		"an end without a date":     heading + "1. Law 1/2022 ongoing 2. Site 3/2022 4/2022",
		"a column after the dates":  "Objective: x\nMilestones Start Date: End Date: Responsible: " + runOnRows,
		"a column between":          "Objective: x\nMilestones Budget Start Date End Date " + runOnRows,
		"a title within a sentence": heading + "Law 1/2022 2/2022 and its site 3/2022 4/2022",
		"one row":                   heading + "Law 1/2022 2/2022",
		"a row in another answer":   heading + runOnRows + "\nAdditional information: Portal 3/2022 4/2022",
	} {
		if got := form.Read(text); len(got.Milestones) > 0 || got.Unread == "" {
			t.Errorf("%s: read as %+v, unread %q", name, got.Milestones, got.Unread)
		}
	}
}

// TestMilestonesOfAList: items that end with a date. What in brackets is no date stays
// part of the title.
func TestMilestonesOfAList(t *testing.T) {
	month := func(year, month int) ogp.Month { return ogp.Month{Year: year, Month: time.Month(month)} }
	row := func(title, due string, start, end ogp.Month) ogp.Milestone {
		return ogp.Milestone{Title: title, Due: due, StartMonth: start, EndMonth: end, Source: "description"}
	}
	none := ogp.Month{}
	for text, want := range map[string][]ogp.Milestone{
		"Milestones:\n1. Site opened (June 2024)\n2. Law (of 2010) amended [31/12/2023]": {
			row("Site opened", "June 2024", none, month(2024, 6)), row("Law (of 2010) amended", "31/12/2023", none, month(2023, 12)),
		},
		"Hitos\na) Portal abierto (Q3 2022 – Q1 2023);\nb) Ley (enero de 2023 - marzo de 2023).": {
			row("Portal abierto", "Q3 2022 – Q1 2023", none, none), row("Ley", "enero de 2023 - marzo de 2023", month(2023, 1), month(2023, 3)),
		},
		"Milestones: 1. Site opened (by June 2024) 2. Law amended (from May 2024) 3. Staff trained": {
			row("Site opened", "by June 2024", none, month(2024, 6)), row("Law amended", "from May 2024", month(2024, 5), none), row("Staff trained", "", none, none),
		},
		"Milestones\n• Site opened (June 2024)\n  - design\n  - build\n• Law amended – July 2024": {
			row("Site opened", "June 2024", none, month(2024, 6)), row("Law amended", "July 2024", none, month(2024, 7)),
		},
		"Key milestones:\n- June 2024: Site\n- July 2024: Law": {
			row("Site", "June 2024", none, month(2024, 6)), row("Law", "July 2024", none, month(2024, 7)),
		},
		"Milestones:\n1. Site, first of all, June 2024\n2. Law, May, 2025": {
			row("Site, first of all", "June 2024", none, month(2024, 6)), row("Law", "May, 2025", none, month(2025, 5)),
		},
		"Milestones:\n1. Site, June 2024\n2. Law passed in May, 2025": nil,
		"Milestones:\n- Site: May – June 2024\n- Law (July 2024): late": {
			row("Site", "May – June 2024", month(2024, 5), month(2024, 6)), {Title: "Law", Due: "July 2024", EndMonth: month(2024, 7), Status: "late", Source: "description"},
		},
		"Milestones:\n1. Implement the Law on Data (2013)\n2. Amend the Code (2010)": nil,
		"Milestones:\n1. Implement the Law on Data (2013)\n2. Open the site":         nil,
		"Milestones:\n1. See the plan (Ministry, June 2024)\n2. Open the site":       nil,
		"Milestones:\nAll is done in June (June 2024)\nwith help.\nSee the site":     nil,
	} {
		got := form.Read(text)
		if diff := cmp.Diff(want, got.Milestones); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
		if want == nil && got.Unread == "" {
			t.Errorf("%q: neither read nor reported", text)
		}
	}
}

func TestTableOfLabelledColumns(t *testing.T) {
	got := map[string]string{}
	for _, a := range form.Read("Objective: To act\nCauses | Effects\nNo law | No trust\nNo staff | No speed").Answers {
		got[a.Field] += a.Text
	}
	want := map[string]string{"": "No law | No trust\nNo staff | No speed", "objective": "To act", "causes": "No law\nNo staff", "effects": "No trust\nNo speed"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}

// TestTablesWhoseColumnsStandOtherwise: milestones may be in any column, or each in one of
// their own.
func TestTablesWhoseColumnsStandOtherwise(t *testing.T) {
	want := []ogp.Milestone{
		{Title: "Law", Due: "May 2022", EndMonth: ogp.Month{Year: 2022, Month: 5}, Source: "description"},
		{Title: "Site", Due: "June 2022", EndMonth: ogp.Month{Year: 2022, Month: 6}, Source: "description"},
	}
	for _, text := range []string{
		"Date | Milestone\nMay 2022 | Law\nJune 2022 | Site",
		"No. | Responsible | Milestone | Deadline\n1 | Parliament | Law | May 2022\n2 | Ministry | Site | June 2022",
		"Milestone | Law | Site\nEnd date | May 2022 | June 2022",
		"Milestone | Deadline\nA. Law | May 2022\nB. Site | June 2022\nTotal | ",
	} {
		if diff := cmp.Diff(want, form.Read("Objective: x\n"+text).Milestones); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
	got := form.Read("Objective: x\nActivity | Q1 2023 | Q2 2023\nLaw | X | \nSite |  | X")
	if got.Answers[0].Text != "x" || len(got.Milestones) > 0 || got.Unread != "Activity | Q1 2023 | Q2 2023" {
		t.Errorf("a table of quarters is read as %+v", got)
	}
}

func TestTableThatHasNoMarks(t *testing.T) {
	for text, want := range map[string]string{
		"Objective: x\nMilestones\nLaw passed June 2023":                       "Milestones",
		"Objective: x\nWork planned: start date: end date:\nLaw 1/2022 6/2023": "Work planned: start date: end date:",
		"Objective: x\nMilestones\nSee the plan.":                              "",
		"Objective: x\nSee action plan for milestones of 2023":                 "",
		"Objective: to act. Work Start date End date Law passed 1/2022 6/2023": "Start date End date",
		"Objective: to act\nStart date: May 2022 End date: June 2023":          "",
		"Objective: to act by 2023":                                            "",
	} {
		if got := form.Read(text).Unread; got != want {
			t.Errorf("%q has the table %q, want %q", text, got, want)
		}
	}
}
