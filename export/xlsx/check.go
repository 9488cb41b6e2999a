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
	header, rows, err := readSheet(bufio.NewReaderSize(from, 1<<16))
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
func readSheet(reader *bufio.Reader) (heads []string, rows int64, err error) {
	begin, end := []byte("<row "), []byte("</row>")
	for {
		// Texts are escaped: a piece that ends with > holds whole tags only.
		piece, err := reader.ReadSlice('>')
		if errors.Is(err, bufio.ErrBufferFull) {
			continue // the inside of a long text
		}
		if errors.Is(err, io.EOF) {
			return heads, rows - 1, nil
		}
		if err != nil {
			return nil, 0, err
		}
		if !bytes.HasPrefix(piece, begin) {
			continue
		}
		if rows++; rows == 1 {
			heads, err = readHeads(reader, end)
			if err != nil {
				return nil, 0, err
			}
		}
	}
}

// readHeads reads the texts of a row's cells, up to the row's end.
func readHeads(reader *bufio.Reader, end []byte) ([]string, error) {
	var heads []string
	for {
		piece, err := reader.ReadSlice('>')
		if err != nil {
			return nil, err
		}
		if bytes.HasPrefix(piece, end) {
			return heads, nil
		}
		if text, found := bytes.CutSuffix(piece, []byte("</t>")); found {
			heads = append(heads, string(text))
		}
	}
}
