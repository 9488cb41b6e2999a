// Package address gives pages the address that they have now.
//
// Pages that were seen at another address than the archive knows come in; the
// step of a transaction that moves them comes out. A content stays the version
// that it is: it never makes or drops one.
package address

import (
	"ogp"
	"ogp/store/duck"
)

// Moved is the newest version of a page, and where it was seen.
type Moved struct {
	ogp.PageKey
	Content          string // of the version, in the table contents
	SeenAt           string // the address or file that it came from
	URL, Slug, Owner string // its address on the public site, and the member's slug and name; no name where it is not known
}

var columns = duck.TextColumns("commitment_id", "language", "sha256", "page_url", "url", "member_slug", "member")

// Move gives pages the addresses at which they were seen last, where these are
// another member's: a member was renamed.
func Move(pages []Moved) duck.Step {
	var rows [][]any
	for _, p := range pages {
		if p.Slug != "" {
			rows = append(rows, []any{p.ID, p.Language, p.Content, duck.TextOrNull(p.SeenAt), duck.TextOrNull(p.URL), p.Slug, duck.TextOrNull(p.Owner)})
		}
	}
	const moved = `FROM staged AS s JOIN content_readings AS r USING (commitment_id, language, sha256) WHERE r.member_slug <> s.member_slug`
	return duck.InOrder(
		duck.Staged{Columns: columns, Rows: rows, Query: `UPDATE contents SET url = m.page_url FROM (SELECT s.* ` + moved + `) AS m
			WHERE contents.commitment_id = m.commitment_id AND contents.language = m.language AND contents.sha256 = m.sha256`}.Run,
		duck.Staged{Columns: columns, Rows: rows, Query: `UPDATE content_readings
			SET url = m.url, member_slug = m.member_slug, member = coalesce(m.member, content_readings.member)
			FROM (SELECT s.* ` + moved + `) AS m
			WHERE content_readings.commitment_id = m.commitment_id AND content_readings.language = m.language AND content_readings.sha256 = m.sha256`}.Run)
}
