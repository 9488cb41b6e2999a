package export

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"ogp"
	"ogp/export/dataset"
)

// partitionColumns are the columns of commitments by which Parquet files can be
// partitioned.
var partitionColumns = []string{"member_slug", "action_plan_cycle"}

// nullPartition is the folder of rows without a value, by the name that Hive
// gave it: Spark, Trino, Athena and DuckDB read it as NULL.
const nullPartition = "__HIVE_DEFAULT_PARTITION__"

// partitionFolder is the name of the folder of a value, such as
// member_slug=kenya. It is escaped as Hive and Spark do: what paths or the layout
// itself use is escaped, other characters stay, so that engines that know no
// escapes read them, too.
func partitionFolder(column string, value any) string {
	text, known := value.(string)
	if !known {
		return column + "=" + nullPartition
	}
	var name strings.Builder
	for i, c := range []byte(text) {
		last := i == len(text)-1 && (c == '.' || c == ' ') // no name on Windows ends so
		if last || c < ' ' || c == 0x7F || strings.IndexByte(`"#%'*/:=?\{[]^<>|`, c) >= 0 {
			fmt.Fprintf(&name, "%%%02X", c)
			continue
		}
		name.WriteByte(c)
	}
	return column + "=" + name.String()
}

// partitionCondition is the condition of the rows in a folder, in SQL.
func partitionCondition(folder string) string {
	column, name, _ := strings.Cut(folder, "=")
	value, err := url.PathUnescape(name)
	if err != nil || name == nullPartition {
		return ogp.Identifier(column) + " IS NULL"
	}
	return "CAST(" + ogp.Identifier(column) + " AS VARCHAR) = " + ogp.Literal(value)
}

// partitions are the folders of the values there are, in their order, NULL last.
func (j *job) partitions(ctx context.Context) ([]string, error) {
	var folders []string
	column := ogp.Identifier(j.PartitionBy)
	err := j.data.Each(ctx, fmt.Sprintf("SELECT DISTINCT CAST(%[1]s AS VARCHAR), %[1]s FROM %[2]s ORDER BY 2 NULLS LAST", column, dataset.All), func(row []any) error {
		folders = append(folders, partitionFolder(j.PartitionBy, row[0]))
		return nil
	})
	return folders, err
}

// writePartitions writes the layout that Spark, Trino, Athena, ClickHouse and
// DuckDB read as one table: a folder per table, in it one per value, named
// column=value, and there the rows without the column. A value without rows has
// no file, but every table has one file at least, to tell its columns.
func (j *job) writePartitions(ctx context.Context) ([]File, error) {
	folders, err := j.partitions(ctx)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, whole := range j.parquetFiles() {
		j.Progress("parquet " + whole.Group())
		if table, _ := ogp.FindTable(whole.Table); table.Standalone() { // its rows are of no commitment
			if err := j.copyParquet(ctx, whole); err != nil {
				return nil, err
			}
			files = append(files, whole)
			continue
		}
		for i, folder := range folders {
			file := whole
			file.Name, file.Partition = path.Join(whole.Group(), folder, "data_0.parquet"), folder
			count, err := j.data.One(ctx, "SELECT count(*) FROM ("+j.parquetQuery(file)+")")
			if err != nil {
				return nil, err
			}
			if file.Rows = count[0].(int64); file.Rows == 0 && (i > 0 || whole.Rows > 0) {
				continue
			}
			if err := os.MkdirAll(filepath.Dir(j.path(file.Name)), folderMode); err != nil {
				return nil, err
			}
			if err := j.copyParquet(ctx, file); err != nil {
				return nil, err
			}
			files = append(files, file)
			j.Moved(i+1, len(folders))
		}
	}
	return files, nil
}
