package overview

import (
	"fmt"
	"slices"

	"ogp"
)

// Kind is a kind of empty: why there is no value.
type Kind struct {
	State       ogp.State // empty where the page has no such label
	Word, Means string
}

// Kinds are the kinds of empty in their order.
var Kinds = []Kind{
	{ogp.StatePending, "pending", "the review is not published yet"},
	{ogp.StateGraphic, "drawn", "the page shows a picture; nothing is guessed"},
	{ogp.StateNoData, "no data", "the page says that there is none"},
	{ogp.StateNotAvailable, "not available", "the page says so"},
	{ogp.StateEmpty, "left empty", "the page has the label and nothing after it"},
	{ogp.StateUnreadable, "not understood", "the page has a value that no rule knows"},
	{"", "not on the page", "the page has no such label"},
}

// KindOf is the kind of a state that is not a value.
func KindOf(state ogp.State) Kind {
	for _, kind := range Kinds {
		if kind.State == state {
			return kind
		}
	}
	return Kind{State: state}
}

// Unknown is the word for a value that is not known, whatever the reason.
const Unknown = "not known"

// IsEmpty reports whether the name of a series is that of a kind of empty.
func IsEmpty(name string) bool {
	return name == Unknown || slices.ContainsFunc(Kinds, func(k Kind) bool { return k.Word == name })
}

// wordSQL is a value, or the word for the kind of empty, out of the columns value
// and state.
func wordSQL(value string) string {
	out := "CASE coalesce(state, '')"
	for _, kind := range Kinds {
		out += fmt.Sprintf(" WHEN %s THEN %s", ogp.Literal(string(kind.State)), ogp.Literal(kind.Word))
	}
	return out + " ELSE " + value + " END"
}
