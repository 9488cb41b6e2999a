package sitemap

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Parts of a date in a sitemap or feed.
var (
	clockTime  = regexp.MustCompile(`(?i)(?:\b|T)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]m\b)?`)
	timeZone   = regexp.MustCompile(`(?i)^\s*(?:(?:utc|gmt|z)?\s*([+-])(\d{1,2}):?(\d{2})?\b|z\b|utc\b|gmt\b)`)
	yearFirst  = regexp.MustCompile(`^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$`)
	yearLast   = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$`)
	inOneWord  = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:t?(\d{2})(\d{2})(\d{2}))?(z?)$`)
	remark     = regexp.MustCompile(`\[.*\]|\(.*\)`)
	epoch      = regexp.MustCompile(`^\d{10}(?:\d{3})?$`)
	dateWords  = regexp.MustCompile(`[A-Za-z]+|\d+`)
	monthNames = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
)

// westmost is how far the last zone of the world is behind UTC.
const westmost = 12 * time.Hour

// LastModified reads a date of a sitemap or feed in any of the forms that are
// seen; zero where it is none. Where the text leaves open what it means, such as
// the time of day, the zone, or which number is the month, it is the latest
// instant that it can mean: a page is then rather requested once too often.
func LastModified(text string) time.Time {
	text = strings.TrimSpace(remark.ReplaceAllString(text, ""))
	if whole := inOneWord.FindStringSubmatch(strings.ToLower(text)); whole != nil {
		text = whole[1] + "-" + whole[2] + "-" + whole[3]
		if whole[4] != "" {
			text += "T" + whole[4] + ":" + whole[5] + ":" + whole[6] + whole[7]
		}
	}
	if epoch.MatchString(text) {
		seconds, _ := strconv.ParseInt(text[:10], 10, 64)
		return time.Unix(seconds, 0).UTC()
	}
	at := clockTime.FindStringSubmatchIndex(text)
	if at == nil {
		return after(latestDate(text), 24*time.Hour-time.Second+westmost)
	}
	ofDay, ok := timeOfDay(submatches(text, at))
	if !ok {
		return time.Time{}
	}
	rest := text[at[1]:]
	offset := westmost
	if zone := timeZone.FindStringSubmatchIndex(rest); zone != nil {
		offset, rest = -zoneOffset(submatches(rest, zone)), rest[zone[1]:]
	}
	date := latestDate(text[:at[0]])
	if date.IsZero() {
		date = latestDate(text[:at[0]] + " " + rest)
	}
	return after(date, ofDay+offset)
}

// after is so much later than a date; zero for a date that is none.
func after(date time.Time, pause time.Duration) time.Time {
	if date.IsZero() {
		return date
	}
	return date.Add(pause)
}

func submatches(text string, at []int) (parts []string) {
	for i := 0; i < len(at); i += 2 {
		part := ""
		if at[i] >= 0 {
			part = text[at[i]:at[i+1]]
		}
		parts = append(parts, part)
	}
	return parts
}

// timeOfDay is the time since midnight, from the parts of clockTime; 24:00 is the
// end of the day.
func timeOfDay(parts []string) (time.Duration, bool) {
	hour, minute, second := number(parts[1]), number(parts[2]), number(parts[3])
	switch half := strings.ToLower(parts[4]); {
	case half == "pm" && hour < 12:
		hour += 12
	case half == "am" && hour == 12:
		hour = 0
	}
	valid := hour < 24 && minute < 60 && second <= 60 || hour == 24 && minute == 0
	return time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second, valid
}

// zoneOffset is how far a zone is ahead of UTC, from the parts of timeZone.
func zoneOffset(parts []string) time.Duration {
	offset := time.Duration(number(parts[2]))*time.Hour + time.Duration(number(parts[3]))*time.Minute
	if parts[1] == "-" {
		return -offset
	}
	return offset
}

// latestDate is the last day that a date can mean; zero for what is none.
func latestDate(text string) time.Time {
	text = strings.Trim(text, " ,T")
	if parts := yearFirst.FindStringSubmatch(text); parts != nil {
		return lastDay(parts[1], parts[2], parts[3])
	}
	if parts := yearLast.FindStringSubmatch(text); parts != nil {
		one, other := lastDay(parts[3], parts[1], parts[2]), lastDay(parts[3], parts[2], parts[1])
		if other.After(one) {
			return other
		}
		return one
	}
	return wordDate(text)
}

// lastDay is a day, or the last one of a month or year; zero for what is none.
func lastDay(year, month, day string) time.Time {
	y, m, d := number(year), number(month), number(day)
	switch {
	case month == "":
		m, d = 12, 31
	case day == "" && m >= 1 && m <= 12:
		d = time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	}
	date := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if date.Year() != y || int(date.Month()) != m || date.Day() != d {
		return time.Time{}
	}
	return date
}

// wordDate reads a date with the name of a month, such as Wed, 1 Jan 2020.
func wordDate(text string) time.Time {
	day, month, year := "", 0, ""
	for _, word := range dateWords.FindAllString(text, -1) {
		digits := word[0] <= '9'
		switch named := monthNamed(word); {
		case digits && len(word) == 4 && year == "":
			year = word
		case digits && len(word) <= 2 && day == "":
			day = word
		case digits && len(word) == 2 && year == "":
			year = "20" + word
		case named > 0 && month == 0:
			month = named
		}
	}
	if month == 0 || year == "" {
		return time.Time{}
	}
	return lastDay(year, strconv.Itoa(month), day)
}

// monthNamed is the number of the month that a word names; 0 for none.
func monthNamed(word string) int {
	word = strings.ToLower(word)
	for n, name := range monthNames {
		if strings.HasPrefix(word, name) {
			return n + 1
		}
	}
	return 0
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
