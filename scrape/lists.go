package scrape

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"os"
	"slices"
	"strings"

	"ogp"
)

const (
	// standardInput is the argument that stands for it.
	standardInput = "-"
	// longestLine bounds a line of a list; addresses are far shorter.
	longestLine = 64 << 10
)

// ErrNoAddresses marks a list that names no address.
var ErrNoAddresses = errors.New("no address in it")

// Listed yields the addresses that a list or a database names, as sources on
// the site at origin: those of the public site lead to the same pages there.
// A line that names none is an error that says which; the lines after it still
// come. stdin is read for the list "-".
func Listed(list Source, origin string, stdin io.Reader) iter.Seq2[Source, error] {
	return func(yield func(Source, error) bool) {
		site, err := parseSite(origin)
		if err != nil {
			yield(Source{}, err)
			return
		}
		from, name := stdin, "standard input"
		if list.Arg != standardInput {
			file, err := os.Open(list.Arg)
			if err != nil {
				yield(Source{}, fmt.Errorf("list of addresses: %w", err))
				return
			}
			defer file.Close()
			from, name = file, list.Arg
		}
		lines := textLines(from)
		if list.Kind == SourceDatabase {
			lines = urlColumn(from)
		}
		yieldListed(lines, site, name, yield)
	}
}

func yieldListed(lines iter.Seq2[line, error], site *site, name string, yield func(Source, error) bool) {
	found := false
	for at, err := range lines {
		found = true
		source := Source{}
		if err == nil {
			source, err = listedSource(at.text, site)
		}
		source.List = name
		if err != nil {
			err = fmt.Errorf("%s, line %d: %w", name, at.number, err)
		}
		if !yield(source, err) {
			return
		}
	}
	if !found {
		yield(Source{}, fmt.Errorf("%s: %w", name, ErrNoAddresses))
	}
}

// line is one line of a list.
type line struct {
	number int
	text   string
}

// textLines are the lines of a list; empty ones and those that begin with #
// are passed over.
func textLines(from io.Reader) iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		scanner := bufio.NewScanner(from)
		scanner.Buffer(nil, longestLine)
		number := 0
		for scanner.Scan() {
			number++
			text := strings.TrimSpace(strings.TrimPrefix(scanner.Text(), "\ufeff"))
			if text == "" || strings.HasPrefix(text, "#") {
				continue
			}
			if !yield(line{number, text}, nil) {
				return
			}
		}
		if err := scanner.Err(); err != nil {
			yield(line{number: number + 1}, err)
		}
	}
}

// urlColumn are the values of the column URL. Rows without one are passed over:
// the database has a row for every commitment, and not each has a page.
func urlColumn(from io.Reader) iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		rows := csv.NewReader(from)
		rows.FieldsPerRecord, rows.LazyQuotes, rows.ReuseRecord = -1, true, true
		column := -1
		for {
			row, err := rows.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			number, _ := positionOf(rows, row)
			switch {
			case err != nil:
				yield(line{number: number}, err)
				return
			case column < 0:
				if column = slices.IndexFunc(row, isURLHeader); column < 0 {
					yield(line{number: number}, errors.New("no column URL: OGP's database has one"))
					return
				}
			case column < len(row) && strings.Contains(row[column], "/"):
				if !yield(line{number, strings.TrimSpace(row[column])}, nil) {
					return
				}
			}
		}
	}
}

// positionOf is the line a row begins on; FieldPos panics for a row of none.
func positionOf(rows *csv.Reader, row []string) (number, column int) {
	if len(row) == 0 {
		return 1, 0
	}
	return rows.FieldPos(0)
}

func isURLHeader(name string) bool {
	return strings.EqualFold(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")), "url")
}

// listedSource reads an address of a list. It may stand without scheme, and on
// the public site where the run visits a mirror of it.
func listedSource(text string, site *site) (Source, error) {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	public, _ := url.Parse(ogp.Site)
	if err == nil && isWeb(u) && hostKey(u) == hostKey(public) && !isTrap(text) {
		if ref := ogp.ParseURL(text); ref.Kind != ogp.KindOther {
			text = ref.On(site.String())
		}
	}
	return parseAddress(text, site)
}

// beginsWithAddress reports whether a file's first line that says something is
// an address.
func beginsWithAddress(name string) bool {
	file, err := os.Open(name)
	if err != nil {
		return false
	}
	defer file.Close()
	head, err := io.ReadAll(io.LimitReader(file, longestLine))
	if err != nil {
		return false
	}
	for first, err := range textLines(bytes.NewReader(head)) {
		host, _, _ := strings.Cut(first.text, "/")
		return err == nil && !strings.ContainsAny(first.text, " \t<") &&
			(strings.Contains(first.text, "://") || strings.Contains(host, "opengovpartnership.org"))
	}
	return false
}
