package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// packer compresses bodies of pages. Pages of one site share most of their
// bytes, so that with one of them as a dictionary a page takes a fourth of the
// room and of the time. Dictionaries are kept in the database; a frame names
// the one it needs.
type packer struct {
	plain *zstd.Encoder // without a dictionary

	mu      sync.RWMutex
	encoder *zstd.Encoder // with the newest dictionary; nil if there is none
	decoder *zstd.Decoder
	known   map[uint32][]byte // raw dictionaries by their number
}

// packWindow is how far back a page may repeat itself or its dictionary, in
// bytes. The encoder keeps several times as much in memory.
const packWindow = 1 << 20

// Limits on dictionaries: all of them are in memory while pages are read.
const (
	maxDictionaries = 64
	maxDictionary   = 256 << 10
)

func newPacker() (*packer, error) {
	p := &packer{}
	var err error
	if p.plain, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(packWindow)); err != nil {
		return nil, err
	}
	return p, p.use(nil)
}

// use sets the dictionaries; the one with the highest number compresses.
func (p *packer) use(known map[uint32][]byte) error {
	options := []zstd.DOption{zstd.WithDecoderMaxMemory(maxBody), zstd.WithDecoderConcurrency(0)}
	var newest uint32
	for id, content := range known {
		options = append(options, zstd.WithDecoderDictRaw(id, content))
		newest = max(newest, id)
	}
	decoder, err := zstd.NewReader(nil, options...)
	if err != nil {
		return err
	}
	var encoder *zstd.Encoder
	if newest > 0 {
		if encoder, err = dictionaryEncoder(newest, known[newest]); err != nil {
			decoder.Close()
			return err
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.decoder != nil {
		p.decoder.Close()
	}
	p.decoder, p.encoder, p.known = decoder, encoder, known
	return nil
}

// dictionaryEncoder is the fastest there is: with a dictionary, the slower ones
// save a hundredth and take three times as long.
func dictionaryEncoder(id uint32, content []byte) (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest),
		zstd.WithWindowSize(packWindow), zstd.WithEncoderDictRaw(id, content))
}

func (p *packer) pack(body []byte) []byte {
	p.mu.RLock()
	defer p.mu.RUnlock()
	encoder := p.encoder
	if encoder == nil {
		encoder = p.plain
	}
	// Many of them wait together, without the room they did not need.
	return bytes.Clone(encoder.EncodeAll(body, make([]byte, 0, len(body)/8)))
}

// packAll packs bodies into parcels. It reports whether they have become small
// enough; where not, another dictionary may serve them better.
func (p *packer) packAll(parcels []parcel, bodies [][]byte) (small bool) {
	const enough = 20 // times smaller than they came
	before, after := 0, 0
	for i, body := range bodies {
		parcels[i].body = p.pack(body)
		before, after = before+len(body), after+len(parcels[i].body)
	}
	return after*enough < before
}

func (p *packer) unpack(packed []byte) ([]byte, error) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.decoder.DecodeAll(packed, nil)
}

func (p *packer) close() error {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.decoder != nil {
		p.decoder.Close()
	}
	return p.plain.Close()
}

// dictionaries are those in use, which nobody changes; nil before they were read.
func (p *packer) dictionaries() map[uint32][]byte {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.known
}

// candidate is a page that would serve as a dictionary for others, if it pays:
// if these alone save several times what it takes. It is nil if it does not.
func (p *packer) candidate(bodies [][]byte) ([]byte, error) {
	const samples, pays = 4, 4
	if len(bodies) < samples || len(p.dictionaries()) >= maxDictionaries {
		return nil, nil
	}
	content := bodies[0][:min(len(bodies[0]), maxDictionary)]
	encoder, err := dictionaryEncoder(1, content)
	if err != nil {
		return nil, err
	}
	saved, step := 0, (len(bodies)-1)/(samples-1)
	for i := 1; i < samples; i++ {
		body := bodies[i*step]
		saved += len(p.pack(body)) - len(encoder.EncodeAll(body, nil))
	}
	if saved/(samples-1)*(len(bodies)-1) < pays*len(p.plain.EncodeAll(content, nil)) {
		return nil, encoder.Close()
	}
	return slices.Clone(content), encoder.Close()
}

// loadDictionaries reads the dictionaries that this process does not have.
// Another may have written since.
func (s *Store) loadDictionaries(ctx context.Context, q querier) error {
	ids, err := readIDs(ctx, q)
	if err != nil {
		return fmt.Errorf("read dictionaries: %w", err)
	}
	known := s.packer.dictionaries()
	if known != nil && slices.Equal(ids, slices.Sorted(maps.Keys(known))) {
		return nil
	}
	known = map[uint32][]byte{}
	rows, err := q.QueryContext(ctx, "SELECT dictionary_id, content FROM dictionaries")
	if err != nil {
		return fmt.Errorf("read dictionaries: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id uint32
		var packed []byte
		if err := rows.Scan(&id, &packed); err != nil {
			return fmt.Errorf("read dictionaries: %w", err)
		}
		if known[id], err = s.packer.unpack(packed); err != nil {
			return fmt.Errorf("dictionary %d, which pages need, is damaged: %w", id, err)
		}
	}
	return errors.Join(rows.Err(), s.packer.use(known))
}

func readIDs(ctx context.Context, q querier) (ids []uint32, err error) {
	rows, err := q.QueryContext(ctx, "SELECT dictionary_id FROM dictionaries ORDER BY dictionary_id")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id uint32
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// addDictionary stores a page that others are to be compressed with, and uses it
// from now on. It is in the file before any page that needs it.
func (s *Store) addDictionary(ctx context.Context, content []byte) error {
	known := map[uint32][]byte{}
	err := s.write(ctx, func(ctx context.Context) error {
		if err := s.loadDictionaries(ctx, s.conn); err != nil {
			return err
		}
		maps.Copy(known, s.packer.dictionaries())
		id := uint32(len(known) + 1)
		known[id] = content
		return s.appendRows(ctx, "dictionaries", [][]any{{int32(id), s.packer.plain.EncodeAll(content, nil)}})
	})
	if err != nil {
		return fmt.Errorf("store a dictionary: %w", err)
	}
	return s.packer.use(known)
}
