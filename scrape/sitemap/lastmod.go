package sitemap

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The parts of which a plain date consists, as package time writes layouts.
var (
	dayLayouts = []string{
		"2006-1-2", "2-1-2006", "1-2-2006", "20060102",
		"2 Jan 2006", "2 January 2006", "2 Jan 06", "Jan 2 2006", "January 2 2006",
	}
	clockLayouts = []string{" 15:4:5", " 15:4", " 3:4:5 PM", " 3:4 PM", " 150405", "150405"}
)

// What writers put between and around the parts. A zone stands behind a time.
var (
	remark    = regexp.MustCompile(`\[.*\]|\(.*\)|,(?: |$)|^(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]*,? `)
	dateMarks = regexp.MustCompile(`^\d+[-/.]\d+(?:[-/.]\d+)?`)
	monthMark = regexp.MustCompile(`^(\d+)-([A-Z]+)-(\d+)`)
	yearAtEnd = regexp.MustCompile(`^([A-Z]+ \d+) ([\d:]+) (\d{4})$`) // as C programs write it
	timeMark  = regexp.MustCompile(`(\d)T(\d)`)
	zone      = regexp.MustCompile(`((?::\d\d|\d{6})(?:[.,]\d+)?) ?(?:(?:Z|UTC|GMT)? ?([+-]\d{1,2}):?(\d\d)?|Z|UTC|GMT)$`)
	otherZone = regexp.MustCompile(`(:\d\d) [A-Z]{3,4}$`)
	epoch     = regexp.MustCompile(`^\d{10}(?:\d{3}|\.\d+)?$`)
	ordinal   = regexp.MustCompile(`(\d)(?:ST|ND|RD|TH)\b`)
	marks     = strings.NewReplacer("–", "-", "'", "", `"`, "", "SEPT ", "SEP ")
)

// westmost is how far the last zone of the world is behind UTC.
const westmost = 12 * time.Hour

// LastModified reads a date of a sitemap or feed in any of the forms that are
// seen; zero for any other text. Where the text leaves open what it means, such as
// the time of day, the zone, or which number is the month, it is the latest
// instant that it can mean: a page is then rather requested once too often.
func LastModified(text string) time.Time {
	text = strings.TrimSpace(text)
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return at.UTC()
	}
	if epoch.MatchString(text) {
		seconds, _ := strconv.ParseInt(text[:10], 10, 64)
		return time.Unix(seconds, 0).UTC()
	}
	text = plainDate(text)
	plain := strings.Replace(text, " 24:00", " 0:00", 1)
	means := []time.Time{ofPeriod(text, "2006", 1, 0)}
	for _, month := range []string{"2006-1", "Jan 2006", "January 2006"} {
		means = append(means, ofPeriod(text, month, 0, 1))
	}
	for _, day := range dayLayouts {
		means = append(means, ofDay(plain, day))
	}
	last := slices.MaxFunc(means, time.Time.Compare)
	if plain != text && !last.IsZero() {
		last = last.AddDate(0, 0, 1) // 24:00 is the end of the day
	}
	return last
}

// plainDate writes a date with single blanks, - within a date of numbers, and its
// zone as +0000.
func plainDate(text string) string {
	text = ordinal.ReplaceAllString(marks.Replace(strings.ToUpper(text)), "$1")
	text = remark.ReplaceAllString(text, " ")
	text = strings.Join(strings.Fields(text), " ")
	text = monthMark.ReplaceAllString(text, "$1 $2 $3")
	text = dateMarks.ReplaceAllStringFunc(text, strings.NewReplacer("/", "-", ".", "-").Replace)
	text = yearAtEnd.ReplaceAllString(timeMark.ReplaceAllString(text, "$1 $2"), "$1 $3 $2")
	if parts := zone.FindStringSubmatch(text); parts != nil {
		hours, _ := strconv.Atoi(parts[2])
		sign := parts[2][:min(len(parts[2]), 1)]
		text = fmt.Sprintf("%s%s %1s%02d%02s", strings.TrimSuffix(text, parts[0]), parts[1], cmp.Or(sign, "+"), max(hours, -hours), cmp.Or(parts[3], "00"))
	}
	return otherZone.ReplaceAllString(text, "$1")
}

// ofDay is the latest instant that a text means whose day has a layout; zero where
// it has another.
func ofDay(text, day string) time.Time {
	if at, err := time.Parse(day, text); err == nil {
		return at.Add(24*time.Hour - time.Second + westmost)
	}
	for _, clock := range clockLayouts {
		if at, err := time.Parse(day+clock+" -0700", text); err == nil {
			return at.UTC()
		}
		if at, err := time.Parse(day+clock, text); err == nil {
			return at.Add(westmost)
		}
	}
	return time.Time{}
}

// ofPeriod is the end of a year or month; zero for any other text.
func ofPeriod(text, layout string, years, months int) time.Time {
	at, err := time.Parse(layout, text)
	if err != nil {
		return time.Time{}
	}
	return at.AddDate(years, months, 0).Add(westmost - time.Second)
}
