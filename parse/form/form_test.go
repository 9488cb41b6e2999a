package form_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/parse/form"
	"ogp/parse/words"
)

func TestAnswers(t *testing.T) {
	text := "Intro.\n1. What problem does the commitment aim to address?\nNo data.\n2) What are the causes of the problem? • a • b\nCommitment planning\nObjective: To act\nWho will pay for all of this?\nNobody."
	var got, unknown []string
	for _, a := range form.Answers(text) {
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

func TestMilestonesOfAPlanningTable(t *testing.T) {
	text := "a | b\nCommitment Planning (Milestones | Expected Outputs | Expected Completion Date)\n" +
		"1. Study | 1. Report | March 2024\n2. Law | June 2024 - July 2024\n\n3. Portal | Site\nEnd of it\n4. Not | a row | x"
	march, june, july := ogp.Month{Year: 2024, Month: 3}, ogp.Month{Year: 2024, Month: 6}, ogp.Month{Year: 2024, Month: 7}
	want := []ogp.Milestone{
		{Title: "Study", Outputs: "Report", Due: "March 2024", EndMonth: march, Source: "description"},
		{Title: "Law", Due: "June 2024 - July 2024", StartMonth: june, EndMonth: july, Source: "description"},
		{Title: "Portal", Outputs: "Site", Source: "description"},
	}
	if diff := cmp.Diff(want, form.Milestones(text)); diff != "" {
		t.Errorf("milestones (-want +got):\n%s", diff)
	}
	if got := form.Milestones("Output | Milestone\na | b"); got != nil {
		t.Errorf("milestones of a table that begins with something else: %+v", got)
	}
}

// TestEveryWordOfAHeadingIsKnown: each tells which part of a milestone a column
// of a planning table holds, and each question word begins a question.
func TestEveryWordOfAHeadingIsKnown(t *testing.T) {
	for _, row := range words.Table(os.DirFS("."), "words.csv") {
		var got bool
		switch word := row["word"]; row["means"] {
		case "title":
			got = len(form.Milestones("The "+word+" | Outputs\na | b")) == 1
		case "outputs":
			rows := form.Milestones("Milestones | The " + word + "\na | b")
			got = len(rows) == 1 && rows[0].Outputs == "b"
		case "due":
			rows := form.Milestones("Milestones | The " + word + "\na | b")
			got = len(rows) == 1 && rows[0].Due == "b"
		case "question":
			answers := form.Answers("Objective: x\nIn capital letters or not\n" + word + " is it that no form has asked?")
			got = len(answers) == 2 && answers[1].Question == word+" is it that no form has asked?"
		case "leading":
			got = len(form.Answers("Problem:\nx\nAll that leads "+word+" Main objective Is this")) == 1
		case "beginning":
			got = len(form.Answers("Problem:\nx\nDate "+word+" fecha end")) == 2
		case "ending":
			got = len(form.Answers("Problem:\nx\nStart fecha "+word+" date")) == 2
		case "introduction":
			answers := form.Answers("Objective:\nx\nProblem:\nx\n" + word + " main points:\nx")
			got = len(answers) == 2
		}
		if !got {
			t.Errorf("%s is not read as %s", row["word"], row["means"])
		}
	}
}

func TestWordingsOfDescriptions(t *testing.T) {
	text := "1. Who takes part?\nAll of us.\nMain results so far:\n• 12 laws; Risks: none. Objective: To act\nTo act in 2024\nIn the end, all is well."
	var got []string
	for _, w := range form.Wordings(text) {
		got = append(got, fmt.Sprint(w.TableLine(), " ", w.Known()))
	}
	want := []string{
		"?,question,Who takes part?, false", "?,heading,Main results so far, false", "?,heading,Risks, false", "?,heading,Objective, true",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("wordings (-want +got):\n%s", diff)
	}
}

func TestTableThatHasNoMarks(t *testing.T) {
	for text, want := range map[string]string{
		"Objective: x\nMilestones\nLaw passed June 2023":                       "Milestones",
		"Objective: x\nWork planned: start date: end date:\nLaw 1/2022 6/2023": "Work planned: start date: end date:",
		"Objective: x\nMilestones\nSee the plan.":                              "",
		"Objective: x\nSee action plan for milestones of 2023":                 "",
		"Objective: to act. Work Start date End date Law passed 1/2022 6/2023": "Start date End",
		"Objective: to act\nStart date: May 2022 End date: June 2023":          "",
		"Objective: to act by 2023":                                            "",
	} {
		if got := form.Table(text, form.Answers(text)); got != want {
			t.Errorf("%q has the table %q, want %q", text, got, want)
		}
	}
}
