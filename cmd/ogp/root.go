package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"ogp/cmd/ogp/config"
	"ogp/cmd/ogp/console"
	"ogp/cmd/ogp/flags"
	"ogp/cmd/ogp/ingest"
	"ogp/cmd/ogp/names"
	"ogp/parse"
	"ogp/scrape"
	"ogp/store"
)

// app is what every command shares: where it writes, and the flags that all
// take.
type app struct {
	stdin          io.Reader
	stdout, stderr *console.Writer
	data           io.Writer // standard output for what programs read: as it is
	now            func() time.Time
	clock          scrape.Clock // of requests; nil is the real time
	reads          atomic.Bool  // the command changes nothing in the database
	inJSON         atomic.Bool  // the log is JSON: for what is said while the command runs

	db        string
	quiet     bool
	verbose   bool
	logFormat string
	progress  string
	database  flags.Database
	folder    string // of lines added to the parser's tables
	tables    ingest.Tables
	config    string
	file      config.File // of settings
	log       *slog.Logger
}

func now() time.Time { return time.Now().UTC() }

// run carries out one command line and returns its exit code.
func run(args []string, stdout, stderr io.Writer) int {
	return execute(&app{stdin: os.Stdin, stdout: &console.Writer{To: stdout}, stderr: &console.Writer{To: stderr}, data: stdout, now: now}, args)
}

// execute is run, with what the program has of the world.
func execute(a *app, args []string) int {
	ctx, interrupt := context.WithCancel(context.Background())
	defer interrupt()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	root := a.command()
	root.SetArgs(guardComments(args))
	done := make(chan error, 1)
	go func() { done <- root.ExecuteContext(ctx) }()
	for {
		select {
		case <-signals:
			// The first signal ends the run in order, a second one at once.
			if ctx.Err() != nil {
				return exitInterrupted
			}
			interrupt()
			a.tell(a.inJSON.Load(), slog.LevelWarn, "interrupted: "+ending(a.reads.Load())+"; press Ctrl-C again to stop now")
		case err := <-done:
			a.complain(err)
			return exitCode(err)
		}
	}
}

// ending is what a command still does when it is interrupted.
func ending(reads bool) string {
	if reads {
		return "stopping"
	}
	return "finishing current requests"
}

// complain says why a command failed: in the log's own form.
func (a *app) complain(err error) {
	if err == nil {
		return
	}
	text := err.Error()
	switch {
	case exitCode(err) != exitInterrupted:
	case a.reads.Load():
		text = "interrupted: nothing was changed; what was printed is not all"
	default:
		text = "interrupted: what was fetched is kept, and nothing is half written; run the same command to resume"
		if rest := (ingest.UnfinishedError{}); errors.As(err, &rest) {
			text += fmt.Sprintf(" with the remaining %s", count(rest.Left, "page"))
		}
	}
	a.tell(a.logFormat == "json", slog.LevelError, text)
}

// tell says, in the log's own form, what no level of the log leaves out.
func (a *app) tell(inJSON bool, level slog.Level, text string) {
	if inJSON {
		slog.New(slog.NewJSONHandler(a.stderr, nil)).Log(context.Background(), level, text)
		return
	}
	fmt.Fprintln(a.stderr, console.Paragraph("ogp: "+text, console.Columns(a.stderr)))
}

func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:               "ogp",
		Version:           version,
		Short:             "Import commitments of the Open Government Partnership and publish them as data",
		SilenceErrors:     true,
		SilenceUsage:      true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return cmp.Or(configure(a, cmd), a.prepare()) },
		RunE:              subcommand,
		Args:              cobra.ArbitraryArgs,
	}
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), ".FlagUsages ", ".FlagUsagesWrapped 80 "))
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return usageError{names.Flag(cmd, err)} })
	set := root.PersistentFlags()
	set.StringVar(&a.db, "db", defaultDatabase, "database `file` (environment: OGP_DB)")
	set.BoolVarP(&a.quiet, "quiet", "q", false, "print nothing on success, and log errors only")
	set.BoolVarP(&a.verbose, "verbose", "v", false, "log every request and file")
	flags.Words(set, &a.logFormat, "log-format", "form of the log on standard error", "text", "json")
	flags.Words(set, &a.progress, "progress", "progress bar, which auto shows on a terminal", "auto", "never")
	set.StringVar(&a.folder, "tables", "", "`folder` of lines added to the parser's tables, or none (default: what the database keeps; environment: OGP_TABLES)")
	set.StringVar(&a.config, "config", "", "`file` of settings (default: ogp.toml, if it is there; environment: OGP_CONFIG)")
	a.database.Register(set)
	root.AddCommand(importCommand(a), refreshCommand(a), reparseCommand(a), forgetCommand(a), exportCommand(a), showCommand(a), historyCommand(a),
		explainCommand(a), pageCommand(a), listCommand(a), diffCommand(a), queryCommand(a), serveCommand(a), statusCommand(a), checkCommand(a), gapsCommand(a), schemaCommand(a), versionCommand(a), configCommand(a))
	root.AddCommand(topics(root)...)
	checkNames(root)
	completeNames(a, root)
	return root
}

