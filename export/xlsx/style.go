package xlsx

import (
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"ogp"
	"ogp/export/dataset"
	"ogp/export/describe"
	"ogp/export/overview"
)

// Measures of sheets, in points and characters.
const (
	lineHeight   = 15.0
	headerHeight = 30.0 // the filters' buttons are below the names
	pageHeight   = 17.0 // of a row of a table on a page made for reading
	mostLines    = 8    // of a row of a table: the cell holds the whole text, and the sheet Read shows it
	shortText    = 42   // longest text that is shown on one line
	longWidth    = 60.0 // of a column of long texts
	linkWidth    = 40.0 // of a column of addresses, which are to be followed rather than read
	titleWidth   = 44.0 // of a column of titles
	onePage      = 300  // of what is printed on one page in width
)

// Colours.
const (
	dark   = "17495A"
	accent = "2A8C82"
	warm   = "E3A04B"
	pale   = "E9F1F2"
	grey   = "666666"
	blue   = "0B5CAD"
	rule   = "CBD3D6"
	faint  = "A7B4BA"
)

// styles are the numbers of the workbook's cell styles.
type styles struct {
	header, text, wrap, integer, date, timestamp, link   int
	title, heading, paragraph, note                      int
	head, headRight, label, sheet, content, count, share int
	percent, agreed                                      int
	chosen, readLabel, lookedUp, place                   int

	empty map[string]int // of cells of findings, by why they are empty
	rule  int            // conditional: a line under each row
}

// fontFamily is that of every cell: a font without one is shown in any.
const fontFamily = "Calibri"

func font(f excelize.Font) *excelize.Font {
	f.Family = fontFamily
	if f.Size == 0 {
		f.Size = 11
	}
	return &f
}

func solid(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

// newStyles makes the styles; the sheets of tables use the first group, the
// pages made for reading the second.
func newStyles(file *excelize.File) (styles, error) {
	var s styles
	month, minute, nothing := "mmm yyyy", "yyyy-mm-dd hh:mm", ";;;"
	align := func(vertical, horizontal string, wrap bool, indent int) *excelize.Alignment {
		return &excelize.Alignment{Vertical: vertical, Horizontal: horizontal, WrapText: wrap, Indent: indent}
	}
	white := font(excelize.Font{Bold: true, Color: "FFFFFF"})
	under := []excelize.Border{{Type: "bottom", Color: accent, Style: 2}}
	var around []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		around = append(around, excelize.Border{Type: side, Color: dark, Style: 2})
	}
	made := []struct {
		id    *int
		style excelize.Style
	}{
		{&s.header, excelize.Style{Font: white, Fill: solid(dark), Alignment: align("top", "", true, 0)}},
		{&s.text, excelize.Style{Alignment: align("top", "", false, 0)}},
		{&s.wrap, excelize.Style{Alignment: align("top", "", true, 0)}},
		{&s.integer, excelize.Style{Alignment: align("top", "right", false, 1), NumFmt: 1}},
		{&s.date, excelize.Style{Alignment: align("top", "left", false, 0), CustomNumFmt: &month}},
		{&s.timestamp, excelize.Style{Alignment: align("top", "left", false, 0), CustomNumFmt: &minute}},
		{&s.link, excelize.Style{Alignment: align("top", "", true, 0), Font: font(excelize.Font{Color: blue, Underline: "single"})}},

		{&s.title, excelize.Style{Font: font(excelize.Font{Bold: true, Size: 18, Color: dark}), Alignment: align("center", "", false, 0)}},
		{&s.heading, excelize.Style{Font: font(excelize.Font{Bold: true, Size: 13, Color: dark}), Border: under}},
		{&s.paragraph, excelize.Style{Alignment: align("center", "left", true, 0)}},
		{&s.note, excelize.Style{Font: font(excelize.Font{Italic: true, Color: grey}), Alignment: align("center", "", false, 0)}},
		{&s.head, excelize.Style{Font: white, Fill: solid(dark), Alignment: align("center", "left", false, 1)}},
		{&s.headRight, excelize.Style{Font: white, Fill: solid(dark), Alignment: align("center", "right", false, 1)}},
		{&s.label, excelize.Style{Font: font(excelize.Font{Bold: true, Color: dark}), Fill: solid(pale), Alignment: align("center", "left", true, 1)}},
		{&s.sheet, excelize.Style{Font: font(excelize.Font{Bold: true, Color: blue, Underline: "single"}), Fill: solid(pale), Alignment: align("center", "left", false, 1)}},
		{&s.content, excelize.Style{Alignment: align("center", "left", true, 1)}},
		{&s.count, excelize.Style{Alignment: align("center", "right", false, 1), NumFmt: 3}},
		{&s.percent, excelize.Style{Alignment: align("center", "right", false, 1), NumFmt: 9}},
		{&s.agreed, excelize.Style{Font: font(excelize.Font{Bold: true}), Alignment: align("center", "right", false, 1), NumFmt: 3, Border: around}},
		{&s.chosen, excelize.Style{Font: font(excelize.Font{Bold: true, Size: 14, Color: dark}), Fill: solid(pale), Alignment: align("center", "left", false, 1)}},
		{&s.readLabel, excelize.Style{Font: font(excelize.Font{Bold: true, Color: dark}), Alignment: align("top", "left", true, 1)}},
		{&s.lookedUp, excelize.Style{Alignment: align("top", "left", true, 0)}},
		{&s.place, excelize.Style{Fill: solid(dark), CustomNumFmt: &nothing}}, // for formulas, and no reader
		{&s.share, excelize.Style{Alignment: align("center", "right", false, 1)}},
	}
	for _, m := range made {
		var err error
		if *m.id, err = file.NewStyle(&m.style); err != nil {
			return styles{}, err
		}
	}
	return s, s.addEmpty(file)
}

