package outline

import "slices"

// mostCandidates bounds the candidates that are weighed against each other: a page
// has some dozens, and garbage may have any number.
const mostCandidates = 1000

// align picks the labels of one template among the candidates: the sequence in
// the template's order with the greatest weight. A word such as "Action" alone
// on a line of the problem's text loses against the label "Action" that is
// where the template has it. The sum tells how well the template fits.
func align(found []candidate, template string) (chosen []candidate, weight int) {
	var own []candidate
	for _, c := range found {
		if c.Template == template && len(own) < mostCandidates {
			own = append(own, c)
		}
	}
	best, previous := make([]int, len(own)), make([]int, len(own))
	last := -1
	for i, c := range own {
		best[i], previous[i] = c.weight, -1
		for j := range i {
			if own[j].slot < c.slot && own[j].end <= c.start && best[j]+c.weight > best[i] {
				best[i], previous[i] = best[j]+c.weight, j
			}
		}
		if last < 0 || best[i] > best[last] {
			last = i
		}
	}
	if last < 0 {
		return nil, 0
	}
	for i := last; i >= 0; i = previous[i] {
		chosen = append(chosen, own[i])
	}
	slices.Reverse(chosen)
	return chosen, best[last]
}
