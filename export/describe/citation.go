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
		{"doi", d.Choices.DOI},
	} {
		if line[1] != "" {
			fmt.Fprintf(&out, "%s: %s\n", line[0], quoted(line[1]))
		}
	}
	fmt.Fprintf(&out, "authors:\n  - name: %s\n    website: %s\nkeywords:\n", quoted(Publisher), quoted(ogp.Site))
	for _, word := range keywords {
		fmt.Fprintf(&out, "  - %s\n", quoted(word))
	}
	fmt.Fprintf(&out, "identifiers:\n  - type: other\n    value: %s\n    description: %s\n",
		quoted("sha256:"+d.Statistics.Content), quoted("Hash of the content: what the pages say, and how it changed"))
	if d.Official != nil {
		fmt.Fprintf(&out, "  - type: other\n    value: %s\n    description: %s\n", quoted("sha256:"+d.Official.SHA256), quoted("OGP's own database in the edition that the pages were compared with"))
	}
	fmt.Fprintf(&out, "references:\n  - type: software\n    title: %s\n    version: %s\n    authors:\n      - name: %s\n    notes: %s\n",
		quoted(Generator), quoted(d.Version), quoted("The authors of "+Generator), quoted("Made this dataset; parser "+strings.Join(d.Statistics.Parsers, " and ")))
	return out.String()
}

func quoted(text string) string {
	out, _ := ogp.JSON(text) // a text is always JSON
	return out
}
