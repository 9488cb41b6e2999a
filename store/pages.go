package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"github.com/klauspost/compress/zstd"

	"ogp"
	"ogp/store/duck"
	"ogp/store/frame"
)

// Stored is one archived version of a page. Its FetchedAt is the time at which
// the version was first seen.
type Stored struct {
	ogp.Page
	ID       string
	Language string
	Version  int
}

// Key names the page.
func (p Stored) Key() ogp.PageKey { return ogp.PageKey{ID: p.ID, Language: p.Language} }

// String names the version, for messages.
func (p Stored) String() string {
	return fmt.Sprintf("page %s (%s) version %d", p.ID, p.Language, p.Version)
}

// readAtOnce is how many pages a query reads, so that memory holds some megabytes
// of compressed pages and not the archive.
const readAtOnce = 1000

// compressedPage is a page as it is in the database: a version, or a content that
// several versions may have.
type compressedPage struct {
	Stored
	sha256      string
	header      string
	fingerprint string
	body        []byte
	decoder     *zstd.Decoder
	err         error // why the page could not be read
}

// compressedPages are the rows of pages or contents.
func (f file) compressedPages(ctx context.Context, table string) iter.Seq2[compressedPage, error] {
	return func(yield func(compressedPage, error) bool) {
		var last compressedPage
		for {
			pages, err := f.pagesAfter(ctx, table, last)
			if err != nil {
				yield(compressedPage{}, fmt.Errorf("read archived pages: %w", err))
				return
			}
			for _, page := range pages {
				if !yield(page, nil) {
					return
				}
			}
			if len(pages) < readAtOnce {
				return
			}
			last = pages[len(pages)-1]
		}
	}
}

// pagesAfter reads the rows of pages or contents that follow a key.
func (f file) pagesAfter(ctx context.Context, table string, after compressedPage) ([]compressedPage, error) {
	decoder, err := frame.DecoderOf(ctx, f.db, f.schema)
	if err != nil {
		return nil, err
	}
	columns := "version, first_seen"
	if table == "contents" {
		columns = "0 AS version, NULL::TIMESTAMP"
	}
	return duck.Collect(ctx, f.db, duck.SQL(fmt.Sprintf(`
		SELECT commitment_id, language, %s, sha256, url, header, fingerprint, body
		FROM %s WHERE (commitment_id, language, version, sha256) > (?, ?, ?, ?)
		ORDER BY commitment_id, language, version, sha256 LIMIT %d`, columns, table, readAtOnce), after.ID, after.Language, after.Version, after.sha256),
		func(rows *sql.Rows, p *compressedPage) error {
			p.decoder = decoder
			return rows.Scan(&p.ID, &p.Language, &p.Version, duck.OrZero(&p.FetchedAt), &p.sha256, duck.OrZero(&p.URL),
				duck.OrZero(&p.header), &p.fingerprint, &p.body)
		})
}

// Body is the body of a page's newest version; nil if the archive does not have the
// page.
func Body(ctx context.Context, from duck.Querier, page ogp.PageKey) (body []byte, err error) {
	err = from.QueryRowContext(ctx, "SELECT body FROM pages WHERE commitment_id = ? AND language = ? ORDER BY version DESC LIMIT 1",
		page.ID, page.Language).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err == nil {
		body, err = frame.Decompress(body)
	}
	if err != nil {
		err = fmt.Errorf("read page %s (%s): %w", page.ID, page.Language, err)
	}
	return body, err
}

func (p compressedPage) decompress() (page Stored, err error) {
	page = p.Stored
	if page.Body, err = p.decoder.DecodeAll(p.body, nil); err != nil {
		return page, fmt.Errorf("%s is damaged: %w", p, err)
	}
	if p.header == "" {
		return page, nil
	}
	if err := json.Unmarshal([]byte(p.header), &page.Header); err != nil {
		return page, fmt.Errorf("%s: headers: %w", p, err)
	}
	return page, nil
}
