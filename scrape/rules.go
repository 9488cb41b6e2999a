package scrape

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"ogp"
	"ogp/scrape/content"
	"ogp/scrape/robots"
)

const (
	robotsPath = "/robots.txt"
	// maxRobots is what RFC 9309 requires to be read; what follows does not count.
	maxRobots = 500 << 10
)

// ready reads robots.txt, once in the life of the Collector. A refusal is
// remembered; an interruption is not.
func (c *Collector) ready(ctx context.Context) error {
	c.reading.Lock()
	defer c.reading.Unlock()
	if c.robots.Load() != nil || c.refused != nil {
		return c.refused
	}
	rules, err := c.fetchRobots(ctx)
	if stopped := c.stopping(ctx); stopped != nil {
		return stopped
	}
	if err != nil {
		c.refused = fmt.Errorf("%w: %w", ErrSiteRefuses, err)
		return c.refused
	}
	c.limiter.raiseInterval(rules.Delay)
	c.robots.Store(rules)
	return nil
}

func (c *Collector) fetchRobots(ctx context.Context) (*robots.Rules, error) {
	x := &exchange{target: c.site.at(robotsPath), limit: maxRobots, robots: true}
	visit, _, err := c.request(ctx, x)
	if err != nil {
		return nil, err
	}
	body, err := robotsBody(x, visit)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", x.target, err)
	}
	rules := robots.Parse(body, c.options.UserAgent)
	if !allowsAny(rules) {
		return nil, fmt.Errorf("%s forbids its commitment pages to %q", x.target, c.options.UserAgent)
	}
	return rules, nil
}

// allowsAny reports whether there is anything left to fetch.
func allowsAny(rules *robots.Rules) bool {
	sample := ogp.Ref{Kind: ogp.KindCommitment, ID: "KE0025", Slug: "kenya"}
	return slices.ContainsFunc([]string{"/", "/members/", sample.On("")}, func(path string) bool {
		return rules.Allows(&url.URL{Path: path})
	})
}

// robotsBody is the text of the rules: none where the site has none (4xx, or a
// web page in place of the file), an error where they may exist but could not
// be read. To continue then would be to guess that everything is allowed.
func robotsBody(x *exchange, visit ogp.Visit) ([]byte, error) {
	text := content.Text(x.body)
	// The header is no evidence: plugins send rules labelled as HTML.
	webPage := bytes.HasPrefix(bytes.TrimSpace(text), []byte("<"))
	switch {
	case x.stop != nil:
		return nil, x.stop
	case x.err != nil, x.blocked != "", x.status == http.StatusTooManyRequests:
		return nil, errors.New(visit.Error)
	case x.status >= 400 && x.status < 500, content.IsWhole(x.status) && webPage:
		return nil, nil
	case !content.IsWhole(x.status):
		return nil, errors.New(visit.Error)
	case bytes.IndexByte(text, 0) >= 0, !strings.HasPrefix(http.DetectContentType(text), "text/"):
		return nil, errors.New("it is not text")
	case len(x.body) == maxRobots: // the last line may be half a rule, which forbids more
		text = text[:bytes.LastIndexByte(text, '\n')+1]
	}
	return text, nil
}
