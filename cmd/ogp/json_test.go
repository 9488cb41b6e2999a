package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"ogp/store/storetest"
)

var (
	snakeCase = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	timeLike  = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}[T ]\d{2}`)
)

// byData are objects whose keys are values, such as languages.
var byData = map[string]bool{"languages": true, "parsers": true, "frontier": true}

// TestEveryJSONIsOfOneKind walks what every command writes as JSON: keys in snake case,
// times by RFC 3339, and no null where another answer has a list.
func TestEveryJSONIsOfOneKind(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	r := newTestRun(t, 4)
	r.ogp(t, 0, "import")
	dir := r.export(t, "csv", "--table", "commitments")
	w := jsonWalk{t: t, lists: map[string]bool{}, nulls: map[string]string{}}
	id := r.large.ID(0)
	for _, command := range []string{
		"status", "check", "history", "list", "schema", "explain " + id + " title", "explain " + id + " action_plans", "explain " + id + " description",
		"reparse --dry-run", "diff " + dir + " " + dir, "diff --from " + time.Now().UTC().Format(time.DateOnly),
		"list nothing-has-this-word", "history --since 2999-01-01", "query FROM\truns", "query FROM\tcommitments", "show " + id,
	} {
		args := strings.Fields(strings.ReplaceAll(command, "\t", "_"))
		for i := range args {
			args[i] = strings.ReplaceAll(args[i], "FROM_", "FROM ")
		}
		out, _ := r.ogp(t, 0, append(args, "--format", "json")...)
		w.document(command, out)
	}
	for name, where := range w.nulls {
		if w.lists[name] {
			t.Errorf("%s: %s is null, and a list elsewhere", where, name)
		}
	}
}

type jsonWalk struct {
	t     *testing.T
	lists map[string]bool   // keys that have lists
	nulls map[string]string // keys that are null, with a place
}

func (w jsonWalk) document(name, text string) {
	w.t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		w.t.Errorf("%s: %v", name, err)
	}
	w.value(name, "", value, strings.HasPrefix(name, "show") || strings.HasPrefix(name, "query"))
}

// value walks a value; in the dataset itself, an empty list is NULL.
func (w jsonWalk) value(where, key string, value any, dataset bool) {
	switch value := value.(type) {
	case nil:
		if !dataset {
			w.nulls[key] = where
		}
	case string:
		if _, err := time.Parse(time.RFC3339, value); timeLike.MatchString(value) && err != nil {
			w.t.Errorf("%s: %s is %q", where, key, value)
		}
	case []any:
		w.lists[key] = true
		for i, item := range value {
			w.value(fmt.Sprintf("%s[%d]", where, i), key+"[]", item, dataset)
		}
	case map[string]any:
		for name, inner := range value {
			if !byData[key] && !snakeCase.MatchString(name) {
				w.t.Errorf("%s: the key %q", where, name)
			}
			w.value(where+"."+name, name, inner, dataset)
		}
	}
}

// TestALogInJSONHasTheNumbersOfTheSummary as attributes, and of a run its row.
func TestALogInJSONHasTheNumbersOfTheSummary(t *testing.T) {
	t.Parallel()
	r := newTestRun(t, 3)
	_, stderr := r.ogp(t, 0, "import", "--log-format", "json")
	wantText(t, stderr, `"msg":"summary"`, `"run":{"run_id":"`, `"fetched":3,`)
	_, stderr = r.ogp(t, 0, "status", "--log-format", "json")
	for line := range bytes.Lines([]byte(stderr)) {
		var entry struct {
			Commitments, Members int
			Text                 string
		}
		if err := json.Unmarshal(line, &entry); err != nil || entry.Commitments != 3 || entry.Members == 0 || entry.Text == "" {
			t.Errorf("%v: %s", err, line)
		}
	}
}
