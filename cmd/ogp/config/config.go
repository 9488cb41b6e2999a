// Package config gives flags the values that the command line leaves open: those of
// the environment, then those of a file, ogp.toml.
//
// The flags of a command come in; they go out set, with where each value comes from.
// The package knows which settings there are and what none of them means.
package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
	"github.com/spf13/pflag"

	"ogp/cmd/ogp/flags"
)

// Settings are flags of all commands that the environment and the top of ogp.toml may
// set.
var Settings = []string{"db", "tables", "memory", "threads", "temp-dir", "quiet", "verbose", "log-format", "progress"}

// Runs are such flags of import and refresh. What is asked for once, such as
// --dry-run, is not among them.
var Runs = []string{
	"site", "member", "contact", "user-agent", "rate", "workers", "retries", "timeout", "max-body",
	"full-every", "max-duration", "report", "metrics-file",
}

// Export are the flags of ogp export that [export] may set.
var Export = []string{"out", "format", "member", "template", "table", "csv-for-excel", "csv-delimiter", "partition-by", "doi"}

// File is what ogp.toml sets: values by the names of their flags.
type File struct {
	Path   string
	Top    map[string]any
	Export map[string]any
	Rules  map[string]float64
	lines  map[string]int // in which settings stand, by section and name: rate, export.format
}

// standard is the file that is read where none is named, if it is there.
const standard = "ogp.toml"

// Read reads a file, or the standard one where path is empty. The names in its section
// [rules] are among rules. The error says in which line there is what is not known.
func Read(path string, rules []string) (File, error) {
	text, err := os.ReadFile(cmp.Or(path, standard))
	if path == "" && errors.Is(err, fs.ErrNotExist) {
		return File{Top: map[string]any{}}, nil
	}
	if err != nil {
		return File{}, fmt.Errorf("read the settings: %w", err)
	}
	path = cmp.Or(path, standard)
	// The library tells unknown keys of structs only, with their lines.
	top := slices.Concat(Settings, Runs)
	value := reflect.TypeFor[any]()
	all := reflect.New(reflect.StructOf(append(fieldsOf(top, value), section("export", Export, value), section("rules", rules, reflect.TypeFor[percent]())))).Elem()
	decoder := toml.NewDecoder(strings.NewReader(string(text))).DisallowUnknownFields()
	if err := decoder.Decode(all.Addr().Interface()); err != nil {
		return File{}, explain(path, err)
	}
	file := File{Path: path, Top: valuesOf(all, top), Export: valuesOf(all.Field(len(top)), Export), Rules: map[string]float64{}, lines: linesOf(text)}
	for name, limit := range valuesOf(all.Field(len(top)+1), rules) {
		if limit := limit.(percent); limit.set {
			file.Rules[name] = limit.value
		}
	}
	return file, nil
}

// linesOf are the lines of a file in which settings stand.
func linesOf(text []byte) map[string]int {
	lines, section := map[string]int{}, ""
	var parser unstable.Parser
	for parser.Reset(text); parser.NextExpression(); {
		expression := parser.Expression()
		var key []string
		var at unstable.Range
		for keys := expression.Key(); keys.Next(); at = keys.Node().Raw {
			key = append(key, string(keys.Node().Data))
		}
		switch name := strings.Join(key, "."); expression.Kind {
		case unstable.Table:
			section = name + "."
		case unstable.KeyValue:
			lines[section+name] = parser.Shape(at).Start.Line
		}
	}
	return lines
}

// at is where a setting of a command stands: ogp.toml:3.
func (f File) at(command, name string) string {
	if line, found := f.lines[command+"."+name]; found {
		return fmt.Sprintf("%s:%d", f.Path, line)
	}
	return fmt.Sprintf("%s:%d", f.Path, f.lines[name])
}

// percent is the limit of a rule.
type percent struct {
	value float64
	set   bool
}

// UnmarshalText reads a limit. The text is a piece of the file: its place there is that
// of the error.
func (p *percent) UnmarshalText(text []byte) (err error) {
	p.value, err = strconv.ParseFloat(string(text), 64)
	if p.set = err == nil && 0 <= p.value && p.value <= 100; !p.set {
		return unstable.NewParserError(text, "%q is not a number of percent, 0 to 100", text)
	}
	return nil
}

