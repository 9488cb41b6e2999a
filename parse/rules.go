package parse

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// rule says how html.Parse treats the elements of a name, as far as it matters
// to plain subtrees.
type rule struct {
	tag        string // as tags name it
	name       string // as the tree names it; SVG has capitals
	atom       atom.Atom
	kind       kind
	block      bool // closes an open <p>
	heading    bool
	formatting bool // is opened anew where another element's end closes it
	raw        bool // holds text without markup
	textOnly   bool // SVG's that may hold more by other rules
	traits     traits
	loosens    traits      // traits of what may be open after it, whatever comes
	within     []atom.Atom // the elements that it may stand in, nil for all
}

type kind uint8

const (
	notPlain kind = iota
	plain
	void    // has no contents
	svg     // <svg>, and what stands in it
	obscure // what comes after it cannot be told
)

// traits tell which open elements change what html.Parse makes of others: an <a>
// closes the <a> it stands in, and a form in a form is none. An element given up
// may be open ever after.
type traits uint32

const (
	inForm traits = 1 << iota
	inSelect
	inButton
	firstFormatting
)

// rules are those of the elements that are known, by name. All others are not
// plain.
var rules = map[string]*rule{}

func init() {
	define("abbr audio bdi bdo canvas cite data del dfn ins kbd label legend map mark meter output picture progress"+
		" q samp span sub sup time var video", rule{kind: plain})
	define("address article aside blockquote center details dialog div dl fieldset figcaption figure footer header"+
		" hgroup main menu nav ol p section summary ul", rule{kind: plain, block: true})
	define("h1 h2 h3 h4 h5 h6", rule{kind: plain, block: true, heading: true})
	define("li", rule{kind: plain, block: true, within: []atom.Atom{atom.Ul, atom.Ol, atom.Menu}})
	define("dd dt", rule{kind: plain, block: true, within: []atom.Atom{atom.Dl}})
	define("td th", rule{kind: plain, block: true, within: []atom.Atom{}}) // tables have rules of their own
	define("form", rule{kind: plain, block: true, traits: inForm})
	define("button", rule{kind: plain, traits: inButton})
	for i, name := range strings.Fields("a b big code em font i s small strike strong tt u") {
		define(name, rule{kind: plain, formatting: true, traits: firstFormatting << i})
	}
	define("br embed img link meta param source track wbr", rule{kind: void})
	define("input", rule{kind: void, traits: inSelect})
	define("hr", rule{kind: void, block: true, traits: inSelect})
	define("iframe noscript script style", rule{kind: plain, raw: true})
	define("noembed noframes textarea title xmp", rule{raw: true})
	define("select", rule{loosens: inSelect})
	define("table", rule{loosens: inForm})
	define("math plaintext", rule{kind: obscure})
	define("svg", rule{kind: svg})
}

// define adds a rule for each of the names.
func define(names string, like rule) {
	for name := range strings.FieldsSeq(names) {
		r := like
		r.tag, r.name, r.atom = name, name, atom.Lookup([]byte(name))
		rules[name] = &r
	}
}

// svgRules are those of the elements that are known in <svg>.
var svgRules = func() map[string]*rule {
	all := map[string]*rule{}
	for name := range strings.FieldsSeq("circle clipPath defs desc ellipse g line linearGradient mask path polygon" +
		" polyline radialGradient rect stop style symbol text title tspan use") {
		all[lower(name)] = &rule{
			tag: lower(name), name: name, atom: atom.Lookup([]byte(name)), kind: svg,
			textOnly: name == "desc" || name == "style" || name == "title",
		}
	}
	return all
}()

// svgAttributes are the attributes in <svg> whose names have capitals, by their
// names in lower case. The list is HTML's.
var svgAttributes = func() map[string]string {
	all := map[string]string{}
	for name := range strings.FieldsSeq(`attributeName attributeType baseFrequency baseProfile calcMode clipPathUnits
		diffuseConstant edgeMode filterUnits glyphRef gradientTransform gradientUnits kernelMatrix kernelUnitLength
		keyPoints keySplines keyTimes lengthAdjust limitingConeAngle markerHeight markerUnits markerWidth
		maskContentUnits maskUnits numOctaves pathLength patternContentUnits patternTransform patternUnits pointsAtX
		pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits refX refY repeatCount repeatDur
		requiredExtensions requiredFeatures specularConstant specularExponent spreadMethod startOffset stdDeviation
		stitchTiles surfaceScale systemLanguage tableValues targetX targetY textLength viewBox viewTarget
		xChannelSelector yChannelSelector zoomAndPan`) {
		all[lower(name)] = name
	}
	return all
}()

// adjustAttribute gives an attribute in <svg> its name. It reports false for a
// name with a prefix that is not known.
func adjustAttribute(a *html.Attribute) bool {
	switch a.Key {
	case "xlink:href", "xmlns:xlink", "xml:space":
		a.Namespace, a.Key, _ = strings.Cut(a.Key, ":")
		return true
	}
	if name := svgAttributes[a.Key]; name != "" {
		a.Key = name
	}
	return !strings.Contains(a.Key, ":")
}
