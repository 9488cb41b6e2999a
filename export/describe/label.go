package describe

import "strings"

// labels of columns whose names are not plain words.
var labels = map[string]string{
	"ogp_values": "OGP values", "ogp_value_explanation": "Relevance to OGP values",
	"irm_end_of_term_summary": "IRM end-of-term summary", "long_term_goal": "Long-term goal",
	"url": "URL", "capture_url": "Archived copy", "page_sha256": "SHA-256 of the page",
	"end_of_commitment_report": "End of Commitment Report",
}

// Label is the name of a column for people, as the website and the workbook have it.
func Label(column string) string {
	if text := labels[column]; text != "" || column == "" {
		return text
	}
	text := strings.ReplaceAll(column, "_", " ")
	return strings.Replace(strings.ToUpper(text[:1])+text[1:], "Irm ", "IRM ", 1)
}
