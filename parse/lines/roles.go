package lines

import "golang.org/x/net/html/atom"

type role uint8

const (
	roleInline  role = iota // flows within a line; also every unknown element, as in browsers
	roleBlock               // begins and ends a line
	roleBreak               // ends a line
	roleGraphic             // shows something without text
)

var roles = map[atom.Atom]role{}

func init() {
	for role, elements := range map[role][]atom.Atom{
		roleBlock: {
			atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Button, atom.Caption,
			atom.Center, atom.Dd, atom.Details, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption,
			atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header,
			atom.Hgroup, atom.Html, atom.Legend, atom.Li, atom.Main, atom.Menu, atom.Ol, atom.P, atom.Pre,
			atom.Section, atom.Summary, atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead,
			atom.Tr, atom.Ul,
		},
		roleBreak: {atom.Br, atom.Hr},
		roleGraphic: {
			atom.Canvas, atom.Embed, atom.Img, atom.Input, atom.Meter, atom.Object, atom.Picture,
			atom.Progress, atom.Svg, atom.Video,
		},
	} {
		for _, element := range elements {
			roles[element] = role
		}
	}
}
