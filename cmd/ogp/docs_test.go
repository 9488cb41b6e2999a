package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"
)

// documentedCommand is a call of the program in a text: behind a prompt, in a
// recipe, or in a line of code. What ends a command in a shell ends the match.
var documentedCommand = regexp.MustCompile("(?m)(?:^\\$ (?:bin/)?|/|ExecStart=\\S*/|[`\\s])ogp ([a-z]+[^`\\n;|>&]*)")

// TestDocumentedCommandsAreTakenByTheProgram lets the program's own flags read
// every command that the docs and the recipes show.
func TestDocumentedCommandsAreTakenByTheProgram(t *testing.T) {
	var files []string
	for _, pattern := range []string{"../../*.md", "../../docs/*.md", "../../deploy/*", "../../deploy/*/*"} {
		matches, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, matches...)
	}
	commands := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // a folder
		}
		for _, match := range documentedCommand.FindAllStringSubmatch(string(text), -1) {
			if problem := misreads(strings.Fields(match[1])); problem != "" {
				t.Errorf("%s: ogp %s: %s", file, match[1], problem)
			}
			commands++
		}
	}
	if commands < 20 {
		t.Errorf("only %d commands found", commands)
	}
}

// misreads says what the program does not take of a command's words; words that are
// no command are prose.
func misreads(words []string) string {
	root := (&app{}).command()
	cmd, args, err := root.Find(words[:1])
	if err != nil || cmd == root || len(args) > 0 {
		return ""
	}
	cmd.InheritedFlags()
	for _, word := range words[1:] {
		name, long := strings.CutPrefix(word, "--")
		if !long || name == "" {
			continue
		}
		name, _, _ = strings.Cut(strings.Trim(name, `.,:)"'`), "=")
		var flag *pflag.Flag
		if flag = cmd.Flags().Lookup(name); flag == nil {
			return "no flag --" + name
		}
	}
	return ""
}

func TestWrongDocumentedCommandsAreFound(t *testing.T) {
	for command, wrong := range map[string]bool{
		"refresh --quiet":         false,
		"refresh --max-duration":  false,
		"refresh --no-such-flag":  true,
		"export --out=x --nope":   true,
		"turns pages into a file": false,
	} {
		if problem := misreads(strings.Fields(command)); (problem != "") != wrong {
			t.Errorf("%s: %q", command, problem)
		}
	}
}

var update = flag.Bool("update", false, "write the generated part of docs/cli.md anew")

// beforeReference is the line of docs/cli.md behind which everything is generated.
const beforeReference = "<!-- What follows is made from the commands by `make docs`. -->\n"

// TestReferenceIsCurrent holds the help of every command against docs/cli.md, and the
// exit codes there against those of the program.
func TestReferenceIsCurrent(t *testing.T) {
	const file = "../../docs/cli.md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	written, reference, found := strings.Cut(string(text), beforeReference)
	if !found {
		t.Fatalf("%s has no line %q", file, beforeReference)
	}
	for _, exit := range exitMeanings {
		if row := fmt.Sprintf("| %d | %s", exit.code, strings.SplitN(exit.meaning, ":", 2)[0]); !strings.Contains(regexp.MustCompile(`\]\([^)]*\)|\[`).ReplaceAllString(written, ""), row) {
			t.Errorf("%s has no row %q", file, row)
		}
	}
	for _, name := range []string{"OGP_DB", "OGP_TABLES", "OGP_MEMORY", "OGP_TEMP_DIR", "OGP_CONTACT"} {
		t.Setenv(name, "") // which defaults of flags would show
	}
	want := referenceText()
	if *update {
		if err := os.WriteFile(file, []byte(written+beforeReference+want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, reference); diff != "" {
		t.Errorf("make docs writes another reference (-new +file):\n%s", diff)
	}
}

// referenceText is the help of all commands, in the order of their names.
func referenceText() string {
	var b strings.Builder
	root := (&app{}).command()
	fmt.Fprintf(&b, "\n## Reference\n\nFlags that all commands take:\n\n```\n%s```\n", root.PersistentFlags().FlagUsagesWrapped(100))
	for _, cmd := range root.Commands() {
		if cmd.Name() == "completion" || cmd.Name() == "help" {
			continue
		}
		text := cmd.Long
		if text == "" {
			text = cmd.Short + "."
		}
		fmt.Fprintf(&b, "\n### ogp %s\n\n```\n%s\n", cmd.Name(), text)
		if cmd.Runnable() {
			fmt.Fprintf(&b, "\nUsage:\n  ogp %s\n", cmd.Use)
		}
		if cmd.Example != "" {
			fmt.Fprintf(&b, "\nExamples:\n%s\n", cmd.Example)
		}
		if flags := cmd.LocalNonPersistentFlags(); cmd.Runnable() && flags.HasFlags() {
			fmt.Fprintf(&b, "\nFlags:\n%s", flags.FlagUsagesWrapped(100))
		}
		b.WriteString("```\n")
	}
	return b.String()
}
