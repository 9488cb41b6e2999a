// Package scrape gets pages: from the site through Colly, and from saved files.
//
// A Collector is one run against one site. Discover finds the addresses of
// commitments (robots.txt, sitemaps, member pages), Fetch brings the pages.
// Both use the same way out: a synchronous Colly collector follows redirects
// and reports the answer, and the transport underneath it decides whether and
// when a request may leave. It checks every address, redirects included,
// against the site and its robots.txt, keeps one pace for all workers, repeats
// what failed for the moment, and measures what comes back.
//
// Colly's own robots, delay, cache, queue, charset and asynchronous machinery
// stay off: they forgive a robots.txt that answers with an error, wait where a
// cancelled run cannot stop them, cut long bodies without a word, and start a
// goroutine for every address.
//
// What is to be fetched, and what came of it, is kept elsewhere: this package
// is told, and tells.
package scrape
