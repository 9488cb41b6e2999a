package html

import (
	"cmp"

	"ogp/export/describe"
)

// aboutView is what the template of the page About gets.
type aboutView struct {
	Parts []part
	Files []describe.File
}

// part is a part of a document under the anchor of its heading.
type part struct {
	describe.Part
	Anchor string
	Under  string // the heading it stands under
}

// addAbout writes what there is to know about the data: the README of the export
// as a page, with the data files to download.
func (w *website) addAbout() error {
	v := aboutView{Files: w.Files}
	var doc describe.Document
	w.About.Introduction(&doc)
	w.About.KnownGaps(&doc)
	w.About.ReadingNotes(&doc)
	w.About.Coverage(&doc)
	w.About.Columns(&doc)
	under := "This export"
	for _, p := range doc {
		under = cmp.Or(p.Heading, under)
		v.Parts = append(v.Parts, part{p, slugOf(p.Heading), under})
	}
	return w.addPage("about", view{Name: "about.html", Title: "About the data", Body: v,
		Summary: "How the dataset was made, what is known to be missing, what its columns mean, and its files."})
}
