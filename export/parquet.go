package export

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"ogp"
	"ogp/export/dataset"
	"ogp/export/describe"
)

var parquetFormat = format{
	name: "parquet",
	about: func(o Options) describe.Format {
		about := describe.Format{Name: "parquet", MediaType: "application/vnd.apache.parquet", Flat: true, Nested: true}
		if o.PartitionBy != "" {
			about.Notes = []string{fmt.Sprintf("The Parquet files are partitioned by %[1]s: a folder per table, in it one per value, named %[1]s=VALUE. The column is in the folders' names only; readers add it. Rows without a value are in the folder %[2]s, which is read as NULL.", o.PartitionBy, nullPartition)}
		}
		return about
	},
	write: writeParquet,
	check: checkParquet,
}

// How many rows of a file are written and read together. The writer holds them in
// memory, and a commitment is a hundred times as large as other rows.
const (
	commitmentsPerGroup = 2048
	rowsPerGroup        = 20480
)

// dictionaryBytes is how long the dictionary of a column may get. The writer takes
// this much for each of a hundred columns before it knows whether they have one.
const dictionaryBytes = 64 << 10

// writeParquet writes one flat file per table and one of commitments with their
// long tables inside.
func writeParquet(ctx context.Context, j *job) (result, error) {
	if j.PartitionBy != "" {
		files, err := j.writePartitions(ctx)
		return result{files: files}, err
	}
	files := j.parquetFiles()
	for _, file := range files {
		if err := j.copyParquet(ctx, file); err != nil {
			return result{}, err
		}
	}
	return result{files: files}, nil
}

// parquetFiles are the files of this format, not partitioned.
func (j *job) parquetFiles() []File {
	var files []File
	for _, table := range j.selection.Tables {
		files = append(files, File{Name: table.Name + ".parquet", Table: table.Name, Rows: j.rows(table.Name)})
	}
	if main := ogp.Commitments().Name; j.selection.HasMain() {
		files = append(files, File{Name: main + "_nested.parquet", Table: main, Rows: j.rows(main), Nested: true})
	}
	return files
}

// parquetQuery is what a Parquet file holds.
func (j *job) parquetQuery(file File) string {
	table, _ := ogp.FindTable(file.Table)
	table.Columns = slices.DeleteFunc(slices.Clone(table.Columns), func(c ogp.Column) bool {
		return file.Partition != "" && c.Name == j.PartitionBy
	})
	columns, commitments := dataset.Flat(table.Columns), dataset.All
	if file.Nested {
		columns = nil
		for _, name := range columnNames(table) {
			columns = append(columns, ogp.Identifier(name))
		}
		for _, long := range j.selection.LongTables() {
			columns = append(columns, ogp.Identifier(long.Nested()))
		}
	}
	if file.Partition != "" {
		commitments = fmt.Sprintf("(SELECT * FROM %s WHERE %s)", dataset.All, partitionCondition(file.Partition))
	}
	return "SELECT " + strings.Join(columns, ", ") + " FROM " + dataset.RowsFrom(table, commitments)
}

// copyParquet writes a file in the order of the dataset, which DuckDB keeps.
func (j *job) copyParquet(ctx context.Context, file File) error {
	metadata, err := j.parquetMetadata(file)
	if err != nil {
		return err
	}
	group := rowsPerGroup
	if file.Table == ogp.Commitments().Name || file.Table == ogp.FullTable {
		group = commitmentsPerGroup
	}
	err = j.data.Exec(ctx, fmt.Sprintf("COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE %d, STRING_DICTIONARY_PAGE_SIZE_LIMIT %d, KV_METADATA {%s})",
		j.parquetQuery(file), ogp.Literal(j.path(file.Name)), group, dictionaryBytes, metadata))
	if err != nil {
		return fmt.Errorf("%s: %w", file.Name, err)
	}
	return nil
}

// parquetMetadata is what a file tells of itself where it is met alone.
func (j *job) parquetMetadata(file File) (string, error) {
	columns := map[string]string{}
	table, _ := ogp.FindTable(file.Table)
	for _, column := range table.Columns {
		columns[column.Name] = column.Doc
	}
	meanings, err := ogp.JSON(columns)
	var out []string
	for _, pair := range [][2]string{
		{"title", describe.DatasetTitle},
		{"table", file.Table},
		{"description", table.Doc},
		{"columns", meanings},
		{"source", j.Site},
		{"snapshot_date", describe.Date(j.about.Statistics.LastSeen)},
		{"licence", describe.LicenceID},
		{"licence_url", describe.LicenceURL},
		{"attribution", describe.Attribution},
		{"program", j.about.Program()},
		{"parser", strings.Join(j.about.Statistics.Parsers, dataset.ListSeparator)},
	} {
		out = append(out, ogp.Identifier(pair[0])+": "+ogp.Literal(pair[1]))
	}
	return strings.Join(out, ", "), err
}

// checkParquet reads a file back, all of it: as many rows, and the same rows,
// as are in the dataset.
func checkParquet(ctx context.Context, j *job, file File) error {
	const digest = "SELECT count(*), CAST(bit_xor(hash(r)) AS VARCHAR) FROM (%s) r"
	want, err := j.data.One(ctx, fmt.Sprintf(digest, j.parquetQuery(file)))
	if err != nil {
		return err
	}
	got, err := j.data.One(ctx, fmt.Sprintf(digest, fmt.Sprintf("SELECT * FROM read_parquet(%s, hive_partitioning = false)",
		ogp.Literal(globEscape(j.path(file.Name))))))
	if err != nil {
		return err
	}
	if !slices.Equal(got, want) {
		return fmt.Errorf("the rows read back are not those of the database: %v, want %v", got, want)
	}
	if file.Partition != "" {
		return nil
	}
	return j.expect(file.Table, got[0].(int64))
}

// globEscape makes a path that DuckDB reads as it is: a folder may well be called
// "export [final]".
func globEscape(path string) string {
	return strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]").Replace(path)
}