// defaultDatabase is where pages are kept that are to be kept nowhere else.
const defaultDatabase = "ogp.duckdb"

// prepare checks the flags that all commands take and opens the log.
func (a *app) prepare() error {
	err := a.database.Check()
	if a.db == "" {
		err = errors.New("--db takes the name of a file")
	}
	if err == nil {
		a.tables, err = ingest.ReadTables(a.folder)
	}
	if err != nil {
		return usageError{err}
	}
	a.db = resolved(a.db)
	options := &slog.HandlerOptions{Level: slog.LevelWarn}
	switch {
	case a.quiet:
		options.Level = slog.LevelError
	case a.verbose:
		options.Level = slog.LevelDebug
	}
	var handler slog.Handler = slog.NewTextHandler(a.stderr, options)
	if a.logFormat == "json" {
		handler = slog.NewJSONHandler(a.stderr, options)
		a.inJSON.Store(true)
	}
	a.log = slog.New(handler)
	return nil
}

// resolved is the file that a link names: lock, journal and copies lie beside the
// database, under whichever name a command reaches it.
func resolved(path string) string {
	if file, err := filepath.EvalSymlinks(path); err == nil {
		return file
	}
	return path
}

// noArguments is the check of a command that takes none.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("`%s` takes no arguments, and %q is one", cmd.CommandPath(), args[0])}
	}
	return nil
}

// arguments turns a complaint about the number of arguments into a usage error.
func arguments(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError{fmt.Errorf("write it as ogp %s; `%s --help` has more", cmd.Use, cmd.CommandPath())}
		}
		return nil
	}
}

// summary is the one line that every command ends with, unless it is to be quiet. A
// log in JSON has its numbers beside it.
func (a *app) summary(format string, args ...any) {
	if a.quiet {
		return
	}
	line := fmt.Sprintf(format, args...)
	if a.logFormat == "json" {
		numbers := []slog.Attr{slog.String("text", line)}
		for _, arg := range args {
			if number, ok := arg.(interface{ Attr() slog.Attr }); ok {
				numbers = append(numbers, number.Attr())
			}
		}
		slog.New(slog.NewJSONHandler(a.stderr, nil)).LogAttrs(context.Background(), slog.LevelInfo, "summary", numbers...)
		return
	}
	fmt.Fprintln(a.stderr, console.Paragraph(console.Line(line), console.Columns(a.stderr)))
}

// terminal reports whether progress may be drawn.
func (a *app) terminal() bool {
	return a.progress == "auto" && !a.quiet && a.logFormat == "text" && console.IsTerminal(a.stderr)
}

// output is where an answer in a format goes: words for people through the
// terminal's door, data as it is.
func (a *app) output(format string) io.Writer {
	if format == "text" || format == "table" {
		return a.stdout
	}
	return a.data
}

// readingTables is reading for a command that shows what was read in pages: it says so
// where another parser made that.
func (a *app) readingTables(ctx context.Context, options store.Options, use func(*store.Store) error) error {
	return a.reading(ctx, options, func(s *store.Store) error {
		stale, err := s.NeedsReparse(ctx, parse.Version())
		if err != nil {
			return err
		}
		if stale {
			a.log.Warn("the readings were made by another version of the parser; `ogp reparse` or the next `ogp import` reads the archive again")
		}
		return use(s)
	})
}

// reading opens the database for a command that only reads it, runs the
// command, and closes it.
func (a *app) reading(ctx context.Context, options store.Options, use func(*store.Store) error) error {
	options.ReadOnly = true
	a.reads.Store(true)
	s, err := store.Open(ctx, a.db, a.settings(options))
	if err != nil {
		return err
	}
	err = a.tables.Apply(ctx, s)
	if err == nil {
		err = use(s)
	}
	return errors.Join(err, s.Close())
}
