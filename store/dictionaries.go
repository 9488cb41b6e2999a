package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/klauspost/compress/zstd"

	"ogp/store/duck"
)

// decoderOf is the decoder for the bodies of a file. Files of schema 2 and 3 have
// bodies that were compressed with other pages as dictionaries.
func decoderOf(ctx context.Context, from duck.Querier, schema int) (*zstd.Decoder, error) {
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
	options := []zstd.DOption{zstd.WithDecoderMaxMemory(maxBody), zstd.WithDecoderConcurrency(0)}
	for _, d := range dictionaries {
		content, err := decompressor().DecodeAll(d.content, nil)
		if err != nil {
			return nil, fmt.Errorf("dictionary %d, which pages need, is damaged: %w", d.id, err)
		}
		options = append(options, zstd.WithDecoderDictRaw(d.id, content))
	}
	return zstd.NewReader(nil, options...)
}

// rewrittenRows are rows of pages from an offset on, in the order of the file,
// with bodies that need no dictionary.
func rewrittenRows(ctx context.Context, from duck.Querier, decoder *zstd.Decoder, offset int) ([][]any, error) {
	rows, err := duck.Collect(ctx, from, duck.SQL(fmt.Sprintf(
		"FROM pages ORDER BY rowid LIMIT %d OFFSET %d", readAtOnce, offset)), scanRow)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		last := len(row) - 1
		body, err := decoder.DecodeAll(row[last].([]byte), nil)
		if err != nil {
			return nil, fmt.Errorf("page %v (%v) version %v is damaged: %w", row[0], row[1], row[2], err)
		}
		row[last] = compress(body)
	}
	return rows, nil
}

func scanRow(rows *sql.Rows, row *[]any) error {
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	*row = make([]any, len(columns))
	targets := make([]any, len(columns))
	for i := range targets {
		targets[i] = &(*row)[i]
	}
	return rows.Scan(targets...)
}
