// Package html writes the dataset as a website: an overview with charts, a
// search, a page per member with its commitments in full, and what there is to
// know about the data.
//
// In come the selected commitments as JSON, member by member, and the
// description of the export. Out go pages, styles and scripts in a folder, whose
// bytes follow from these alone. The site needs no server: it works from a disk,
// from any path of a web host, on paper, and but for the filters without scripts.
//
// It never reads a database or the network, and trusts no text: every one is
// escaped, a link leads to an http or https address, and a policy in each page
// forbids scripts and styles from anywhere but the folder.
//
//	pages/      templates: layout, one per page, parts
//	site/       style and scripts, copied as they are
//	vendor/     the search library, with its licence and version
package html

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"ogp"
	"ogp/export/describe"
	"ogp/export/overview"
)

// IndexFile is the page to begin with.
const IndexFile = "index.html"

// Source is what a website is made of.
type Source struct {
	Data     Data
	About    describe.Description
	Overview overview.Overview
	Files    []describe.File     // the data files beside it
	Dir      string              // the folder to write to
	Moved    func(done, all int) // told how many members are written
}

// Data are the commitments to show.
type Data interface {
	// EachByMember calls fn with the member's slug and every commitment in its nested form as JSON, in the order of slugs and IDs.
	EachByMember(ctx context.Context, fn func(slug, line string) error) error
	// EachRowWith calls fn with every row of a table, in its order.
	EachRowWith(ctx context.Context, table ogp.Table, expressions []string, moved func(done, total int), fn func(row []any) error) error
}

//go:embed pages site vendor
var assets embed.FS

// website is the site under construction.
type website struct {
	Source
	templates *template.Template
	names     map[string]bool // of member pages in use
	bySlug    map[string]*member
	members   []*member
	found     search

	mu    sync.Mutex
	files []describe.File
}

// Write writes the website. The rows of a page are the commitments that it shows in
// full; those of the page to begin with are all commitments.
func Write(ctx context.Context, source Source) ([]describe.File, error) {
	w := &website{Source: source, names: map[string]bool{}, bySlug: map[string]*member{}}
	var err error
	if w.templates, err = template.New("").Funcs(w.functions()).ParseFS(assets, "pages/*.html"); err != nil {
		return nil, err
	}
	if err := w.addPages(ctx); err != nil {
		return nil, err
	}
	first := func() error {
		return w.addPage("index", view{Name: IndexFile, Title: "Overview", Body: w.Overview, Head: w.About.Schema(w.Files),
			Summary: "What governments promised in the Open Government Partnership, and what became of it."})
	}
	gaps := func() error { return w.addGaps(ctx) }
	for _, add := range []func() error{first, w.addMembers, w.addFind, gaps, w.addAbout, w.addAssets} {
		if err := add(); err != nil {
			return nil, err
		}
	}
	return w.files, nil
}

// addPages writes the pages of all members, several at once, and collects what the
// page Find needs in the members' order.
func (w *website) addPages(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	written := make(chan chan *member, runtime.GOMAXPROCS(0)) // bounds how many are in memory
	group.Go(func() error {
		defer close(written)
		return w.readMembers(ctx, func(slug string, lines []string) error {
			m := &member{Slug: slug, File: w.memberFile(slug) + ".html", Charts: w.Overview.Members[slug]}
			w.bySlug[slug] = m
			done := make(chan *member, 1)
			select {
			case written <- done:
			case <-ctx.Done():
				return ctx.Err()
			}
			group.Go(func() error {
				defer func() { done <- m }()
				err := m.read(lines)
				if err == nil {
					err = w.writeMember(m)
				}
				if err != nil {
					return fmt.Errorf("member %q: %w", slug, err)
				}
				return nil
			})
			return nil
		})
	})
	for done := range written {
		w.addMember(<-done)
		w.Moved(len(w.members), max(len(w.members), int(w.About.Statistics.Members)))
	}
	return group.Wait()
}

// readMembers calls fn with the slug of every member and its commitments as JSON.
func (w *website) readMembers(ctx context.Context, fn func(slug string, lines []string) error) error {
	member, lines := "", []string(nil)
	err := w.Data.EachByMember(ctx, func(slug, line string) (err error) {
		if slug != member && lines != nil {
			err, lines = fn(member, lines), nil
		}
		member, lines = slug, append(lines, line)
		return err
	})
	if err == nil && lines != nil {
		err = fn(member, lines)
	}
	return err
}

