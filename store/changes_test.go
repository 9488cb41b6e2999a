package store_test

import (
	"testing"
	"time"

	"ogp"
	"ogp/store"
)

func TestEditsAreTheColumnsThatDiffer(t *testing.T) {
	s := empty(t)
	first, second := page("KE0001", "en", "one", day(1)), page("KE0001", "en", "two", day(2))
	second.Reading.Causes = []string{"third cause"}
	second.Reading.StartMonth = ogp.Month{Year: 2024, Month: time.April}
	second.Reading.Status = "Active"
	second.Reading.MilestoneCount = 3
	third := page("KE0001", "en", "two again", day(3))
	third.Reading.Title, third.Reading.Causes, third.Reading.StartMonth = "two", second.Reading.Causes, second.Reading.StartMonth
	third.Reading.MilestoneCount = 3
	save(t, s, first, second, third)
	wantRows(t, s, `SELECT number, changed_at::DATE::VARCHAR, kind, field, "before", "after" FROM changes ORDER BY number`,
		"1|2024-05-01|new|NULL|NULL|NULL",
		"2|2024-05-02|edited|title|one|two",
		"3|2024-05-02|edited|status|NULL|Active",
		"4|2024-05-02|edited|start_month|2023-02-01|2024-04-01",
		"5|2024-05-02|edited|causes|first cause; second cause|third cause",
		"6|2024-05-02|edited|milestone_count|2|3",
		"7|2024-05-03|edited|status|Active|NULL")
	wantRows(t, s, "SELECT len(changes), changes[2].field, changes[2].number FROM commitments", "7|title|2")
}

func TestDifferencesBetweenParsersAreNoEdits(t *testing.T) {
	s := empty(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	other := page("KE0001", "en", "two", day(2))
	other.Reading.Parser = "p2"
	save(t, s, other)
	wantRows(t, s, "SELECT kind FROM changes", "new")
}

func TestItemsOfLongTablesAreComparedOneByOne(t *testing.T) {
	s := empty(t)
	first, second := page("KE0001", "en", "one", day(1)), page("KE0001", "en", "two", day(2))
	second.Reading.Title = "one"
	first.Reading.Milestones = []ogp.Milestone{
		{Title: "publish the budget", Status: "Not started"}, {Title: "train the staff"}, {Title: "evaluate"},
	}
	second.Reading.Milestones = []ogp.Milestone{
		{Title: "hold hearings"}, {Title: "evaluate"}, {Title: "publish the whole budget", Status: "Completed"},
	}
	first.Reading.MilestoneCount, second.Reading.MilestoneCount = 3, 3
	second.Reading.CauseRows = append(second.Reading.CauseRows, ogp.Cause{Text: "third cause"})
	second.Reading.Causes = append(second.Reading.Causes, "third cause")
	save(t, s, first, second)
	wantRows(t, s, log, "2024-05-01|new|NULL|NULL|NULL",
		"2024-05-02|edited|milestones[1]|NULL|hold hearings",
		"2024-05-02|edited|milestones[3].title|publish the budget|publish the whole budget",
		"2024-05-02|edited|milestones[3].status|Not started|Completed",
		"2024-05-02|edited|milestones[2]|train the staff|NULL",
		"2024-05-02|edited|causes[3]|NULL|third cause")
}

func TestSectionsTellWhatNoColumnTells(t *testing.T) {
	s := empty(t)
	first, second := page("KE0001", "en", "one", day(1)), page("KE0001", "en", "two", day(2))
	first.Reading.Sections = []ogp.Section{
		{Label: "Title", Field: "title", State: ogp.StateValue, Text: "one"},
		{Label: "Completion", Field: "completion", State: ogp.StatePending, Text: "Pending IRM Review"},
		{Label: "Budget", State: ogp.StateValue, Text: "none"},
	}
	second.Reading.Sections = []ogp.Section{
		{Label: "Title", Field: "title", State: ogp.StateValue, Text: "two"},
		{Label: "Completion", Field: "completion", State: ogp.StateNoData, Text: "Pending IRM Review"},
		{Label: "Budget", State: ogp.StateValue, Text: "large"},
		{Label: "Risks", State: ogp.StateValue, Text: "some"},
	}
	save(t, s, first, second)
	wantRows(t, s, log, "2024-05-01|new|NULL|NULL|NULL",
		"2024-05-02|edited|title|one|two",
		"2024-05-02|edited|sections[2].state|pending|no_data",
		"2024-05-02|edited|sections[3].text|none|large",
		"2024-05-02|edited|sections[4]|NULL|Risks: some")
}

func TestTitleBeyondRecognitionIsAReassignedID(t *testing.T) {
	s := empty(t)
	save(t, s,
		page("KE0001", "en", "Open government culture in the state", day(1)),
		page("KE0001", "en", "Open Government Culture, in all of the State", day(2)),
		page("KE0001", "en", "Beneficial ownership register", day(3)))
	wantRows(t, s, log, "2024-05-01|new|NULL|NULL|NULL",
		"2024-05-02|edited|title|Open government culture in the state|Open Government Culture, in all of the State",
		"2024-05-03|reassigned|title|Open Government Culture, in all of the State|Beneficial ownership register")
}

// A commitment's history is that of its page in the preferred language, in
// whatever order and batches the languages come; it is new when the first of them
// was seen.
func TestNewPagesInSeveralLanguagesAreOneNewCommitment(t *testing.T) {
	en, es := page("KE0001", "en", "one", day(2)), page("KE0001", "es", "uno", day(1))
	for name, batches := range map[string][][]store.Archived{
		"together":      {{en, es}},
		"English first": {{en}, {es}},
		"English last":  {{es}, {en}},
	} {
		t.Run(name, func(t *testing.T) {
			s := empty(t)
			for _, batch := range batches {
				save(t, s, append(batch, page("KE0002", "fr", "deux", day(3)))...)
			}
			wantRows(t, s, "SELECT commitment_id, number, changed_at::DATE::VARCHAR, kind FROM changes ORDER BY ALL",
				"KE0001|1|2024-05-01|new", "KE0002|1|2024-05-03|new")
		})
	}
}

func TestEditsThatCommitmentsShareAreCounted(t *testing.T) {
	s := empty(t)
	edit := func(id string, n int, before, after string) {
		t.Helper()
		save(t, s, page(id, "en", before, day(1)), page(id, "en", after, day(n)))
	}
	edit("KE0001", 5, "one", "two")
	edit("KE0002", 5, "one", "two")
	edit("KE0003", 6, "one", "two")
	edit("KE0004", 5, "one", "three")
	const shared = "SELECT commitment_id, field, shared_by FROM changes WHERE kind = 'edited' ORDER BY ALL"
	want := []string{"KE0001|title|2", "KE0002|title|2", "KE0003|title|1", "KE0004|title|1"}
	wantRows(t, s, shared, want...)
	wantRows(t, s, "SELECT count(*) FROM changes WHERE kind = 'new' AND shared_by IS NULL", "4")
	reparse(t, s, "p1")
	wantRows(t, s, shared, want...)
	entries, err := s.Log(t.Context(), store.LogFilter{ID: "KE0001"})
	if err != nil || len(entries) != 2 || entries[0].SharedBy != 2 {
		t.Errorf("entries %+v, error %v", entries, err)
	}
}
