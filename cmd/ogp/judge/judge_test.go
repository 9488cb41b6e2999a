package judge_test

import (
	"testing"

	"ogp"
	"ogp/cmd/ogp/judge"
	"ogp/store/report"
)

// A limit of 100 turns a rule off, also one of a share that may be more than all.
func TestHundredPercentTurnsARuleOff(t *testing.T) {
	run := ogp.Run{Known: 3, New: 9}
	c := judge.Comparison{Now: report.Report{Run: &run, Site: &run}}
	if found := judge.Judge(c, nil).Findings; len(found) != 1 || found[0].Rule != "new" {
		t.Errorf("findings %+v, want one of the rule new", found)
	}
	if found := judge.Judge(c, judge.Limits{"new": 100}).Findings; len(found) != 0 {
		t.Errorf("findings %+v of a rule that is off", found)
	}
}
