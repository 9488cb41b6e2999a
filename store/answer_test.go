package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp/store"
)

// typesOfAnswers are a value of each type with what it is as text and as JSON.
var typesOfAnswers = []struct{ value, text, json string }{
	{"true", "true", "true"},
	{"(-128)::TINYINT", "-128", "-128"},
	{"65535::USMALLINT", "65535", "65535"},
	{"1::INTEGER", "1", "1"},
	{"9223372036854775807", "9223372036854775807", "9223372036854775807"},
	{"18446744073709551615::UBIGINT", "18446744073709551615", "18446744073709551615"},
	{"170141183460469231731687303715884105727::HUGEINT", "170141183460469231731687303715884105727", "170141183460469231731687303715884105727"},
	{"12345678901234567.80::DECIMAL(30,2)", "12345678901234567.80", "12345678901234567.80"},
	{"0.1::FLOAT", "0.1", "0.1"},
	{"1e300::DOUBLE", "1e+300", "1e300"},
	{"'nan'::DOUBLE", "NaN", `"NaN"`},
	{"'-inf'::FLOAT", "-Infinity", `"-Infinity"`},
	{"'a & \"b\"'", `a & "b"`, `"a & \"b\""`},
	{"'a'::ENUM('a', 'b')", "a", `"a"`},
	{"DATE '2022-02-01'", "2022-02-01", `"2022-02-01"`},
	{"TIME '10:00:00.5'", "10:00:00.5", `"10:00:00.5"`},
	{"TIMESTAMP '2022-02-01 00:00:00'", "2022-02-01T00:00:00Z", `"2022-02-01T00:00:00Z"`},
	{"TIMESTAMP_NS '2022-02-01 10:00:00.123456789'", "2022-02-01T10:00:00.123456789Z", `"2022-02-01T10:00:00.123456789Z"`},
	{"TIMESTAMPTZ '2022-02-01 02:00:00+02'", "2022-02-01T00:00:00Z", `"2022-02-01T00:00:00Z"`},
	{"'infinity'::TIMESTAMP", "infinity", `"infinity"`},
	{"INTERVAL '1 month 3 days'", "1 month 3 days", `"1 month 3 days"`},
	{"'\\x0Aab'::BLOB", "0a6162", `"0a6162"`},
	{"'101'::BIT", "101", `"101"`},
	{"UUID '6f1c0e6a-5a0b-4c0e-9d5e-0a1b2c3d4e5f'", "6f1c0e6a-5a0b-4c0e-9d5e-0a1b2c3d4e5f", `"6f1c0e6a-5a0b-4c0e-9d5e-0a1b2c3d4e5f"`},
	{"MAP {'a': 1}", "{a=1}", `"{a=1}"`},
	{"union_value(a := 1)", `{"a":1}`, `{"a":1}`},
	{"'{\"a\": [1, 2]}'::JSON", `{"a": [1, 2]}`, `{"a":[1,2]}`},
	{"[1, NULL]", "[1,null]", "[1,null]"},
	{"[]", "[]", "[]"},
	{"[0.1::FLOAT, 'nan'::FLOAT]::FLOAT[2]", `[0.1,"NaN"]`, `[0.1,"NaN"]`},
	{"row(1, 'x')", "(1, x)", `"(1, x)"`},
	{"{'t': TIMESTAMP '2022-02-01 00:00:00', 'd': DATE '2022-02-01', 'n': NULL}",
		`{"t":"2022-02-01T00:00:00Z","d":"2022-02-01","n":null}`, `{"t":"2022-02-01T00:00:00Z","d":"2022-02-01","n":null}`},
	{"[{'a': [[TIMESTAMP '2022-02-01 10:00:00']], 'i': INTERVAL 1 DAY, 'm': MAP {1: 2}}, NULL]",
		`[{"a":[["2022-02-01T10:00:00Z"]],"i":"1 day","m":"{1=2}"},null]`, `[{"a":[["2022-02-01T10:00:00Z"]],"i":"1 day","m":"{1=2}"},null]`},
}

