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
