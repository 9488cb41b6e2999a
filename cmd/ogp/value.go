package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
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
		return json.Number(v.String())
	case duckdb.Decimal:
		return json.Number(v.String())
	case float32:
		return finite(float64(v), v)
	case float64:
		return finite(v, v)
	case fmt.Stringer:
		return v.String()
	default:
		return value
	}
}

// finite is a number, or its name where JSON has no such number.
func finite(number float64, value any) any {
	if math.IsNaN(number) || math.IsInf(number, 0) {
		return fmt.Sprint(number)
	}
	return value
}

// typedValue is a value of a column with its type: a time of day
// and a moment at midnight are the same Go type as a date.
func typedValue(kind string, value any) any {
	switch v := value.(type) {
	case time.Time:
		switch kind {
		case "DATE":
			return v.UTC().Format(time.DateOnly)
		case "TIME", "TIMETZ":
			return v.Format("15:04:05.999999")
		}
		return v.UTC().Format(time.RFC3339Nano)
	case []byte:
		if kind == "UUID" && len(v) == 16 {
			return fmt.Sprintf("%x-%x-%x-%x-%x", v[:4], v[4:6], v[6:8], v[8:10], v[10:])
		}
	case duckdb.Interval:
		return fmt.Sprintf("%d months %d days %s", v.Months, v.Days, time.Duration(v.Micros)*time.Microsecond)
	}
	return value
}

func timeText(at time.Time) string {
	at = at.UTC()
	if at.Equal(at.Truncate(24 * time.Hour)) {
		return at.Format(time.DateOnly)
	}
	return at.Format(time.RFC3339Nano)
}
