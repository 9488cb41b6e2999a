package scrape

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	"ogp"
	"ogp/scrape/content"
)

// standardInput is the argument that means it.
const standardInput = "-"

// Bounds of a list.
const (
	longestLine = 2 * ogp.MaxAddress // with quotes and blanks
	mostLines   = 250_000
)

// ErrNoAddresses marks a list that names no address.
var ErrNoAddresses = errors.New("no address in it")

// Listed yields the addresses that a list names, as sources on the site at
// origin: those of the public site lead to the same pages there. A line that
// names none is an error that says which; the lines after it still come. stdin
// is read for the list "-". When ctx ends, so does the list, with its error.
func Listed(ctx context.Context, list Source, origin string, stdin io.Reader) iter.Seq2[Source, error] {
	return func(yield func(Source, error) bool) {
		site, err := parseSite(origin)
		if err != nil {
			yield(Source{}, err)
			return
		}
		name := list.Arg
		if name == standardInput {
			name = "standard input"
		}
		from := openList(ctx, list, stdin)
		defer from.Close()
		if !yieldListed(textLines(from), site, name, yield) {
			yield(Source{}, fmt.Errorf("%s: %w", name, ErrNoAddresses))
		}
	}
}

// ListedIn is Listed for addresses in a file of another form, each
// after its line. A file without any is not an error.
func ListedIn(file string, addresses iter.Seq2[int, string], origin string) iter.Seq2[Source, error] {
	return func(yield func(Source, error) bool) {
		site, err := parseSite(origin)
		if err != nil {
			yield(Source{}, err)
			return
		}
		all := func(yield func(line, error) bool) {
			for number, text := range addresses {
				if !yield(line{number, text}, nil) {
					return
				}
			}
		}
		yieldListed(all, site, file, yield)
	}
}

// yieldListed reports whether there was any line.
func yieldListed(lines iter.Seq2[line, error], site *site, name string, yield func(Source, error) bool) (found bool) {
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
			return true
		}
	}
	return found
}

// line is one line of a list.
type line struct {
	number int
	text   string
}

// textLines are the lines of a list, without the quotes and commas that other
// programs put around addresses; empty ones and those that begin with # are
// ignored. A line that is too long is an error, and the lines after it still come.
func textLines(from io.Reader) iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		lines := bufio.NewReaderSize(content.NewTextReader(from), longestLine)
		for number := 1; ; number++ {
			text, err := nextLine(lines)
			last := err != nil && !errors.Is(err, ogp.ErrLongAddress)
			if errors.Is(err, io.EOF) {
				err = nil
			}
			unsaid := err == nil && (text == "" || strings.HasPrefix(text, "#"))
			if !unsaid && number > mostLines {
				err, last = fmt.Errorf("the list has more than %d lines: the rest was not read", mostLines), true
			}
			if !unsaid && !yield(line{number, text}, err) || last {
				return
			}
		}
	}
}

// nextLine is the next line; ogp.ErrLongAddress stands for one that was skipped.
func nextLine(lines *bufio.Reader) (string, error) {
	raw, err := lines.ReadSlice('\n')
	text := strings.Trim(strings.TrimPrefix(string(raw), "\ufeff"), " \t\r\n\"'“”<>,;")
	if !errors.Is(err, bufio.ErrBufferFull) {
		return text, err
	}
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = lines.ReadSlice('\n')
	}
	if err == nil || errors.Is(err, io.EOF) {
		err = ogp.ErrLongAddress
	}
	return "", err
}

// listedSource reads an address of a list. It may lack the scheme, and
// name the public site where the run visits a mirror of it.
func listedSource(text string, site *site) (Source, error) {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	if u, err := parseWebAddress(text); err == nil && isPublic(u) && !isTrap(text) {
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
