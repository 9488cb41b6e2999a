package store_test

import (
	"testing"
	"time"

	"ogp"
)

func TestEditsAreTheColumnsThatDiffer(t *testing.T) {
	s := create(t)
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
	s := create(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	other := page("KE0001", "en", "two", day(2))
	other.Reading.Parser = "p2"
	save(t, s, other)
	wantRows(t, s, "SELECT kind FROM changes", "new")
}
