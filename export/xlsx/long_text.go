package xlsx

import "fmt"

// longTextSheet holds texts that no cell can hold.
const longTextSheet = "Long text"

// continued writes a text that no cell can hold into the sheet "Long text", in
// pieces that together are the whole text, and returns its beginning with a
// visible pointer to the place.
func (b *workbook) continued(s *sheet, i int, values []any, text string) (string, error) {
	if b.long == nil {
		if err := b.startLongText(); err != nil {
			return "", err
		}
	}
	b.cut++
	key := []any{s.table, nil, nil} // the rows of some tables have no such key
	if s.columns[0].name == "commitment_id" {
		key[1] = values[0]
	}
	if s.columns[1].name == "number" {
		key[2] = values[1]
	}
	place := ""
	for part, rest := int64(1), text; rest != ""; part++ {
		var piece string
		piece, rest = cutUnits(rest, mostUnits)
		if err := b.long.row(append(key[:3:3], s.columns[i].name, part, piece)); err != nil {
			return "", err
		}
		if part == 1 {
			place = fmt.Sprintf(`… [continued in sheet "%s", row %d]`, b.long.name, b.long.rows.last)
		}
	}
	head, _ := cutUnits(text, mostUnits-units(place))
	return head + place, nil
}

func (b *workbook) startLongText() error {
	b.long = &sheet{
		book: b, title: longTextSheet, about: "Texts too long for a cell, whole, in pieces to be put together in order.",
		columns: []sheetColumn{
			textColumn("table", 18), textColumn("commitment_id", 17), numberColumn("number"), textColumn("column", 26), numberColumn("part"), textColumn("text", 110),
		},
	}
	return b.long.start()
}
