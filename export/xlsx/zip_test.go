package xlsx

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// The library writes the sheets of a workbook in any order.
func TestZipIsSortedAndOfOneTime(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 14, 9, 26, 52, 0, time.UTC)
	archive := func(names ...string) []byte {
		draft, err := os.Create(filepath.Join(t.TempDir(), "draft"))
		if err != nil {
			t.Fatal(err)
		}
		defer draft.Close()
		var whole bytes.Buffer
		out := newSortedZip(draft, &whole, at)
		for _, name := range names {
			entry, err := out.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(entry, "text of "+name); err != nil {
				t.Fatal(err)
			}
		}
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}
		return whole.Bytes()
	}
	first := archive("b", "c", "a")
	if !bytes.Equal(first, archive("c", "a", "b")) {
		t.Error("the order of writing changes the archive")
	}
	in, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range in.File {
		text, err := fs.ReadFile(in, entry.Name)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, entry.Name+": "+string(text)+", "+entry.Modified.UTC().Format(time.DateTime))
	}
	want := []string{"a: text of a, 2026-03-14 09:26:52", "b: text of b, 2026-03-14 09:26:52", "c: text of c, 2026-03-14 09:26:52"}
	if !slices.Equal(got, want) {
		t.Errorf("entries are %q, want %q", got, want)
	}
}
