package ogp

import "cmp"

// PageKey names a page of the archive: the same commitment in another language
// is another page.
type PageKey struct {
	ID       string // OGP's number of the commitment
	Language string // ISO 639-1
}

// Compare orders keys by ID, then by language.
func (k PageKey) Compare(other PageKey) int {
	return cmp.Or(cmp.Compare(k.ID, other.ID), cmp.Compare(k.Language, other.Language))
}

// Key names the page that the address leads to.
func (r Ref) Key() PageKey { return PageKey{r.ID, r.Language} }

// Key names the page that the address leads to.
func (l Listing) Key() PageKey { return PageKey{l.ID, l.Language} }

// Key names the page that the commitment was read from.
func (c *Commitment) Key() PageKey { return PageKey{c.ID, c.Language} }
