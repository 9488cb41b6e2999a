// Package unread keeps pages that came and could not be read, for a later parser.
//
// Pages go in with why they could not be read; they come out again whole. Of an
// address the newest is kept, and a content once, however many addresses sent it.
// The package knows no version of a page and never displaces one.
package unread

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"ogp"
	"ogp/store/duck"
	"ogp/store/frame"
	"ogp/store/tables"
)

// Page is a page that could not be read.
type Page struct {
	ogp.Page
	Address string // on the public site
	Reason  string // why it could not be read
}

// Keep keeps pages, each in the place of what its address sent before that.
func Keep(pages []Page) duck.Step {
	return func(ctx context.Context, tx *duck.Tx) error {
		if len(pages) == 0 {
			return nil
		}
		rows, bodies, err := rowsOf(pages)
		if err != nil {
			return err
		}
		if err := dropOlder(ctx, tx, rows); err != nil {
			return err
		}
		known, err := duck.Texts(ctx, tx, duck.SQL("SELECT sha256 FROM unread_bodies"))
		if err != nil {
			return err
		}
		for _, sum := range known {
			delete(bodies, sum)
		}
		var kept [][]any
		for _, row := range rows {
			kept = append(kept, ogp.RowOf(tables.Kept("unread"), row))
		}
		return duck.InOrder(
			deleteAddresses(slices.Collect(maps.Keys(rows))),
			duck.Append("unread", kept),
			duck.Append("unread_bodies", slices.Collect(maps.Values(bodies))),
			dropUnused)(ctx, tx)
	}
}

// dropOlder leaves out pages that are older than what is kept of their addresses.
func dropOlder(ctx context.Context, tx *duck.Tx, rows map[string]ogp.Unread) error {
	kept, err := duck.Collect(ctx, tx, duck.SQL("SELECT url, seen_at FROM unread"), func(row *sql.Rows, u *ogp.Unread) error {
		return row.Scan(&u.URL, &u.SeenAt)
	})
	for _, known := range kept {
		if page, again := rows[known.URL]; again && page.SeenAt.Before(known.SeenAt) {
			delete(rows, known.URL)
		}
	}
	return err
}

// rowsOf are the rows of pages by their addresses, and of bodies by their hashes.
func rowsOf(pages []Page) (rows map[string]ogp.Unread, bodies map[string][]any, err error) {
	rows, bodies = map[string]ogp.Unread{}, map[string][]any{}
	for _, page := range pages {
		header, err := json.Marshal(page.Header)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: headers: %w", page.URL, err)
		}
		hash := sha256.Sum256(page.Body)
		sum := hex.EncodeToString(hash[:])
		rows[page.Address] = ogp.Unread{
			URL: page.Address, AskedURL: page.URL, SeenAt: page.FetchedAt, Reason: page.Reason, SHA256: sum, Header: string(header),
		}
		bodies[sum] = []any{sum, len(page.Body), frame.Compress(page.Body)}
	}
	return rows, bodies, nil
}

// Drop drops what addresses sent.
func Drop(addresses []string) duck.Step {
	if len(addresses) == 0 {
		return duck.InOrder()
	}
	return duck.InOrder(deleteAddresses(addresses), dropUnused)
}

func deleteAddresses(addresses []string) duck.Step {
	return duck.Exec("DELETE FROM unread WHERE url IN (SELECT unnest(?::VARCHAR[]))", addresses)
}

// dropUnused drops bodies that no address has any more.
var dropUnused = duck.Exec("DELETE FROM unread_bodies WHERE sha256 NOT IN (SELECT sha256 FROM unread)")

// Addresses are the addresses whose pages are kept, in order.
func Addresses(ctx context.Context, from duck.Querier) ([]string, error) {
	return duck.Texts(ctx, from, duck.SQL("SELECT url FROM unread ORDER BY url"))
}

// Of is the page that is kept of an address.
func Of(ctx context.Context, from duck.Querier, address string) (p Page, err error) {
	var header string
	var body []byte
	p.Address = address
	err = from.QueryRowContext(ctx, "SELECT asked_url, seen_at, reason, header, body FROM unread JOIN unread_bodies USING (sha256) WHERE url = ?", address).
		Scan(duck.OrZero(&p.URL), &p.FetchedAt, duck.OrZero(&p.Reason), duck.OrZero(&header), &body)
	if err != nil {
		return p, fmt.Errorf("read what %s sent: %w", address, err)
	}
	p.Body, err = frame.Decompress(body)
	if err == nil && header != "" {
		err = json.Unmarshal([]byte(header), &p.Header)
	}
	if err != nil {
		return p, fmt.Errorf("what %s sent is damaged: %w", address, err)
	}
	return p, nil
}
