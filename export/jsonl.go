package export

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"ogp"
	"ogp/export/describe"
)

var jsonlFormat = format{
	name: "jsonl",
	about: func(Options) describe.Format {
		return describe.Format{Name: "jsonl", MediaType: "application/x-ndjson", Encoding: "utf-8", Nested: true}
	},
	write: writeJSONL,
	check: checkJSONL,
}

// writeJSONL writes one commitment a line with its long tables inside, keys in
// the order of the columns. Without the table commitments there is nothing for
// them to be inside, and no file.
func writeJSONL(ctx context.Context, j *job) (result, error) {
	if !j.selection.HasMain() {
		return result{}, nil
	}
	main := ogp.Commitments().Name
	file := File{Name: main + ".jsonl", Table: main, Rows: j.rows(main), Nested: true}
	err := writeFile(j.path(file.Name), func(w *bufio.Writer) error {
		return j.data.EachJSON(ctx, j.Moved, func(line string) error {
			_, err := w.WriteString(line + "\n")
			return err
		})
	})
	return result{files: []File{file}}, err
}

// checkJSONL reads a file back: every line must be an object, and as many as
// there are commitments.
func checkJSONL(_ context.Context, j *job, file File) error {
	in, err := os.Open(j.path(file.Name))
	if err != nil {
		return err
	}
	defer in.Close()
	lines := bufio.NewReader(in)
	for rows := int64(0); ; rows++ {
		line, err := lines.ReadBytes('\n')
		switch {
		case errors.Is(err, io.EOF) && len(line) == 0:
			return j.expect(file.Table, rows)
		case err != nil:
			return fmt.Errorf("after line %d: %w", rows, err)
		case line[0] != '{' || !json.Valid(line):
			return fmt.Errorf("line %d is not a JSON object", rows+1)
		}
	}
}
