package export

import (
	"context"

	"ogp/export/describe"
	"ogp/export/html"
)

// IndexFile is the page of the website to begin with.
const IndexFile = html.IndexFile

var websiteFormat = format{
	name: "html",
	about: func(Options) describe.Format {
		return describe.Format{
			Name: "html", MediaType: "text/html", Encoding: "utf-8",
			Title:   "Website",
			Content: "Website: open it in a browser, or put the folder on any web server. It links to the other files and needs no network.",
		}
	},
	write: writeWebsite,
	check: checkWebsite,
}

// writeWebsite writes the pages for people. Without the table commitments there
// is nothing to show, and no page.
func writeWebsite(ctx context.Context, j *job) (result, error) {
	if !j.selection.HasMain() {
		return result{}, nil
	}
	glance, err := j.overview()
	if err != nil {
		return result{}, err
	}
	written, err := html.Write(ctx, html.Source{Data: j.data, About: j.about, Overview: glance, Files: j.files, Dir: j.dir, Moved: j.Moved})
	return result{files: written}, err
}

func checkWebsite(_ context.Context, j *job, file File) error { return html.Check(j.dir, file) }