func TestEveryTypeIsAnswered(t *testing.T) {
	s, _ := queried(t)
	for _, c := range typesOfAnswers {
		var text, json answers
		query := "SELECT " + c.value + ", NULL AS n"
		if err := errors.Join(s.Query(t.Context(), query, store.AsText, &text), s.Query(t.Context(), query, store.AsJSON, &json)); err != nil {
			t.Errorf("%s: %v", c.value, err)
			continue
		}
		if diff := cmp.Diff([][]any{{c.text, nil}, {c.json, nil}}, append(text.rows, json.rows...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.value, diff)
		}
	}
}

// A plan is a text with quotes and ends of lines, and its query one of any form.
func TestPlansAreAnswered(t *testing.T) {
	s, _ := queried(t)
	for _, query := range []string{"EXPLAIN SELECT 'a \"b\"'", "EXPLAIN ANALYZE SELECT 1", "EXPLAIN (FORMAT json) SELECT 1"} {
		var text, inJSON answers
		if err := errors.Join(s.Query(t.Context(), query, store.AsText, &text), s.Query(t.Context(), query, store.AsJSON, &inJSON)); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		if len(text.rows) == 0 || len(inJSON.rows) != len(text.rows) {
			t.Errorf("%s: %d rows as text, %d as JSON", query, len(text.rows), len(inJSON.rows))
		}
		for _, cell := range slices.Concat(inJSON.rows...) {
			var plan string
			if err := json.Unmarshal([]byte(cell.(string)), &plan); err != nil || plan == "" {
				t.Errorf("%s: %v in %s", query, err, cell)
			}
		}
	}
}

func TestAnswersKeepOrderNamesAndNulls(t *testing.T) {
	s, _ := queried(t)
	var got answers
	err := s.Query(t.Context(), "SELECT 10000 - i AS a, CASE WHEN i % 2 = 0 THEN 'even' END AS a FROM range(10000) AS r(i) ORDER BY 1 -- last;", store.AsText, &got)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a", "a"}, got.names); diff != "" {
		t.Error(diff)
	}
	if len(got.rows) != 10000 {
		t.Fatalf("%d rows", len(got.rows))
	}
	if diff := cmp.Diff([][]any{{"1", nil}, {"2", "even"}, {"10000", "even"}}, append(got.rows[:2:2], got.rows[9999])); diff != "" {
		t.Error(diff)
	}
}

// An answer that does not fit in the memory that the database may use is refused
// with the way out; one that fits stops when no more of it is wanted.
func TestAnswersFitInTheMemoryAllowed(t *testing.T) {
	path := unopened(t, onePage)
	s := open(t, path, store.Options{Sandboxed: true, Memory: "64MB"})
	var n rowCount
	if err := s.Query(t.Context(), "SELECT i, repeat('x', 1000) FROM range(20000) AS r(i)", store.AsText, &n); err != nil || n.rows != 20000 {
		t.Errorf("%d rows, error %v", n.rows, err)
	}
	wantError(t, s.Query(t.Context(), "SELECT i, repeat('x', 1000) FROM range(500000) AS r(i)", store.AsText, &n), "raise --memory")
	enough := errors.New("enough")
	err := s.Query(t.Context(), "FROM range(100000)", store.AsText, &stopAt{rows: 5000, err: enough})
	if !errors.Is(err, enough) {
		t.Errorf("error %v", err)
	}
	late := s.Query(t.Context(), "SELECT error('late') FROM range(100000) AS r(i) WHERE i = 99999", store.AsText, &n)
	wantError(t, late, "late")
}

func TestQueryIsInterrupted(t *testing.T) {
	s, _ := queried(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Query(ctx, "SELECT count(*) FROM range(1000000000000) WHERE range % 7 = 3", store.AsText, &stopAt{begun: cancel})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// answers keeps an answer.
type answers struct {
	names []string
	rows  [][]any
}

func (a *answers) Columns(names []string) error {
	a.names = names
	return nil
}

func (a *answers) Row(cells []any) error {
	a.rows = append(a.rows, cells)
	return nil
}

// stopAt returns err after so many rows, and calls begun before the first.
type stopAt struct {
	rows  int
	err   error
	begun func()
}

func (s *stopAt) Columns([]string) error {
	if s.begun != nil {
		s.begun()
	}
	return nil
}

func (s *stopAt) Row([]any) error {
	if s.rows--; s.rows != 0 {
		return nil
	}
	return s.err
}