// addEmpty makes the styles of cells that show why they are empty, and of the
// line under each row.
func (s *styles) addEmpty(file *excelize.File) (err error) {
	s.empty = map[string]int{}
	patterns := map[ogp.State]int{ogp.StatePending: 14, ogp.StateGraphic: 17, ogp.StateNoData: 16, ogp.StateNotAvailable: 11}
	for _, kind := range overview.Kinds {
		if patterns[kind.State] == 0 {
			continue
		}
		pattern := excelize.Fill{Type: "pattern", Pattern: patterns[kind.State], Color: []string{faint}}
		if s.empty[string(kind.State)], err = file.NewStyle(&excelize.Style{Fill: pattern}); err != nil {
			return err
		}
	}
	line := []excelize.Border{{Type: "bottom", Color: rule, Style: 1}}
	s.rule, err = file.NewConditionalStyle(&excelize.Style{Border: line})
	return err
}

// layOut chooses how a column of a table is shown, from its type and its longest
// text.
func layOut(table ogp.Table, column ogp.Column, longest int64) sheetColumn {
	c := sheetColumn{name: column.Name, kind: column.Type, note: column.Doc}
	c.fold = dataset.IsMain(table) && slices.Contains(technicalColumns, column.Name)
	head := float64(len(column.Name)) + 2
	switch {
	case column.Type == ogp.Timestamp:
		c.width = max(head, 17)
	case column.Type == ogp.Date || column.Type == ogp.Integer:
		c.width = max(head, 10)
	case column.Name == "title" && dataset.IsMain(table):
		c.width, c.wrap = titleWidth, true
	case longest <= shortText:
		c.width = max(head, float64(longest)+2)
	case column.Name == "url":
		c.width = min(float64(longest)+2, linkWidth)
	default:
		c.width, c.wrap = max(head, longWidth), true
	}
	return c
}

// lineFill is how many characters of running text fit into the width of one
// digit, which is what the width of a column counts.
const lineFill = 1.1

// textHeight is the height of a row that shows a text on lines of a width, up
// to most lines.
func textHeight(text string, width float64, most int) float64 {
	const unit = 3 // bytes at most
	lines, room := 0, width*lineFill
	for line := range strings.SplitSeq(text, "\n") {
		if lines++; len(line) > unit*most*int(room+1) {
			lines = most
		} else if n := units(line); n > 0 {
			lines += int(math.Ceil(float64(n)/room)) - 1
		}
		if lines >= most {
			return lineHeight * float64(most)
		}
	}
	return lineHeight * float64(lines)
}

// Orientations of printed pages.
const (
	landscape = "landscape"
	portrait  = "portrait"
)

// layOutPrint sets up printing of a sheet: so many pages wide and long, its name and
// the page's number below. If long is 0, as many as it takes.
func layOutPrint(file *excelize.File, name, orientation string, wide, long int) error {
	a4, fit := 9, true
	side, top, bottom, foot := 0.5, 0.5, 0.7, 0.3 // inches
	return errors.Join(
		file.SetSheetDimension(name, ""), // that of an empty sheet, which some readers would believe
		file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}),
		file.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &orientation, Size: &a4, FitToWidth: &wide, FitToHeight: &long}),
		file.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &bottom, Header: &foot, Footer: &foot}),
		file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&L" + describe.DatasetTitle + "&C&A&RPage &P of &N"}),
	)
}
