package xlsx

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
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
	expected := map[string]Sheet{}
	for _, sheet := range sheets {
		expected[sheet.entry] = sheet
	}
	for _, entry := range in.File {
		if err := ctx.Err(); err != nil {
			return err
		}
		sheet := expected[entry.Name]
		if err := checkEntry(entry, sheet); err != nil {
			return fmt.Errorf("%s: %w", cmp.Or(sheet.Name, entry.Name), err)
		}
		delete(expected, entry.Name)
	}
	for _, sheet := range expected {
		return fmt.Errorf("sheet %s is missing", sheet.Name)
	}
	return nil
}

// checkEntry reads an entry, and compares it with the sheet that it is to be if
// it is one of those with rows.
func checkEntry(entry *zip.File, sheet Sheet) error {
	from, err := entry.Open()
	if err != nil {
		return err
	}
	defer from.Close()
	if sheet.Name == "" {
		_, err = io.Copy(io.Discard, from)
		return err
	}
	header, rows, err := readSheet(from)
	switch {
	case err != nil:
		return err
	case !slices.Equal(header, sheet.Columns):
		return fmt.Errorf("header is %v", header)
	case rows != sheet.Rows:
		return fmt.Errorf("%d rows, want %d", rows, sheet.Rows)
	}
	return nil
}

// readSheet returns the texts of the first row and the number of the others.
func readSheet(from io.Reader) (heads []string, rows int64, err error) {
	const longest = 1 << 28 // of a row, in bytes
	pieces := bufio.NewScanner(from)
	pieces.Buffer(nil, longest)
	pieces.Split(splitRows)
	for ; pieces.Scan(); rows++ {
		if rows == 0 {
			for _, head := range texts.FindAllSubmatch(pieces.Bytes(), -1) {
				heads = append(heads, string(head[1]))
			}
		}
	}
	return heads, rows - 1, pieces.Err()
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
