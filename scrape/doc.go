// Package scrape fetches pages from the site and reads saved ones.
//
// In come a site's origin, addresses to look into or to fetch, and the paths of
// files. Out go listings of the commitment pages that exist (Discover), pages as
// they were sent with the record of each request (Fetch), and pages from files,
// folders, web archives and other containers (Saved). An argument of the command becomes a
// Source first (ParseSource), and a list of addresses becomes several (Listed).
//
// A Collector is one run against one site. Every request goes through Colly:
//
//   - Colly sends the request with its headers, follows redirects and hands over
//     the answer (visit.go). Each request uses a clone of one collector, so that
//     all share client, transport and redirect rules.
//   - The transport under Colly (transport.go) decides whether and when a request
//     may leave. It checks every address, redirects included, against the site
//     and its robots.txt, keeps one pace for all workers, repeats what failed
//     for the moment, keeps cookies for one request and its redirects, reads the
//     whole body within the limits (content, wire) and recognises block pages
//     (block).
//   - goquery selects the links of member pages (links.go).
//
// Colly's own robots.txt, delays, cache, queue, charset conversion and
// asynchronous mode stay off: they accept a robots.txt that answers with an
// error, wait where a cancelled run cannot stop them, cut long bodies silently,
// and start a goroutine for every address.
//
// The package never parses a commitment, never opens a database and keeps
// nothing from one run to the next. It never requests an address that robots.txt
// forbids, that is not on the site, or that is the site's trap for robots. No
// address is longer than ogp.MaxAddress, and none shows a user name or password.
package scrape
