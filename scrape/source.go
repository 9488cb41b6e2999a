package scrape

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strings"

	"ogp"
	"ogp/scrape/container"
)

// ErrUnknownSource marks an argument that names no source of pages. The error
// that wraps it says what is known.
var ErrUnknownSource = errors.New("unknown source")

// SourceKind is a kind of source.
type SourceKind string

// The kinds of source.
const (
	SourceCommitment SourceKind = "commitment" // address of a commitment page
	SourceMember     SourceKind = "member"     // address of a member page
	SourceSitemap    SourceKind = "sitemap"    // address of a sitemap or sitemap index
	SourceFile       SourceKind = "file"       // a saved page, a web archive or another container of pages
	SourceFolder     SourceKind = "folder"     // a folder of such files
	SourceList       SourceKind = "list"       // a text file of addresses, one a line; "-" is standard input
	SourceDatabase   SourceKind = "database"   // OGP's own database as a workbook or a text in columns: its rows, and the addresses in them, see ListedIn
	SourceCapture    SourceKind = "capture"    // address of a capture in a web archive, see package archives
	SourceCaptures   SourceKind = "captures"   // a table of captures, rows of Common Crawl's columnar index
)

// Source is what an argument of import names.
type Source struct {
	Kind SourceKind
	// Arg is the argument as given: the address of a sitemap, the path of a
	// file or folder.
	Arg string
	// Ref is the page of a commitment or member address.
	Ref ogp.Ref
	// List is the list that named the address; empty for an argument.
	List string
}

// Online reports whether the source is on the site: such are for Discover.
// Lists name such sources, see Listed; the others hold pages, see Saved.
func (s Source) Online() bool {
	switch s.Kind {
	case SourceCommitment, SourceMember, SourceSitemap:
		return true
	default:
		return false
	}
}

const knownSources = "known are the address of a commitment page, a member page or a sitemap on %s, an .html file, a folder of them, " +
	"a capture in the Wayback Machine, a web archive (WARC, WACZ), an .mhtml or .har file, a .zip of any of these, a text file of addresses, - for standard input, and OGP's database as .csv or .xlsx"

// ParseSource tells what an argument of import names. Addresses must be on
// origin, the site of the run. Errors wrap ErrUnknownSource.
func ParseSource(arg, origin string) (Source, error) {
	site, err := parseSite(origin)
	if err != nil {
		return Source{}, err
	}
	if arg == standardInput {
		return Source{Kind: SourceList, Arg: arg}, nil
	}
	if strings.Contains(arg, "://") {
		return parseAddress(arg, site)
	}
	info, err := os.Stat(arg)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Source{}, fmt.Errorf("%w: there is no file or folder %q, and an address begins with https://; "+knownSources, ErrUnknownSource, arg, site)
	case err != nil:
		return Source{}, fmt.Errorf("%w: %w", ErrUnknownSource, err)
	case info.IsDir():
		return Source{Kind: SourceFolder, Arg: arg}, nil
	}
	kind, reason := fileKind(arg, info)
	switch {
	case kind != "":
		return Source{Kind: kind, Arg: arg}, nil
	case reason != "":
		return Source{}, fmt.Errorf("%w: %q is %s", ErrUnknownSource, arg, reason)
	}
	return Source{}, fmt.Errorf("%w: %q is not an .html file or an archive of pages, and does not begin with an address; "+knownSources, ErrUnknownSource, arg, site)
}

// fileKind tells what a file is by its first bytes, but for a .csv, which is always
// a table; of a file that is no source it may say what it is instead. Only
// regular files are opened, and pipes that a shell passes as a list.
func fileKind(name string, info fs.FileInfo) (kind SourceKind, reason string) {
	switch {
	case info.Mode()&fs.ModeNamedPipe != 0:
		return SourceList, ""
	case !info.Mode().IsRegular():
		return "", ""
	case strings.HasSuffix(strings.ToLower(name), ".csv"):
		return SourceDatabase, ""
	}
	file, err := os.Open(name)
	if err != nil {
		return SourceFile, "" // Saved says why it cannot be read
	}
	defer file.Close()
	held, reason := container.KindOf(file, name)
	switch {
	case isWorkbook(file, info.Size()):
		return SourceDatabase, ""
	case held != container.Other && held != container.Silent && held != container.Table:
		return SourceFile, ""
	case reason == "" && beginsWithAddress(name):
		return SourceList, ""
	case held == container.Table:
		return SourceDatabase, ""
	}
	return "", reason
}

// isWorkbook reports whether a file is a workbook, which is a zip.
func isWorkbook(file io.ReaderAt, size int64) bool {
	files, _ := container.FilesOf(file, size)
	return slices.ContainsFunc(files, func(f *zip.File) bool { return f.Name == "xl/workbook.xml" })
}

func parseAddress(arg string, site *site) (Source, error) {
	u, err := parseWebAddress(arg)
	if err != nil {
		return Source{}, fmt.Errorf("%w: %w", ErrUnknownSource, err)
	}
	if _, captured := ogp.ParseCapture(arg); captured {
		return Source{Kind: SourceCapture, Arg: arg}, nil
	}
	if !site.holds(u) {
		return Source{}, fmt.Errorf("%w: %s is not on the site %s; give its own origin with --site %s://%s",
			ErrUnknownSource, arg, site, u.Scheme, u.Host)
	}
	source := Source{Arg: u.String(), Ref: ogp.ParseURL(u.String())}
	switch {
	case isTrap(arg):
		return Source{}, fmt.Errorf("%w: %s is the site's trap for robots", ErrUnknownSource, arg)
	case source.Ref.Kind == ogp.KindCommitment:
		source.Kind = SourceCommitment
	case source.Ref.Kind == ogp.KindMember:
		source.Kind = SourceMember
	case isSitemapAddress(u):
		source.Kind = SourceSitemap
	default:
		return Source{}, fmt.Errorf("%w: %s is the address of another kind of page; "+knownSources, ErrUnknownSource, arg, site)
	}
	return source, nil
}

// isSitemapAddress reports whether an address may be that of a sitemap: by its
// name or, as in /?sitemap=index, by its query.
func isSitemapAddress(u *url.URL) bool {
	path := strings.ToLower(u.Path)
	return strings.HasSuffix(path, ".xml") || strings.HasSuffix(path, ".xml.gz") ||
		strings.Contains(path, "sitemap") || u.Query().Has("sitemap")
}
