// Package frame compresses the bodies of archived pages: each is one zstd frame
// that any program can read.
//
// Bytes go in, a frame comes out, and the other way round. Files of schema 2 and 3
// have frames that need dictionaries of their own, which are read from the file;
// the package never makes one.
package frame

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"

	"ogp/store/duck"
)

// MaxBody bounds what one body may decompress to.
const MaxBody = 1 << 30

// Compress returns a zstd frame. The encoder makes room for as many bytes as came,
// which a copy does not keep.
func Compress(body []byte) []byte { return bytes.Clone(compressor().EncodeAll(body, nil)) }

// Decompress returns what Compress was given.
func Decompress(body []byte) ([]byte, error) { return decompressor().DecodeAll(body, nil) }

// compressor and decompressor are made once: they are costly, and may be used by
// several goroutines. They fail only for options that do not exist.
var compressor = sync.OnceValue(func() *zstd.Encoder {
	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		panic("store: " + err.Error())
	}
	return encoder
})

var decompressor = sync.OnceValue(func() *zstd.Decoder {
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(MaxBody), zstd.WithDecoderConcurrency(0))
	if err != nil {
		panic("store: " + err.Error())
	}
	return decoder
})

// DecoderOf is the decoder for the bodies of a file. Files of schema 2 and 3 have
// bodies that were compressed with other pages as dictionaries.
func DecoderOf(ctx context.Context, from duck.Querier, schema int) (*zstd.Decoder, error) {
	if schema == 2 || schema == 3 {
		return dictionaryDecoder(ctx, from)
	}
	return decompressor(), nil
}

type dictionary struct {
	id      uint32
	content []byte
}

// dictionaryDecoder is a decoder that has the dictionaries of a file.
func dictionaryDecoder(ctx context.Context, from duck.Querier) (*zstd.Decoder, error) {
	dictionaries, err := duck.Collect(ctx, from, duck.SQL("SELECT dictionary_id, content FROM dictionaries"),
		func(rows *sql.Rows, d *dictionary) error { return rows.Scan(&d.id, &d.content) })
	if err != nil {
		return nil, fmt.Errorf("read dictionaries: %w", err)
	}
	options := []zstd.DOption{zstd.WithDecoderMaxMemory(MaxBody), zstd.WithDecoderConcurrency(0)}
	for _, d := range dictionaries {
		content, err := decompressor().DecodeAll(d.content, nil)
		if err != nil {
			return nil, fmt.Errorf("dictionary %d, which pages need, is damaged: %w", d.id, err)
		}
		options = append(options, zstd.WithDecoderDictRaw(d.id, content))
	}
	return zstd.NewReader(nil, options...)
}
