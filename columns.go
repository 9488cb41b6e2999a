package ogp

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"
)

// Type is the type of a column, the same in every format.
type Type string

// The types of columns, named as in the data dictionary.
const (
	Text      Type = "text"
	Integer   Type = "integer"
	Date      Type = "date"      // first day of a month
	Timestamp Type = "timestamp" // UTC
	List      Type = "list"      // list of text; joined with "; " in flat files
	Boolean   Type = "boolean"   // in the database only
	Bytes     Type = "bytes"     // likewise
	Rows      Type = "rows"      // of a long table inside their commitment, likewise
)

// SQL is the DuckDB type of a column.
func (t Type) SQL() string {
	switch t {
	case Integer:
		return "INTEGER"
	case Date:
		return "DATE"
	case Timestamp:
		return "TIMESTAMP"
	case List:
		return "VARCHAR[]"
	case Boolean:
		return "BOOLEAN"
	default:
		return "VARCHAR"
	}
}

// Layout is how texts write a date or a time, in the notation of package time.
// Every time has its microseconds: pandas takes a column for text whose times
// are not all written alike.
func (t Type) Layout() string {
	if t == Date {
		return time.DateOnly
	}
	return "2006-01-02T15:04:05.000000Z"
}

// Column is one column of a table.
type Column struct {
	Name     string
	Type     Type
	Key      bool     // part of the primary key
	Required bool     // never NULL, as every key is
	Doc      string   // what it means, and where on the site it comes from
	Enum     []string // the only values it takes, where the program decides them
	Vocab    string   // the vocabulary its values come from, where the site decides them
	Pattern  string   // regular expression that every value matches as a whole; empty if there is none
	Minimum  int      // smallest value of an integer

	field []int // where the struct holds it
}

// Table is one table of the dataset.
type Table struct {
	Name    string
	Doc     string
	Columns []Column

	field []int // where Commitment holds its rows; nil for commitments itself
}

// Standalone reports whether the table is one of StandaloneTables.
func (t Table) Standalone() bool {
	return slices.ContainsFunc(standalone(), func(other Table) bool { return other.Name == t.Name })
}

// Nested is the name under which the table stands inside its commitment in the
// nested forms. Where commitments has a list column of the table's name, that
// keeps the plain list, and the rows stand beside it as <name>_detail.
func (t Table) Nested() string {
	for _, column := range Commitments().Columns {
		if column.Name == t.Name {
			return t.Name + "_detail"
		}
	}
	return t.Name
}

// RowOf is a struct's values for the kept table made from it, as in
// Commitment.Row. The rows of a commitment's long tables are Commitment.Rows.
func RowOf(table Table, row any) []any {
	return rowOf(table.Columns, reflect.Indirect(reflect.ValueOf(row)))
}

// Commitments is the main table.
func Commitments() Table { return schema()[0] }

// LongTables are the tables of what a commitment has several of, in the order
// of the exports.
func LongTables() []Table { return schema()[1:] }

// StandaloneTables are the tables of an export whose rows belong to no commitment:
// coverage, what pages and OGP's own database have together, and the archive's runs.
func StandaloneTables() []Table { return standalone() }

// AllTables is Commitments followed by LongTables and StandaloneTables: the tables
// of an export, in its order.
func AllTables() []Table { return slices.Concat(schema(), standalone()) }

// FindTable returns the table of that name.
func FindTable(name string) (Table, bool) {
	for _, table := range AllTables() {
		if table.Name == name {
			return table, true
		}
	}
	return Table{}, false
}

// Row is the commitment's row in the main table: one value a column. Values
// are nil (not known), string, int64, time.Time (UTC) or []string.
func (c *Commitment) Row() []any {
	return rowOf(Commitments().Columns, reflect.ValueOf(c).Elem())
}

// Rows are the commitment's rows in one long table, without the key columns
// commitment_id and number: the row's number is its index plus 1.
func (c *Commitment) Rows(table Table) [][]any {
	rows := reflect.ValueOf(c).Elem().FieldByIndex(table.field)
	columns := table.Columns[longKeys:]
	values := make([]any, 0, rows.Len()*len(columns))
	out := make([][]any, rows.Len())
	for i := range out {
		from := len(values)
		values = appendRow(values, columns, rows.Index(i))
		out[i] = values[from:len(values):len(values)]
	}
	return out
}

// Value is one column of the commitment's row, as in Row.
func (c *Commitment) Value(column Column) any {
	return plain(reflect.ValueOf(c).Elem().FieldByIndex(column.field))
}

// Set puts a value into a column: a string, Month or Year, whichever its field
// is. The parser fills fields by name with it. It panics for a value of another
// type, which is a fault in a table.
func (c *Commitment) Set(column Column, value any) {
	reflect.ValueOf(c).Elem().FieldByIndex(column.field).Set(reflect.ValueOf(value))
}

// MapTexts changes every text of the commitment and of its long tables.
// Addresses stay as they are.
func (c *Commitment) MapTexts(change func(string) string) {
	mapTexts(reflect.ValueOf(c).Elem(), change)
}

func mapTexts(value reflect.Value, change func(string) string) {
	switch value.Kind() {
	case reflect.String:
		if value.Len() > 0 {
			value.SetString(change(value.String()))
		}
	case reflect.Slice:
		for i := range value.Len() {
			mapTexts(value.Index(i), change)
		}
	case reflect.Struct:
		for i := range value.NumField() {
			if field := value.Type().Field(i); field.IsExported() && !strings.HasSuffix(field.Name, "URL") {
				mapTexts(value.Field(i), change)
			}
		}
	}
}

func rowOf(columns []Column, value reflect.Value) []any {
	return appendRow(make([]any, 0, len(columns)), columns, value)
}

