package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"ogp/cmd/ogp/console"
)

// TestMistakesAreToldBeforeAnythingIsDone: what a command line or its surroundings lack is
// named with the way out, and nothing is opened or fetched first.
func TestMistakesAreToldBeforeAnythingIsDone(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("GITHUB_STEP_SUMMARY", dir+"/none/summary.md")
	for command, want := range map[string]string{
		"serve --port 99999 " + dir:                `--port "99999": too large a number`,
		"serve --port -1 " + dir:                   "not a whole number of 0 or more",
		"serve " + dir + "/none":                   "there is no folder " + dir + "/none: `ogp export --out DIR` writes one",
		"diff " + dir + " " + dir + "/none":        "there is no folder " + dir + "/none: `ogp export --out DIR` writes one",
		"export --verify " + dir + "/none":         "there is no folder " + dir + "/none",
		"diff --from 2999-01-01":                   `--from "2999-01-01" is in the future`,
		"diff --from 2026-01-01 --to 2999":         `--to "2999" is in the future`,
		"explain KE0941 milestones[0]":             `there is no field "milestones[0]"`,
		"refresh --site http://127.0.0.1:1":        "$GITHUB_STEP_SUMMARY " + dir + "/none/summary.md: nothing can be written there",
		"import --site http://127.0.0.1:1 -q":      "$GITHUB_STEP_SUMMARY ",
		"list --changed-since 2026-13":             "a month such as 2026-01",
		"config --format nonsense":                 "known are table, line, csv",
		"config --memory 500%":                     `--memory "500%" is not an amount`,
		"config --memory 80% --db=":                "--db takes the name of a file",
		"schema reading --format json":             "did you mean readings",
		"show --db " + dir + "/none.duckdb KE0941": "",
	} {
		var stdout, stderr bytes.Buffer
		wantCode := exitUsage
		if strings.HasPrefix(command, "show") {
			wantCode, want = exitFailed, "`ogp import --db "+dir+"/none.duckdb` creates one"
		}
		args := strings.Fields(command)
		if !strings.Contains(command, "--db") {
			args = append(args, "--db", dir+"/x.duckdb")
		}
		if code := run(args, &stdout, &stderr); code != wantCode || !strings.Contains(stderr.String(), want) {
			t.Errorf("%s: exit code %d, %s; want %d, %s", command, code, stderr.String(), wantCode, want)
		}
	}
}

// TestHelpFitsATerminal of 80 columns: a longer line is broken within a word. Lines
// with an address cannot be broken at all.
func TestHelpFitsATerminal(t *testing.T) {
	for _, cmd := range append((&app{}).command().Commands(), &cobra.Command{}) {
		var help bytes.Buffer
		if code := run([]string{"help", cmd.Name()}[:1+min(len(cmd.Name()), 1)], &help, &help); code != exitDone {
			t.Fatalf("help %s: exit code %d", cmd.Name(), code)
		}
		for line := range strings.Lines(help.String()) {
			if console.Width(strings.TrimSuffix(line, "\n")) > 80 && !strings.Contains(line, "https://") {
				t.Errorf("help %s: %s", cmd.Name(), line)
			}
		}
	}
}
