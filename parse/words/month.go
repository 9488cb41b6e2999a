package words

import (
	"embed"
	"regexp"
	"strconv"
	"strings"
	"time"

	"ogp"
)

//go:embed months.csv contacts.csv
var tables embed.FS

// months are the months by their names and usual short forms. One that several
// languages share is in the table once.
var months = func() map[string]time.Month {
	all := map[string]time.Month{}
	for _, row := range Table(tables, "months.csv") {
		all[Fold(row["printed"])] = time.Month(Number(row["month"]))
	}
	return all
}()

// IsMonth reports whether a folded word is a month's name.
func IsMonth(word string) bool { return months[word] != 0 }

// aYear is a year within an expression; a short one has its apostrophe.
const aYear = `((?:19|20)\d{2}|'\d{2})`

var (
	// numericMonth is "02/2022", "6/2023", "02-2022".
	numericMonth = regexp.MustCompile(`^(\d{1,2})\s?[/.-]\s?((?:19|20)\d{2})$`)
	// yearFirst is "2022-02", "2022/09", "2022-02-28".
	yearFirst = regexp.MustCompile(`^((?:19|20)\d{2})\s?[/.-]\s?(\d{1,2})(?:[/.-]\d{1,2})?$`)
	// namedMonth is "Feb 2022", "Sep '22", "February, 2022", "1 July 2023", "30th of June 2024", "30-Jun-2024",
	// "June 30, 2024", "mayo de 2022", "le 1er juillet 2023".
	namedMonth = regexp.MustCompile(`^(?:(?:le|el|em)\s+)?(?:\d{1,2}(?:st|nd|rd|th|er|º|°)?\.?[\s-]+)?(?:(?:of|de)\s+)?(\p{L}{3,})\.?,?[\s/-]*` +
		`(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?(?:del?\s+)?` + aYear + `$`)
	// namedLast is "2022 September".
	namedLast = regexp.MustCompile(`^((?:19|20)\d{2}),?\s+(\p{L}{3,})$`)
	// numericDay is "11/11/2022". Which of the two is the month shows only where one
	// cannot be, or where both are the same; with full stops, "1.3.2022", it is the second.
	numericDay = regexp.MustCompile(`^(\d{1,2})([/.-])(\d{1,2})[/.-]((?:19|20)\d{2})$`)
	yearOnly   = regexp.MustCompile(`^(?:19|20)\d{2}$`)
)

// Month reads a month. Nothing is guessed: a date whose day and month
// could be swapped is no month, nor is a year or a quarter.
func Month(text string) (ogp.Month, bool) {
	text = strings.Trim(Fold(text), " .,;:"+superscripts)
	if m := numericMonth.FindStringSubmatch(text); m != nil {
		return newMonth(Number(m[2]), time.Month(Number(m[1])))
	}
	if m := yearFirst.FindStringSubmatch(text); m != nil {
		return newMonth(Number(m[1]), time.Month(Number(m[2])))
	}
	if m := namedMonth.FindStringSubmatch(text); m != nil {
		return newMonth(fullYear(m[2]), months[m[1]])
	}
	if m := namedLast.FindStringSubmatch(text); m != nil {
		return newMonth(Number(m[1]), months[m[2]])
	}
	if m := numericDay.FindStringSubmatch(text); m != nil {
		return unambiguousMonth(Number(m[1]), Number(m[3]), Number(m[4]), m[2] == ".")
	}
	return ogp.Month{}, false
}

// fullYear is the year that is printed in full or as '22.
func fullYear(printed string) int {
	if short, ok := strings.CutPrefix(printed, "'"); ok {
		return 2000 + Number(short)
	}
	return Number(printed)
}

func unambiguousMonth(first, second, year int, dayFirst bool) (ogp.Month, bool) {
	switch {
	case first == second || first > 12 || dayFirst:
		return newMonth(year, time.Month(second))
	case second > 12:
		return newMonth(year, time.Month(first))
	default:
		return ogp.Month{}, false
	}
}

func newMonth(year int, month time.Month) (ogp.Month, bool) {
	if month < time.January || month > time.December {
		return ogp.Month{}, false
	}
	return ogp.Month{Year: year, Month: month}, true
}

// Year reads a year that stands alone.
func Year(text string) (ogp.Year, bool) {
	text = Key(text)
	return ogp.Year(Number(text)), yearOnly.MatchString(text)
}

// Period reads "January, 2024 - December, 2024"; a single month is an end.
// Either may be missing: "June 2023 - ongoing".
func Period(text string) (start, end ogp.Month) {
	if end, ok := Month(text); ok || numericDay.MatchString(strings.TrimSpace(text)) {
		return ogp.Month{}, end
	}
	text = strings.Map(func(r rune) rune {
		if IsDash(r) {
			return '-'
		}
		return r
	}, text)
	for _, dash := range []string{" - ", " to ", " until ", " a ", " à ", " al ", " au ", " hasta ", " até ", " / ", "-"} {
		first, second, ok := strings.Cut(text, dash)
		if !ok {
			continue
		}
		start, startOK := Month(first)
		end, endOK := Month(second)
		if same, ok := Month(first + " " + strconv.Itoa(end.Year)); ok && endOK && same.Month <= end.Month {
			start, startOK = same, true // "January - March 2024"
		}
		// A dash without spaces may stand within a date.
		if startOK && endOK || (startOK || endOK) && strings.HasPrefix(dash, " ") {
			return start, end
		}
	}
	return ogp.Month{}, ogp.Month{}
}

// StartsWithMonth reports whether a value glued to its label is a month:
// "Start Date02/2022".
func StartsWithMonth(value string) bool {
	text, _, _ := strings.Cut(value[:min(len(value), 16)], "\n")
	_, ok := Month(text)
	return ok
}
