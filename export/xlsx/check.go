package xlsx

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
)

// Check reads a workbook back with other code than wrote it: every entry whole,
// which compares its checksum, and of every sheet the header and the number of
// rows.
func Check(ctx context.Context, file string, sheets []Sheet) (err error) {
	in, err := zip.OpenReader(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	found := map[string]Sheet{}
	for _, entry := range in.File {
		if err := ctx.Err(); err != nil {
			return err
		}
		if found[entry.Name], err = readEntry(entry); err != nil {
			return fmt.Errorf("%s: %w", entry.Name, err)
		}
	}
	for _, sheet := range sheets {
		got, there := found[sheet.entry]
		switch {
		case !there:
			return fmt.Errorf("sheet %s is missing", sheet.Name)
		case !slices.Equal(got.Columns, sheet.Columns):
			return fmt.Errorf("%s: header is %v", sheet.Name, got.Columns)
		case got.Rows != sheet.Rows:
			return fmt.Errorf("%s: %d rows, want %d", sheet.Name, got.Rows, sheet.Rows)
		}
	}
	return nil
}

// readEntry finds the texts of the first row, and the number of the others.
func readEntry(entry *zip.File) (found Sheet, err error) {
	from, err := entry.Open()
	if err != nil {
		return found, err
	}
	defer from.Close()
	const longest = 1 << 28 // of a row, in bytes
	pieces := bufio.NewScanner(from)
	pieces.Buffer(nil, longest)
	pieces.Split(splitRows)
	rows := int64(0)
	for ; pieces.Scan(); rows++ {
		if rows == 0 {
			for _, head := range texts.FindAllSubmatch(pieces.Bytes(), -1) {
				found.Columns = append(found.Columns, string(head[1]))
			}
		}
	}
	found.Rows = rows - 1
	return found, pieces.Err()
}

// texts are those of cells.
var texts = regexp.MustCompile(`<t[^>]*>([^<]*)</t>`)

// splitRows splits what ends with a row's end: texts are escaped, and hold none.
func splitRows(data []byte, atEOF bool) (int, []byte, error) {
	end := []byte("</row>")
	if i := bytes.Index(data, end); i >= 0 {
		return i + len(end), data[:i], nil
	}
	if atEOF {
		return len(data), nil, bufio.ErrFinalToken
	}
	return 0, nil, nil
}
