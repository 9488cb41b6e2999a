package compare_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp/export/compare"
)

func TestFolders(t *testing.T) {
	before := folder(t, map[string]string{
		"commitments.csv": "commitment_id,title,problem,last_seen\nKE0001,One,\"Two\nlines\",1\nKE0002,Two,,1\nKE0003,Three,x,1\n",
		"milestones.csv":  "commitment_id,number,title\nKE0001,2,b\nKE0001,10,c\n",
		"causes.csv":      "commitment_id,number,text\nKE0001,1,a\n",
	})
	after := folder(t, map[string]string{
		"commitments.csv": "\uFEFFcommitment_id;title;problem;added_later;last_seen\r\nKE0001;One;Two;z;2\r\nKE0003;Three;x;z;2\r\nKE0004;Four;;z;2\r\n",
		"milestones.csv":  "commitment_id,number,title\nKE0001,1,a\nKE0001,2,b\nKE0001,10,d\n",
	})
	var got []compare.Difference
	tables, err := compare.Folders(before, after, func(d compare.Difference) error {
		got = append(got, d)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []compare.Difference{
		{Table: "commitments", Key: "KE0001", Kind: compare.Changed, Field: "problem", Before: "Two\nlines", After: "Two"},
		{Table: "commitments", Key: "KE0002", Kind: compare.Removed},
		{Table: "commitments", Key: "KE0004", Kind: compare.Added},
		{Table: "milestones", Key: "KE0001 1", Kind: compare.Added},
		{Table: "milestones", Key: "KE0001 10", Kind: compare.Changed, Field: "title", Before: "c", After: "d"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"commitments", "milestones"}, tables); diff != "" {
		t.Errorf("tables (-want +got):\n%s", diff)
	}
}

func TestFoldersThatCannotBeCompared(t *testing.T) {
	good := folder(t, map[string]string{"commitments.csv": "commitment_id,title\nKE0001,One\n"})
	if _, err := compare.Folders(good, t.TempDir(), nil); !errors.Is(err, compare.ErrNoCSV) {
		t.Errorf("an empty folder: %v", err)
	}
	for name, text := range map[string]string{
		"no key":    "title\nOne\n",
		"no header": "",
		"cut row":   "commitment_id,title\nKE0001\n",
		"no end":    "commitment_id,title\nKE0001,\"One\n",
	} {
		bad := folder(t, map[string]string{"commitments.csv": text})
		if _, err := compare.Folders(good, bad, func(compare.Difference) error { return nil }); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	stop := errors.New("stop")
	other := folder(t, map[string]string{"commitments.csv": "commitment_id,title\nKE0002,Two\n"})
	if _, err := compare.Folders(good, other, func(compare.Difference) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("an error of the caller's: %v", err)
	}
}

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
