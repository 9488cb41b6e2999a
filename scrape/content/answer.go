package content

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

// IsWhole reports whether a status says that the answer is the page: a proxy may
// have changed it on the way (203), or be putting it together (226).
func IsWhole(status int) bool {
	return status == http.StatusOK || status == http.StatusNonAuthoritativeInfo || status == http.StatusIMUsed
}

// StatusText is a status as number and name, such as 404 Not Found.
func StatusText(status int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}

// Type is the type the header names, or the one the body looks like.
func Type(header http.Header, body []byte) string {
	if named := header.Get("Content-Type"); named != "" {
		return fmt.Sprintf("%.200s", named)
	}
	return http.DetectContentType(body)
}

// mediaType is what a Content-Type begins with, whatever is wrong with the rest:
// servers name the charset twice, or proxies join two headers.
var mediaType = regexp.MustCompile(`^\s*([\w.+-]+/[\w.+-]+)\s*(?:[;,]|$)`)

// IsHTML reports whether an answer is HTML, by its header or else by its bytes.
func IsHTML(header http.Header, body []byte) bool {
	named := mediaType.FindStringSubmatch(Type(header, body))
	if named == nil {
		named = mediaType.FindStringSubmatch(http.DetectContentType(body))
	}
	switch strings.ToLower(named[1]) {
	case "text/html", "application/xhtml+xml":
		return true
	}
	return false
}
