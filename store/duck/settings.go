package duck

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"ogp"
)

// place is where the driver finds a database, with settings that apply to all of it.
type place struct {
	dsn    string
	attach string // attaches the file to a database in memory; empty where dsn names the file
}

// placeOf is the place of a file; an empty path is a database in memory. The driver
// reads its address as a URL: a path with characters that mean something there, and
// would lose the settings without a word, is attached instead.
func placeOf(path string, o Options) (place, error) {
	settings := o.settings()
	if path == "" {
		return place{dsn: "?" + settings.Encode()}, nil
	}
	absolute, err := checkPath(path, o.ReadOnly)
	if err != nil {
		return place{}, err
	}
	if strings.ContainsAny(absolute, "#%") {
		p := place{dsn: "?" + settings.Encode()}
		p.attach = "ATTACH " + ogp.Literal(absolute) + " AS " + attachedName + " (BLOCK_SIZE " + blockSize + ")"
		if o.ReadOnly {
			p.attach = "ATTACH " + ogp.Literal(absolute) + " AS " + attachedName + " (READ_ONLY)"
		}
		return p, nil
	}
	if o.ReadOnly {
		settings.Set("access_mode", "read_only")
	}
	return place{dsn: absolute + "?" + settings.Encode()}, nil
}

// blockSize is in bytes. A table takes a block for each column and part of one, and
// readings have some hundred: at the usual 256 KiB, a small database would take 25 MB.
const blockSize = "16384"

// attachedName is what a file is called that is attached.
const attachedName = "archive_file"

func (o Options) settings() url.Values {
	settings := url.Values{}
	settings.Set("default_block_size", blockSize)
	// A commit that is to write the file anyway does not write the log before:
	// without this, every page would be written twice.
	settings.Set("checkpoint_threshold", "1B")
	// To merge small groups of rows at each commit would rewrite the archive.
	settings.Set("max_vacuum_tasks", "0")
	// An extension that is fetched while a query runs is a download that
	// the user did not ask for, and code that was not reviewed.
	settings.Set("autoinstall_known_extensions", "false")
	settings.Set("autoload_known_extensions", "false")
	if o.Memory != "" {
		settings.Set("memory_limit", o.Memory)
	}
	if o.Threads > 0 {
		settings.Set("threads", strconv.Itoa(o.Threads))
	}
	if o.TempDir != "" {
		settings.Set("temp_directory", o.TempDir)
	}
	return settings
}

// noFiles keeps SQL from every file but that of the database: the views of a
// database that someone else made may read any.
const noFiles = "SET enable_external_access = false"

// Confine closes the way to files of a database in memory, once the files that it
// reads are attached.
func Confine(o Options) Step {
	var steps []Step
	for _, statement := range o.confinement() {
		steps = append(steps, Exec(statement))
	}
	return InOrder(steps...)
}

// confinement is what is set once the file is open. noFiles alone leaves the path of
// the database itself open to COPY, and its log and spill folder; for queries of the
// user's, that is closed, too. A query that does not fit in memory then ends with an
// error instead of spilling.
func (o Options) confinement() []string {
	switch {
	case o.Folder != "":
		return []string{"SET allowed_directories = [" + ogp.Literal(o.Folder) + "]", noFiles}
	case !o.Sandboxed:
		return []string{noFiles}
	}
	return []string{
		"SET temp_directory = ''",
		noFiles,
		"SET disabled_filesystems = 'LocalFileSystem'",
		"SET lock_configuration = true",
	}
}

// checkPath returns the absolute path of a file that can be opened.
func checkPath(path string, mustExist bool) (string, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if strings.Contains(absolute, "?") {
		return "", errors.New("DuckDB would put its log elsewhere where the path has a question mark: move it or name another with --db")
	}
	info, err := os.Stat(absolute)
	switch {
	case errors.Is(err, fs.ErrNotExist) && mustExist:
		return "", fmt.Errorf("no database there (%w): `ogp import --db %s` creates one", fs.ErrNotExist, path)
	case errors.Is(err, fs.ErrNotExist):
		return absolute, errors.Join(checkFolder(filepath.Dir(absolute)), checkOwn(absolute))
	case err != nil:
		return "", err
	case info.IsDir():
		return "", errors.New("it is a folder: name a file with --db")
	case info.Size() == 0:
		return "", errors.New("the file is empty and not a database: delete it or name another with --db")
	}
	return absolute, checkOwn(absolute)
}

// checkOwn refuses links and pipes in the place of the database and its log: DuckDB
// would follow them.
func checkOwn(path string) error {
	for _, name := range []string{path, path + ".wal"} {
		if err := ogp.CheckRegular(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return checkLog(path + ".wal")
}

// logMagic begins a log: the field 100, which is the kind of its first entry, a version.
var logMagic = []byte{100, 0, 98}

// checkLog refuses a file in the place of the log that is none: DuckDB would delete it.
func checkLog(path string) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	head := make([]byte, len(logMagic))
	n, err := io.ReadFull(file, head)
	if n == len(head) && !bytes.Equal(head, logMagic) {
		return fmt.Errorf("%s is not a log of DuckDB: move it away", path)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil // a log whose first entry a kill has cut
	}
	return err
}

func checkFolder(dir string) error {
	if _, err := os.Stat(dir); err != nil {
		return fmt.Errorf("no folder %s: create it or name another file with --db", dir)
	}
	return nil
}
