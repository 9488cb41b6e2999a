package parse

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"ogp"
)

// months are names of months and their usual short forms, folded.
var months = func() map[string]time.Month {
	names := map[time.Month]string{
		time.January:   "january jan enero ene janvier janv",
		time.February:  "february feb febrero février fevrier févr",
		time.March:     "march mar marzo mars",
		time.April:     "april apr abril abr avril avr",
		time.May:       "may mayo mai",
		time.June:      "june jun junio juin",
		time.July:      "july jul julio juillet juil",
		time.August:    "august aug agosto ago août aout",
		time.September: "september sep sept septiembre septembre",
		time.October:   "october oct octubre octobre",
		time.November:  "november nov noviembre novembre",
		time.December:  "december dec diciembre dic décembre decembre déc",
	}
	all := map[string]time.Month{}
	for month, words := range names {
		for word := range strings.FieldsSeq(words) {
			all[word] = month
		}
	}
	return all
}()

var (
	// numericMonth is "02/2022", "6/2023", "02-2022".
	numericMonth = regexp.MustCompile(`^(\d{1,2})\s?[/.-]\s?((?:19|20)\d{2})$`)
	isoMonth     = regexp.MustCompile(`^((?:19|20)\d{2})-(\d{2})(?:-\d{2})?$`)
	// namedMonth is "Feb 2022", "February, 2022", "1 July 2023", "30th of June 2024", "June 30, 2024", "mayo de 2022".
	namedMonth = regexp.MustCompile(`^(?:\d{1,2}(?:st|nd|rd|th)?\.?\s+)?(?:of\s+|de\s+)?(\p{L}{3,})\.?,?\s*(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?(?:de\s+)?((?:19|20)\d{2})$`)
	// numericDay is "11/11/2022". Which of the two is the month shows only
	// where one cannot be, or where both are the same.
	numericDay = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d{2})$`)
	yearOnly   = regexp.MustCompile(`^(?:19|20)\d{2}$`)
)

// parseMonth reads a month. Nothing is guessed: a date whose day and month
// could be swapped is no month, nor is a year or a quarter.
func parseMonth(text string) (ogp.Month, bool) {
	text = strings.Trim(fold(text), " .,;")
	if m := numericMonth.FindStringSubmatch(text); m != nil {
		return newMonth(m[2], m[1])
	}
	if m := isoMonth.FindStringSubmatch(text); m != nil {
		return newMonth(m[1], m[2])
	}
	if m := namedMonth.FindStringSubmatch(text); m != nil {
		month, ok := months[m[1]]
		year, _ := strconv.Atoi(m[2])
		return ogp.Month{Year: year, Month: month}, ok
	}
	if m := numericDay.FindStringSubmatch(text); m != nil {
		return unambiguousMonth(m[1], m[2], m[3])
	}
	return ogp.Month{}, false
}

func unambiguousMonth(first, second, year string) (ogp.Month, bool) {
	a, b := number(first), number(second)
	switch {
	case a == b || a > 12:
		return newMonth(year, second)
	case b > 12:
		return newMonth(year, first)
	default:
		return ogp.Month{}, false
	}
}

func newMonth(year, month string) (ogp.Month, bool) {
	m := ogp.Month{Year: number(year), Month: time.Month(number(month))}
	if m.Month < time.January || m.Month > time.December {
		return ogp.Month{}, false
	}
	return m, true
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

func parseYear(text string) (ogp.Year, bool) {
	text = strings.TrimSpace(text)
	return ogp.Year(number(text)), yearOnly.MatchString(text)
}

// parsePeriod reads "January, 2024 - December, 2024"; a single month is an end.
// Either may be missing: "June 2023 - ongoing".
func parsePeriod(text string) (start, end ogp.Month) {
	if end, ok := parseMonth(text); ok || numericDay.MatchString(strings.TrimSpace(text)) {
		return ogp.Month{}, end
	}
	for _, dash := range []string{" - ", " – ", " — ", " to ", "–", "-"} {
		first, second, ok := strings.Cut(text, dash)
		if !ok {
			continue
		}
		start, startOK := parseMonth(first)
		end, endOK := parseMonth(second)
		// A dash without spaces may stand within a date.
		if startOK && endOK || (startOK || endOK) && strings.HasPrefix(dash, " ") {
			return start, end
		}
	}
	return ogp.Month{}, ogp.Month{}
}

// startsWithMonth reports whether a value glued to its label is a month:
// "Start Date02/2022".
func startsWithMonth(value []byte) bool {
	text, _, _ := strings.Cut(string(value[:min(len(value), 16)]), "\n")
	_, ok := parseMonth(text)
	return ok
}
