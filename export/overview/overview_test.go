package overview

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestStepsOfTime: gaps are shown, many months become years, and what is not known
// comes last.
func TestStepsOfTime(t *testing.T) {
	t.Parallel()
	for want, rows := range map[string][]string{
		"2016 2017 2018 not known":        {"2016", "2018", "not known"},
		"2023-11 2023-12 2024-01 2024-02": {"2023-11", "2024-02"},
		"2012 2013 2014 2015 2016 2017":   {"2012-01", "2012-06", "2017-02"},
		"not known":                       {"not known"},
	} {
		c := Chart{Series: series("commitments")}
		for _, row := range rows {
			c.add(Row{Name: row}, c.Series[0], 1)
		}
		for _, shape := range steps {
			shape(&c)
		}
		var got []string
		for _, row := range c.Rows {
			got = append(got, row.Name)
		}
		if known, empty := c.Totals(); strings.Join(got, " ") != want || known+empty != len(rows) {
			t.Errorf("%v are %v with a sum of %d", rows, got, known+empty)
		}
	}
}

// TestRegions are those of the country at the end of a slug, countries first.
func TestRegions(t *testing.T) {
	t.Parallel()
	c := Chart{Series: series("commitments")}
	for _, slug := range []string{"atlantis", "mexico-state-mexico", "scotland-united-kingdom", "peru", "cote-d'ivoire"} {
		c.add(Row{Name: slug, Key: slug}, c.Series[0], 1)
	}
	inRegions(&c)
	var got []string
	for _, row := range c.Rows {
		got = append(got, row.Group+": "+row.Key)
	}
	want := []string{"Africa and the Middle East: cote-d'ivoire", "Americas: peru", "Americas: mexico-state-mexico", "Europe: scotland-united-kingdom", "not known: atlantis"}
	if !slices.Equal(got, want) {
		t.Errorf("members are %q, want %q", got, want)
	}
}

// TestKnownStandsBesideUnknown and is never added to it.
func TestKnownStandsBesideUnknown(t *testing.T) {
	t.Parallel()
	c := Chart{Title: "A title", Series: series("Complete", "pending", "drawn")}
	for i, n := range []int{3, 1400, 0} {
		c.add(Row{Name: "2016"}, c.Series[i], n)
	}
	c.add(Row{Name: "2017"}, c.Series[0], 5)
	c.used()
	if len(c.Series) != 2 || fmt.Sprint(c.Rows[1].N) != "[5 0]" {
		t.Errorf("series are %v, rows %v", c.Series, c.Rows)
	}
	if got, want := c.Text(), "A title. Most: 2017, 5; least: 2016, 3. 8 of 1,408 known; 1,400 pending. Table follows."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
