package html_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ogp"
)

// TestBrowser uses a website in headless Chromium. It needs what
// browser/install.sh installs: make test-browser.
func TestBrowser(t *testing.T) {
	modules := os.Getenv("OGP_BROWSER")
	if modules == "" {
		t.Skip("OGP_BROWSER does not name the folder of the node packages: use make test-browser")
	}
	command := func(args ...string) *exec.Cmd {
		cmd := exec.Command("node", args...)
		cmd.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(modules, "node_modules"))
		return cmd
	}
	if err := command("-e", "require('playwright-core'); require('axe-core')").Run(); err != nil {
		t.Skipf("the node packages are not installed: %v", err)
	}
	if _, err := exec.LookPath("chromium"); err != nil {
		t.Skip(err)
	}
	dir, shots := t.TempDir(), filepath.Join(modules, "screenshots")
	data, texts := browsed(t)
	if _, err := write(filepath.Join(dir, "site"), data); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "texts.json"), []byte(texts), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(shots, 0o755); err != nil {
		t.Fatal(err)
	}
	text, err := command("browser/check.js", filepath.Join(dir, "site"), filepath.Join(dir, "texts.json"), shots).CombinedOutput()
	t.Logf("%s", text)
	if err != nil {
		t.Errorf("%v; screenshots are in %s", err, shots)
	}
}

// browsed are 306 commitments of every kind, and their texts as the index of words
// takes them.
func browsed(t *testing.T) (members, string) {
	states := []any{
		map[string]any{"number": 1, "indicator": "completion", "source": "page", "state": "graphic", "scale": "Limited < Complete"},
		map[string]any{"number": 1, "indicator": "completion", "source": "page", "state": "value", "value": "Complete", "scale": "Limited < Complete"},
		map[string]any{"number": 1, "indicator": "completion", "source": "page", "state": "pending", "scale": "Limited < Complete"},
	}
	data := members{}
	var documents []any
	add := func(id, member string, fields map[string]any) {
		slug := strings.ToLower(member)
		data[slug] = append(data[slug], commitment(t, id, member, fields))
	}
	for _, member := range []string{"Ghana", "Kenya", "Tunisia"} { // as the site has them
		for i := range 102 {
			id := fmt.Sprintf("%s%04d", strings.ToUpper(member[:2]), i)
			fields := map[string]any{
				"title": fmt.Sprintf("Publish budgets of county %d", i), "action_plan_cycle": 2011 + i%9, "assessments": []any{states[i%3]},
				"problem": fmt.Sprintf("Čounties spend a third of their naïve budgets; %d of them tell nobody.\n- first\n- second", i),
				"causes":  []string{"No inventory", "No ΛΌΓΟΣ"}, "action": "Publish.", "policy_areas": []string{"Fiscal Openness", "Open Data"},
				"milestones": []any{
					map[string]any{"number": 1, "title": "Draft", "start_month": "2016-01-01", "end_month": "2016-05-01", "status": "Finished"},
					map[string]any{"number": 2, "title": "Law", "start_month": "2016-05-01", "end_month": "2017-12-01"},
				},
				"changes": []any{map[string]any{"number": 1, "changed_at": "2026-01-02T00:00:00Z", "kind": "new"}},
			}
			special(fields, id, i)
			add(id, member, fields)
			documents = append(documents, map[string]any{"id": len(documents), "title": fields["title"], "member": member,
				"problem": fields["problem"], "causes": strings.Join(fields["causes"].([]string), "\n"), "action": fields["action"]})
		}
	}
	text, err := ogp.JSON(documents)
	if err != nil {
		t.Fatal(err)
	}
	return data, text
}

// special makes some commitments hard to show.
func special(fields map[string]any, id string, i int) {
	switch {
	case id == "KE0001":
		fields["title"], fields["problem"], fields["url"] = attack, attack, "javascript:alert(1)"
	case id == "KE0002":
		fields["action"] = strings.Repeat("Forty thousand. ", 2499) + "Forty thousand!!"
	case id == "TU0001":
		fields["language"], fields["title"], fields["problem"] = "ar", "تعزيز الشفافية", "نقص المعلومات حول الميزانية"
	case i == 50:
		fields["problem"] = "The aqueduct leaks."
		fields["changes"] = []any{map[string]any{"number": 1, "changed_at": "2026-03-02T00:00:00Z", "kind": "edited", "field": "title", "before": "Publish some budgets", "after": fields["title"]}}
	}
}
