package export

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"ogp"
)

// writeJSONL writes one commitment a line with its long tables inside, keys in
// the order of the columns. Without the table commitments there is nothing to
// stand inside, and no file.
func writeJSONL(ctx context.Context, j *job) ([]File, error) {
	if !j.hasMain() {
		return nil, nil
	}
	file := File{Name: "commitments.jsonl", Table: ogp.Commitments().Name, Rows: j.facts.commitments(), nested: true}
	err := writeFile(j.path(file.Name), func(w *bufio.Writer) error {
		return j.each(ctx, rowSource{[]string{jsonSQL(j.longTables())}, nested, 1}, func(row []any) error {
			_, _ = w.WriteString(tidyJSON(row[0].(string)))
			return w.WriteByte('\n') // a bufio.Writer keeps its first error
		})
	})
	return []File{file}, err
}

// Commitment is one commitment in its nested form, as a line of
// commitments.jsonl without the line end. ErrNoData says that there is none
// with that ID.
func Commitment(ctx context.Context, db *sql.DB, id string) ([]byte, error) {
	s, err := openSource(ctx, db, ogp.AllTables(), Options{})
	if err != nil {
		return nil, err
	}
	defer s.close()
	s.where = "commitment_id = " + literal(id)
	row, err := s.one(ctx, "SELECT "+jsonSQL(ogp.LongTables())+" FROM ("+s.nested(ogp.LongTables()).within("true")+")")
	switch {
	case err != nil:
		return nil, err
	case row == nil:
		return nil, ErrNoData
	}
	return []byte(tidyJSON(row[0].(string))), nil
}

// jsonSQL is the JSON of a row of the nested form. DuckDB writes it many times
// faster than a program that first gets the lists and their structs as values.
func jsonSQL(long []ogp.Table) string {
	var fields []string
	for _, column := range ogp.Commitments().Columns {
		fields = append(fields, jsonField(column, ident(column.Name)))
	}
	for _, table := range long {
		var within []string
		for _, column := range inner(table) {
			within = append(within, jsonField(column, "x."+ident(column.Name)))
		}
		name := ident(table.Nested())
		fields = append(fields, fmt.Sprintf("%s := coalesce(list_transform(%s, x -> struct_pack(%s)), [])", name, name, strings.Join(within, ", ")))
	}
	return "CAST(to_json(struct_pack(" + strings.Join(fields, ", ") + ")) AS VARCHAR)"
}

func jsonField(column ogp.Column, value string) string {
	if column.Type == ogp.Timestamp {
		value = isoSQL(value)
	}
	return ident(column.Name) + " := " + value
}

// tidyJSON writes control characters as encoding/json does, and the two line
// separators that JavaScript once could not read within a text.
func tidyJSON(line string) string {
	if strings.Contains(line, "\u2028") || strings.Contains(line, "\u2029") {
		line = strings.NewReplacer("\u2028", `\u2028`, "\u2029", `\u2029`).Replace(line)
	}
	if !strings.Contains(line, `\u00`) {
		return line
	}
	text := []byte(line)
	for i := 0; i < len(text)-1; i++ {
		if text[i] != '\\' {
			continue
		}
		i++ // on what is escaped, which may be a backslash
		if text[i] == 'u' {
			copy(text[i+1:i+5], bytes.ToLower(text[i+1:i+5]))
		}
	}
	return string(text)
}

// jsonText writes a text as JSON, without escaping &, < and >, which would make
// it unreadable.
func jsonText(text string) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a text can always be encoded
	return strings.TrimSuffix(out.String(), "\n")
}

// checkJSONL reads a file back: every line must be an object, and as many as
// there are commitments.
func checkJSONL(_ context.Context, j *job, file File) error {
	in, err := os.Open(j.path(file.Name))
	if err != nil {
		return err
	}
	defer in.Close()
	reader := bufio.NewReaderSize(in, 1<<18)
	rows, line := int64(0), []byte(nil)
	for {
		piece, err := reader.ReadSlice('\n')
		line = append(line, piece...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(line) == 0:
			return j.expect(file.Table, rows)
		case err != nil:
			return fmt.Errorf("after line %d: %w", rows, err)
		}
		rows++
		if line[0] != '{' || !json.Valid(line) {
			return fmt.Errorf("line %d is no JSON object", rows)
		}
		line = line[:0]
	}
}
