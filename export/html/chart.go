package html

import (
	"fmt"
	"unicode/utf8"

	"ogp/export/describe"
)

// chart is a picture with its text and its numbers as a table.
type chart struct {
	ID, Class  string
	Title, Sub string // the finding as a sentence; what is counted, and how many
	Desc       string // the picture in words
	Key        []key
	Panels     []panel
	Table      table
	Heat       bool // the table itself is the picture
}

// key explains a mark.
type key struct{ Class, Label string }

// table are the numbers of a chart.
type table struct {
	Headers []string
	Rows    [][]entry
}

// entry is a cell of a table.
type entry struct {
	Text, Link, Class string
	Number            bool
}

func numberEntry(n int, link string) entry {
	if n == 0 {
		link = ""
	}
	return entry{Text: describe.Thousands(int64(n)), Link: link, Number: true}
}

// panel is one drawing in two sizes, of which styles show one: a drawing that is
// scaled has letters that are too small to read.
type panel struct{ Wide, Narrow drawing }

// drawing is an SVG.
type drawing struct {
	Width, Height int
	Title, Desc   string
	Rects         []rect
	Lines         []line
	Labels        []mark
}

type rect struct {
	X, Y, Width, Height int
	Class, Title        string
}

type line struct {
	X1, Y1, X2, Y2 int
	Class          string
}

type mark struct {
	X, Y        int
	Class, Text string
}

// Measures in pixels. Segments of a bar have ground between them, since
// neighbours on a scale differ too little.
const (
	narrowWidth = 358
	fullWidth   = 1120
	rowHeight   = 30
	barHeight   = 20
	barGap      = 2
	letter      = 8 // width of a letter, about
	leastGutter = 104
)

// barRow is a row of a bar chart, or a column.
type barRow struct {
	Label string
	Parts []segment
	Few   string // stands instead of the bar
	End   string // behind the bar
}

// segment is a segment of a bar.
type segment struct {
	Class, Label string
	N            int
}

func (b barRow) sum() int {
	sum := 0
	for _, p := range b.Parts {
		sum += p.N
	}
	return sum
}

// bars draws rows of bars; with Share every bar is as long as the drawing is wide,
// else the longest one is.
type bars struct {
	Title, Desc string
	Heading     string
	Rows        []barRow
	Share       bool
}

func (b bars) panel(width int) panel { return panel{b.draw(width), b.draw(narrowWidth)} }

func (b bars) draw(width int) drawing {
	gutter, most, end := leastGutter, 1, 0
	for _, row := range b.Rows {
		gutter = max(gutter, letter*utf8.RuneCountInString(row.Label)+12)
		most, end = max(most, row.sum()), max(end, letter*len(row.End)+8)
	}
	gutter = min(gutter, width*2/5)
	d := drawing{Width: width, Title: b.Title, Desc: b.Desc}
	y := 0
	if b.Heading != "" {
		d.Labels = append(d.Labels, mark{gutter, 16, "title", b.Heading})
		y = 26
	}
	length := width - gutter - end
	for _, row := range b.Rows {
		d.Labels = append(d.Labels, mark{gutter - 8, y + 16, "label end", shortened(row.Label, (gutter-12)/letter)})
		if row.Few != "" {
			d.Labels = append(d.Labels, mark{gutter + 6, y + 16, "note", row.Few})
			y += rowHeight
			continue
		}
		whole := most
		if b.Share {
			whole = max(row.sum(), 1)
		}
		x := d.bar(row, rect{X: gutter, Y: y, Width: length}, whole)
		d.Labels = append(d.Labels, mark{x + 6, y + 16, "note", row.End})
		y += rowHeight
	}
	d.Lines = append(d.Lines, line{gutter, max(y-b.height(), 0), gutter, y - rowHeight + barHeight, "axis"})
	d.Height = y
	return d
}

func (b bars) height() int { return len(b.Rows) * rowHeight }

// bar draws the segments of a row and returns where they end.
func (d *drawing) bar(row barRow, in rect, whole int) int {
	sum, x := 0, in.X
	for _, p := range row.Parts {
		if p.N == 0 {
			continue
		}
		sum += p.N
		to := in.X + in.Width*sum/whole
		d.Rects = append(d.Rects, rect{x, in.Y, max(to-x-barGap, 1), barHeight, p.Class,
			fmt.Sprintf("%s, %s: %s", row.Label, p.Label, describe.Thousands(int64(p.N)))})
		x = max(to, x+1+barGap)
	}
	return x
}

// shortened is a label that fits.
func shortened(label string, most int) string {
	letters := []rune(label)
	if len(letters) <= most {
		return label
	}
	return string(letters[:max(most-1, 1)]) + "…"
}

// columns draws columns side by side, in the order of time.
type columns struct {
	Title, Desc string
	Rows        []barRow
	Line        string // label of the column at which a line says "as of"
}

const columnsHeight = 200

func (c columns) panel(width int) panel { return panel{c.draw(width), c.draw(narrowWidth)} }

func (c columns) draw(width int) drawing {
	const left, top, foot = 48, 24, 28
	d := drawing{Width: width, Height: top + columnsHeight + foot, Title: c.Title, Desc: c.Desc}
	most := 1
	for _, row := range c.Rows {
		most = max(most, row.sum())
	}
	base := top + columnsHeight
	for i := range 3 {
		y := base - columnsHeight*i/2
		class := "grid"
		if i == 0 {
			class = "axis"
		}
		d.Lines = append(d.Lines, line{left, y, width, y, class})
		if i > 0 && (most%2 == 0 || i == 2) {
			d.Labels = append(d.Labels, mark{left - 6, y + 5, "note end", describe.Thousands(int64(most * i / 2))})
		}
	}
	count := max(len(c.Rows), 1)
	step := 1 + (count*9*letter-1)/(width-left) // every so many columns has a label
	for i, row := range c.Rows {
		x, next := left+(width-left)*i/count, left+(width-left)*(i+1)/count
		d.column(row, rect{X: x + 1, Y: base, Width: min(max(next-x-2, 1), 48)}, most)
		if i%step == 0 && x+7*letter <= width {
			d.Labels = append(d.Labels, mark{x, base + 20, "note", row.Label})
		}
		if row.Label == c.Line {
			d.Lines = append(d.Lines, line{next, 4, next, base, "axis"})
			d.Labels = append(d.Labels, asOfMark(next, width))
		}
	}
	return d
}

func asOfMark(x, width int) mark {
	if x > width/2 {
		return mark{x - 4, 16, "note end", "as of"}
	}
	return mark{x + 4, 16, "note", "as of"}
}

// column draws the segments of a column from the bottom up.
func (d *drawing) column(row barRow, in rect, whole int) {
	sum, y := 0, in.Y
	for _, p := range row.Parts {
		if p.N == 0 {
			continue
		}
		sum += p.N
		to := in.Y - columnsHeight*sum/whole
		d.Rects = append(d.Rects, rect{in.X, to, in.Width, max(y-to-1, 1), p.Class,
			fmt.Sprintf("%s, %s: %s", row.Label, p.Label, describe.Thousands(int64(p.N)))})
		y = to
	}
}
