package store_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/store"
)

func entries(t *testing.T, s *store.Store, f store.LogFilter) []string {
	t.Helper()
	entries, err := s.Log(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, e := range entries {
		lines = append(lines, fmt.Sprintf("%s %s %d %s %s (%s) %s>%s", e.ChangedAt.Format("02"), e.ID, e.Number, e.Kind, e.Field, e.Item, e.Before, e.After))
	}
	return lines
}

func TestLogIsNewestFirstAndNamesItems(t *testing.T) {
	s := empty(t)
	first, second := page("KE0001", "en", "one", day(1)), page("KE0001", "en", "two", day(3))
	second.Reading.Milestones = append([]ogp.Milestone{{Title: "before all"}}, second.Reading.Milestones...)
	second.Reading.Milestones[2].Status = "Completed"
	second.Reading.MilestoneCount = 3
	save(t, s, first, second, page("KE0002", "en", "x", day(2)))
	all := []string{
		"03 KE0001 2 edited title () one>two",
		"03 KE0001 3 edited milestones[1] () >before all",
		"03 KE0001 4 edited milestones[3].status (train) >Completed",
		"02 KE0002 1 new  () >",
		"01 KE0001 1 new  () >",
	}
	for _, test := range []struct {
		name   string
		filter store.LogFilter
		want   []string
	}{
		{"all", store.LogFilter{}, all},
		{"since", store.LogFilter{Since: kept(2)}, all[:4]},
		{"after", store.LogFilter{Since: kept(2).Add(1000)}, all[:3]},
		{"one", store.LogFilter{ID: "KE0002"}, all[3:4]},
		{"none", store.LogFilter{ID: "KE0009"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, entries(t, s, test.filter)); diff != "" {
				t.Errorf("log (-want +got):\n%s", diff)
			}
		})
	}
}
