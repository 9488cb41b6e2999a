package judge

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"ogp"
	"ogp/store/report"
)

// Result is how a run ended, with what the rules say of it.
type Result struct {
	Judgement
	ExitCode int
	Problem  string // why it failed, was refused or has gaps; empty where none of that holds
}

// states are the ways in which a run ends.
var states = []string{"complete", "partial", "interrupted", "refused", "failed"}

// State is how the run ended: one of states.
func (r Result) State() string {
	outcomes := map[string]string{"done": "complete", "gaps": "partial", "interrupted": "interrupted", "refused": "refused"}
	switch {
	case r.ExitCode == 3:
		return "partial" // as a run whose time was up, too
	case r.Now.Run != nil && outcomes[r.Now.Run.Outcome] != "":
		return outcomes[r.Now.Run.Outcome]
	}
	return "failed"
}

// seconds is how long the run took.
func (r Result) seconds() float64 {
	if r.Now.Run == nil {
		return 0
	}
	return r.Now.Run.FinishedAt.Sub(r.Now.Run.StartedAt).Seconds()
}

// MarshalJSON is the report of a run for machines: its row of the table runs, what
// the rules say, coverage by template and by member, and what was not understood.
func (r Result) MarshalJSON() ([]byte, error) {
	var o ogp.Object
	o.Put("state", r.State())
	o.Put("exit_code", r.ExitCode)
	o.Put("problem", r.Problem)
	o.Put("run", r.Now.Run)
	o.Put("duration_seconds", r.seconds())
	o.Put("requests", r.Now.Requests)
	o.Put("bytes", r.Now.Bytes)
	o.Put("pages", r.Now.Pages())
	o.Put("broken_rules", append([]Finding{}, r.Findings...))
	o.Put("compared_with", r.Baseline())
	o.Put("coverage", append([]report.Fill{}, r.Now.ByTemplate()...))
	o.Put("members", append([]report.Fill{}, r.Now.ByMember()...))
	o.Put("not_understood", append([]ogp.RunFinding{}, r.Now.Findings...))
	return o.MarshalJSON()
}

// Baseline is the last good run; nil if there is none.
func (c Comparison) Baseline() *ogp.Run {
	if c.Before == nil {
		return nil
	}
	return c.Before.Run
}

// counts are the numbers of a run by the names of their columns in the table runs.
func (r Result) counts() (names []string, counts []int64) {
	runs, _ := ogp.FindTable(ogp.RunsTable)
	for i, value := range ogp.RowOf(runs, r.Now.Run) {
		if count, ok := value.(int64); ok && runs.Columns[i].Name != "exit_code" {
			names, counts = append(names, runs.Columns[i].Name), append(counts, count)
		}
	}
	return names, counts
}

// Markdown is the report of a run for people who read it on a web page.
func (r Result) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "### ogp: %s, exit code %d\n\n", r.State(), r.ExitCode)
	if r.Problem != "" {
		// As a block of code, which no sign in it ends.
		fmt.Fprintf(&b, "````\n%s\n````\n\n", strings.ReplaceAll(r.Problem, "````", ""))
	}
	if r.Now.Run == nil {
		return b.String()
	}
	b.WriteString(r.Judgement.Markdown() + "\n| pages | |\n|---|--:|\n")
	names, counts := r.counts()
	for i, name := range names {
		fmt.Fprintf(&b, "| %s | %d |\n", name, counts[i])
	}
	fmt.Fprintf(&b, "\n%d requests, %d bytes, %s\n", r.Now.Requests, r.Now.Bytes, time.Duration(r.seconds()*float64(time.Second)).Round(time.Second))
	return b.String()
}

var markdownSigns = strings.NewReplacer("<", "&lt;", "|", "\\|", "`", "\\`", "*", "\\*", "[", "\\[", "\n", " ")

// Markdown is what the rules say as a list.
func (j Judgement) Markdown() string { return j.list("- ", markdownSigns.Replace) }

// Text is what the rules say, a line for each.
func (j Judgement) Text() string { return j.list("", strings.TrimSpace) }

func (j Judgement) list(mark string, spell func(string) string) string {
	if len(j.Findings) == 0 {
		return j.sound() + "\n"
	}
	var b strings.Builder
	for _, finding := range j.Findings {
		fmt.Fprintf(&b, "%s%s: %s\n", mark, finding.level(), spell(finding.String()))
	}
	return b.String()
}

func (f Finding) level() string {
	if f.Fails {
		return "fails"
	}
	return "warning"
}

// sound says that no rule is broken, and what was compared.
func (j Judgement) sound() string {
	if j.Before == nil {
		return "No rule is broken; there is no earlier good run to compare with."
	}
	return "No rule is broken, compared with the last good run (" + j.Before.Run.StartedAt.Format(time.DateOnly) + ")."
}

// Metrics is the report of a run as Prometheus reads it from a file.
func (r Result) Metrics() string {
	var b strings.Builder
	gauge := func(name, help string, value float64) {
		fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %[1]s gauge\n%[1]s %[3]s\n", "ogp_run_"+name, help, strconv.FormatFloat(value, 'f', -1, 64))
	}
	gauge("exit_code", "Exit code of the last run.", float64(r.ExitCode))
	gauge("rules_failed", "Rules that failed after the last run.", float64(len(r.Failed())))
	gauge("rules_warned", "Rules that warned after the last run.", float64(len(r.Findings)-len(r.Failed())))
	gauge("duration_seconds", "How long the last run took.", r.seconds())
	gauge("requests", "Requests of the last run.", float64(r.Now.Requests))
	gauge("bytes", "Size of the bodies that came in the last run, decompressed.", float64(r.Now.Bytes))
	gauge("archive_pages", "Pages in the archive that are not withdrawn.", float64(r.Now.Pages()))
	b.WriteString("# HELP ogp_run_state How the last run ended: 1 for one of the states.\n# TYPE ogp_run_state gauge\n")
	for _, state := range states {
		value := 0
		if state == r.State() {
			value = 1
		}
		fmt.Fprintf(&b, "ogp_run_state{state=%q} %d\n", state, value)
	}
	if r.Now.Run == nil {
		return b.String()
	}
	gauge("finished_timestamp_seconds", "When the last run ended.", float64(r.Now.Run.FinishedAt.Unix()))
	b.WriteString("# HELP ogp_run_pages Pages of the last run, by the columns of the table runs.\n# TYPE ogp_run_pages gauge\n")
	names, counts := r.counts()
	for i, name := range names {
		fmt.Fprintf(&b, "ogp_run_pages{what=%q} %d\n", name, counts[i])
	}
	return b.String()
}
