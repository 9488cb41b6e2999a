package html

import (
	"bufio"
	"fmt"
	"strings"
	"testing"
)

// TestIndexKeepsWithinItsSize: words of most texts make room for those of few.
func TestIndexKeepsWithinItsSize(t *testing.T) {
	before := mostIndex
	defer func() { mostIndex = before }()
	mostIndex = 30_000
	var x index
	for i := range 1000 {
		x.add(fmt.Sprintf("Rare%d words of everywhere", i))
	}
	var out strings.Builder
	to := bufio.NewWriter(&out)
	if err := x.script(to); err != nil || to.Flush() != nil {
		t.Fatal(err)
	}
	text, common, _ := strings.Cut(out.String(), "window.ogpCommon=")
	if words := text[strings.Index(text, `"index":`):]; len(words) > mostIndex+100 || !strings.Contains(words, `["rare999",`) {
		t.Errorf("the words take %d bytes", len(words))
	}
	if common != `JSON.parse('["everywhere","words","of"] ');`+"\n" {
		t.Errorf("passed over are %s", common)
	}
}
