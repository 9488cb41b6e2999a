package form

import (
	"slices"
	"strings"

	"ogp/parse/words"
)

// Headings that no table has are taken for headings where several known ones of
// the text are printed the same way.
const (
	fewestAlike      = 2
	longestHeading   = 70 // bytes
	mostHeadingWords = 8
)

// frame is a way in which headings are printed.
type frame int

const (
	ownLine  frame = iota // a line of its own with a colon
	begins                // begins a line, with a colon
	inLine                // after the end of a sentence, with a colon
	dashed                // begins a line, with a dash
	inItem                // begins an item of a list, with a colon
	bare                  // a line of its own with nothing beside the words, so that what is around them must fit
	noFrame  = -1
	allFrame = bare + 1
)

// printed is what may be a heading: its offsets, and what it is printed in.
type printed struct{ from, end, start, last int }

// printedHeadings are the parts of a text that are printed as headings are, by the frame.
func printedHeadings(text string) (all [allFrame][]printed) {
	start := 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		if part, frame := headingOf(line); frame != noFrame {
			part.from, part.end, part.start, part.last = part.from+start, part.end+start, start, part.last+start
			all[frame] = append(all[frame], part)
		}
		start += len(line)
	}
	for at, r := range text {
		if r == ':' {
			if part, ok := headingBefore(text, at); ok {
				all[inLine] = append(all[inLine], part)
			}
		}
	}
	return all
}

// headingBefore is what is between the end of a sentence and a colon.
func headingBefore(text string, colon int) (part printed, ok bool) {
	from := max(0, colon-longestHeading)
	end := strings.LastIndexAny(text[from:colon], ":;.?!|*_\n") + from
	before := strings.TrimRight(text[:end+1], " \t\n")
	if end < from || end+1 < colon && text[end] != '\n' && text[end+1] != ' ' && text[end+1] != '\t' || !strings.HasSuffix(before, ".") && !strings.HasSuffix(before, ";") {
		return part, false
	}
	heading := text[end+1 : colon]
	part = printed{start: len(before) - 1, last: colon + 1}
	part.from, part.end = end+1+len(heading)-len(strings.TrimLeft(heading, " \t")), end+1+len(strings.TrimRight(heading, " \t"))
	return part, part.end-part.from >= 3
}

// headingOf is what a line begins with up to a colon, or all of it.
func headingOf(line string) (part printed, frame frame) {
	line = strings.TrimRight(line, "\n")
	part.from = len(line) - len(strings.TrimLeft(line, " \t*_"))
	bullet := words.BulletLength(line[part.from:])
	part.from += bullet
	head := line[part.from:min(len(line), part.from+longestHeading+len(" — "))]
	length := strings.IndexAny(head, ":;.?!|*_")
	for _, dash := range []string{" – ", " — "} {
		if at := strings.Index(head, dash); at >= 0 && (length < 0 || at < length) {
			part.end, part.last = part.from+at, part.from+at+len(dash)
			return part, dashed
		}
	}
	if length < 0 {
		length = len(head)
	}
	part.end = part.from + len(strings.TrimRight(line[part.from:part.from+length], " \t"))
	rest := line[part.from+length:]
	if size := part.end - part.from; size < 3 || size > longestHeading {
		return part, noFrame
	}
	switch part.last = len(line); {
	case strings.Trim(rest, "*_ \t") == "" && bullet == 0:
		return part, bare
	case rest == "" || rest[0] != ':':
		return part, noFrame
	case strings.Trim(rest, ":*_ \t") == "" && bullet == 0:
		return part, ownLine
	}
	part.last = part.from + length + 1
	if bullet > 0 {
		return part, inItem
	}
	return part, begins
}

// mostShort bounds the words of a line that heads what is below it by its colon alone.
const mostShort = 3

// proves reports whether words are a heading for the way they are printed alone.
func (f frame) proves(text string) bool {
	first, _ := words.First(text)
	return f == ownLine && len(strings.Fields(text)) <= mostShort && columnPart(text) != "due" || f <= begins && meanings["question"][first]
}

// unknownHeadings are words that are printed as the known headings of the text
// are. Where the unknown ones are more, they are a list.
func unknownHeadings(s sentences, known []label) []label {
	if len(known) == 0 {
		return nil
	}
	var found []label
	for i, parts := range printedHeadings(s.text) {
		alike, unknown, small := 0, []label(nil), false
		for _, part := range parts {
			text, rest := s.text[part.from:part.end], strings.TrimLeft(s.text[part.end:], ":*_–— \t")
			switch frame := frame(i); {
			case isKnown(known, part.from, part.end):
				alike++
				small = small || (frame == begins || frame == dashed) && words.StartsLower(rest)
			case !isHeading(text, rest, small) || frame == bare && !standsAlone(s.text[:part.start], text, s.text[part.last:]):
			case frame.proves(text):
				found = append(found, s.headingAt(part))
			default:
				unknown = append(unknown, s.headingAt(part))
			}
		}
		if frame(i) != bare && alike > 0 && len(parts) >= fewestLines && len(parts) == s.written() {
			found = append(found, unknown...) // each line of the text
			continue
		}
		if len(known) >= fewestAlike && alike >= max(fewestAlike, len(unknown)) || frame(i) == ownLine && alike > 0 {
			found = append(found, unknown...)
		}
	}
	return found
}

// fewestLines is how many lines make a text one in which each begins with a label, if
// one of these is known.
const fewestLines = 2

// written is how many lines of a text are not empty.
func (s sentences) written() int {
	return len(slices.DeleteFunc(strings.Split(s.text, "\n"), func(line string) bool { return strings.TrimSpace(line) == "" }))
}

func isKnown(known []label, from, end int) bool {
	return slices.ContainsFunc(known, func(l label) bool { return l.from < end && from < l.end })
}

// headingAt is a heading that is printed somewhere.
func (s sentences) headingAt(part printed) label {
	body := part.end + len(s.text[part.end:part.last]) - len(strings.TrimLeft(s.text[part.end:part.last], " \t:*_–—"))
	return label{question: question{heading: true}, start: s.placeOf(part.from).start, from: part.from, end: part.end, body: body, unknown: true}
}

// standsAlone reports whether words on a line of their own are between two sentences,
// and no part of one that is broken over lines.
func standsAlone(before, heading, after string) bool {
	next, _, _ := strings.Cut(strings.TrimSpace(after), "\n")
	last := heading[strings.LastIndexAny(heading, " \t")+1:]
	return strings.HasSuffix(strings.TrimSpace(before), ".") && !meanings["leading"][words.Fold(last)] &&
		(len(next) > longestHeading || strings.HasSuffix(strings.TrimSpace(next), "."))
}

// isHeading reports whether words could be a heading, and no sentence that introduces a
// list; small, whether what follows may begin with a small letter.
func isHeading(text, rest string, small bool) bool {
	first, _ := words.First(text)
	next := strings.TrimLeft(rest, " \t\n")
	return startsUpper(text) && mayHead(text) && !meanings["introduction"][first] && (small || !words.StartsLower(next)) &&
		!strings.ContainsAny(text, "0123456789") && words.MarkLength(next) == 0
}

// mayHead reports whether a line may be a heading: some words that begin with a capital,
// and no sentence.
func mayHead(text string) bool {
	return startsUpper(strings.TrimLeft(text, opening)) && len(text) <= longestHeading && len(strings.Fields(text)) <= mostHeadingWords &&
		!strings.ContainsAny(text[len(text)-1:], ".,;")
}
