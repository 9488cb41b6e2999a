package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"ogp"
	"ogp/store/duck"
	"ogp/store/frame"
)

// VersionChoice chooses an archived version of a page.
type VersionChoice struct {
	ID       string
	Language string    // empty: English, where there is such a page, else the first of the others
	Number   int       // of the version; 0: the newest
	AsOf     time.Time // the version that was in force then; zero: now
}

// ErrNoVersion says that the archive has no such version.
var ErrNoVersion = errors.New("no such version")

// ArchivedVersion is one version of a page with its bytes, and the number of
// versions of the page. The page's FetchedAt is when it was first seen. The error
// wraps ErrNoVersion where there is none.
func (s *Store) ArchivedVersion(ctx context.Context, choice VersionChoice) (v ogp.Version, page ogp.Page, of int, err error) {
	if s.schema < observationsSchema {
		return v, page, 0, errors.New("another version of ogp made its tables: `ogp reparse` brings them up to date")
	}
	var body []byte
	err = s.db.QueryRowContext(ctx, `
		SELECT commitment_id, language, version, url, first_seen, last_seen, sha256, header, bytes, source, capture_url, body, of
		FROM (SELECT *, max(version) OVER (PARTITION BY language) AS of FROM pages WHERE commitment_id = $1)
		WHERE ($2 = '' OR language = $2) AND ($3 = 0 OR version = $3) AND ($4 IS NULL OR first_seen IS NULL OR first_seen <= $4)
		ORDER BY language <> 'en', language, version DESC LIMIT 1`, choice.ID, choice.Language, choice.Number, nullTime(choice.AsOf)).
		Scan(&v.ID, &v.Language, &v.Version, duck.OrZero(&v.URL), duck.OrZero(&v.FirstSeen), duck.OrZero(&v.LastSeen), &v.SHA256,
			duck.OrZero(&v.Header), &v.Bytes, &v.Source, duck.OrZero(&v.CaptureURL), &body, &of)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return v, page, 0, fmt.Errorf("%w of %s", ErrNoVersion, choice.ID)
	case err == nil:
		page = ogp.Page{URL: v.URL, FetchedAt: v.FirstSeen, Source: v.Source, CaptureURL: v.CaptureURL}
		page.Body, err = frame.Decompress(body)
	}
	if err == nil && v.Header != "" {
		err = json.Unmarshal([]byte(v.Header), &page.Header)
	}
	if err != nil {
		err = fmt.Errorf("read a page of %s: %w", choice.ID, duck.Explain(err))
	}
	return v, page, of, err
}
