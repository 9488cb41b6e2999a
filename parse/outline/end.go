package outline

// findEnd is the line of the heading "Commitments", under which related
// commitments are listed. The same word may be a link in a tab bar, or be part
// of the description: a heading is no link, is alone in its
// element, is marked as a heading or looks like the heading "Description", and
// no label of the template comes after it.
//
// cut is text after the end that may be content.
func (s *scanner) findEnd(start, description int) (end int, cut string) {
	if description < 0 {
		return len(s.Lines), ""
	}
	start = max(start, s.lastSummary(description)+1)
	for _, slot := range []int{10, 20} {
		ends := s.endLines(start, slot)
		for _, end := range ends {
			if s.Lines[end].Heading || s.SameStyle(end, description) {
				return end, s.prose(end+1, ends[len(ends)-1], nil)
			}
		}
		if len(ends) > 0 {
			return ends[0], s.prose(ends[0]+1, ends[len(ends)-1], nil)
		}
	}
	if s.Footer > description {
		return s.Footer, ""
	}
	return len(s.Lines), ""
}

// lastSummary is the line of the last heading of an IRM summary, the only parts
// that follow a national description; -1 if there is none.
func (s *scanner) lastSummary(description int) int {
	last := -1
	for i := description + 1; i < len(s.Lines); i++ {
		for _, found := range s.starting[i] {
			if found.Template == "national" && found.slot > slotDescription && s.ownLine(found) && s.Alone(i) {
				last = i
			}
		}
	}
	return last
}

func (s *scanner) ownLine(c candidate) bool { return c.value == s.Lines[c.line].End }

// endLines are the lines that consist of nothing but a wording of a slot of the
// template "end".
func (s *scanner) endLines(from, slot int) []int {
	var ends []int
	for i := from; i < len(s.Lines); i++ {
		for _, found := range s.starting[i] {
			closes := found.Template == "end" && found.slot == slot
			if closes && s.ownLine(found) && !s.Lines[i].Bullet && s.Alone(i) && !s.Linked(s.Lines[i]) {
				ends = append(ends, i)
			}
		}
	}
	return ends
}

// longProse is the length from which an unlinked line is no entry of a list.
const longProse = 80

// prose is the first line of prose from one line to another, but for some.
func (s *scanner) prose(from, to int, but []bool) string {
	for i := from; i < to; i++ {
		if len(s.At(i)) > longProse && !s.Linked(s.Lines[i]) && (but == nil || !but[i]) {
			return s.At(i)
		}
	}
	return ""
}
