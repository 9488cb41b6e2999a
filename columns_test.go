package ogp_test

import (
	"testing"
	"time"

	"ogp"
)

// TestSetReachesEveryColumn holds that a new field needs no code of its own:
// the parser sets texts, months and years by the column.
func TestSetReachesEveryColumn(t *testing.T) {
	month := ogp.Month{Year: 2022, Month: time.February}
	for _, column := range ogp.Commitments().Columns {
		var c ogp.Commitment
		switch {
		case column.Type == ogp.Text:
			c.Set(column, "text")
		case column.Type == ogp.Date:
			c.Set(column, month)
		case column.Name == "action_plan_cycle":
			c.Set(column, ogp.Year(2022))
		default:
			continue
		}
		if c.Value(column) == nil {
			t.Errorf("column %s has no value after Set", column.Name)
		}
	}
}
