package html

import (
	"fmt"
	"html/template"
	"net/url"
	"regexp"
	"strings"

	"ogp/export/describe"
	"ogp/export/overview"
)

// functions are what templates call.
func (w *website) functions() template.FuncMap {
	return template.FuncMap{
		"about":  func() *describe.Description { return &w.About },
		"asOf":   func() string { return describe.Day(w.About.Statistics.LastSeen) },
		"cite":   w.cite,
		"count":  func(n int, one, many string) string { return describe.Count(int64(n), one, many) },
		"number": number,
		"label":  describe.Label, "slug": slugOf, "external": external, "links": links,
		"words": func(name any) string { return strings.ReplaceAll(fmt.Sprint(name), "_", " ") },
		"dict":  dict, "class": class, "bars": bars, "heat": heatOf, "tile": tile,
		"columns": func(c overview.Chart) timeline { return columns(c, describe.Date(w.About.Statistics.LastSeen)) },
		"rowLink": func(c overview.Chart, row overview.Row) string {
			if m := w.bySlug[row.Key]; m != nil {
				return m.File
			}
			return findLink(c.RowBy, row.Name)
		},
		"bySlug": func(slug any) *member { text, _ := slug.(string); return w.bySlug[text] },
		"cellLink": func(c overview.Chart, row overview.Row, of overview.Series) string {
			if c.CellBy == "" {
				return ""
			}
			return findLink(c.RowBy, row.Name, c.CellBy, of.Name)
		},
	}
}

// number is a number in groups of three; other values are as they are printed.
func number(value any) string {
	switch n := value.(type) {
	case int:
		return describe.Thousands(int64(n))
	case int64:
		return describe.Thousands(n)
	}
	return fmt.Sprint(value)
}

// dict makes a map of a name and a value after another, for templates that take
// several.
func dict(pairs ...any) map[string]any {
	out := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		out[pairs[i].(string)] = pairs[i+1]
	}
	return out
}

// external is an address that a page may link to: on the web, and nothing else. A
// page of the site may name any address; one that runs a script must not become a
// link.
func external(value any) string {
	address, _ := value.(string)
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return ""
	}
	return address
}

// run is a part of a text: plain, an address, or code.
type run struct{ Text, Link string }

var address = regexp.MustCompile(`https?://[^\s()<>"“”]*[^\s()<>"“”.,;:!?]`)

// links are the parts of a text, its addresses as links.
func links(text string) []run {
	var out []run
	for len(text) > 0 {
		at := address.FindStringIndex(text)
		if at == nil {
			return append(out, run{Text: text})
		}
		if at[0] > 0 {
			out = append(out, run{Text: text[:at[0]]})
		}
		out = append(out, run{text[at[0]:at[1]], external(text[at[0]:at[1]])})
		text = text[at[1]:]
	}
	return out
}
