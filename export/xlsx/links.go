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

// toAddress makes a cell lead to a web address.
func (l *links) toAddress(cell, address string) {
	l.count++
	fmt.Fprintf(&l.cells, `<hyperlink ref="%s" r:id="link%d"/>`, cell, l.count)
	fmt.Fprintf(&l.relations, `<Relationship Id="link%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="%s" TargetMode="External"/>`,
		l.count, escaped(address))
}

// toCell makes a cell lead to one of the workbook, such as 'commitments'!A5.
func (l *links) toCell(cell, place string) {
	l.count++
	fmt.Fprintf(&l.cells, `<hyperlink ref="%s" location="%s"/>`, cell, escaped(place))
}

func (l *links) full() bool { return l.count >= mostLinks }

// parts are those of the sheet's entry and of its relations' entry.
func (l *links) parts() (of, relations part) {
	if l.count > 0 {
		of.replace = []string{"<pageMargins", "<hyperlinks>" + l.cells.String() + "</hyperlinks><pageMargins"}
		relations.replace = []string{"</Relationships>", l.relations.String() + "</Relationships>"}
	}
	return of, relations
}
