package console

import (
	"fmt"
	"log/slog"
	"strings"
)

// Counted is a number with its noun: "1 page", "2 pages", "3 rows added".
type Counted struct {
	N    int
	Noun string
	Rest string // what follows the noun, such as "added"
}

// Count is a number with its noun, and what may follow that.
func Count(n int, noun string, rest ...string) Counted {
	return Counted{n, noun, strings.Join(rest, " ")}
}

// String is the number as people read it.
func (c Counted) String() string {
	if c.N == 1 {
		return strings.TrimSpace(fmt.Sprintf("1 %s %s", c.Noun, c.Rest))
	}
	return strings.TrimSpace(fmt.Sprintf("%d %ss %s", c.N, c.Noun, c.Rest))
}

// Attr is the number as a log in JSON has it: "rows_added": 3.
func (c Counted) Attr() slog.Attr {
	name := strings.TrimSpace(c.Noun + "s " + c.Rest)
	return slog.Int(strings.NewReplacer(" ", "_", "'", "").Replace(strings.ToLower(name)), c.N)
}
