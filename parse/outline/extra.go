package outline

import "slices"

const mostExtra = 100

// addOutOfOrder decides about the candidates that the alignment did not choose.
// One that occurs once, though not where the template has it, is a label as well,
// since the site may reorder its parts; but free text is never cut by one.
func (o *Outline) addOutOfOrder(found []candidate) {
	offsets := map[string]map[int]bool{} // by wording
	for _, other := range found {
		if offsets[other.Words] == nil {
			offsets[other.Words] = map[int]bool{}
		}
		offsets[other.Words][other.start] = true
	}
	body := o.body()
	var outOfOrder, text []candidate
	for _, other := range found {
		if other.Template != o.Template || o.taken(other) {
			continue
		}
		// It is a label by its look, in the half of the page that its template has it in;
		// the free text of a national page has none. One that begins a line of
		// At-a-Glance and has its colon is a label however often it comes.
		afterBody := other.start > body
		sure := other.weight >= weightAnchor || other.weight >= weightLine && (other.slot >= slotDescription) == afterBody && (!afterBody || other.Template == "local") &&
			(len(offsets[other.Words]) == 1 || other.slot < slotDescription && other.weight == weightColon && !other.midline)
		switch last := len(outOfOrder) - 1; {
		case !sure || len(outOfOrder) == mostExtra:
			text = append(text, other)
		case last < 0 || outOfOrder[last].start < other.start: // one label at an offset
			outOfOrder = append(outOfOrder, other)
		}
	}
	o.labels = byPlace(o.labels, outOfOrder)
	o.report(outOfOrder, text)
}

// report lists the labels out of order, and the lines within the text of a local
// page that are labels' words and were kept as text, because the label was found
// elsewhere.
func (o *Outline) report(outOfOrder, text []candidate) {
	for _, c := range outOfOrder {
		o.Extra = append(o.Extra, Extra{o.scan.Text[c.start:c.end], c.Field, true})
	}
	body := o.body()
	for _, c := range text {
		if o.scan.ownLine(c) {
			o.textLabels = append(o.textLabels, c.start)
		}
		inText := c.Template == "local" && c.slot > slotDescription && c.start > body
		if inText && c.weight >= weightLine && !c.midline && c.opensField() {
			o.Extra = append(o.Extra, Extra{o.scan.Text[c.start:c.end], c.Field, false})
		}
	}
}

// body is the offset of the label "Description", or of the first label after it
// where a page has none; the text's end without both.
func (o *Outline) body() int {
	for _, label := range o.labels {
		if label.slot >= slotDescription {
			return label.start
		}
	}
	return len(o.scan.Text)
}

func (o *Outline) taken(other candidate) bool {
	return slices.ContainsFunc(o.labels, func(label candidate) bool {
		return other.start < max(label.end, label.value) && label.start < other.end
	})
}

func byPlace(a, b []candidate) []candidate {
	all := slices.Concat(a, b)
	slices.SortStableFunc(all, func(a, b candidate) int { return a.start - b.start })
	return all
}
