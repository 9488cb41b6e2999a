package export

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/xuri/excelize/v2"
)

// press is a file of the library's in which one sheet is streamed. The library
// holds up to 32 MB of every sheet it has streamed until its file is closed, so
// each has a file of its own and is put into the workbook as it stands. The
// workbook has an empty sheet in its place and all that is told outside it.
type press struct {
	file  *excelize.File
	sheet string
}

// pressSheet is where the library puts the second sheet of a file: the first
// one is the one in front, and says so.
const pressSheet = "xl/worksheets/sheet2.xml"

func (b *workbook) newPress(sheet string) (*press, error) {
	p := &press{file: excelize.NewFile(excelize.Options{TmpDir: b.temp}), sheet: sheet}
	b.presses = append(b.presses, p)
	same, err := newStyles(p.file)
	if err == nil && same != b.styles {
		err = errors.New("styles have other numbers than in the workbook")
	}
	if err == nil {
		_, err = p.file.NewSheet(sheet)
	}
	return p, err
}

// close ends what is unfinished, and removes the temporary files of all.
func (b *workbook) close() error {
	_ = b.kept.Wait() // whose failure has been told
	var errs []error
	for _, p := range b.presses {
		errs = append(errs, p.file.Close())
	}
	return errors.Join(append(errs, b.file.Close())...)
}

// keep puts the finished sheet into an archive of its own, from which it goes
// into the workbook, and ends the press, while the next sheet is streamed. Where
// that is still being done for another sheet it waits.
func (b *workbook) keep(p *press) error {
	entry, err := b.entryOf(p.sheet)
	if err != nil {
		return err
	}
	path := filepath.Join(b.temp, filepath.Base(entry)+".zip")
	b.archives = append(b.archives, path)
	b.kept.Go(func() error {
		err := save(p.file, path, func(w io.Writer) excelize.ZipWriter { return &oneSheet{newZip(w), entry} })
		return errors.Join(err, p.file.Close())
	})
	return nil
}

// entryOf is where the workbook has a sheet.
func (b *workbook) entryOf(sheet string) (string, error) {
	for id, name := range b.file.GetSheetMap() {
		if name == sheet {
			return fmt.Sprintf("xl/worksheets/sheet%d.xml", id), nil
		}
	}
	return "", fmt.Errorf("no sheet %s", sheet)
}

// oneSheet is an archive that takes the sheet of a press and nothing else.
type oneSheet struct {
	*zip.Writer
	name string
}

// Create begins an entry.
func (z *oneSheet) Create(name string) (io.Writer, error) {
	if name != pressSheet {
		return io.Discard, nil
	}
	return z.Writer.Create(z.name)
}

// save writes a file of the library's. The library would make the archive in
// memory, all of it, so what it writes to is given to it as a way of zipping.
func save(file *excelize.File, path string, archive func(io.Writer) excelize.ZipWriter) error {
	return writeFile(path, func(w *bufio.Writer) error {
		file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return archive(w) })
		return file.Write(io.Discard)
	})
}
