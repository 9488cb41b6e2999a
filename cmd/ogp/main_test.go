package main

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"ogp/store/storetest"
)

func TestMain(m *testing.M) {
	// Tests run beside one another, each of them with the threads of its database:
	// one is enough for what is as small, and takes a fifth less of the processors.
	os.Setenv("OGP_THREADS", "1")
	testscript.Main(m, map[string]func(){"ogp": main})
}

// TestScripts uses the program as its users do.
func TestScripts(t *testing.T) {
	pages, err := filepath.Abs(filepath.Join("..", "..", "fixtures", "pages"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("..", "..", "fixtures", "scripts"),
		Setup: func(env *testscript.Env) error {
			// Within a process, DuckDB opens a file only once at a time.
			dir := t.TempDir()
			demo, empty := filepath.Join(dir, "demo.duckdb"), filepath.Join(dir, "empty.duckdb")
			copyDemo(t, demo)
			storetest.Create(t, empty)
			env.Setenv("PAGES", pages)
			env.Setenv("DEMO", demo)   // a database that has the demo, for reading
			env.Setenv("EMPTY", empty) // one without a page, to copy
			env.Setenv("OGP_THREADS", "1")
			return nil
		},
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"run": runHere, "code": exitsWith, "remember": remember, "replace": replaceIn},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// runHere runs the program in this process, where it starts in no time. The script's
// folder and environment are not its own, so that paths are whole:
// run list --db $DEMO
func runHere(ts *testscript.TestScript, neg bool, args []string) {
	if code := run(args, ts.Stdout(), ts.Stderr()); (code == exitDone) == neg {
		ts.Fatalf("exit code %d", code)
	}
}

// exitsWith runs a command, or the program in this process, that must end with a
// certain exit code:
// code 2 ogp export --format docx
// code 2 run export --format docx
func exitsWith(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N command [argument…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if args[1] == "run" {
		got = run(args[2:], ts.Stdout(), ts.Stderr())
	} else if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit interface{ ExitCode() int }
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// remember puts the last line that the last command wrote into a variable:
// remember WHEN
func remember(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: remember NAME")
	}
	lines := strings.Split(strings.TrimSpace(ts.ReadFile("stdout")), "\n")
	ts.Setenv(args[0], lines[len(lines)-1])
}

// replaceIn edits a page as the site would: replace OLD NEW FILE
func replaceIn(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace OLD NEW FILE")
	}
	text := ts.ReadFile(args[2])
	if !strings.Contains(text, args[0]) {
		ts.Fatalf("%s does not hold %q", args[2], args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(strings.ReplaceAll(text, args[0], args[1])), 0o644))
}
