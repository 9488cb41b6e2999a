package flags_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"ogp/cmd/ogp/flags"
)

func TestValuesOfFlags(t *testing.T) {
	var size int64
	var span time.Duration
	var word string
	var rate float64
	var workers int
	var moment flags.Moment
	set := pflag.NewFlagSet("", pflag.ContinueOnError)
	set.Var(flags.Size{Bytes: &size}, "size", "")
	set.Var(flags.Duration{Of: &span}, "time", "")
	set.Var(&moment, "date", "")
	set.Int("number", 0, "")
	set.Var(flags.Positive[float64]{Of: &rate}, "rate", "")
	set.Var(flags.Positive[int]{Of: &workers}, "workers", "")
	set.Bool("switch", false, "")
	flags.Words(set, &word, "word", "", "text", "json")
	day := time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		arg     string
		got     func() any
		want    any
		problem string
	}{
		{"--size=16MB", func() any { return size }, int64(16_000_000), ""},
		{"--size=16 MiB", func() any { return size }, int64(16 << 20), ""},
		{"--size=1048576", func() any { return size }, int64(1 << 20), ""},
		{"--size=much", nil, nil, "not a size such as 16MB"},
		{"--size=0", nil, nil, "above 0"},
		{"--size=-1", nil, nil, "not a size such as 16MB"},
		{"--size=99999999999999999999", nil, nil, "not a size"},
		{"--time=1h30m", func() any { return span }, 90 * time.Minute, ""},
		{"--time=30", nil, nil, "a number needs its unit"},
		{"--time=0", nil, nil, "above 0"},
		{"--time=-5m", nil, nil, "above 0"},
		{"--date=2026-01-31", func() any { return moment.First }, day, ""},
		{"--date=2026-01-31", func() any { return moment.Last }, day.AddDate(0, 0, 1).Add(-time.Microsecond), ""},
		{"--date=2026-01-31T02:00:00+02:00", func() any { return moment.Last }, day, ""},
		{"--date=", func() any { return moment.First }, time.Time{}, ""},
		{"--date=soon", nil, nil, "not a date such as 2026-01-31"},
		{"--word=json", func() any { return word }, "json", ""},
		{"--word=xml", nil, nil, "known are text, json"},
		{"--number=1.5", nil, nil, "not a whole number"},
		{"--number=99999999999999999999", nil, nil, "too large a number"},
		{"--rate=x", nil, nil, "not a number"},
		{"--rate=0.5", func() any { return rate }, 0.5, ""},
		{"--rate=0", nil, nil, "above 0"},
		{"--rate=-1", nil, nil, "above 0"},
		{"--rate=nan", nil, nil, "above 0"},
		{"--workers=4", func() any { return workers }, 4, ""},
		{"--workers=0", nil, nil, "above 0"},
		{"--workers=1.5", nil, nil, "whole number"},
		{"--workers=1e30", nil, nil, "too large"},
		{"--switch=x", nil, nil, "neither true nor false"},
	} {
		err := set.Parse([]string{c.arg})
		var value *pflag.InvalidValueError
		if errors.As(err, &value) {
			err = flags.Plain(value.Unwrap())
		}
		switch {
		case c.problem != "" && (err == nil || !strings.Contains(err.Error(), c.problem)):
			t.Errorf("%s: error %v, want %q", c.arg, err, c.problem)
		case c.problem == "" && err != nil:
			t.Errorf("%s: %v", c.arg, err)
		case c.problem == "" && c.got() != c.want:
			t.Errorf("%s: %v, want %v", c.arg, c.got(), c.want)
		}
	}
	if size > math.MaxInt64/2 {
		t.Error("a size that is none was taken over")
	}
}

func TestPeriods(t *testing.T) {
	for text, want := range map[string]string{
		"2019": "2019-01-01T00:00:00Z 2019-12-31T23:59:59Z", "2020-02": "2020-02-01T00:00:00Z 2020-02-29T23:59:59Z",
		"2020-02-29": "2020-02-29T00:00:00Z 2020-02-29T23:59:59Z", "2020-02-29T12:00:00+02:00": "2020-02-29T10:00:00Z 2020-02-29T10:00:00Z",
	} {
		var at flags.Moment
		err := at.Set(text)
		if got := at.First.Format(time.RFC3339) + " " + at.Last.Format(time.RFC3339); err != nil || got != want {
			t.Errorf("%s is %s, error %v; want %s", text, got, err, want)
		}
	}
}