// fieldsOf are the fields of a struct that takes a value of a type under each name.
func fieldsOf(names []string, value reflect.Type) []reflect.StructField {
	var fields []reflect.StructField
	for i, name := range names {
		tag := reflect.StructTag(fmt.Sprintf("toml:%q", name))
		fields = append(fields, reflect.StructField{Name: fmt.Sprintf("Field%d", i), Type: value, Tag: tag})
	}
	return fields
}

// section is the field of a struct for a table of the file.
func section(name string, keys []string, value reflect.Type) reflect.StructField {
	return reflect.StructField{Name: "Section_" + name, Type: reflect.StructOf(fieldsOf(keys, value)), Tag: reflect.StructTag(fmt.Sprintf("toml:%q", name))}
}

func valuesOf(of reflect.Value, names []string) map[string]any {
	values := map[string]any{}
	for i, name := range names {
		if value := of.Field(i).Interface(); value != nil {
			values[name] = value
		}
	}
	return values
}

// explain names the line that a file is wrong in.
func explain(path string, err error) error {
	var strict *toml.StrictMissingError
	var decode *toml.DecodeError
	switch {
	case errors.As(err, &strict):
		line, _ := strict.Errors[0].Position()
		return fmt.Errorf("%s:%d: there is no setting %s; `ogp config` lists all", path, line, strings.Join(strict.Errors[0].Key(), "."))
	case errors.As(err, &decode):
		line, _ := decode.Position()
		return fmt.Errorf("%s:%d: %s", path, line, strings.TrimPrefix(decode.Error(), "toml: "))
	}
	return fmt.Errorf("%s: %w", path, err)
}

// Origins say where values come from, by the names of flags.
type Origins map[string]string

// Fill sets those flags of a command that the command line does not: by OGP_NAME, then
// by the file.
func (f File) Fill(command string, of *pflag.FlagSet) (Origins, error) {
	names, values := Settings, maps.Clone(f.Top)
	switch command {
	case "import", "refresh":
		names = slices.Concat(names, Runs)
	case "export":
		names = slices.Concat(names, Export)
		delete(values, "member") // of runs
		maps.Copy(values, f.Export)
	}
	origins := Origins{}
	var failed error
	of.VisitAll(func(flag *pflag.Flag) {
		variable := Variable(flag.Name)
		switch value, inFile := values[flag.Name]; {
		case flag.Changed:
			origins[flag.Name] = "--" + flag.Name
		case !slices.Contains(names, flag.Name):
		case os.Getenv(variable) != "":
			origins[flag.Name] = variable
			failed = cmp.Or(failed, set(flag, variable, os.Getenv(variable)))
		case inFile:
			origins[flag.Name] = f.Path
			failed = cmp.Or(failed, set(flag, f.at(command, flag.Name), value))
		}
	})
	return origins, failed
}

// inHelp finds the default in the help of a flag whose value does not say it.
var inHelp = regexp.MustCompile(`[(;] ?default:? ([^;)]+)`)

// List are the settings of a command, each with its value and its origin.
func (f File) List(command string, of *pflag.FlagSet) (lines [][]string, err error) {
	origins, err := f.Fill(command, of)
	names, section := slices.Concat(Settings, Runs), ""
	if command == "export" {
		names, section = Export, "export."
	}
	for _, name := range names {
		flag := of.Lookup(name)
		value := flag.Value.String()
		if otherwise := inHelp.FindStringSubmatch(flag.Usage); origins[name] == "" && otherwise != nil {
			value = otherwise[1]
		}
		lines = append(lines, []string{section + name, value, cmp.Or(origins[name], "default")})
	}
	return lines, err
}

// Limit is the limit of a rule, with its origin.
func (f File) Limit(rule string, otherwise float64) []string {
	if limit, set := f.Rules[rule]; set {
		return []string{"rules." + rule, fmt.Sprint(limit), f.Path}
	}
	return []string{"rules." + rule, fmt.Sprint(otherwise), "default"}
}

// Variable is the environment's name of a flag.
func Variable(flag string) string {
	return "OGP_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// set sets a flag, to each value of a list in turn.
func set(flag *pflag.Flag, from string, value any) error {
	list, isList := value.([]any)
	if !isList {
		list = []any{value}
	}
	for _, item := range list {
		if err := flag.Value.Set(fmt.Sprint(item)); err != nil {
			return fmt.Errorf("%s: %s: %q: %w", from, flag.Name, fmt.Sprint(item), flags.Plain(err))
		}
	}
	return nil
}