func appendRow(row []any, columns []Column, value reflect.Value) []any {
	for _, column := range columns {
		row = append(row, plain(value.FieldByIndex(column.field)))
	}
	return row
}

// plain turns a field into the value a database takes; the zero of everything
// but a number is "not known".
func plain(value reflect.Value) any {
	switch value.Kind() {
	case reflect.String:
		if value.Len() == 0 {
			return nil
		}
		return value.String()
	case reflect.Int:
		if value.Int() == 0 && value.Type() != reflect.TypeFor[int]() {
			return nil
		}
		return value.Int()
	case reflect.Pointer:
		if !value.IsNil() {
			return plain(value.Elem())
		}
	case reflect.Slice:
		if value.Len() == 0 {
			return nil
		}
		return value.Interface()
	case reflect.Bool:
		return value.Bool()
	}
	if value.IsZero() {
		return nil
	}
	if month, ok := value.Interface().(Month); ok {
		return month.Time()
	}
	return value.Interface()
}

// longKeys is how many key columns stand before the columns of a long table's struct.
const longKeys = 2

// KeptTables are the tables that are not derived from pages: the archive's own.
// One of them, official, is a view whose columns follow the file it came in.
// Another, pages, is a view of contents by version. The body of a page, the blob
// "body" of pages and contents, is not among the columns.
func KeptTables() []Table { return keptSchema() }

// RunsTable is the name of the kept table that exports have, too.
const RunsTable = "runs"

var standalone = sync.OnceValue(func() []Table {
	kept := keptSchema()
	return []Table{
		tableOf("coverage", reflect.TypeFor[Coverage]()),
		tableOf("completeness", reflect.TypeFor[Completeness]()),
		tableOf("gaps", reflect.TypeFor[Gap]()),
		full(),
		tableOf("scales", reflect.TypeFor[Scale]()),
		kept[slices.IndexFunc(kept, func(t Table) bool { return t.Name == RunsTable })],
	}
})

var keptSchema = sync.OnceValue(func() []Table {
	return []Table{
		tableOf("pages", reflect.TypeFor[Version]()),
		tableOf("observations", reflect.TypeFor[Observation]()),
		tableOf("contents", reflect.TypeFor[Content]()),
		tableOf("frontier", reflect.TypeFor[Listing]()),
		tableOf("visits", reflect.TypeFor[Visit]()),
		tableOf("captures", reflect.TypeFor[Captured]()),
		tableOf(RunsTable, reflect.TypeFor[Run]()),
		tableOf("run_coverage", reflect.TypeFor[RunCoverage]()),
		tableOf("run_findings", reflect.TypeFor[RunFinding]()),
		tableOf("unread", reflect.TypeFor[Unread]()),
		tableOf("official", reflect.TypeFor[Official]()),
		tableOf("official_editions", reflect.TypeFor[Edition]()),
	}
})

var schema = sync.OnceValue(func() []Table {
	docs := sourceDocs()
	commitment := reflect.TypeFor[Commitment]()
	main := Table{
		Name:    "commitments",
		Doc:     docs[commitment.Name()],
		Columns: columnsOf(commitment, docs),
	}
	tables := []Table{main}
	long, _ := commitment.FieldByName("Tables")
	for _, field := range reflect.VisibleFields(long.Type) {
		row := field.Type.Elem()
		keys := []Column{
			{Name: "commitment_id", Type: Text, Key: true, Required: true, Pattern: IDPattern, Doc: "ID of the commitment the row belongs to."},
			{Name: "number", Type: Integer, Key: true, Required: true, Minimum: 1, Doc: "Number of the row within its commitment: 1, 2, … in page order."},
		}
		tables = append(tables, Table{
			Name:    field.Tag.Get("table"),
			Doc:     docs[row.Name()],
			Columns: append(keys, columnsOf(row, docs)...),
			field:   append(append([]int{}, long.Index...), field.Index...),
		})
	}
	return tables
})

func columnsOf(row reflect.Type, docs map[string]string) []Column {
	var columns []Column
	for _, field := range reflect.VisibleFields(row) {
		tag, ok := field.Tag.Lookup("col")
		if !ok {
			continue
		}
		if field.Type.Kind() == reflect.Pointer {
			field.Type = field.Type.Elem()
		}
		declared := row
		if len(field.Index) > 1 {
			declared = row.FieldByIndex(field.Index[:len(field.Index)-1]).Type
		}
		name, option, _ := strings.Cut(tag, ",")
		column := Column{
			Name:     name,
			Type:     typeOf(field.Type),
			Key:      option == "key",
			Required: option == "key" || option == "required",
			Doc:      docs[declared.Name()+"."+field.Name],
			Vocab:    field.Tag.Get("vocab"),
			Pattern:  field.Tag.Get("pattern"),
			Minimum:  minimumOf(field.Type),
			field:    field.Index,
		}
		if name == "commitment_id" {
			column.Pattern = IDPattern
		}
		if enum := field.Tag.Get("enum"); enum != "" {
			column.Enum = strings.Split(enum, ",")
		}
		columns = append(columns, column)
	}
	return columns
}

func minimumOf(t reflect.Type) int {
	switch t {
	case reflect.TypeFor[Count]():
		return 1
	case reflect.TypeFor[Year]():
		return firstYear
	default:
		return 0
	}
}

func typeOf(t reflect.Type) Type {
	switch t {
	case reflect.TypeFor[Month]():
		return Date
	case reflect.TypeFor[time.Time]():
		return Timestamp
	case reflect.TypeFor[[]string]():
		return List
	}
	switch t.Kind() {
	case reflect.String:
		return Text
	case reflect.Int:
		return Integer
	case reflect.Bool:
		return Boolean
	default:
		panic(fmt.Sprintf("ogp: no column type for %s", t))
	}
}
