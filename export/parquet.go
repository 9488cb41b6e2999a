package export

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"ogp"
)

// groupBytes is about how much of a file stands together: enough for good
// compression and quick scans, little enough that those who write or read whole
// rows need little memory.
const groupBytes = 16 << 20

// rowGroup is how many rows of a file stand together. Those of commitments are
// the longest by far, and what they weigh depends on the pages.
func (j *job) rowGroup(file File) int {
	const most, least = 20480, 64
	if file.Table != ogp.Commitments().Name {
		return most
	}
	perRow := j.bytes / int(j.facts.commitments())
	return max(least, min(groupBytes/max(1, perRow), most))
}

// dictionaryBytes is how long a column's dictionary may get. The writer takes
// this much for each of a hundred columns and more before it knows whether they
// have one; a dictionary of long texts serves nobody.
const dictionaryBytes = 64 << 10

// writeParquet writes one flat file per table and one of commitments with their
// long tables inside.
func writeParquet(ctx context.Context, j *job) ([]File, error) {
	if j.PartitionBy != "" {
		return j.writePartitions(ctx)
	}
	files := j.parquetFiles()
	for _, file := range files {
		if err := j.copyParquet(ctx, file); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// parquetFiles are the files of this format, not partitioned.
func (j *job) parquetFiles() []File {
	var files []File
	for _, table := range j.tables {
		files = append(files, File{Name: table.Name + ".parquet", Table: table.Name, Rows: j.facts.rows[table.Name]})
	}
	if main := ogp.Commitments(); j.hasMain() {
		files = append(files, File{Name: main.Name + "_nested.parquet", Table: main.Name, Rows: j.facts.rows[main.Name], nested: true})
	}
	return files
}

// parquetQuery is what a Parquet file holds.
func (j *job) parquetQuery(file File) string {
	table, _ := ogp.FindTable(file.Table)
	from, columns := rowsOf(table, j.parts), flat(ogp.Table{Name: table.Name, Columns: without(table.Columns, j.PartitionBy)})
	if file.nested {
		columns = idents(names(without(table.Columns, j.PartitionBy)))
		for _, long := range j.longTables() {
			columns = append(columns, ident(long.Nested()))
		}
	}
	if file.partition != nil {
		from = fmt.Sprintf("(SELECT * FROM %s WHERE %s)", nested(j.parts), file.partition.where)
		if !isMain(table) {
			from = rowsFrom(table, from)
		}
	}
	return "SELECT " + strings.Join(columns, ", ") + " FROM " + from
}

// copyParquet writes a file in the order of the parts, which DuckDB keeps.
func (j *job) copyParquet(ctx context.Context, file File) error {
	metadata, err := j.parquetMetadata(file)
	if err != nil {
		return err
	}
	_, err = j.source.tx.ExecContext(ctx, fmt.Sprintf("COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE %d, STRING_DICTIONARY_PAGE_SIZE_LIMIT %d, KV_METADATA {%s})",
		j.parquetQuery(file), literal(j.path(file.Name)), j.rowGroup(file), dictionaryBytes, metadata))
	if err != nil {
		return fmt.Errorf("%s: %w", file.Name, err)
	}
	return nil
}

// parquetMetadata is what a file tells of itself to those who meet it alone.
func (j *job) parquetMetadata(file File) (string, error) {
	columns := map[string]string{}
	table, _ := ogp.FindTable(file.Table)
	for _, column := range table.Columns {
		columns[column.Name] = column.Doc
	}
	meanings, err := json.Marshal(columns)
	pairs := [][2]string{
		{"title", datasetTitle},
		{"table", file.Table},
		{"description", table.Doc},
		{"columns", string(meanings)},
		{"source", j.Site},
		{"snapshot_date", date(j.facts.lastSeen)},
		{"licence", licenceID},
		{"licence_url", licenceURL},
		{"attribution", attribution},
		{"program", generator + " " + j.Version},
		{"parser", strings.Join(j.facts.parsers, listSeparator)},
	}
	var out []string
	for _, pair := range pairs {
		out = append(out, ident(pair[0])+": "+literal(pair[1]))
	}
	return strings.Join(out, ", "), err
}

// date is a day in ISO 8601, or nothing.
func date(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.DateOnly)
}

// checkParquet reads a file back, all of it: as many rows, and the same rows,
// as were read from the database.
func checkParquet(ctx context.Context, j *job, file File) error {
	const digest = "SELECT count(*), CAST(bit_xor(hash(r)) AS VARCHAR) FROM (%s) r"
	want, err := j.source.one(ctx, fmt.Sprintf(digest, j.parquetQuery(file)))
	if err != nil {
		return err
	}
	got, err := j.source.one(ctx, fmt.Sprintf(digest, "SELECT * FROM "+nested([]string{j.path(file.Name)})))
	if err != nil {
		return err
	}
	if !slices.Equal(got, want) {
		return fmt.Errorf("the rows read back are not those of the database: %v, want %v", got, want)
	}
	if file.partition != nil {
		return nil
	}
	return j.expect(file.Table, got[0].(int64))
}

// globEscape makes a path that DuckDB reads as it stands: a folder may well be
// called "export [final]".
func globEscape(path string) string {
	return strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]").Replace(path)
}
