package ogp_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite THIRD_PARTY.md")

// part is something that is linked into the program, with the text of its licence.
type part struct{ name, version, licence string }

// TestThirdParty holds THIRD_PARTY.md to what is linked. A module that brings a
// licence of another kind is not written into it: it must be read first.
func TestThirdParty(t *testing.T) {
	parts := append(linkedModules(t),
		part{"Go's runtime and standard library", "", read(t, filepath.Join(strings.TrimSpace(output(t, "go", "env", "GOROOT")), "LICENSE"))},
		part{"MiniSearch", strings.TrimPrefix(read(t, "export/html/vendor/minisearch-VERSION.txt"), "MiniSearch "), read(t, "export/html/vendor/minisearch-LICENSE.txt")})
	want := thirdParty(t, parts)
	const name = "THIRD_PARTY.md"
	if *update {
		if err := os.WriteFile(name, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if have, err := os.ReadFile(name); err != nil || !bytes.Equal(have, want) {
		t.Errorf("%s is not what is linked (%v): `make audit` writes it; read the difference", name, err)
	}
}

// linkedModules are the modules of the program's packages. DuckDB's libraries,
// one module for each kind of machine, have the licence of their bindings.
func linkedModules(t *testing.T) (all []part) {
	list := output(t, "go", "list", "-deps", "-f", `{{with .Module}}{{if .Version}}{{.Path}}|{{.Version}}|{{.Dir}}{{end}}{{end}}`, "./cmd/ogp")
	for _, line := range slices.Compact(slices.Sorted(strings.Lines(list))) {
		fields := strings.Split(strings.TrimSpace(line), "|")
		if len(fields) != 3 || strings.Contains(fields[0], "duckdb-go-bindings/lib/") {
			continue
		}
		files, err := filepath.Glob(filepath.Join(fields[2], "LICENSE*"))
		if err != nil || len(files) != 1 {
			t.Fatalf("%s: licences %v, error %v", fields[0], files, err)
		}
		all = append(all, part{fields[0], fields[1], read(t, files[0])})
	}
	return all
}

// thirdParty is the text of THIRD_PARTY.md: a table of the parts, then each
// licence with those it holds for.
func thirdParty(t *testing.T, parts []part) []byte {
	var table, texts strings.Builder
	holders := map[string][]string{}
	for _, p := range parts {
		fmt.Fprintf(&table, "| %s | %s | %s |\n", p.name, p.version, licenceID(t, p))
		holders[p.licence] = append(holders[p.licence], p.name)
	}
	for _, p := range parts {
		if names := holders[p.licence]; names != nil {
			fmt.Fprintf(&texts, "\n## %s\n\n```\n%s\n```\n", strings.Join(names, ", "), p.licence)
			delete(holders, p.licence)
		}
	}
	return []byte("# Software of others\n\nThe program contains the following, under these licences. DuckDB, which its bindings bring, contains software of others in turn: their licences are in the folder third_party of DuckDB's repository. `make audit` writes this file.\n\n" +
		"| part | version | licence |\n|---|---|---|\n" + table.String() + texts.String())
}

// licences are kinds of licence by a sentence that only they have, the more
// special one first.
var licences = []struct{ id, sentence string }{
	{"Apache-2.0", "Apache License Version 2.0"},
	{"MIT", "Permission is hereby granted, free of charge"},
	{"BSD-3-Clause", "may be used to endorse or promote products"},
	{"BSD-2-Clause", "Redistributions in binary form must reproduce"},
}

func licenceID(t *testing.T, p part) string {
	text := strings.Join(strings.Fields(p.licence), " ")
	for _, kind := range licences {
		if strings.Contains(text, kind.sentence) {
			return kind.id
		}
	}
	t.Fatalf("%s has a licence of another kind: read it before the module is linked", p.name)
	return ""
}

func read(t *testing.T, name string) string {
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(strings.ReplaceAll(string(raw), "\r\n", "\n"))
}

func output(t *testing.T, name string, args ...string) string {
	out, err := exec.CommandContext(t.Context(), name, args...).Output()
	if err != nil {
		t.Fatalf("%s %v: %v", name, args, err)
	}
	return string(out)
}
