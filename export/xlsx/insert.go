package xlsx

import (
	"bytes"
	"io"
)

// insertion is a text that goes into an entry of the archive, before the first
// occurrence of a mark. The library writes some parts of a sheet in time that
// grows with the square of their number, in a form that some readers do not know,
// or not at all.
type insertion struct{ mark, text string }

// inserter writes an entry with insertions, in the order of their marks.
type inserter struct {
	to    io.Writer
	left  []insertion
	carry []byte // the end of what came, which may be the beginning of a mark
}

// Write passes on what cannot be part of a mark any more.
func (i *inserter) Write(p []byte) (int, error) {
	i.carry = append(i.carry, p...)
	for len(i.left) > 0 {
		at := bytes.Index(i.carry, []byte(i.left[0].mark))
		if at < 0 {
			break
		}
		if err := i.pass(at); err != nil {
			return 0, err
		}
		if _, err := io.WriteString(i.to, i.left[0].text); err != nil {
			return 0, err
		}
		i.left = i.left[1:]
	}
	keep := 0
	if len(i.left) > 0 {
		keep = min(len(i.left[0].mark)-1, len(i.carry))
	}
	return len(p), i.pass(len(i.carry) - keep)
}

// pass writes the first n bytes of what waits.
func (i *inserter) pass(n int) error {
	_, err := i.to.Write(i.carry[:n])
	i.carry = append(i.carry[:0], i.carry[n:]...)
	return err
}

// finish writes the rest.
func (i *inserter) finish() error {
	if i == nil {
		return nil
	}
	return i.pass(len(i.carry))
}
