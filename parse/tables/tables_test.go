package tables_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"ogp/parse/tables"
	"ogp/parse/words"
)

func folder(files map[string]string) fstest.MapFS {
	all := fstest.MapFS{}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

func TestReadLines(t *testing.T) {
	added, err := tables.Read(folder(map[string]string{
		"forms.csv":          "\ufefffield,form,wording,fixture\n# a remark\naction,heading, What to do ,\n-,question,Why?\n",
		"vocab/ambition.csv": "High,?,en,\"Very, very high\",\n",
		"README.md":          "no table",
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := []words.Row{
		{words.Place: "added forms.csv:3", "field": "action", "form": "heading", "wording": "What to do", "fixture": ""},
		{words.Place: "added forms.csv:4", "field": "-", "form": "question", "wording": "Why?", "fixture": ""},
	}
	if diff := cmp.Diff(want, added.Lines(tables.Forms)); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"forms.csv", "vocab/ambition.csv"}, added.Tables()); diff != "" {
		t.Errorf("tables (-want +got):\n%s", diff)
	}
	kept, err := tables.Kept(added.Text())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(added.Lines("vocab/ambition.csv"), kept.Lines("vocab/ambition.csv")); diff != "" {
		t.Errorf("kept lines (-want +got):\n%s", diff)
	}
}

func TestLinesAtFault(t *testing.T) {
	for want, files := range map[string]map[string]string{
		"none of labels.csv":               {"README.md": "x"},
		"forms.csv:2: 5 cells":             {"forms.csv": "-,heading,x\n-,heading,x,y,z"},
		"months.csv: lines can be":         {"months.csv": "1,en,january"},
		"forms.csv: parse error on line 1": {"forms.csv": "-,heading,\"x"},
	} {
		if _, err := tables.Read(folder(files)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	if none, err := tables.Kept(""); err != nil || none.Text() != "" || len(none.Tables()) > 0 {
		t.Errorf("no kept lines are %v, error %v", none.Tables(), err)
	}
}

// TestDerive: what is made of tables is made once for the lines in use.
func TestDerive(t *testing.T) {
	made := 0
	wordings := tables.Derive(func() int { made++; return len(tables.Rows(tables.Forms)) })
	added, err := tables.Read(folder(map[string]string{"forms.csv": "-,heading,x\n-,heading,y"}))
	if err != nil {
		t.Fatal(err)
	}
	before := []int{wordings(), wordings()}
	tables.Use(added)
	defer tables.Use(tables.Added{})
	after := []int{wordings(), wordings()}
	if !cmp.Equal(before, []int{0, 0}) || !cmp.Equal(after, []int{2, 2}) || made != 2 {
		t.Errorf("%v before and %v after, made %d times", before, after, made)
	}
}
