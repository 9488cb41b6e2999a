package robots

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// newRule is the rule for the paths that begin as the pattern says; "*" stands for any
// characters, and "$" at the end for the end of the path.
func newRule(allow bool, pattern string) rule {
	if !strings.HasPrefix(pattern, "/") && !strings.HasPrefix(pattern, "*") {
		pattern = "/" + pattern
	}
	pattern = canonicalPath(pattern)
	begins, toEnd := strings.CutSuffix(pattern, "$")
	expression := "^" + strings.ReplaceAll(regexp.QuoteMeta(begins), `\*`, ".*")
	if toEnd {
		expression += "$"
	}
	return rule{allow, len(pattern), regexp.MustCompile(expression)}
}

// canonicalPath writes a path the same way however it was encoded: bytes that
// need no encoding plain, all others as %XX.
func canonicalPath(path string) string {
	var out strings.Builder
	for i := 0; i < len(path); i++ {
		b, encoded := path[i], false
		if value, ok := decodeByte(path[i:]); ok {
			b, encoded = value, !needsNoEncoding(value)
			i += 2
		}
		if encoded || b <= ' ' || b >= 0x7f {
			fmt.Fprintf(&out, "%%%02X", b)
		} else {
			out.WriteByte(b)
		}
	}
	return out.String()
}

// decodeByte reads the %XX that s begins with.
func decodeByte(s string) (byte, bool) {
	if s[0] != '%' || len(s) < 3 {
		return 0, false
	}
	value, err := strconv.ParseUint(s[1:3], 16, 8)
	return byte(value), err == nil
}

// needsNoEncoding reports whether a byte means the same encoded and plain. Go
// encodes the last four, as in /members/cote-d%27ivoire/; people do not.
func needsNoEncoding(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' ||
		strings.IndexByte("-._~!'()", b) >= 0
}