// addMember makes the commitments of a member be found. The texts are let go then: of
// all commitments they are more than memory should hold.
func (w *website) addMember(m *member) {
	for _, c := range m.commitments {
		w.found.add(m, c)
	}
	m.Groups, m.commitments = nil, nil
	w.members = append(w.members, m)
}

// devices are names that Windows gives to no file, whatever its ending.
var devices = regexp.MustCompile(`^(con|prn|aux|nul|(com|lpt)[0-9])$`)

// memberFile is the name of a member's page, without its ending: the slug in
// characters that every file system and web host takes.
func (w *website) memberFile(slug string) string {
	name := cmp.Or(slugOf(slug), "no-member")
	for w.names[name] || devices.MatchString(name) {
		name += "-2"
	}
	w.names[name] = true
	return "members/" + name
}

// view is what the layout of every page needs.
type view struct {
	Name    string // of the file, within the folder
	Title   string
	Summary string // for search engines
	Body    any
	Head    any // of the overview: the dataset in the terms of schema.org
}

// Root is the way from the page to the folder of the site.
func (v view) Root() string { return strings.Repeat("../", strings.Count(v.Name, "/")) }

// Place is the entry of the navigation that the page belongs to.
func (v view) Place() string {
	if strings.HasPrefix(v.Name, "members/") {
		return "members.html"
	}
	return v.Name
}

// render is a page by the template of that name.
func (w *website) render(name string, v view) ([]byte, error) {
	var out bytes.Buffer
	err := w.templates.ExecuteTemplate(&out, name, v)
	return out.Bytes(), err
}

// addPage renders a page and writes it.
func (w *website) addPage(name string, v view) error {
	text, err := w.render(name, v)
	if err != nil {
		return err
	}
	return w.write(v.Name, 0, text)
}

// write writes a file that shows some commitments in full.
func (w *website) write(name string, commitments int, text []byte) error {
	return w.create(name, commitments, func(to *bufio.Writer) error {
		_, err := to.Write(text)
		return err
	})
}

// create creates a file, with the folder it is in, and lets fill write it.
func (w *website) create(name string, commitments int, fill func(to *bufio.Writer) error) (err error) {
	file := describe.File{Name: name, Rows: int64(commitments), PartOf: IndexFile}
	if name == IndexFile {
		file.Rows, file.PartOf = w.About.Statistics.Commitments(), ""
	}
	target := filepath.Join(w.Dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(target), 0o777); err != nil {
		return err
	}
	w.mu.Lock()
	w.files = append(w.files, file)
	w.mu.Unlock()
	out, err := os.Create(target)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	buffer := bufio.NewWriter(out)
	return errors.Join(fill(buffer), buffer.Flush())
}

// addAssets copies styles, scripts and the search library with its licence.
func (w *website) addAssets() error {
	names, err := fs.Glob(assets, "[sv]*/*") // site and vendor
	for _, name := range names {
		var text []byte
		if text, err = assets.ReadFile(name); err == nil {
			err = w.write("site/"+path.Base(name), 0, text)
		}
		if err != nil {
			return err
		}
	}
	slices.SortFunc(w.files, func(a, b describe.File) int { return cmp.Compare(a.Name, b.Name) })
	return err
}

// ErrIncomplete marks a page that does not hold what was written to it.
var ErrIncomplete = errors.New("page is not complete")

// articleMark begins every commitment that a page shows in full.
const articleMark = `<article class="commitment"`

// Check reads a file in the folder of a website back: a page must end where its
// template ends, and hold as many commitments as it was given.
func Check(dir string, file describe.File) error {
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(file.Name)))
	if err != nil || !strings.HasSuffix(file.Name, ".html") {
		return err
	}
	shown, found := file.Rows, int64(bytes.Count(text, []byte(articleMark)))
	if file.PartOf == "" {
		shown = 0 // the first page links to them all
	}
	if found != shown || !bytes.HasSuffix(text, []byte("</html>\n")) {
		return fmt.Errorf("%w: %d of %d commitments", ErrIncomplete, found, shown)
	}
	return nil
}
