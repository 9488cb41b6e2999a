package flags

import (
	"errors"
	"time"
)

// Moment is a flag that takes a date or a time, UTC where it does not say otherwise.
// A date is a whole day: from First to Last. Both are zero where none was given.
type Moment struct {
	First, Last time.Time
	text        string
}

var layouts = []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04"}

// Set reads a moment; an empty text is none.
func (m *Moment) Set(text string) error {
	*m = Moment{text: text}
	if text == "" {
		return nil
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		m.First, m.Last = day, day.AddDate(0, 0, 1).Add(-time.Microsecond)
		return nil
	}
	for _, layout := range layouts {
		if at, err := time.Parse(layout, text); err == nil {
			m.First, m.Last = at.UTC(), at.UTC()
			return nil
		}
	}
	return errors.New("not a date such as 2026-01-31 or a time such as 2026-01-31T12:00:00Z")
}

// String is what was given.
func (m *Moment) String() string { return m.text }

// Type is what the help calls the value.
func (m *Moment) Type() string { return "date" }
