package main

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp/fixtures"
	"ogp/store/storetest"
)

// wantOGP runs the program, and returns what it wrote; it must end with a certain exit
// code and say some words.
func (n *nights) wantOGP(t *testing.T, code int, args []string, words ...string) string {
	t.Helper()
	got, text := n.ogp(args...)
	if got != code {
		t.Fatalf("ogp %v: exit code %d, want %d\n%s", args, got, code, text)
	}
	wantText(t, text, words...)
	return text
}

// TestAcceptedArchiveIsWhatLaterRunsAreComparedWith: what was broken, and what was
// missing, is no news from then on; what breaks later is.
func TestAcceptedArchiveIsWhatLaterRunsAreComparedWith(t *testing.T) {
	storetest.Long(t)
	n := afterFirstNight(t)
	n.site.bad = badNight{edit: without("Lead Institution"), page: answering(1, nightPages, fixtures.Status(http.StatusInternalServerError))}
	dataset := filepath.Join(n.folder, "dataset")
	exported := []string{"export", "--if-good", "--out", dataset}
	if broken, published := n.night(t); broken.Exit != exitRules || published {
		t.Fatalf("the broken night: exit code %d, published %t", broken.Exit, published)
	}
	n.wantOGP(t, exitRules, []string{"check"}, "fails: lead_institution (national en): 94 % at the last good run (2026-11-26), 18 % now, 13 pages; e.g. QA", "`ogp check --accept`")
	before := n.publishedRun(t)
	n.wantOGP(t, exitRules, exported, "dataset stays as it was: rules failed:", "lead_institution (national en): 94 % at the last good run")
	if n.publishedRun(t) != before {
		t.Error("the folder was replaced although a rule fails")
	}
	if text := n.wantOGP(t, 0, []string{"status"}, "1 (http_5xx 1)"); strings.Contains(text, "standing") {
		t.Errorf("what is missing for an hour is said to be standing:\n%s", text)
	}

	n.wantOGP(t, exitUsage, []string{"check", "--reason", "none"}, "--reason belongs to --accept")
	n.wantOGP(t, 0, []string{"check", "--accept", "--reason", "texts came by script"}, "24 pages taken for good as they are")
	n.wantOGP(t, 0, []string{"check"}, "No rule is broken, compared with the last good run (2026-11-27).")
	n.wantOGP(t, 0, []string{"query", "--format", "csv", "SELECT source, exit_code, started_at FROM runs WHERE verdict = 'accepted'"}, "texts came by script,0,2026-11-27T02:00")
	n.wantOGP(t, 0, []string{"status"}, "refresh from "+n.server.URL, "as good 2026-11-27 02:00 UTC: texts came by script", "; standing since 2026-11-27")
	n.wantOGP(t, 0, exported, "export done: 24 commitments")
	if n.publishedRun(t) == before {
		t.Error("the accepted archive was not published")
	}

	if same, published := n.night(t); same.Exit != 0 || same.Run.Verdict != "good" || !published {
		t.Errorf("a night like the accepted one: exit code %d, verdict %q, published %t: %+v", same.Exit, same.Run.Verdict, published, same.Broken)
	}
	n.site.bad.edit = without("Lead Institution", "Support Institution(s)")
	worse, published := n.night(t)
	if fields := worse.failedFields(); worse.Exit != exitRules || published || slices.Contains(fields, "lead_institution") || !slices.Contains(fields, "support_institutions") {
		t.Errorf("a worse night: exit code %d, published %t, failed for %q; want %d, and only for what is lost since", worse.Exit, published, fields, exitRules)
	}
}

// without is what a site does that prints some labels no more.
func without(labels ...string) func(int, string) string {
	return func(_ int, page string) string {
		for _, label := range labels {
			page = strings.ReplaceAll(page, label, "")
		}
		return page
	}
}

// failedFields are the fields that rules failed for.
func (r nightReport) failedFields() (fields []string) {
	for _, broken := range r.Broken {
		if broken.Fails {
			fields = append(fields, broken.Field)
		}
	}
	return fields
}

