package main

import (
	"encoding/hex"
	"fmt"
	"math/big"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// plainValue turns what the driver gives into what JSON has: text, numbers,
// lists, objects. Times are ISO 8601, a midnight is a date.
func plainValue(value any) any {
	switch v := value.(type) {
	case time.Time:
		return timeText(v)
	case []byte:
		return hex.EncodeToString(v)
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = plainValue(item)
		}
		return list
	case map[string]any:
		object := make(map[string]any, len(v))
		for key, item := range v {
			object[key] = plainValue(item)
		}
		return object
	case duckdb.Map:
		object := make(map[string]any, len(v))
		for key, item := range v {
			object[fmt.Sprint(plainValue(key))] = plainValue(item)
		}
		return object
	case *big.Int:
		return v.String()
	case fmt.Stringer:
		return v.String()
	default:
		return value
	}
}

func timeText(at time.Time) string {
	at = at.UTC()
	if at.Equal(at.Truncate(24 * time.Hour)) {
		return at.Format(time.DateOnly)
	}
	return at.Format(time.RFC3339Nano)
}
