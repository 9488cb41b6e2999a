package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
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
	demo := filepath.Join(t.TempDir(), "demo.duckdb")
	if code := run([]string{"import", "--demo", "--db", demo}, io.Discard, io.Discard); code != 0 {
		t.Fatalf("import of the demo: exit code %d", code)
	}
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("..", "..", "fixtures", "scripts"),
		Setup: func(env *testscript.Env) error {
			env.Setenv("PAGES", pages)
			env.Setenv("DEMO", demo) // a database that has the demo
			env.Setenv("OGP_THREADS", "1")
			return nil
		},
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"code": exitsWith, "remember": remember, "replace": replaceIn},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// exitsWith runs a command that must end with a certain exit code:
// code 2 ogp export --format docx
func exitsWith(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N command [argument…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit interface{ ExitCode() int }
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("%s", fmt.Sprintf("exit code %d, want %d", got, want))
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
