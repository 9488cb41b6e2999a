package derive

import (
	_ "embed"

	"ogp/store/duck"
)

//go:embed discrepancies.sql
var discrepanciesSQL string

// Discrepancies is the step that rebuilds the table discrepancies for some
// commitments; nil means all. Their newest readings, and those of OGP's own database,
// must be there.
func Discrepancies(ids []string) duck.Step {
	var some any // untyped: a nil slice is an empty list
	if ids != nil {
		some = ids
	}
	return duck.InOrder(
		duck.Exec("DELETE FROM discrepancies WHERE $1::VARCHAR[] IS NULL OR list_contains($1::VARCHAR[], commitment_id)", some),
		duck.Exec(discrepanciesSQL, some))
}
