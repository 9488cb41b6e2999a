package duck

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// UserQuery runs SQL of the user's, which may come from a script, a web form or a
// colleague. It needs a database opened with Options.Sandboxed, and has two
// walls: only one statement that reads is run at all, and DuckDB may not open
// any file beside the database it has open. A read-only database alone is no
// wall: DuckDB lets COPY write to the path of the database itself.
//
// The answer is handed on row by row. What it takes of memory is within
// Options.Memory; one that does not fit is an error that names the setting.
// Errors are DuckDB's own where it has one: they show the place in the query.
func (d *DB) UserQuery(ctx context.Context, query string, form Form, to Receiver) error {
	if !d.sandboxed {
		return errors.New("query: the database was not opened for queries (Options.Sandboxed)")
	}
	q, err := readingStatement(ctx, d, query)
	if err != nil {
		return err
	}
	q.form = form
	conn, err := d.pool.Conn(ctx)
	if err != nil {
		return Explain(err)
	}
	defer conn.Close()
	return explainAnswer(answer(ctx, conn, q, to))
}

// explainAnswer adds what to do about a failure that is the database's. Others
// repeat words of the query, which say nothing about the file.
func explainAnswer(err error) error {
	switch {
	case err == nil:
		return nil
	case strings.HasPrefix(err.Error(), "Out of Memory Error"):
		return Advise("the query needs more memory than it may use: raise --memory, or let the query answer less", err)
	case strings.HasPrefix(err.Error(), "IO Error"), strings.HasPrefix(err.Error(), "Permission Error"):
		return Explain(err)
	}
	return err
}

// explainPrefix is the beginning of an EXPLAIN, behind blanks and comments.
var explainPrefix = regexp.MustCompile(`(?is)^(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/)*(EXPLAIN\b(?:\s+ANALYZE\b|\s*\(\s*(?:ANALYZE|FORMAT)\b[\w\s,]*\))?)`)

// firstWord is the first word of a statement, behind blanks and comments.
var firstWord = regexp.MustCompile(`(?is)^(?:\s|;|--[^\n]*(?:\n|$)|/\*.*?\*/)*(\w+)`)

// acting finds the functions that do more than answer, such as writing DuckDB's log to
// standard output, and those that run the text of another statement.
var acting = regexp.MustCompile(`(?i)"function_name":"((?:en|dis)able_\w+|(?:force_)?checkpoint|truncate_duckdb_logs|write_log|query|json_execute_serialized_sql)"`)

// readingStatement returns the statement to run for a query: the query itself,
// or an EXPLAIN of what was found to read only. DuckDB's parser decides, and
// nothing is run to find out: preparing a text would run all its statements but
// the last.
func readingStatement(ctx context.Context, from Querier, query string) (userQuery, error) {
	if strings.ContainsRune(query, 0) {
		return userQuery{}, errors.New("the query contains a NUL character: remove it")
	}
	prefix, explains := "", ""
	match := explainPrefix.FindStringSubmatch(query)
	if match != nil && strings.Count(match[0], "/*") == strings.Count(match[0], "*/") { // DuckDB nests comments
		prefix, explains = match[0], match[1]
	}
	body := query[len(prefix):]
	parsed, err := parseSelect(ctx, from, body)
	switch {
	case err != nil:
		return userQuery{}, err
	case parsed.Kind == "parser":
		return userQuery{}, parsed.syntaxError(query, len(prefix))
	case parsed.Failed:
		return userQuery{}, refusal(body)
	case len(parsed.Statements) == 0:
		return userQuery{}, errors.New("the query is empty: give one statement, such as SELECT count(*) FROM commitments")
	case len(parsed.Statements) > 1:
		return userQuery{}, fmt.Errorf("these are %d statements, and one is answered at a time: leave one, or join them with WITH or UNION ALL", len(parsed.Statements))
	}
	if match := acting.FindSubmatch(parsed.Statements[0]); match != nil {
		return userQuery{}, fmt.Errorf("the function %s is not allowed: it does more than answer", match[1])
	}
	// Not the prefix itself: what we take for a comment, DuckDB may not.
	return userQuery{statement: explains + body, explains: explains != ""}, nil
}

// refusal says why a statement that DuckDB's parser does not take for one that
// reads is not run.
func refusal(query string) error {
	const known = "query runs one SELECT, WITH, FROM, VALUES, TABLE, DESCRIBE, SHOW, SUMMARIZE, UNPIVOT or PIVOT, or EXPLAIN before one of them"
	word := "this"
	if match := firstWord.FindStringSubmatch(query); match != nil {
		word = strings.ToUpper(match[1])
	}
	switch word {
	case "PIVOT", "SELECT", "WITH", "FROM", "VALUES":
		return fmt.Errorf("%s: the text holds a second statement that does not read, or a PIVOT whose values are not listed: write PIVOT … ON column IN ('a', 'b'); %s", word, known)
	case "PRAGMA", "CALL":
		return fmt.Errorf("%s is not allowed: write it as a table, such as FROM pragma_table_info('commitments'); %s", word, known)
	}
	return fmt.Errorf("%s is not allowed: %s", word, known)
}

// selectTree is what DuckDB's parser makes of a text of SELECT statements; other
// kinds of statements are an error in it.
type selectTree struct {
	Failed     bool              `json:"error"`
	Kind       string            `json:"error_type"`
	Message    string            `json:"error_message"`
	Position   string            `json:"position"`
	Statements []json.RawMessage `json:"statements"`
}

// parseSelect parses SQL without running or binding it. DESCRIBE, SHOW and
// SUMMARIZE are SELECT statements to DuckDB.
func parseSelect(ctx context.Context, from Querier, query string) (selectTree, error) {
	var text string
	if err := from.QueryRowContext(ctx, "SELECT json_serialize_sql(?::VARCHAR)::VARCHAR", query).Scan(&text); err != nil {
		return selectTree{}, Explain(err)
	}
	var parsed selectTree
	if err := json.Unmarshal([]byte(text), &parsed); err != nil {
		return selectTree{}, fmt.Errorf("read DuckDB's account of the query: %w", err)
	}
	return parsed, nil
}

// syntaxError is DuckDB's message with the line of the query it is about;
// offset is where in the query the parsed text began, in bytes.
func (p selectTree) syntaxError(query string, offset int) error {
	position, err := strconv.Atoi(p.Position)
	if position += offset; err != nil || position > len(query) {
		return fmt.Errorf("syntax: %s", p.Message)
	}
	before := query[:position]
	start := strings.LastIndexByte(before, '\n') + 1
	line, _, _ := strings.Cut(query[start:], "\n")
	label := fmt.Sprintf("LINE %d: ", strings.Count(before, "\n")+1)
	marker := strings.Repeat(" ", len(label)+len([]rune(query[start:position]))) + "^"
	return fmt.Errorf("syntax: %s\n%s%s\n%s", p.Message, label, line, marker)
}