// TestBetterParserIsNoDrift: what today's parser reads in the pages of the last good
// run is compared, so that only the site's changes count.
func TestBetterParserIsNoDrift(t *testing.T) {
	storetest.Long(t)
	n := afterFirstNight(t)
	reworded := func(_ int, page string) string { return strings.ReplaceAll(page, "Lead Institution", "Body in charge") }
	n.site.bad = badNight{edit: reworded}
	if broken, _ := n.night(t); broken.Exit != exitRules {
		t.Fatalf("the reworded night: exit code %d, want %d", broken.Exit, exitRules)
	}
	n.wantOGP(t, 0, []string{"check", "--accept"})
	tables := t.TempDir()
	line := "template,slot,field,form,language,label\nnational,70,lead_institution,colon,en,Body in charge\nlocal,70,lead_institution,colon,en,Body in charge\n"
	if err := os.WriteFile(filepath.Join(tables, "labels.csv"), []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	n.site.bad.edit = func(i int, page string) string {
		if i%2 == 0 {
			return without("Lead Institution")(i, page)
		}
		return reworded(i, page)
	}
	lost, _ := n.night(t, "--tables", tables)
	if lost.Exit != exitRules || !slices.Contains(lost.failedFields(), "lead_institution") || !strings.Contains(lost.Broken[0].Text, "94 % at the last good run (2026-11-27)") {
		t.Errorf("a field that only the new parser reads was lost on half: exit code %d, %+v", lost.Exit, lost.Broken)
	}
	n.site.bad.edit = reworded
	if better, published := n.night(t); better.Exit != 0 || !published || better.Run.Verdict != "good" {
		t.Errorf("a better parser on the accepted pages: exit code %d, published %t, %+v", better.Exit, published, better.Broken)
	}
}

// TestFilesOfARun: what a bad night writes for programs and people that watch it.
func TestFilesOfARun(t *testing.T) {
	n := afterFirstNight(t)
	n.site.bad = badNight{edit: without("Lead Institution")}
	watched := t.TempDir()
	metrics, summary := filepath.Join(watched, "ogp.prom"), filepath.Join(watched, "summary.md")
	for _, file := range []string{metrics, summary} {
		if err := os.WriteFile(file, []byte("of the step before\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("GITHUB_STEP_SUMMARY", summary)
	report, _ := n.night(t, "--metrics-file", metrics)
	if report.State != "complete" || !strings.Contains(report.Problem, "dataset stays as it was: rules failed:") || report.Broken[0].Text == "" {
		t.Errorf("report %+v", report)
	}
	text := string(readFile(t, watched, "ogp.prom"))
	wantText(t, text, "# TYPE ogp_run_exit_code gauge\nogp_run_exit_code 4\n", "ogp_run_rules_failed 1\n", "ogp_run_archive_pages 24\n",
		`ogp_run_state{state="complete"} 1`+"\n", `ogp_run_state{state="refused"} 0`+"\n", `ogp_run_pages{what="listed"} 24`+"\n", `ogp_run_pages{what="changed"} 15`+"\n")
	if strings.Contains(text, "step before") {
		t.Errorf("the metrics were added to the file:\n%s", text)
	}
	wantText(t, string(readFile(t, watched, "summary.md")), "of the step before\n### ogp: complete, exit code 4\n", "\n- fails: lead_institution (national en): 94 %", "| changed | 15 |\n")
	if diff := cmp.Diff([]string{"ogp.prom", "summary.md"}, filesOf(t, watched)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if info, err := os.Stat(metrics); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("the exporter, another user, cannot read the metrics: %v, error %v", info.Mode(), err)
	}

	runs := []string{"query", "--format", "csv", "--quiet", "SELECT count(*) FROM runs"}
	before := n.wantOGP(t, 0, runs)
	for _, flag := range []string{"--report", "--metrics-file"} {
		for place, why := range map[string]string{filepath.Join(watched, "none", "file"): "no such file", watched: "it is a folder"} {
			n.wantOGP(t, exitUsage, []string{"refresh", "--site", n.server.URL, flag, place}, flag+" "+place+": ", why)
		}
	}
	if after := n.wantOGP(t, 0, runs); after != before {
		t.Errorf("%s runs, want %s: a run that could not have been reported was carried out", after, before)
	}
}
