package scrape

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"math"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gocolly/colly/v2"
	"golang.org/x/net/http/httpguts"

	"ogp"
	"ogp/scrape/robots"
	"ogp/scrape/sitemap"
	"ogp/scrape/wire"
)

// DefaultMaxBody is the most bytes of a page, decompressed: far more than a page
// of text needs.
const DefaultMaxBody = 16 << 20

// Options say which site a Collector visits, and how. The zero value visits the
// public site at one request a second.
type Options struct {
	// Site is the origin, such as https://www.example.org; default ogp.Site.
	Site string
	// Rate is the most requests per second, all workers and repetitions
	// together. 0 means the default: 1, and no limit on a loopback site. Only
	// there +Inf, no limit, is allowed.
	Rate float64
	// Workers is the most requests in flight at once; default 2.
	Workers int
	// Retries is how often a request is repeated after a transient error; 0 means
	// the default, 3, and a negative number never.
	Retries int
	// Timeout is how long one attempt may take; default 30 seconds. Pauses
	// before and between attempts do not count.
	Timeout time.Duration
	// UserAgent is sent with every request, and its beginning is looked up in
	// robots.txt; default "ogp/<Version> (+<Contact>)".
	UserAgent string
	// Contact is where the site's owner can complain, an address or URL.
	Contact string
	// Version is the program's.
	Version string
	// MaxBody is the most bytes of a body, decompressed; default DefaultMaxBody.
	MaxBody int64
	// MaxFailures is how many requests in a row may be refused or fail before the
	// run ends with ErrSiteRefuses; default 8.
	MaxFailures int
	// Visited receives the requests that are no Result of Fetch: robots.txt,
	// sitemaps, member pages. It is called by the goroutine that ranges over
	// Discover or Fetch. Nil ignores them.
	Visited func(ogp.Visit)
	// Log receives warnings and, at level debug, every request; nil discards them.
	Log *slog.Logger
	// Clock is the time; nil is the real one.
	Clock Clock
	// Ending is when the run ends in order, as by Quit; nil is never.
	Ending context.Context
}

// Collector fetches pages of one site in one run. It may be used by several
// goroutines at once; they share its pace.
type Collector struct {
	options   Options
	site      *site
	clock     Clock
	log       *slog.Logger
	limiter   *limiter
	breaker   *breaker
	transport *transport
	colly     *colly.Collector
	limits    searchLimits
	robots    atomic.Pointer[robots.Rules]

	quit context.Context // ended by Quit and Options.Ending
	stop context.CancelFunc

	reading sync.Mutex // held while robots.txt is read
	refused error      // why the site may not be visited; guarded by reading
}

// New makes a Collector. No request is made before Discover or Fetch.
func New(options Options) (*Collector, error) {
	if err := refuseEnvironment(os.Environ()); err != nil {
		return nil, err
	}
	options = options.withDefaults()
	site, err := parseSite(options.Site)
	if err != nil {
		return nil, err
	}
	if err := options.check(site); err != nil {
		return nil, err
	}
	c := &Collector{options: options, site: site, clock: options.Clock, log: options.Log, limits: searchLimits{sitemap.Protocol, 1000}}
	c.quit, c.stop = context.WithCancel(options.Ending)
	c.limiter = &limiter{clock: c.clock, interval: options.interval(site)}
	c.breaker = &breaker{limit: options.MaxFailures}
	c.transport = &transport{
		base:    baseTransport(site, options.Workers),
		site:    site,
		robots:  &c.robots,
		limiter: c.limiter,
		clock:   c.clock,
		log:     c.log,
		retries: max(options.Retries, 0),
		timeout: options.Timeout,
	}
	c.colly = c.newColly()
	return c, nil
}

// Quit ends the run in order: requests in flight are finished and reported,
// pauses are cut short, and no new requests are made. Discover and Fetch then end
// with context.Canceled. Ending their context instead aborts the requests as well.
func (c *Collector) Quit() { c.stop() }

