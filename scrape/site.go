package scrape

import (
	"context"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"syscall"

	"ogp"
)

// site is the one site a Collector talks to.
type site struct {
	origin *url.URL
	// local marks a test, the demo or a mirror on this machine or its network:
	// only then are private addresses dialled.
	local bool
}

// parseSite reads an origin: scheme and host, no path.
func parseSite(raw string) (*site, error) {
	u, err := parseWebAddress(strings.TrimSuffix(strings.TrimSpace(raw), "/"))
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	if !isWeb(u) || u.Hostname() == "" {
		return nil, fmt.Errorf("site %q is not the origin of a website: write it like https://www.example.org", raw)
	}
	if u.Path != "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("site %q is more than an origin: leave only %s://%s", raw, u.Scheme, u.Host)
	}
	addr, err := netip.ParseAddr(u.Hostname())
	return &site{origin: u, local: isLocalhost(u) || err == nil && isPrivate(addr)}, nil
}

// String is the origin, without a final slash.
func (s *site) String() string { return s.origin.String() }

// loopback reports whether the site is on this very machine.
func (s *site) loopback() bool {
	addr, err := netip.ParseAddr(s.origin.Hostname())
	return isLocalhost(s.origin) || err == nil && addr.IsLoopback()
}

// holds reports whether an address is on the site. With and without www, http
// and https are one site; another port is another site.
func (s *site) holds(u *url.URL) bool {
	return isWeb(u) && ogp.Host(u) == ogp.Host(s.origin)
}

// at is an address on the site, given as path and query.
func (s *site) at(path string) string { return s.origin.String() + path }

// secure keeps redirects on https where the site uses it: servers behind a proxy
// name http addresses that only redirect back.
func (s *site) secure(u *url.URL) {
	if s.origin.Scheme == "https" && u.Scheme == "http" && s.holds(u) {
		u.Scheme, u.Host = "https", strings.TrimSuffix(u.Host, ":80")
	}
}

// dialControl stops a connection to a private address when the site is a
// public one: a name that resolves into a private network is a mistake or an
// attack.
func (s *site) dialControl(_ context.Context, _, address string, _ syscall.RawConn) error {
	if s.local {
		return nil
	}
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("address %q: %w", address, err)
	}
	if isPrivate(to.Addr()) {
		return &refusal{ogp.ClassAddress, fmt.Sprintf("%s resolves to the private address %s: for a mirror inside a network give that address as the site",
			s.origin.Hostname(), to.Addr())}
	}
	return nil
}

func isWeb(u *url.URL) bool { return u.Scheme == "http" || u.Scheme == "https" }

func isLocalhost(u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// isTrap reports whether an address is, or may be, the site's trap for robots:
// a hidden link whose visitor is banned permanently.
func isTrap(raw string) bool {
	if plain, err := url.QueryUnescape(raw); err == nil && strings.Contains(strings.ToLower(plain), "blackhole") {
		return true
	}
	return strings.Contains(strings.ToLower(raw), "blackhole")
}

// isLogin reports whether a path is that of WordPress's login.
func isLogin(path string) bool {
	path = strings.ToLower(path)
	return strings.Contains(path, "/wp-login") || strings.Contains(path, "/wp-admin")
}
