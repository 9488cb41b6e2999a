package scrape

import (
	"testing"
	"time"
)

func TestSavedPagesTellWhenTheyWereSeen(t *testing.T) {
	const single = "<html><!--\n Page saved with SingleFile \n url: https://example.org/ \n saved date: Fri Jan 01 2021 12:00:00 GMT+0100 (Central European Standard Time)\n-->"
	for name, test := range map[string]struct{ body, path, want string }{
		"SingleFile":       {single, "a.html", "2021-01-01T11:00:00Z"},
		"Wayback Machine":  {"<p>x</p><!--\n     FILE ARCHIVED ON 08:09:10 Feb 03, 2020 AND RETRIEVED FROM THE\n-->", "a.html", "2020-02-03T08:09:10Z"},
		"monolith":         {"<!-- Saved from https://example.org/ at 2021-01-01T11:00:00Z using monolith v2.8.1 -->\n<p>x</p>", "a.html", "2021-01-01T11:00:00Z"},
		"HTTrack":          {"<!-- Mirrored from example.org/ by HTTrack Website Copier/3.x [XR&CO'2014], Fri, 01 Jan 2021 11:00:00 GMT -->", "a.html", "2021-01-01T11:00:00Z"},
		"note before path": {single, "20190101000000/a.html", "2021-01-01T11:00:00Z"},
		"folder":           {"<p>x</p>", "websites/20190203040506/members/a.html", "2019-02-03T04:05:06Z"},
		"file name":        {"<p>x</p>", "KE0001_20190203040506.html", "2019-02-03T04:05:06Z"},
		"not a time":       {"<p>x</p>", "20199903040506.html", ""},
		"longer number":    {"<p>x</p>", "201902030405067.html", ""},
		"nothing":          {"<p>Saved date: Fri Jan 01 2021</p>", "a.html", ""},
	} {
		got := ""
		if at := savedAt([]byte(test.body), test.path); !at.IsZero() {
			got = at.Format(time.RFC3339)
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
