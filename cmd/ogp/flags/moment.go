package flags

import (
	"errors"
	"time"
)

// Moment is a flag that takes a date, a month, a year or a time, UTC where it does not
// say otherwise. A date is a whole day: from First to Last; so are longer ones. Both are
// zero where none was given.
type Moment struct {
	First, Last time.Time
	text        string
}

// layouts are the ways to write a moment, each with how long it is.
var layouts = []struct {
	layout              string
	years, months, days int
}{
	{time.DateOnly, 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}, {time.RFC3339, 0, 0, 0},
	{"2006-01-02T15:04:05", 0, 0, 0}, {time.DateTime, 0, 0, 0}, {"2006-01-02T15:04", 0, 0, 0}, {"2006-01-02 15:04", 0, 0, 0},
}

// Set reads a moment; an empty text is none.
func (m *Moment) Set(text string) error {
	*m = Moment{text: text}
	if text == "" {
		return nil
	}
	for _, l := range layouts {
		if at, err := time.Parse(l.layout, text); err == nil {
			m.First, m.Last = at.UTC(), at.UTC()
			if next := at.AddDate(l.years, l.months, l.days); next != at {
				m.Last = next.Add(-time.Microsecond)
			}
			return nil
		}
	}
	return errors.New("not a date such as 2026-01-31, a month such as 2026-01, a year, or a time such as 2026-01-31T12:00:00Z")
}

// String is what was given.
func (m *Moment) String() string { return m.text }

// Type is what the help calls the value.
func (m *Moment) Type() string { return "date" }
