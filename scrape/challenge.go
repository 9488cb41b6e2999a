package scrape

import (
	"bytes"
	"html"
	"net/http"
	"regexp"
	"strings"

	"ogp"
)

// titles are the beginnings, in lower case, of the titles of pages that stand
// in another page's place: they tell robots from people, ask for a login or
// say that the visitor is banned. Bodies are no evidence: ordinary pages carry
// scripts of the same makers, and a commitment may well be about captchas.
var titles = []struct {
	begins string
	refusal
}{
	{"just a moment", refusal{ogp.ClassChallenge, "challenge page (Cloudflare)"}},
	{"attention required! | cloudflare", refusal{ogp.ClassChallenge, "challenge page (Cloudflare)"}},
	{"verifying you are human", refusal{ogp.ClassChallenge, "challenge page"}},
	{"one moment, please", refusal{ogp.ClassChallenge, "challenge page"}},
	{"robot challenge screen", refusal{ogp.ClassChallenge, "challenge page"}},
	{"bot verification", refusal{ogp.ClassChallenge, "challenge page"}},
	{"ddos-guard", refusal{ogp.ClassChallenge, "challenge page (DDoS-Guard)"}},
	{"security check", refusal{ogp.ClassChallenge, "challenge page"}},
	{"human verification", refusal{ogp.ClassChallenge, "challenge page"}},
	{"are you a human", refusal{ogp.ClassChallenge, "challenge page"}},
	{"are you a robot", refusal{ogp.ClassChallenge, "challenge page"}},
	{"captcha", refusal{ogp.ClassChallenge, "challenge page"}},
	{"access denied", refusal{ogp.ClassChallenge, "the site denies access"}},
	{"access to this site has been limited", refusal{ogp.ClassChallenge, "the site denies access"}},
	{"your access to this site has been limited", refusal{ogp.ClassChallenge, "the site denies access"}},
	{"you have been blocked", refusal{ogp.ClassChallenge, "the site denies access"}},
	{"sucuri website firewall", refusal{ogp.ClassChallenge, "the site denies access (Sucuri)"}},
	{"log in \u2039", refusal{ogp.ClassChallenge, "the site asks for a login"}},
}

// bodies are whole pages that have no title of their own.
var bodies = []struct {
	contains string
	refusal
}{
	{"Request unsuccessful. Incapsula incident ID", refusal{ogp.ClassChallenge, "challenge page (Imperva)"}},
	{"You have been banned from this domain", refusal{ogp.ClassChallenge, "the site has banned this address"}},
	{"/.well-known/sgcaptcha/", refusal{ogp.ClassChallenge, "challenge page (SiteGround)"}},
}

// maxUntitled is the size over which a page is an ordinary one, whatever it
// quotes: those in bodies have a few lines.
const maxUntitled = 8 << 10

// challenge says why an answer is not the page asked for but one that stands
// in its place; nil if it is.
func challenge(x *exchange) *refusal {
	if strings.EqualFold(x.header.Get("Cf-Mitigated"), "challenge") {
		return &refusal{ogp.ClassChallenge, "challenge page (Cloudflare)"}
	}
	if action := x.header.Get("X-Amzn-Waf-Action"); action != "" {
		return &refusal{ogp.ClassChallenge, "challenge page (AWS WAF: " + action + ")"}
	}
	if title := titleOf(x.body[:min(len(x.body), 64<<10)]); title != "" {
		return titleReason(title)
	}
	if len(x.body) > maxUntitled {
		return nil
	}
	for _, body := range bodies {
		if bytes.Contains(x.body, []byte(body.contains)) {
			return &body.refusal
		}
	}
	return nil
}

// titleOf is the beginning of a page's title, in lower case. Parsing every page
// for it would cost more than fetching it.
func titleOf(head []byte) string {
	for {
		at := bytes.IndexByte(head, '<')
		if at < 0 {
			return ""
		}
		head = head[at+1:]
		if len(head) < 5 || !bytes.EqualFold(head[:5], []byte("title")) {
			continue
		}
		_, text, _ := bytes.Cut(head, []byte(">"))
		text, _, _ = bytes.Cut(text[:min(len(text), 300)], []byte("<"))
		return strings.ToLower(strings.TrimSpace(html.UnescapeString(string(text))))
	}
}

// commitmentTitle is what only the title of a commitment's page has: its ID.
var commitmentTitle = regexp.MustCompile(`(?i)\(` + ogp.IDPattern + `\)`)

func titleReason(title string) *refusal {
	for _, known := range titles {
		if strings.HasPrefix(title, known.begins) && !commitmentTitle.MatchString(title) {
			return &known.refusal
		}
	}
	return nil
}

// refusalOf is the reason in a status that refuses, or nothing.
func refusalOf(status int) string {
	switch status {
	case http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden,
		http.StatusNotAcceptable, http.StatusProxyAuthRequired,
		http.StatusTooManyRequests, http.StatusUnavailableForLegalReasons:
		return statusText(status)
	}
	return ""
}
