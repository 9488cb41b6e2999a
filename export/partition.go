package export

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"ogp"
)

// partitionColumns are the columns of commitments by which Parquet files can be
// parted.
var partitionColumns = []string{"member_slug", "action_plan_cycle"}

// nullPartition is the folder of rows without a value, by the name that Hive
// gave it: Spark, Trino, Athena and DuckDB read it as NULL.
const nullPartition = "__HIVE_DEFAULT_PARTITION__"

// partition is one value of the column by which files are parted.
type partition struct {
	folder string // member_slug=kenya
	where  string
}

// hiveName writes a value as Hive and Spark do in the name of a folder: what
// paths or the layout itself use is escaped, other characters stay, so that
// engines that know no escapes read them, too.
func hiveName(value string) string {
	var name strings.Builder
	for _, c := range []byte(value) {
		if c < ' ' || c == 0x7F || strings.IndexByte(`"#%'*/:=?\{[]^`, c) >= 0 {
			fmt.Fprintf(&name, "%%%02X", c)
			continue
		}
		name.WriteByte(c)
	}
	return name.String()
}

// partitions are the values there are, in their order, NULL last.
func (j *job) partitions(ctx context.Context) ([]partition, error) {
	var out []partition
	column := ident(j.PartitionBy)
	err := j.source.run(ctx, fmt.Sprintf("SELECT DISTINCT CAST(%[1]s AS VARCHAR), %[1]s FROM %[2]s ORDER BY 2 NULLS LAST", column, nested(j.parts)), func(row []any) error {
		p := partition{j.PartitionBy + "=" + nullPartition, column + " IS NULL"}
		if value, known := row[0].(string); known {
			p = partition{j.PartitionBy + "=" + hiveName(value), "CAST(" + column + " AS VARCHAR) = " + literal(value)}
		}
		out = append(out, p)
		return nil
	})
	return out, err
}

// writePartitions writes the layout that Spark, Trino, Athena, ClickHouse and
// DuckDB read as one table: a folder per table, in it one per value, named
// column=value, and there the rows without the column. A value without rows has
// no file, but every table has one file at least, to tell its columns.
func (j *job) writePartitions(ctx context.Context) ([]File, error) {
	values, err := j.partitions(ctx)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, whole := range j.parquetFiles() {
		j.step("parquet " + whole.group())
		for i := range values {
			file := whole
			file.partition = &values[i]
			file.Name = path.Join(whole.group(), values[i].folder, "data_0.parquet")
			count, err := j.source.one(ctx, "SELECT count(*) FROM ("+j.parquetQuery(file)+")")
			if err != nil {
				return nil, err
			}
			if file.Rows = count[0].(int64); file.Rows == 0 && (i > 0 || whole.Rows > 0) {
				continue
			}
			if err := os.MkdirAll(filepath.Dir(j.path(file.Name)), 0o755); err != nil {
				return nil, err
			}
			if err := j.copyParquet(ctx, file); err != nil {
				return nil, err
			}
			files = append(files, file)
			j.moved(i+1, len(values))
		}
	}
	return files, nil
}

// group is what the files of one table in one format have in common: the name of
// the file, or of the folder of partitions.
func (f File) group() string {
	switch {
	case f.Format != "parquet" && f.Format != "":
		return f.Name
	case f.nested:
		return f.Table + "_nested"
	case f.partition == nil && f.Format != "":
		return f.Name
	default:
		return f.Table
	}
}

// checkPartitioning makes sure that files can be parted as asked for.
func (j *job) checkPartitioning() error {
	if j.PartitionBy == "" {
		return nil
	}
	if _, err := choose("column to partition by", partitionColumns, []string{j.PartitionBy}); err != nil {
		return err
	}
	if !j.writes("parquet") {
		return fmt.Errorf("%w: only parquet is partitioned: the formats must include parquet", ErrUsage)
	}
	return nil
}

// without is the list of columns but the one that is told by the folder.
func without(columns []ogp.Column, name string) []ogp.Column {
	var out []ogp.Column
	for _, column := range columns {
		if column.Name != name {
			out = append(out, column)
		}
	}
	return out
}
