package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

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
