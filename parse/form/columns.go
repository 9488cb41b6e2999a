package form

import (
	"slices"
	"strings"
)

// labelledTable is a table each of whose columns is the answer to the label at its head.
type labelledTable struct {
	start, end int // of the line with the labels
	columns    []Answer
}

// mostTables bounds the tables of a text that are looked at.
const mostTables = 50

// labelledTables are the tables whose head has nothing but labels of columns, such as
// "Causes | Effects".
func labelledTables(text string) []labelledTable {
	if !strings.Contains(text, "|") {
		return nil
	}
	var tables []labelledTable
	var last *labelledTable
	start := 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		cells := cellsOf(strings.TrimSpace(line))
		switch columns := labelledColumns(cells); {
		case columns != nil && len(tables) < mostTables:
			tables = append(tables, labelledTable{start, start + len(strings.TrimRight(line, "\n")), columns})
			last = &tables[len(tables)-1]
		case last != nil && len(cells) == len(last.columns):
			for i, cell := range cells {
				last.columns[i].Text = strings.TrimPrefix(last.columns[i].Text+"\n"+cell, "\n")
			}
		case strings.TrimSpace(line) != "":
			last = nil
		}
		start += len(line)
	}
	return tables
}

// labelledColumns are the labels of a table's head; nil where one of its cells is none.
func labelledColumns(cells []string) []Answer {
	if len(cells) < 2 {
		return nil
	}
	var columns []Answer
	for _, cell := range cells {
		text := strings.TrimRight(cell, " :?")
		labels := splitWords(text + ":").labels()
		if len(labels) != 1 || labels[0].from > 0 || labels[0].end != len(text) || labels[0].field == "-" {
			return nil
		}
		columns = append(columns, Answer{Question: cell, Field: labels[0].field, Heading: true, Place: labels[0].place})
	}
	return columns
}

// withoutColumns leaves out the labels in the heads of such tables, which each end an
// answer as a whole.
func withoutColumns(labels []label, tables []labelledTable) []label {
	for _, table := range tables {
		labels = slices.DeleteFunc(labels, func(l label) bool { return table.start <= l.from && l.from < table.end })
		labels = append(labels, label{question: question{heading: true, field: "-"}, start: table.start, from: table.start, end: table.end, body: table.end, sure: sure})
	}
	slices.SortStableFunc(labels, func(a, b label) int { return a.start - b.start })
	return labels
}
