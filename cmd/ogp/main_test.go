package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
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
			env.Setenv("PAGES", pages)
			return nil
		},
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"code": exitsWith},
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
