package store_test

import (
	"testing"

	"ogp"
	"ogp/store"
)

func TestUnfinishedRunsInARow(t *testing.T) {
	s := empty(t)
	for n, run := range []ogp.Run{
		{ID: "a", Command: "import", Source: "x", Outcome: "done"},
		{ID: "b", Command: "import", Source: "x"},
		{ID: "c", Command: "import", Source: "x", Outcome: "interrupted"},
	} {
		run.StartedAt = kept(n + 1)
		if err := s.StartRun(t.Context(), run); err != nil {
			t.Fatal(err)
		}
	}
	for source, want := range map[string]string{"x": kept(2).String(), "y": "0001-01-01 00:00:00 +0000 UTC"} {
		began, err := s.Unfinished(t.Context(), "import", source)
		if err != nil {
			t.Fatal(err)
		}
		if began.String() != want {
			t.Errorf("unfinished run of %s began %s, want %s", source, began, want)
		}
	}
}

func TestSettingsAreRemembered(t *testing.T) {
	s := empty(t)
	for _, value := range []string{"one@example.org", "two@example.org"} {
		if err := s.Remember(t.Context(), store.SettingContact, value); err != nil {
			t.Fatal(err)
		}
		got, err := s.Setting(t.Context(), store.SettingContact)
		if err != nil || got != value {
			t.Errorf("setting %q, error %v, want %q", got, err, value)
		}
	}
}
