package ogp

import (
	"net/url"
	"strings"
)

// Host is the host of a web address, the same for all its spellings: in lower case,
// without www. and without the port that belongs to the scheme.
func Host(u *url.URL) string {
	host := strings.TrimPrefix(strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), "www.")
	port := u.Port()
	if port == "" || u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		return host
	}
	return host + ":" + port
}
