package xlsx

import (
	"context"
	"encoding/xml"
	"time"

	"ogp/export/describe"
)

// propertiesEntry is where an archive has the properties of the workbook.
const propertiesEntry = "docProps/core.xml"

// properties are the workbook's, written as Excel writes them: ExcelJS knows the
// names with these prefixes only, and the library writes some without.
type properties struct {
	XMLName    xml.Name `xml:"cp:coreProperties"`
	CP         string   `xml:"xmlns:cp,attr"`
	DC         string   `xml:"xmlns:dc,attr"`
	DCTerms    string   `xml:"xmlns:dcterms,attr"`
	XSI        string   `xml:"xmlns:xsi,attr"`
	Title      string   `xml:"dc:title"`
	Subject    string   `xml:"dc:subject"`
	Creator    string   `xml:"dc:creator"`
	Keywords   string   `xml:"cp:keywords"`
	Abstract   string   `xml:"dc:description"`
	ModifiedBy string   `xml:"cp:lastModifiedBy"`
	Created    moment   `xml:"dcterms:created"`
	Modified   moment   `xml:"dcterms:modified"`
	Language   string   `xml:"dc:language"`
}

// moment is a time with its type.
type moment struct {
	Type string `xml:"xsi:type,attr"`
	Text string `xml:",chardata"`
}

func (b *workbook) setProperties(context.Context) error {
	at := moment{"dcterms:W3CDTF", b.modified().Format(time.RFC3339)}
	text, err := xml.Marshal(properties{
		CP:         "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
		DC:         "http://purl.org/dc/elements/1.1/",
		DCTerms:    "http://purl.org/dc/terms/",
		XSI:        "http://www.w3.org/2001/XMLSchema-instance",
		Title:      b.About.Title(),
		Subject:    "As seen on " + describe.Day(b.About.Statistics.LastSeen),
		Creator:    describe.Publisher,
		Keywords:   "open government; OGP; commitments",
		Abstract:   b.About.Cite(),
		ModifiedBy: b.About.Program(),
		Created:    at,
		Modified:   at,
		Language:   "en",
	})
	b.file.Pkg.Store(propertiesEntry, append([]byte(xml.Header), text...))
	return err
}