// stopping is why the run ends: its context has ended, or Quit was called. It is
// nil while neither happened.
func (c *Collector) stopping(ctx context.Context) error {
	if err := ctx.Err(); err != nil || c.quit.Err() == nil {
		return err
	}
	return context.Canceled // as Quit promises, also where the time is up
}

// Site is the origin of the site, without a final slash.
func (c *Collector) Site() string { return c.site.String() }

// Loopback reports whether the site is on this very machine.
func (c *Collector) Loopback() bool { return c.site.loopback() }

// refuseEnvironment fails where environment variables would configure Colly: they
// override what the program sets, robots and limits included.
func refuseEnvironment(environment []string) error {
	for _, variable := range environment {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "COLLY_") {
			return fmt.Errorf("the environment variable %s would change how the site is visited: unset it", name)
		}
	}
	return nil
}

func (o Options) withDefaults() Options {
	o.Site = cmp.Or(o.Site, ogp.Site)
	o.Workers = cmp.Or(o.Workers, 2)
	o.Retries = cmp.Or(o.Retries, 3)
	o.Timeout = cmp.Or(o.Timeout, 30*time.Second)
	o.MaxBody = cmp.Or(o.MaxBody, DefaultMaxBody)
	o.MaxFailures = cmp.Or(o.MaxFailures, 8)
	o.Version = cmp.Or(o.Version, "dev")
	o.Log = cmp.Or(o.Log, slog.New(slog.DiscardHandler))
	o.Clock = cmp.Or[Clock](o.Clock, wallClock{})
	o.Ending = cmp.Or(o.Ending, context.Background())
	agent := "ogp/" + o.Version
	if o.Contact != "" {
		agent += " (+" + o.Contact + ")"
	}
	o.UserAgent = cmp.Or(o.UserAgent, agent)
	return o
}

func (o Options) check(site *site) error {
	switch {
	case math.IsNaN(o.Rate) || o.Rate < 0:
		return fmt.Errorf("rate %v is not a number of requests per second", o.Rate)
	case math.IsInf(o.Rate, 1) && !site.loopback():
		return fmt.Errorf("%s must not be visited without a limit: give a rate, such as 1 request per second", site)
	case o.Workers < 0:
		return fmt.Errorf("%d workers: at least 1 is needed", o.Workers)
	case o.Timeout < 0:
		return fmt.Errorf("timeout %s is negative", o.Timeout)
	case o.MaxBody < 0:
		return fmt.Errorf("limit of %d bytes for a body is negative", o.MaxBody)
	case o.MaxFailures < 0:
		return fmt.Errorf("limit of %d failures in a row is negative", o.MaxFailures)
	case !httpguts.ValidHeaderFieldValue(o.UserAgent):
		return fmt.Errorf("user agent %q has characters that cannot be sent", o.UserAgent)
	}
	return nil
}

// interval is the least time between two requests.
func (o Options) interval(site *site) time.Duration {
	switch {
	case math.IsInf(o.Rate, 1), o.Rate == 0 && site.loopback():
		return 0
	case o.Rate == 0:
		return time.Second
	}
	// A rate close to zero must not overflow into none at all.
	return time.Duration(min(float64(time.Second)/o.Rate, float64(math.MaxInt64)/4))
}

// baseTransport is net/http's, without access to private networks. It speaks
// HTTP/1.1 only: HTTP/2 would repeat refused requests by itself, and has no
// advantage at one request a second.
func baseTransport(site *site, workers int) *http.Transport {
	dialer := &net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: site.origin})
	if err == nil && proxy == nil {
		// A proxy resolves names itself, and may have a private address.
		dialer.ControlContext = site.dialControl
	}
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	transport := &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		Protocols:           &protocols,
		MaxIdleConnsPerHost: workers,
		IdleConnTimeout:     90 * time.Second,
		TLSHandshakeTimeout: 30 * time.Second,
		DisableCompression:  true, // the exchange undoes it, by the bytes
	}
	wire.Count(transport, dialer)
	return transport
}
