package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"ogp"
)

// Archived is one page to keep, with what the parser read in it.
type Archived struct {
	Page    ogp.Page
	Reading ogp.Reading
	From    string // the file or archive it was read from, where the page does not say its address

	parcel *parcel // the body, once it is packed
}

// parcel is the body of a page as the archive keeps it.
type parcel struct {
	sha256 string // of the bytes as they came, in hexadecimal
	size   int    // of these bytes
	body   []byte // compressed
}

// address is where the page came from, as the archive names it.
func (a *Archived) address() string {
	if a.Page.URL != "" {
		return a.Page.URL
	}
	return a.From
}

// size is how many bytes the page's body has.
func (a *Archived) size() int {
	if a.parcel != nil {
		return a.parcel.size
	}
	return len(a.Page.Body)
}

// Pack compresses the bodies of pages in their place and lets go of the bytes
// that came, so that many pages can wait for one Save. Save packs what has not
// been.
func (s *Store) Pack(ctx context.Context, pages []Archived) error {
	var bodies [][]byte
	for i := range pages {
		if pages[i].parcel == nil {
			bodies = append(bodies, pages[i].Page.Body)
		}
	}
	if len(bodies) == 0 {
		return nil
	}
	if s.packer.dictionaries() == nil {
		if err := s.loadDictionaries(ctx, s.db); err != nil {
			return err
		}
	}
	var parcels []parcel
	for some := range slices.Chunk(bodies, packedAtOnce) {
		more, err := s.parcels(ctx, some)
		if err != nil {
			return err
		}
		parcels = append(parcels, more...)
	}
	for i := range pages {
		if page := &pages[i]; page.parcel == nil {
			page.parcel, parcels = &parcels[0], parcels[1:]
			page.Page.Body = nil
		}
	}
	return nil
}

// packedAtOnce is how many bodies are compressed before it is looked whether one
// of them should become the dictionary of those to come: what was compressed
// without it is compressed again.
const packedAtOnce = 16

// parcels are the bodies compressed with the newest dictionary; where that does
// little for them, one of them may become the next.
func (s *Store) parcels(ctx context.Context, bodies [][]byte) ([]parcel, error) {
	parcels := make([]parcel, len(bodies))
	if small := s.packer.packAll(parcels, bodies); !small || len(s.packer.dictionaries()) == 0 {
		content, err := s.packer.candidate(bodies)
		if err != nil {
			return nil, err
		}
		if content != nil {
			if err := s.addDictionary(ctx, content); err != nil {
				return nil, err
			}
			s.packer.packAll(parcels, bodies)
		}
	}
	for i, body := range bodies {
		sum := sha256.Sum256(body)
		parcels[i].sha256, parcels[i].size = hex.EncodeToString(sum[:]), len(body)
	}
	return parcels, nil
}
