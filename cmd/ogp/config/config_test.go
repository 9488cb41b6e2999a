package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"ogp/cmd/ogp/config"
)

func TestSettingsComeFromFlagsThenTheEnvironmentThenTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ogp.toml")
	text := "rate = 0.5\nworkers = 3\nretries = 1\nmember = [\"kenya\", \"ghana\"]\n[export]\nformat = [\"csv\"]\n[rules]\ncoverage = 15\n"
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	file, err := config.Read(path, []string{"coverage"})
	if err != nil || file.Rules["coverage"] != 15 {
		t.Fatalf("rules %v, error %v", file.Rules, err)
	}
	t.Setenv("OGP_WORKERS", "4")
	t.Setenv("OGP_RETRIES", "2")
	flags := pflag.NewFlagSet("refresh", pflag.ContinueOnError)
	rate, workers, retries := flags.Float64("rate", 1, ""), flags.Int("workers", 2, ""), flags.Int("retries", 3, "")
	members := flags.StringArray("member", nil, "")
	if err := flags.Parse([]string{"--retries", "5"}); err != nil {
		t.Fatal(err)
	}
	origins, err := file.Fill("refresh", flags)
	if err != nil || *rate != 0.5 || *workers != 4 || *retries != 5 || strings.Join(*members, " ") != "kenya ghana" {
		t.Errorf("rate %v, workers %d, retries %d, members %v, error %v", *rate, *workers, *retries, *members, err)
	}
	if origins["rate"] != path || origins["workers"] != "OGP_WORKERS" || origins["retries"] != "--retries" {
		t.Errorf("origins %v", origins)
	}
	t.Setenv("OGP_RATE", "x")
	if _, err := file.Fill("refresh", flags); err == nil || err.Error() != `OGP_RATE: rate: "x": not a number` {
		t.Errorf("a rate that is none: %v", err)
	}
}

func TestMistakesInSettingsAreNamedWithTheirLine(t *testing.T) {
	for text, want := range map[string]string{
		"db = \"x\"\nrat = 1\n":     ":2: there is no setting rat;",
		"[rules]\ncoverages = 1\n":  ":2: there is no setting rules.coverages;",
		"rate = \n":                 ":1: ",
		"[rules]\ncoverage = \"\"":  ":2: ",
		"[rules]\ncoverage = -5":    `:2: "-5" is not a number of percent, 0 to 100`,
		"\n[rules]\ncoverage = 101": `:3: "101" is not a number of percent, 0 to 100`,
		"db = \"x\"\n\nworkers = \"x\"\n[export]\nworkers2 = 1\n": ":5: there is no setting export.workers2;",
		"db = \"x\"\n\nworkers = \"x\"\n":                         `:3: workers: "x": not a whole number`,
		"member = [\"kenya\",\n \"ghana\"]\nworkers = 1.5\n":      ":3: workers: ",
	} {
		path := filepath.Join(t.TempDir(), "ogp.toml")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		file, err := config.Read(path, []string{"coverage"})
		if err == nil {
			workers := pflag.NewFlagSet("refresh", pflag.ContinueOnError)
			workers.Int("workers", 2, "")
			_, err = file.Fill("refresh", workers)
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
}

// TestListHasTheDefaultsThatTheHelpSays: 0 and the empty text of a flag say nothing.
func TestListHasTheDefaultsThatTheHelpSays(t *testing.T) {
	flags := pflag.NewFlagSet("export", pflag.ContinueOnError)
	for _, name := range config.Export {
		flags.StringSlice(name, nil, "some (repeatable; default all)")
	}
	lines, err := config.File{Path: "ogp.toml", Top: map[string]any{}, Export: map[string]any{"member": "kenya"}}.List("export", flags)
	if err != nil || strings.Join(lines[1], " ") != "export.format all default" || strings.Join(lines[2], " ") != "export.member [kenya] ogp.toml" {
		t.Errorf("%q, error %v", lines, err)
	}
}
