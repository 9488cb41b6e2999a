package html

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// index is the words of the commitments' texts in the form in which MiniSearch
// keeps them (its AsPlainObject, serialization version 2), so that no browser has
// to read the texts. Words are what termsOf makes of them, there and here.
type index struct {
	documents int
	words     map[string]*postings
	lengths   [][len(indexFields)]int // distinct words of a document, by field
	totals    [len(indexFields)]int
}

// indexFields are the texts that are searched, in the order of add.
var indexFields = [...]string{"title", "member", "problem", "causes", "action"}

// postings are the documents that have a word, by field, in their order.
type postings [len(indexFields)][]posting

// posting is how often a document has a word.
type posting struct{ document, count int32 }

// add adds a document; its number is that of the row.
func (x *index) add(texts ...string) {
	if x.words == nil {
		x.words = map[string]*postings{}
	}
	var lengths [len(indexFields)]int
	for field, text := range texts {
		counts := map[string]int32{}
		for _, term := range termsOf(text) {
			counts[term]++
		}
		for term, count := range counts {
			of := x.words[term]
			if of == nil {
				of = &postings{}
				x.words[strings.Clone(term)] = of
			}
			of[field] = append(of[field], posting{int32(x.documents), count})
		}
		lengths[field] = len(counts)
		x.totals[field] += len(counts)
	}
	x.lengths = append(x.lengths, lengths)
	x.documents++
}

// termsOf are the words of a text: in lower case without marks, of two letters at
// least. The script of the page Find does the same with what is typed.
func termsOf(text string) []string {
	var out []string
	for _, word := range strings.FieldsFunc(text, func(c rune) bool {
		return c == '\n' || c == '\r' || c == '\t' || unicode.Is(unicode.Z, c) || unicode.Is(unicode.P, c)
	}) {
		word = strings.Map(func(c rune) rune {
			if unicode.Is(unicode.M, c) {
				return -1
			}
			if c = unicode.ToLower(c); c == 'ς' { // which browsers write at the end of a word
				return 'σ'
			}
			return c
		}, norm.NFKD.String(word))
		if len([]rune(word)) >= 2 {
			out = append(out, word)
		}
	}
	return out
}

// mostIndex is how many bytes of words a browser is sent.
var mostIndex = 13 << 20

// common removes the words that most texts have until the others fit, and returns
// them: they find little, and take most of the room. A search passes over them.
func (x *index) common() []string {
	size, sizes := 0, map[string]int{}
	for word, of := range x.words {
		sizes[word] = len(of.entry(word))
		size += sizes[word]
	}
	common := []string{}
	for _, word := range slices.SortedFunc(maps.Keys(x.words), func(a, b string) int { return cmp.Or(sizes[b]-sizes[a], cmp.Compare(a, b)) }) {
		if size <= mostIndex {
			break
		}
		size -= sizes[word]
		common = append(common, word)
		delete(x.words, word)
	}
	return common
}

// script is index.js.
func (x *index) script(to *bufio.Writer) error {
	common := x.common()
	numbers, ids, lengths, averages := map[string]int{}, map[string]int{}, map[string][len(indexFields)]int{}, []float64{}
	for field, name := range indexFields {
		numbers[name] = field
		averages = append(averages, float64(x.totals[field])/float64(max(x.documents, 1)))
	}
	for document, of := range x.lengths {
		ids[strconv.Itoa(document)] = document
		lengths[strconv.Itoa(document)] = of
	}
	head, err := json.Marshal(map[string]any{
		"documentCount": x.documents, "nextId": x.documents, "documentIds": ids, "fieldIds": numbers,
		"fieldLength": lengths, "averageFieldLength": averages, "storedFields": map[string]any{},
		"dirtCount": 0, "serializationVersion": 2,
	})
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	return errors.Join(assign(to, "ogpIndex", func(to io.Writer) error {
		_, err := fmt.Fprintf(to, `%s,"index":[`, bytes.TrimSuffix(head, []byte("}")))
		for i, word := range slices.Sorted(maps.Keys(x.words)) {
			if i > 0 {
				_, err = io.WriteString(to, ",")
			}
			if err == nil {
				_, err = to.Write(x.words[word].entry(word))
			}
			if err != nil {
				return err
			}
		}
		_, err = io.WriteString(to, "]}")
		return err
	}), assign(to, "ogpCommon", func(to io.Writer) error { return json.NewEncoder(to).Encode(common) }))
}

// entry is a word with its documents: ["word",{"field":{"document":count}}].
func (p *postings) entry(word string) []byte {
	quoted, _ := json.Marshal(word) // a text is always JSON
	out := append(append([]byte("["), quoted...), ",{"...)
	for field, documents := range p {
		if len(documents) == 0 {
			continue
		}
		if out[len(out)-1] != '{' {
			out = append(out, ',')
		}
		out = append(strconv.AppendInt(append(out, '"'), int64(field), 10), `":{`...)
		for i, d := range documents {
			if i > 0 {
				out = append(out, ',')
			}
			out = append(strconv.AppendInt(append(out, '"'), int64(d.document), 10), `":`...)
			out = strconv.AppendInt(out, int64(d.count), 10)
		}
		out = append(out, '}')
	}
	return append(out, "}]"...)
}
