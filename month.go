package ogp

import (
	"fmt"
	"time"
)

// Month is a month of a year. The site gives months, never days; zero means
// that it gives none.
type Month struct {
	Year  int
	Month time.Month
}

// Time is the first day of the month at midnight UTC. UTC matters: DuckDB
// shifts a date that carries a time zone.
func (m Month) Time() time.Time { return time.Date(m.Year, m.Month, 1, 0, 0, 0, 0, time.UTC) }

// IsZero reports whether no month is known.
func (m Month) IsZero() bool { return m == Month{} }

// String is the first day of the month in ISO 8601, or nothing.
func (m Month) String() string {
	if m.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-01", m.Year, int(m.Month))
}

// Year is a calendar year; zero means that none is known.
type Year int

// firstYear is the earliest year that is taken for one: the site's are of this
// century, and a number such as 1816 is something else.
const firstYear = 1900

// Count is a number that starts at 1; zero means that it is not known.
type Count int
