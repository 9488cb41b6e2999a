package describe

import "strings"

// Schema is the dataset in the terms of schema.org, for search engines that list
// datasets.
func (d *Description) Schema(files []File) map[string]any {
	out := map[string]any{
		"@context": "https://schema.org/", "@type": "Dataset",
		"name": d.Title(), "description": d.abstract(), "license": LicenceURL, "isAccessibleForFree": true,
		"creator":  map[string]any{"@type": "Organization", "name": Publisher},
		"keywords": keywords, "isBasedOn": d.Site, "version": Date(d.Statistics.LastSeen), "dateModified": Date(d.Statistics.LastSeen),
	}
	var downloads []any
	for _, file := range files {
		if r := d.resource([]File{file}); file.Partition == "" {
			downloads = append(downloads, map[string]any{
				"@type": "DataDownload", "name": strings.TrimSpace(r.Description), "contentUrl": file.Name, "encodingFormat": r.MediaType,
			})
		}
	}
	if downloads != nil {
		out["distribution"] = downloads
	}
	return out
}
