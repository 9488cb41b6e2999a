package export

import "testing"

// The documents take what they say of a format from the format itself.
func TestEveryFormatDescribesItself(t *testing.T) {
	t.Parallel()
	for _, f := range formats {
		about := f.about(Options{})
		if about.Name != f.name || about.MediaType == "" || !about.Flat && !about.Nested && about.Content == "" {
			t.Errorf("%s tells of itself %+v", f.name, about)
		}
	}
}

// TestFormulasAreDisarmed in every language of Excel, and nothing else is changed.
func TestFormulasAreDisarmed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠x": "'＠x", "\n=1": "'\n=1", "a;=1": "a;'=1", `a,"=1`: `a,'"=1`, "a\t＠x": "a\t'＠x",
		"a, -1": "a, -1", "a\n- b": "a\n- b", "a=1; b": "a=1; b", "": "",
	} {
		if got := disarmed(text); got != want {
			t.Errorf("%q is written as %q, want %q", text, got, want)
		}
	}
}
