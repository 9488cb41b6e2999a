package overview

import (
	"cmp"
	"slices"
	"time"
)

// mostMonths is how many months a chart has at most; of more, years are counted.
const mostMonths = 60

// steps makes rows that are years or months steps of time.
var steps = []func(*Chart){inYears, everyStep}

// inYears puts months together, where they are many.
func inYears(c *Chart) {
	first, last, layout := span(c.Rows)
	if layout != "2006-01" || first.AddDate(0, mostMonths, 0).After(last) {
		return
	}
	rows := c.Rows
	c.Rows = nil
	for _, row := range rows {
		for i, n := range row.N {
			c.add(Row{Name: row.Name[:4]}, c.Series[i], n)
		}
	}
}

// everyStep adds the years or months between that have no count.
func everyStep(c *Chart) {
	first, last, layout := span(c.Rows)
	const most = 200 // a wrong date must not make a chart of thousands of rows
	for at, n := first, 0; layout != "" && at.Before(last) && n < most; n++ {
		if layout == "2006" {
			at = at.AddDate(1, 0, 0)
		} else {
			at = at.AddDate(0, 1, 0)
		}
		c.add(Row{Name: at.Format(layout)}, c.Series[0], 0)
	}
	slices.SortStableFunc(c.Rows, func(a, b Row) int { return cmp.Compare(a.Name, b.Name) }) // Unknown is behind all digits
}

// span are the first and the last row that are times, which come first and in order,
// and how they are written; empty if they are not times.
func span(rows []Row) (first, last time.Time, layout string) {
	for _, row := range rows {
		for _, try := range []string{"2006", "2006-01"} {
			if at, err := time.Parse(try, row.Name); err == nil {
				last, layout = at, try
				if first.IsZero() {
					first = at
				}
			}
		}
	}
	return first, last, layout
}
