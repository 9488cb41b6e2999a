package scrape

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"ogp"
)

// An answer, and what it counts as after all attempts.
func TestOutcomes(t *testing.T) {
	for name, c := range map[string]struct {
		answer   http.HandlerFunc
		outcome  ogp.Outcome
		class    ogp.ErrorClass
		reason   string
		attempts int
	}{
		"gone":               {status(410), ogp.Gone, ogp.ClassHTTP4xx, "410 Gone", 1},
		"not found":          {status(404), ogp.Gone, ogp.ClassHTTP4xx, "404 Not Found", 1},
		"forbidden":          {status(403), ogp.Refused, ogp.ClassHTTP4xx, "403 Forbidden", 1},
		"unauthorized":       {status(401), ogp.Refused, ogp.ClassHTTP4xx, "401 Unauthorized", 1},
		"legal reasons":      {status(451), ogp.Refused, ogp.ClassHTTP4xx, "451 Unavailable", 1},
		"bad request":        {status(400), ogp.Failed, ogp.ClassHTTP4xx, "400 Bad Request", 1},
		"unasked 304":        {status(304), ogp.Failed, ogp.ClassRedirect, "304 Not Modified", 1},
		"redirect nowhere":   {status(302), ogp.Failed, ogp.ClassRedirect, "302 Found that leads nowhere", 1},
		"too many requests":  {status(429), ogp.Refused, ogp.ClassHTTP4xx, "429 Too Many Requests", 4},
		"server error":       {status(500), ogp.Failed, ogp.ClassHTTP5xx, "500 Internal Server Error", 4},
		"unavailable":        {status(503), ogp.Failed, ogp.ClassHTTP5xx, "503 Service Unavailable", 4},
		"comes back":         {inTurn(status(502), status(425), page("x")), ogp.Fetched, "", "", 3},
		"connection dropped": {inTurn(drop, drop, page("x")), ogp.Fetched, "", "", 3},
		"always dropped":     {drop, ogp.Failed, ogp.ClassConnection, "EOF", 4},
		"short body":         {inTurn(shortBody, page("x")), ogp.Fetched, "", "", 2},
		"always short":       {shortBody, ogp.Failed, ogp.ClassContent, "body cut short after 5 bytes: unexpected EOF", 4},
		"chunks cut off":     {cutChunks, ogp.Failed, ogp.ClassContent, "body cut short after 5 bytes: unexpected EOF", 4},
		"gzip cut off":       {cutGzip, ogp.Failed, ogp.ClassContent, "body cut short", 4},
		"empty page":         {text("text/html", " \n"), ogp.Failed, ogp.ClassContent, "page is empty", 4},
		"pdf":                {text("application/pdf", "%PDF-1.7"), ogp.NotCommitment, ogp.ClassContent, "content type is application/pdf", 1},
		"no type but html":   {untyped("<!doctype html><p>x"), ogp.Fetched, "", "", 1},
		"no type, no html":   {untyped("%PDF-1.7"), ogp.NotCommitment, ogp.ClassContent, "content type is application/pdf", 1},
		"encoding of others": {encoded("compress", "\x1f\x9d\x90<html"), ogp.Failed, ogp.ClassContent, `content encoding "compress" cannot be undone`, 1},
		"brotli cut off":     {encoded("br", compressed("<p>page")[:5]), ogp.Failed, ogp.ClassContent, "body cut short", 4},
		"gzip bomb":          {gzipBomb, ogp.Failed, ogp.ClassContent, "larger than the limit of 1048576 bytes", 1},
		"announced too long": {tooLong, ogp.Failed, ogp.ClassContent, "larger than the limit of 1048576 bytes", 1},
	} {
		t.Run(name, func(t *testing.T) {
			result, site := fetchOne(t, c.answer, func(o *Options) { o.MaxBody = 1 << 20 })
			visit := result.Visit
			if visit.Outcome != c.outcome || visit.Attempts != c.attempts {
				t.Errorf("%s after %d attempts, want %s after %d; reason: %s", visit.Outcome, visit.Attempts, c.outcome, c.attempts, visit.Error)
			}
			if visit.ErrorClass != c.class {
				t.Errorf("class %q, want %q", visit.ErrorClass, c.class)
			}
			if !strings.Contains(visit.Error, c.reason) || (visit.Error == "") != (c.reason == "") {
				t.Errorf("reason %q, want %q", visit.Error, c.reason)
			}
			if got := len(site.asked()); got != c.attempts {
				t.Errorf("the site saw %d requests, want %d", got, c.attempts)
			}
			if (result.Page != nil) != (c.outcome == ogp.Fetched) {
				t.Errorf("page %v with outcome %s", result.Page, visit.Outcome)
			}
		})
	}
}

