package xlsx

import (
	"fmt"
	"strings"
)

// links are the links of a sheet's cells, as a sheet and its relations have them.
// Readers such as openpyxl and ExcelJS show their addresses, which they do not
// for formulas. A sheet may have so many, and what is beyond them is only text.
type links struct {
	count     int
	cells     strings.Builder
	relations strings.Builder
}

// target is what a cell leads to: a web address or a place in the workbook, such as
// 'commitments'!A5.
type target struct{ address, place string }

// add makes a cell a link, if it can be one.
func (l *links) add(cell string, to target) bool {
	if l.count >= mostLinks || to.place == "" && !linkable(to.address) {
		return false
	}
	l.count++
	if to.place != "" {
		fmt.Fprintf(&l.cells, `<hyperlink ref="%s" location="%s"/>`, cell, escaped(to.place))
		return true
	}
	fmt.Fprintf(&l.cells, `<hyperlink ref="%s" r:id="link%d"/>`, cell, l.count)
	fmt.Fprintf(&l.relations, `<Relationship Id="link%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="%s" TargetMode="External"/>`,
		l.count, escaped(to.address))
	return true
}

// parts are what is replaced in the sheet's entry and in its relations' entry.
func (l *links) parts() (sheet, relations []string) {
	if l.count == 0 {
		return nil, nil
	}
	return []string{"<pageMargins", "<hyperlinks>" + l.cells.String() + "</hyperlinks><pageMargins"},
		[]string{"</Relationships>", l.relations.String() + "</Relationships>"}
}
