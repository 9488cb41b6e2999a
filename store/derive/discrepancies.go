package derive

import (
	"context"
	_ "embed"

	"ogp/store/duck"
)

//go:embed discrepancies.sql
var discrepanciesSQL string

// Discrepancies is the step that rebuilds the table discrepancies for some
// commitments; nil means all. Their newest readings, and those of OGP's own database,
// must be there. Where no edition of that is in force, nothing is compared.
func Discrepancies(ids []string) duck.Step {
	if ids != nil && len(ids) == 0 {
		return duck.InOrder()
	}
	var some any // untyped: a nil slice is an empty list
	if ids != nil {
		some = ids
	}
	return func(ctx context.Context, tx *duck.Tx) error {
		err := tx.Exec(ctx, "DELETE FROM discrepancies WHERE $1::VARCHAR[] IS NULL OR list_contains($1::VARCHAR[], commitment_id)", some)
		if err != nil {
			return err
		}
		var editions int
		err = tx.QueryRowContext(ctx, "SELECT count(*) FROM official_editions WHERE held_back IS NULL").Scan(&editions)
		if err != nil || editions == 0 {
			return err
		}
		return tx.Exec(ctx, discrepanciesSQL, some)
	}
}
