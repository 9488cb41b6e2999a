package describe

import (
	"fmt"
	"strings"

	"ogp"
)

// Citation is CITATION.cff. Texts are quoted as JSON, which is YAML.
func (d *Description) Citation() string {
	var out strings.Builder
	for _, line := range [][2]string{
		{"cff-version", "1.2.0"},
		{"type", "dataset"},
		{"message", "Please cite the dataset as below."},
		{"title", d.Title()},
		{"abstract", d.abstract()},
		{"license", LicenceID},
		{"url", d.Site},
		{"version", Date(d.Statistics.LastSeen)},
		{"date-released", Date(d.Statistics.LastSeen)},
	} {
		if line[1] != "" {
			fmt.Fprintf(&out, "%s: %s\n", line[0], quoted(line[1]))
		}
	}
	fmt.Fprintf(&out, "authors:\n  - name: %s\n    website: %s\nkeywords:\n", quoted(Publisher), quoted(ogp.Site))
	for _, word := range keywords {
		fmt.Fprintf(&out, "  - %s\n", quoted(word))
	}
	return out.String()
}

func quoted(text string) string {
	out, _ := ogp.JSON(text) // a text is always JSON
	return out
}
