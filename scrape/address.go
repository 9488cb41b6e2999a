package scrape

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"ogp"
)

// parseWebAddress reads an address that a user gives. One with a user name or
// password is refused, and its error does not show them.
func parseWebAddress(raw string) (*url.URL, error) {
	if len(raw) > ogp.MaxAddress {
		return nil, fmt.Errorf("%w: %.60q…", ogp.ErrLongAddress, ogp.WithoutCredentials(raw))
	}
	u, err := url.Parse(strings.TrimSpace(raw))
	switch {
	case err != nil && strings.Contains(raw, "@"):
		return nil, errors.New("what is given is not an address; it is not shown, since it may hold a password")
	case err != nil:
		return nil, fmt.Errorf("not an address: %w", err)
	}
	if u.User != nil {
		return nil, fmt.Errorf("address carries a user name or password: leave only %s", ogp.WithoutCredentials(raw))
	}
	return u, nil
}

// resolve is an address found on the site, relative to the page that names it:
// absolute, without a user name and the part after #. An address of the public
// site stands for the same page of a mirror of it. It is nil for addresses that
// are not on the site, and ogp.ErrLongAddress for those that would be too long.
func (s *site) resolve(base *url.URL, raw string) (*url.URL, error) {
	raw = strings.TrimSpace(raw)
	if len(raw) > ogp.MaxAddress {
		if scheme, _, found := strings.Cut(raw[:32], ":"); found && !strings.HasPrefix(strings.ToLower(scheme), "http") {
			return nil, nil // an image, a script or a mail in the place of an address
		}
		return nil, ogp.ErrLongAddress
	}
	u, err := base.Parse(raw)
	if err != nil {
		return nil, nil
	}
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	if isPublic(u) && !s.holds(u) {
		u.Scheme, u.Host = s.origin.Scheme, s.origin.Host
	}
	s.secure(u)
	switch {
	case !s.holds(u) || isTrap(u.String()):
		return nil, nil
	case len(u.String()) > ogp.MaxAddress:
		return nil, ogp.ErrLongAddress
	}
	return u, nil
}

// isPublic reports whether an address is on OGP's public site.
func isPublic(u *url.URL) bool {
	public, _ := url.Parse(ogp.Site)
	return isWeb(u) && ogp.Host(u) == ogp.Host(public)
}

// FromSite reports whether an address is one of the public site's or of its mirror
// at site: pages of another host are no evidence of what OGP has published.
func FromSite(address, site string) bool {
	u, err := parseWebAddress(address)
	if err != nil {
		return false
	}
	mirror, err := url.Parse(site)
	return isPublic(u) || err == nil && ogp.Host(u) == ogp.Host(mirror)
}

// special are the blocks of IANA's special-purpose address registries, and of
// its list of multicast addresses, that lead to no public server.
var special = prefixes(`
	0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12
	192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15
	198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
	2001::/23 2001:db8::/32 3fff::/20`)

// Blocks of IPv6 that have to do with all others.
var (
	// globalUnicast is all of IPv6 that has been given out for public use.
	globalUnicast = netip.MustParsePrefix("2000::/3")
	// nat64 and sixToFour hold an IPv4 address, which decides.
	nat64     = netip.MustParsePrefix("64:ff9b::/96")
	sixToFour = netip.MustParsePrefix("2002::/16")
)

func prefixes(list string) (all []netip.Prefix) {
	for _, text := range strings.Fields(list) {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}

// isPrivate reports whether an IP address belongs to a private network, to this
// machine, or to no server at all. Where an IPv6 address holds one of IPv4, that
// one decides.
func isPrivate(addr netip.Addr) bool {
	addr = addr.Unmap().WithZone("")
	if bytes := addr.As16(); nat64.Contains(addr) {
		addr = netip.AddrFrom4([4]byte(bytes[12:]))
	} else if sixToFour.Contains(addr) {
		addr = netip.AddrFrom4([4]byte(bytes[2:6]))
	}
	if addr.Is6() && !globalUnicast.Contains(addr) {
		return true
	}
	for _, block := range special {
		if block.Contains(addr) {
			return true
		}
	}
	return false
}
