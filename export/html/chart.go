package html

import (
	"fmt"
	"strings"

	"ogp/export/describe"
	"ogp/export/overview"
)

// Lengths of drawings along the page are in per cent of its width, so that one
// drawing fits a telephone and a wide screen without letters that are scaled.

// panel is one drawing of rows of bars.
type panel struct {
	Heading string
	Rows    []barRow
	Rest    int // rows that only the table has
}

// barRow is a row with its segments.
type barRow struct {
	Label string
	Parts []segment
	Few   string // stands instead of the bar
	End   string // behind it
}

// segment is a part of a bar or a column.
type segment struct {
	At, Size     float64 // where it begins and how long it is
	Class, Title string
}

// Fewer known values than these are no basis for shares, or for shares without
// their number.
const (
	tooFew = 10
	few    = 30
)

// bars are the drawings of a chart whose rows are bars.
func bars(c overview.Chart) []panel {
	if c.Shape != overview.Shares {
		all := panel{}
		whole := longest(c)
		for i, row := range c.Rows {
			if c.Most > 0 && i >= c.Most {
				all.Rest = len(c.Rows) - c.Most
				break
			}
			known, empty := c.Sum(row, false), c.Sum(row, true)
			end := describe.Thousands(int64(known + empty))
			if empty > 0 {
				end = describe.Thousands(int64(known)) + " of " + end + " known"
			}
			all.Rows = append(all.Rows, barRow{Label: c.RowName(row), Parts: append(parts(c, row, false, 0, whole), parts(c, row, true, known, whole)...), End: end})
		}
		return []panel{all}
	}
	left, right := panel{Heading: "Known, as shares"}, panel{Heading: "Not known"}
	whole := 0
	for _, row := range c.Rows {
		whole = max(whole, c.Sum(row, true))
	}
	for _, row := range c.Rows {
		left.Rows = append(left.Rows, shareBar(c, row))
		right.Rows = append(right.Rows, barRow{Label: row.Name, Parts: parts(c, row, true, 0, whole), End: describe.Thousands(int64(c.Sum(row, true)))})
	}
	if whole == 0 {
		return []panel{left}
	}
	return []panel{left, right}
}

// shareBar shows the shares of the known values of a row.
func shareBar(c overview.Chart, row overview.Row) barRow {
	n := c.Sum(row, false)
	b := barRow{Label: fmt.Sprintf("%s n=%d", row.Name, n)}
	switch {
	case n == 0:
		b.Few = "none known"
	case n < tooFew:
		b.Few = fmt.Sprintf("%d known: too few for shares", n)
	default:
		b.Parts = parts(c, row, false, 0, n)
	}
	if n >= tooFew && n < few {
		b.End = fmt.Sprintf("of %d", n)
	}
	return b
}

// longest is the count of the longest bar.
func longest(c overview.Chart) (most int) {
	for _, row := range c.Rows {
		most = max(most, c.Sum(row, false)+c.Sum(row, true))
	}
	return max(most, 1)
}

// parts are the segments of a row, of the known values or of the kinds of empty,
// the first of which begins behind a count.
func parts(c overview.Chart, row overview.Row, empty bool, before, whole int) (out []segment) {
	for i, n := range row.N {
		if n == 0 || c.Series[i].Empty != empty {
			continue
		}
		out = append(out, segment{share(before, whole), share(n, whole), class(c.Series[i]),
			fmt.Sprintf("%s, %s: %s", c.RowName(row), c.Series[i].Name, describe.Thousands(int64(n)))})
		before += n
	}
	return out
}

// share is a part of a whole in per cent, as drawings take it.
func share(part, whole int) float64 { return float64(part*10000/max(whole, 1)) / 100 }

// class is how styles know a series.
func class(s overview.Series) string {
	if s.Empty {
		return "e-" + slugOf(s.Name)
	}
	return "v-" + slugOf(s.Name)
}

// timeline is the drawing of a chart whose rows are steps of time.
type timeline struct {
	Most, Half int // labels of the axis
	Columns    []step
}

// step is a step of time, with its segments from the bottom up.
type step struct {
	At, Size, Middle, End float64
	Label                 string
	Narrow                bool // the label has room on a narrow screen, too
	Parts                 []segment
	AsOf                  bool // the snapshot is of this step
}

// columns are a chart's columns; snapshot is the day of the data.
func columns(c overview.Chart, snapshot string) timeline {
	const labels, narrow = 14, 4 // that have room
	most, count := longest(c), len(c.Rows)
	most += most % 2 // so that the label at half the height is true
	t := timeline{Most: most, Half: most / 2}
	every := (count + labels - 1) / labels
	for i, row := range c.Rows {
		col := step{At: share(i, count), Size: share(9, 10*count), Middle: share(2*i+1, 2*count), End: share(i+1, count), AsOf: strings.HasPrefix(snapshot, row.Name),
			Parts: append(parts(c, row, false, 0, most), parts(c, row, true, c.Sum(row, false), most)...)}
		for k, p := range col.Parts {
			col.Parts[k].At = 100 - p.At - p.Size
		}
		if i%every == 0 {
			col.Label, col.Narrow = row.Name, i%(every*((labels+narrow-1)/narrow)) == 0
		}
		t.Columns = append(t.Columns, col)
	}
	return t
}

// heat is a cell of a table whose cells are coloured by their share.
type heat struct{ Text, Class string }

func heatOf(n, of int) heat {
	switch {
	case n == 0:
		return heat{Text: "–"}
	case of == 0:
		return heat{Text: describe.Thousands(int64(n))}
	case of < tooFew:
		return heat{Text: fmt.Sprintf("%d/%d", n, of)}
	}
	return heat{describe.Share(int64(n), int64(of)), fmt.Sprintf("h%d", min(1+5*n/of, 5))}
}

// tile is the class of a member's tile by its commitments.
func tile(n int) string {
	level := 1
	for _, least := range []int{10, 25, 50, 100} {
		if n >= least {
			level++
		}
	}
	return fmt.Sprintf("h%d", level)
}

// findLink leads to the commitments that a count is of: pairs of a filter and its
// value, of which filters may be missing.
func findLink(pairs ...string) string {
	var out []string
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] != "" {
			out = append(out, pairs[i]+"="+slugOf(pairs[i+1]))
		}
	}
	if out == nil {
		return ""
	}
	return "find.html#" + strings.Join(out, "&")
}
