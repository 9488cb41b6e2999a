package flags

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/dustin/go-humanize"
)

// Plain says in plain words why a flag that takes a number or a switch refuses a text.
func Plain(err error) error {
	var parse *strconv.NumError
	switch {
	case !errors.As(err, &parse):
		return err
	case errors.Is(parse.Err, strconv.ErrRange):
		return errors.New("too large a number")
	}
	return errors.New(map[string]string{"ParseInt": "not a whole number", "ParseUint": "not a whole number of 0 or more", "ParseFloat": "not a number", "ParseBool": "neither true nor false"}[parse.Func])
}

// Size is a flag that takes a number of bytes: 16MB, 16MiB, 16777216.
type Size struct{ Bytes *int64 }

// Set reads a size.
func (s Size) Set(text string) error {
	bytes, err := humanize.ParseBytes(text)
	if err != nil || bytes == 0 || bytes > math.MaxInt64 {
		return errors.New("not a size such as 16MB, 500kB or a number of bytes above 0")
	}
	*s.Bytes = int64(bytes)
	return nil
}

// String is the size in short.
func (s Size) String() string { return humanize.IBytes(uint64(*s.Bytes)) }

// Type is what the help calls the value.
func (s Size) Type() string { return "size" }

// Duration is a flag that takes a time span: 30s, 5m, 1h30m.
type Duration struct{ Of *time.Duration }

// Set reads a span.
func (d Duration) Set(text string) error {
	span, err := time.ParseDuration(text)
	switch {
	case err != nil:
		return errors.New("not a time such as 30s, 5m or 1h30m: a number needs its unit")
	case span <= 0:
		return errors.New("not a time above 0")
	}
	*d.Of = span
	return nil
}

// String is the span; empty for none.
func (d Duration) String() string {
	if *d.Of == 0 {
		return ""
	}
	return d.Of.String()
}

// Type is what the help calls the value.
func (d Duration) Type() string { return "time" }

// Positive is a flag that takes a number above 0, whole where its variable is.
type Positive[N int | float64] struct{ Of *N }

// Set reads a number.
func (p Positive[N]) Set(text string) error {
	number, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil:
		return Plain(err)
	case !(number > 0):
		return errors.New("not a number above 0")
	case float64(N(number)) != number:
		return errors.New("not a whole number, or too large a one")
	}
	*p.Of = N(number)
	return nil
}

// String is the number; empty for none.
func (p Positive[N]) String() string {
	if *p.Of == 0 {
		return ""
	}
	return fmt.Sprint(*p.Of)
}

// Type is what the help calls the value.
func (p Positive[N]) Type() string { return "number" }
