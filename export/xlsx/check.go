package xlsx

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
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
	names, err := sheetFiles(in)
	if err != nil {
		return err
	}
	for _, sheet := range sheets {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := checkSheet(in, names[sheet.Name], sheet); err != nil {
			return fmt.Errorf("sheet %s: %w", sheet.Name, err)
		}
	}
	return wellFormed(in)
}

func checkSheet(in *zip.ReadCloser, entry string, sheet Sheet) error {
	header, rows, err := readSheet(in, entry)
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

// sheetFiles maps the names of sheets to the entries that hold them.
func sheetFiles(in *zip.ReadCloser) (map[string]string, error) {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var links struct {
		Links []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := errors.Join(readXML(in, "xl/workbook.xml", &book), readXML(in, "xl/_rels/workbook.xml.rels", &links)); err != nil {
		return nil, err
	}
	files := map[string]string{}
	for _, sheet := range book.Sheets {
		for _, link := range links.Links {
			if link.ID == sheet.ID {
				files[sheet.Name] = path.Join("xl", link.Target)
				if path.IsAbs(link.Target) {
					files[sheet.Name] = link.Target[1:]
				}
			}
		}
	}
	return files, nil
}

func readXML(in *zip.ReadCloser, name string, into any) error {
	entry, err := in.Open(name)
	if err != nil {
		return err
	}
	defer entry.Close()
	return xml.NewDecoder(entry).Decode(into)
}

// readSheet returns the texts of the first row and the number of the others.
func readSheet(in *zip.ReadCloser, name string) (heads []string, rows int64, err error) {
	entry, err := in.Open(name)
	if err != nil {
		return nil, 0, err
	}
	defer entry.Close()
	reader := bufio.NewReaderSize(entry, 1<<16)
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

// wellFormed reads all entries but the sheets of tables, whose rows were
// counted, as XML.
func wellFormed(in *zip.ReadCloser) error {
	const large = 1 << 20
	for _, entry := range in.File {
		if entry.UncompressedSize64 > large {
			continue
		}
		from, err := entry.Open()
		if err != nil {
			return err
		}
		decoder := xml.NewDecoder(from)
		for err == nil {
			_, err = decoder.RawToken()
		}
		from.Close()
		if !errors.Is(err, io.EOF) {
			return fmt.Errorf("%s: %w", entry.Name, err)
		}
	}
	return nil
}
