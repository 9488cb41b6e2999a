package content

import (
	"bytes"
	"compress/gzip"
	"errors"
	"testing"
)

func packed(plain string) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write([]byte(plain))
	w.Close()
	return out.Bytes()
}

func TestTextInUTF16(t *testing.T) {
	for body, want := range map[string]string{
		"\xff\xfea\x00\n\x00": "a\n", "\xfe\xff\x00a\x00\n": "a\n", "a\x00b\x00": "ab", "\x00a\x00b": "ab",
		"\xef\xbb\xbfa": "a", "caf\xe9": "caf\xe9", "\x00\x00\x00\x00": "\x00\x00\x00\x00", "a": "a", "": "",
	} {
		if got := string(Text([]byte(body))); got != want {
			t.Errorf("%q became %q, want %q", body, got, want)
		}
	}
}

// Beside the error of a body that is too large comes its beginning, and of no
// body more than allowed.
func TestLimitHoldsForEveryLayer(t *testing.T) {
	const text = "0123456789"
	for name, body := range map[string][]byte{
		"plain": []byte(text), "gzip": packed(text), "gzip twice": packed(string(packed(text))),
		"two streams": append(packed(text[:6]), packed(text[6:])...),
	} {
		if got, err := Decode(body, nil, 10_000); string(got) != text || err != nil {
			t.Errorf("%s: %q, error %v", name, got, err)
		}
		if name == "gzip twice" {
			continue // the packed stream itself is over the limit
		}
		if got, err := Decode(body, nil, 9); !errors.Is(err, ErrTooLarge) || string(got) != text[:9] {
			t.Errorf("%s over the limit: %q, error %v", name, got, err)
		}
	}
}

func TestStreamCutShort(t *testing.T) {
	whole := packed("0123456789")
	for name, body := range map[string][]byte{
		"in the stream": whole[:len(whole)-9], "in the checksum": whole[:len(whole)-2],
		"in the second stream": append(bytes.Clone(whole), whole[:12]...), "after the first bytes": whole[:2],
	} {
		if _, err := Decode(body, []string{"gzip"}, 100); !errors.Is(err, ErrCutShort) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(packed("<p>"), "gzip")
	f.Add([]byte("<p>"), "br, deflate")
	f.Fuzz(func(t *testing.T, body []byte, named string) {
		plain, err := Decode(body, []string{named}, 1<<16)
		if len(plain) > 1<<16 && err == nil {
			t.Errorf("%d bytes", len(plain))
		}
	})
}
