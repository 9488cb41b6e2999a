package ogp

import (
	"fmt"
	"reflect"
)

// Targets are where the columns of a table go in the struct that it is made from, for
// a query that selects them in order. NULL leaves a field as it is.
func Targets(table Table, row any) []any {
	var targets []any
	for _, column := range table.Columns {
		targets = append(targets, target{reflect.ValueOf(row).Elem().FieldByIndex(column.field)})
	}
	return targets
}

type target struct{ field reflect.Value }

// Scan implements sql.Scanner.
func (t target) Scan(value any) error {
	field := t.field
	if value == nil {
		return nil
	}
	if field.Kind() == reflect.Pointer {
		field.Set(reflect.New(field.Type().Elem()))
		field = field.Elem()
	}
	if items, ok := value.([]any); ok {
		for _, item := range items {
			field.Set(reflect.Append(field, reflect.ValueOf(item)))
		}
		return nil
	}
	given := reflect.ValueOf(value)
	if !given.CanConvert(field.Type()) || given.CanInt() != field.CanInt() {
		return fmt.Errorf("%T is no %s", value, field.Type())
	}
	field.Set(given.Convert(field.Type()))
	return nil
}
