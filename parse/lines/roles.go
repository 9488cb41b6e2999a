package lines

import (
	"strings"

	"golang.org/x/net/html/atom"
)

type role uint8

const (
	roleInline  role = iota // flows within a line; also every unknown element, as in browsers
	roleBlock               // begins and ends a line
	roleBreak               // ends a line
	roleGraphic             // shows something without text
)

var roles = map[atom.Atom]role{}

func init() {
	for role, names := range map[role]string{
		roleBlock: "address article aside blockquote body button caption center dd details div dl dt fieldset figcaption figure footer form" +
			" h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu ol p pre section summary table tbody td tfoot th thead tr ul",
		roleBreak:   "br hr",
		roleGraphic: "canvas embed img input meter object picture progress svg video",
	} {
		for name := range strings.FieldsSeq(names) {
			roles[atom.Lookup([]byte(name))] = role
		}
	}
}
