package main

import (
	"testing"

	"ogp/fixtures"
)

// TestStatusCountsGapsByClass: every request that brought no page says what
// kind of fault it met.
func TestStatusCountsGapsByClass(t *testing.T) {
	t.Parallel()
	r := newDemoRun(t)
	kenya := "/members/kenya/commitments/"
	r.site.On(kenya+"KE0941/", fixtures.Status(500))
	r.site.On(kenya+"KE0947/", fixtures.Challenge)
	r.site.On("/es"+kenya+"KE0941/", fixtures.HTML("<title>Kenya</title><h1>Kenya</h1>"))
	r.ogp(t, exitGaps, "import", "--member", "kenya", "--retries", "0")
	r.wantRows(t, "SELECT outcome, error_class FROM visits WHERE error IS NOT NULL AND contains(url, '/commitments/') ORDER BY ALL",
		"failed,http_5xx", "not_commitment,content", "refused,challenge")
	r.wantRows(t, "SELECT state, error_class FROM frontier WHERE error_class IS NOT NULL AND kind = 'commitment' ORDER BY ALL",
		"failed,http_5xx", "not_commitment,content", "refused,challenge")
	stdout, _ := r.ogp(t, 0, "status")
	wantText(t, stdout, "3 (challenge 1, content 1, http_5xx 1)")
	stdout, _ = r.ogp(t, 0, "status", "--format", "json")
	wantText(t, stdout, `"error_class": "http_5xx"`)
}
