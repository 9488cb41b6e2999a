package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/klauspost/compress/zstd"

	"ogp"
	"ogp/store/duck"
	"ogp/store/frame"
)

// readAtOnce is how many pages a query reads, so that memory holds some megabytes
// of compressed pages and not the archive.
const readAtOnce = 1000

// compressedPage is a content of a page as it is in the database.
type compressedPage struct {
	ogp.Page
	key         ogp.PageKey
	sha256      string
	header      string
	fingerprint string
	body        []byte
	decoder     *zstd.Decoder
}

// String names the content, for messages.
func (p compressedPage) String() string {
	return fmt.Sprintf("page %s (%s), content %.12s", p.key.ID, p.key.Language, p.sha256)
}

// contentsAfter reads the contents that follow one.
func (f file) contentsAfter(ctx context.Context, after compressedPage) ([]compressedPage, error) {
	decoder, err := frame.DecoderOf(ctx, f.db, f.schema)
	if err != nil {
		return nil, err
	}
	pages, err := duck.Collect(ctx, f.db, duck.SQL(fmt.Sprintf(`
		SELECT commitment_id, language, sha256, url, header, fingerprint, body
		FROM %s WHERE (commitment_id, language, sha256) > (?, ?, ?)
		ORDER BY commitment_id, language, sha256 LIMIT %d`, f.contents(), readAtOnce), after.key.ID, after.key.Language, after.sha256),
		func(rows *sql.Rows, p *compressedPage) error {
			p.decoder = decoder
			return rows.Scan(&p.key.ID, &p.key.Language, &p.sha256, duck.OrZero(&p.URL), duck.OrZero(&p.header), &p.fingerprint, &p.body)
		})
	if err != nil {
		err = fmt.Errorf("read archived pages: %w", err)
	}
	return pages, err
}

// contents is what has every archived content of every page, each once.
func (f file) contents() string {
	if f.schema < observationsSchema {
		return "(FROM pages QUALIFY row_number() OVER (PARTITION BY commitment_id, language, sha256 ORDER BY version) = 1)"
	}
	return "contents"
}

// versions is what has the versions of pages without their contents, which the view
// pages joins with them.
func (f file) versions() string {
	if f.schema < observationsSchema {
		return "pages"
	}
	return "versions"
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

func (p compressedPage) decompress() (page ogp.Page, err error) {
	page = p.Page
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