// An answer that goes on after its announced length is no whole page, whatever
// was read of it.
func TestLengthShorterThanThePage(t *testing.T) {
	const whole = "<!doctype html><p>page</p>"
	raw := func(answer string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			io.WriteString(conn, answer)
		}
	}
	const head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
	hints := "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
	for name, c := range map[string]struct {
		answer string
		want   ogp.Outcome
	}{
		"half":               {head + "Content-Length: 13\r\n\r\n" + whole, ogp.Failed},
		"after early hints":  {hints + head + "Content-Length: 13\r\n\r\n" + whole, ogp.Failed},
		"bare line ends":     {"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 13\n\n" + whole, ogp.Failed},
		"none":               {head + "Content-Length: 0\r\n\r\n" + whole, ogp.Failed},
		"whole":              {head + "Content-Length: 26\r\n\r\n" + whole, ogp.Fetched},
		"whole, after hints": {hints + head + "Content-Length: 26\r\n\r\n" + whole, ogp.Fetched},
		"line ends after it": {head + "Content-Length: 26\r\n\r\n" + whole + "\r\n", ogp.Fetched},
		"no length":          {head + "\r\n" + whole, ogp.Fetched},
		"chunks":             {head + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n1a\r\n" + whole + "\r\n0\r\n\r\n", ogp.Fetched},
	} {
		result, _ := fetchOne(t, raw(c.answer))
		if visit := result.Visit; visit.Outcome != c.want || visit.Outcome == ogp.Failed && visit.ErrorClass != ogp.ClassContent {
			t.Errorf("%s: %s: %s", name, visit.Outcome, visit.Error)
		}
	}
}

func drop(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func shortBody(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	w.Header().Set("Content-Length", "500")
	io.WriteString(w, "<html")
}

func cutChunks(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	io.WriteString(w, "<html")
	w.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

func cutGzip(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	w.Header().Set("Content-Encoding", "gzip")
	packed := pack([]byte(strings.Repeat("<p>page</p>", 1000)))
	w.Write(packed[:len(packed)-10])
}

func gzipBomb(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	w.Header().Set("Content-Encoding", "gzip")
	w.Write(pack(make([]byte, 8<<20)))
}

func tooLong(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	w.Header().Set("Content-Length", "1048577")
	io.WriteString(w, "<html")
}

func encoded(coding, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", coding)
		io.WriteString(w, body)
	}
}

// compressed is a text in brotli.
func compressed(plain string) string {
	var out bytes.Buffer
	w := brotli.NewWriter(&out)
	io.WriteString(w, plain)
	w.Close()
	return out.String()
}

// Headers that are malformed or untrue: the bytes decide.
func TestHeadersAreNoEvidenceAgainstTheBytes(t *testing.T) {
	const whole = "<!doctype html><p>page</p>"
	gz := string(pack([]byte(whole)))
	typed := func(contentType string) http.HandlerFunc { return text(contentType, whole) }
	for name, answer := range map[string]http.HandlerFunc{
		"charset twice":             typed("text/html; charset=utf-8; charset=UTF-8"),
		"charsets that differ":      typed("text/html; charset=utf-8; charset=iso-8859-1"),
		"two types in one":          typed("text/html, text/html; charset=UTF-8"),
		"quote without an end":      typed(`text/html; charset="utf-8`),
		"no type at all":            typed("utf-8"),
		"encoding is a charset":     encoded("UTF-8", whole),
		"encoding is none":          encoded("none", whole),
		"gzip of a plain body":      encoded("gzip", whole),
		"brotli of a plain body":    encoded("br", whole),
		"deflate of a plain body":   encoded("deflate", whole),
		"x-gzip":                    encoded("x-gzip", gz),
		"gzip that is not named":    text("text/html", gz),
		"gzip twice, named once":    encoded("gzip", string(pack([]byte(gz)))),
		"gzip and identity":         encoded("gzip, identity", gz),
		"gzip in several streams":   encoded("gzip", string(pack([]byte(whole[:9])))+string(pack([]byte(whole[9:])))),
		"bytes after the stream":    encoded("gzip", gz+"\r\n\x00\x00"),
		"one byte after the stream": encoded("gzip", gz+"\x1f"),
		"brotli":                    encoded("br", compressed(whole)),
		"brotli of gzip":            encoded("gzip, br", compressed(gz)),
		"status 203":                func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(203); io.WriteString(w, whole) },
		"status 226":                func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(226); io.WriteString(w, whole) },
	} {
		t.Run(name, func(t *testing.T) {
			result, _ := fetchOne(t, answer)
			if result.Page == nil || string(result.Page.Body) != whole {
				t.Errorf("%s: %s", result.Visit.Outcome, result.Visit.Error)
			}
		})
	}
}

func untyped(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = nil
		io.WriteString(w, body)
	}
}

func pack(plain []byte) []byte {
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	zipped.Write(plain)
	zipped.Close()
	return out.Bytes()
}

func TestLargestPageAllowedComesWhole(t *testing.T) {
	body := strings.Repeat("x", 1000)
	result, _ := fetchOne(t, text("text/html", body), func(o *Options) { o.MaxBody = 1000 })
	if result.Page == nil || len(result.Page.Body) != 1000 {
		t.Errorf("outcome %s (%s)", result.Visit.Outcome, result.Visit.Error)
	}
}

func TestPackedPageIsKeptUnpacked(t *testing.T) {
	result, site := fetchOne(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(pack([]byte("<p>page</p>")))
	})
	if result.Page == nil || string(result.Page.Body) != "<p>page</p>" {
		t.Errorf("outcome %s (%s)", result.Visit.Outcome, result.Visit.Error)
	}
	if got := site.hits[1].Header.Get("Accept-Encoding"); got != "gzip" {
		t.Errorf("Accept-Encoding %q", got)
	}
}
