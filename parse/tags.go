package parse

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// tag is a start or end tag as it stands in the source.
type tag struct {
	name        string // in lower case
	attrs       []rawAttr
	selfClosing bool
	end         int // after its ">"
}

// rawAttr is an attribute as it stands in the source.
type rawAttr struct {
	key   string // in lower case
	value string // with its quotes
	end   int    // of the value without quotes
}

// mostAttrs bounds the attributes of a tag: each is compared with all before.
const mostAttrs = 100

// readTag reads the tag whose name begins at an offset, by the rules of
// html.Tokenizer. It reports false if the source ends before the tag does.
func (s *scanner) readTag(at int) bool {
	end := s.find(at, endsName)
	s.tag.name = lower(s.source[at:end])
	s.tag.attrs = s.tag.attrs[:0]
	for {
		at = s.skipSpace(end)
		if at == len(s.source) {
			return false
		}
		if s.source[at] == '>' {
			s.tag.end = at + 1
			s.tag.selfClosing = s.endsWithSlash(at)
			return true
		}
		var ok bool
		if end, ok = s.readAttr(at); !ok || len(s.tag.attrs) > mostAttrs {
			return false
		}
	}
}

// readAttr reads one attribute, or a stray slash, and returns its end.
func (s *scanner) readAttr(at int) (end int, ok bool) {
	name := s.find(at+1, endsKey)
	if c := s.source[at]; c == '/' || c == '>' {
		name = at
	}
	attr := rawAttr{key: lower(s.source[at:name]), end: name}
	end = s.skipSpace(name)
	if end == len(s.source) {
		return end, false
	}
	switch s.source[end] {
	case '/':
		end++
	case '=':
		from := s.skipSpace(end + 1)
		if end, attr.end = s.valueEnd(from); end < 0 {
			return end, false
		}
		attr.value = s.source[from:end]
	}
	seen := slices.ContainsFunc(s.tag.attrs, func(before rawAttr) bool { return before.key == attr.key })
	if attr.key != "" && !seen {
		s.tag.attrs = append(s.tag.attrs, attr)
	}
	return end, true
}

// valueEnd is the end of a value with its quotes and without them; end is -1
// if there is none.
func (s *scanner) valueEnd(from int) (end, inner int) {
	if from == len(s.source) {
		return -1, 0
	}
	quote := s.source[from]
	if quote != '"' && quote != '\'' {
		end = s.find(from, endsValue)
		return end, end
	}
	length := strings.IndexByte(s.source[from+1:], quote)
	if length < 0 {
		return -1, 0
	}
	inner = from + 1 + length
	return inner + 1, inner
}

// endsWithSlash reports whether a slash that is no value's stands before the
// end of a tag.
func (s *scanner) endsWithSlash(end int) bool {
	if s.source[end-1] != '/' {
		return false
	}
	n := len(s.tag.attrs)
	return n == 0 || s.tag.attrs[n-1].end != end
}

// skipRaw goes to the end tag of an element that holds text without markup. It
// reports false if there is none, or if a script may hide it.
func (s *scanner) skipRaw() bool {
	from := s.at
	for at := from; ; at += 2 {
		i := strings.Index(s.source[at:], "</")
		if i < 0 {
			return false
		}
		at += i
		end := at + 2 + len(s.tag.name)
		if end < len(s.source) && marks[s.source[end]]&endsName != 0 && lower(s.source[at+2:end]) == s.tag.name {
			s.at = at
			text := s.source[from:at]
			return !strings.Contains(text, "<!--") || !strings.Contains(lower(text), "<script")
		}
	}
}

// marks say what a byte is within a tag.
var marks = func() (marks [256]uint8) {
	for c, is := range map[byte]uint8{
		' ': space, '\n': space, '\t': space, '\f': space,
		'>': endsName | endsKey | endsValue, '/': endsName | endsKey, '=': endsKey,
	} {
		marks[c] = is
	}
	return marks
}()

const (
	white uint8 = 1 << iota
	endsName
	endsKey
	endsValue // of one without quotes
	space     = white | endsName | endsKey | endsValue
)

// find is the first byte of a class from an offset on, or the end of the source.
func (s *scanner) find(from int, class uint8) int {
	for from < len(s.source) && marks[s.source[from]]&class == 0 {
		from++
	}
	return from
}

func (s *scanner) skipSpace(from int) int {
	for from < len(s.source) && marks[s.source[from]]&white != 0 {
		from++
	}
	return from
}

// setAttributes gives an element the attributes of the tag that was read. It
// reports false if one of SVG's is not known.
func (s *scanner) setAttributes(n *html.Node, r *rule) bool {
	count := len(s.tag.attrs)
	if count == 0 {
		return true
	}
	const block = 256
	if len(s.attrs) < count {
		s.attrs = make([]html.Attribute, max(block, count))
	}
	n.Attr, s.attrs = s.attrs[:count:count], s.attrs[count:]
	for i, attr := range s.tag.attrs {
		n.Attr[i] = html.Attribute{Key: attr.key, Val: unescapeValue(attr.value)}
		if r.kind == svg && !adjustAttribute(&n.Attr[i]) {
			return false
		}
	}
	if r.formatting {
		// html.Parse does so to find elements that are alike.
		slices.SortFunc(n.Attr, func(a, b html.Attribute) int { return strings.Compare(a.Key, b.Key) })
	}
	return true
}

// unescapeValue is an attribute's value without its quotes and with its
// character references resolved. Those without a semicolon have rules of their
// own in attributes, which html.Tokenizer knows.
func unescapeValue(raw string) string {
	if strings.IndexByte(raw, '&') < 0 {
		return unquote(raw)
	}
	for rest := raw; ; {
		_, after, more := strings.Cut(rest, "&")
		if !more {
			return unescape(unquote(raw))
		}
		if rest = after; !strings.HasPrefix(rest, "amp;") && !strings.HasPrefix(rest, "#038;") && !strings.HasPrefix(rest, "quot;") {
			break
		}
	}
	z := html.NewTokenizer(strings.NewReader("<a b=" + raw + " >"))
	z.Next()
	_, value, _ := z.TagAttr()
	return string(value)
}

// unescape is html.UnescapeString, sooner where there is nothing to do.
func unescape(text string) string {
	if strings.IndexByte(text, '&') < 0 {
		return text
	}
	return html.UnescapeString(text)
}

func unquote(raw string) string {
	if raw != "" && (raw[0] == '"' || raw[0] == '\'') {
		return raw[1 : len(raw)-1]
	}
	return raw
}

// lower is a text with ASCII's capitals in lower case, and no others.
func lower(text string) string {
	capitals := false
	for i := 0; i < len(text); i++ {
		capitals = capitals || isCapital(text[i])
	}
	if !capitals {
		return text
	}
	letters := []byte(text)
	for i, c := range letters {
		if isCapital(c) {
			letters[i] = c + 'a' - 'A'
		}
	}
	return string(letters)
}

func isCapital(c byte) bool { return c >= 'A' && c <= 'Z' }

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
