package capturing

import (
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"ogp"
	"ogp/cmd/ogp/ingest"
	"ogp/scrape"
)

func TestFlags(t *testing.T) {
	for text, wrong := range map[string]string{
		"--from wayback --since 2019 --until 2024-12-31 --captures yearly": "",
		"--from commoncrawl --crawl CC-MAIN-2024-33,CC-MAIN-2024-38":       "",
		"--from nowhere":                                 "known are",
		"--from wayback --captures some":                 "known are",
		"--from wayback --since yesterday":               "not a date",
		"--from wayback --since 2020-02 --until 2020-01": "--since is after",
		"--since 2019":                                   "--from wayback",
		"--from wayback --crawl CC-MAIN-2024-33":         "--from commoncrawl",
	} {
		var o ingest.Options
		flags := pflag.NewFlagSet("import", pflag.ContinueOnError)
		Flags(flags, &o.ArchiveOptions)
		err := flags.Parse(strings.Fields(text))
		if err == nil {
			err = Check(flags, &o)
		}
		if (err == nil) != (wrong == "") || err != nil && !strings.Contains(err.Error(), wrong) {
			t.Errorf("%s: error %v, want %q", text, err, wrong)
		}
	}
	if Check(pflag.NewFlagSet("import", pflag.ContinueOnError), &ingest.Options{
		ArchiveOptions: ingest.ArchiveOptions{From: ogp.SourceWayback}, Sources: []scrape.Source{{}},
	}) == nil {
		t.Error("--from with a source is taken")
	}
}
