package xlsx

import (
	"context"
	"fmt"
	"strings"
	"time"

	"ogp/export/describe"
)

// propertiesEntry is where an archive has the properties of the workbook.
const propertiesEntry = "docProps/core.xml"

// setProperties writes the properties as Excel writes them: ExcelJS knows the names
// with these prefixes only, and the library writes some without.
func (b *workbook) setProperties(context.Context) error {
	var out strings.Builder
	out.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
		`xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	for _, property := range [][2]string{
		{"dc:title", b.About.Title()},
		{"dc:subject", "As seen on " + describe.Day(b.About.Statistics.LastSeen)},
		{"dc:creator", describe.Publisher},
		{"cp:keywords", "open government; OGP; commitments"},
		{"dc:description", b.About.Cite()},
		{"cp:lastModifiedBy", b.About.Program()},
		{"dc:language", "en"},
	} {
		fmt.Fprintf(&out, "<%[1]s>%[2]s</%[1]s>", property[0], escaped(property[1]))
	}
	for _, name := range []string{"created", "modified"} {
		fmt.Fprintf(&out, `<dcterms:%[1]s xsi:type="dcterms:W3CDTF">%[2]s</dcterms:%[1]s>`, name, b.modified().Format(time.RFC3339))
	}
	out.WriteString("</cp:coreProperties>")
	b.file.Pkg.Store(propertiesEntry, []byte(out.String()))
	return nil
}
