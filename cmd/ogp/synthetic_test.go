package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"

	"ogp"
	"ogp/store"
)

// synthetic makes a database of n commitments in dir, of the shape and about
// the size of real ones: some 14 rows of long tables each, and 6 KB of text.
func synthetic(t testing.TB, dir string, n int) string {
	t.Helper()
	path := filepath.Join(dir, fmt.Sprintf("synthetic-%d.duckdb", n))
	s, err := store.Open(context.Background(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // which holds the sentences
	for _, statement := range syntheticSQL(n) {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%v\n%.1000s", err, statement)
		}
	}
	return path
}

func syntheticSQL(n int) []string {
	const step = 5000 // rows made at once, which bounds the memory it takes
	statements := []string{
		`SET VARIABLE sentences = (SELECT list(s ORDER BY i) FROM (
			SELECT i, string_agg(substr(md5((hash(i, j) % 3000)::VARCHAR), 1, 2 + (hash(j, i) % 9)::INTEGER), ' ' ORDER BY j) || '.' AS s
			FROM range(2000) a(i), range(12) b(j) GROUP BY i))`,
		`CREATE TEMP MACRO sentence(seed, n) AS array_to_string(list_transform(range(n), x -> getvariable('sentences')[1 + (hash(seed, x) % 2000)::INTEGER]), ' ')`,
	}
	for from := 0; from < n; from += step {
		rows := fmt.Sprintf("range(%d, %d) t(i)", from, min(from+step, n))
		statements = append(statements,
			`INSERT INTO contents SELECT `+syntheticID+`, 'en', md5(i::VARCHAR), md5(i::VARCHAR), NULL, NULL, 0, ''::BLOB FROM `+rows,
			`INSERT INTO versions SELECT `+syntheticID+`, 'en', 1, `+syntheticURL+`, TIMESTAMP '2026-01-01', TIMESTAMP '2026-03-14 09:26:53',
				md5(i::VARCHAR), NULL, NULL, 'site', NULL FROM `+rows,
			`INSERT INTO page_states SELECT `+syntheticID+`, 'en', NULL, TIMESTAMP '2026-03-14 09:26:53' FROM `+rows,
			"INSERT INTO content_readings BY NAME SELECT "+syntheticID+" AS commitment_id, 'en' AS language, md5(i::VARCHAR) AS sha256, "+
				strings.Join(syntheticColumns(), ", ")+" FROM "+rows)
	}
	return append(statements, "CHECKPOINT")
}

const (
	syntheticID  = `chr((65 + i // 260000)::INTEGER) || chr((65 + i // 10000 % 26)::INTEGER) || printf('%04d', i % 10000)`
	syntheticURL = `'https://www.opengovpartnership.org/members/member-' || i % 100 || '/commitments/' || ` + syntheticID + ` || '/'`
)

// lengths of texts in sentences of some 70 characters; others are short.
var syntheticLengths = map[string]int{
	"title": 1, "description": 20, "problem": 8, "status_quo": 6, "action": 8, "contribution": 3, "solution": 4, "text": 5,
}

func syntheticColumns() []string {
	var out []string
	for i, column := range ogp.ReadingColumns() {
		out = append(out, syntheticValue(column, "i", i)+" AS "+sqlQuoted(column.Name))
	}
	rows := map[string]int{"milestones": 3, "institutions": 2, "sections": 5}
	for i, table := range ogp.ReadingTables() {
		if table.Name == "issues" {
			continue
		}
		fields := []string{"number := (x + 1)::INTEGER"}
		for k, column := range table.Columns[2:] {
			fields = append(fields, sqlQuoted(column.Name)+" := "+syntheticValue(column, "i * 7 + x", 100*i+k))
		}
		out = append(out, fmt.Sprintf("list_transform(range(%d), x -> struct_pack(%s)) AS %s",
			max(1, rows[table.Name]), strings.Join(fields, ", "), sqlQuoted(table.Nested())))
	}
	return out
}

// syntheticTerms are values of columns that have few, though no vocabulary.
var syntheticTerms = map[string][]string{
	"indicator": {"completion", "ambition", "potential_impact", "early_results", "verifiable", "relevant"},
}

func syntheticValue(column ogp.Column, seed string, salt int) string {
	terms := append(termsOf(column), syntheticTerms[column.Name]...)
	switch {
	case column.Name == "url":
		return syntheticURL
	case column.Name == "member_slug":
		return "'member-' || i % 100"
	case column.Name == "member":
		return "'Member ' || i % 100"
	case column.Name == "parser":
		return "'1 (abc)'"
	case column.Type == ogp.Date:
		return "(DATE '2012-01-01' + INTERVAL ((" + seed + ") % 150) MONTH)::DATE"
	case column.Type == ogp.Timestamp:
		return "TIMESTAMP '2026-01-01'"
	case column.Type == ogp.Integer:
		return "(2011 + (" + seed + ") % 14)::INTEGER"
	case column.Type == ogp.List && len(terms) == 0:
		return fmt.Sprintf("[sentence(%s + %d, 1)]", seed, salt)
	case len(terms) > 0:
		value := fmt.Sprintf("['%s'][1 + (hash(%s, %d) %% %d)::INTEGER]", strings.Join(terms, "', '"), seed, salt, len(terms))
		if column.Type == ogp.List {
			return "[" + value + "]"
		}
		return value
	case syntheticLengths[column.Name] > 0:
		return fmt.Sprintf("sentence(%s + %d, %d)", seed, salt, syntheticLengths[column.Name])
	default:
		return fmt.Sprintf("CASE WHEN (%s + %d) %% 3 > 0 THEN substr(md5((%s)::VARCHAR), 1, 12) END", seed, salt, seed)
	}
}

func sqlQuoted(name string) string { return `"` + name + `"` }
