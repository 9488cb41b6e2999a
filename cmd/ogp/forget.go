package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"ogp/cmd/ogp/ingest"
	"ogp/store"
)

func forgetCommand(a *app) *cobra.Command {
	what, yes := store.Forgettable{}, false
	cmd := &cobra.Command{
		Use:   "forget {ID | URL | --edition N}",
		Short: "Take a commitment out of the archive permanently",
		Long: `Take a commitment with all its pages, versions and history out of the archive,
or an edition of OGP's own database. The file is rewritten, so that the bytes
are gone from it; the table runs says that this was done.

The addresses of the commitment stay known as forgotten: they are not requested
again, and files with its pages are skipped, until an import names one as its
source. The row in OGP's own database stays; commitments_full leaves it out, and
gaps its title. Copies of the database and exports are not touched.`,
		Example: `  ogp forget KE0941 --yes
  ogp forget --edition 2 --yes`,
		Args: arguments(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				what.Commitment, _ = commitmentNamed(args[0])
			}
			if (what.Commitment == "") == (what.Edition == 0) {
				return usageError{errors.New("name a commitment, or an --edition of OGP's database")}
			}
			return a.runForget(cmd.Context(), what, yes)
		},
	}
	cmd.Flags().IntVar(&what.Edition, "edition", 0, "take this edition of OGP's own database out; ogp status names the one in force")
	cmd.Flags().BoolVar(&yes, "yes", false, "do it; without it, the command says what it would take out")
	return cmd
}

func (a *app) runForget(ctx context.Context, what store.Forgettable, yes bool) error {
	var held string
	err := a.reading(ctx, store.Options{}, func(s *store.Store) error {
		n, err := store.Held(ctx, s.DB(), what)
		switch {
		case errors.Is(err, store.ErrNotKept) && what.Edition == 0:
			return a.unknownID(ctx, s, what.Commitment)
		case errors.Is(err, store.ErrNotKept):
			return usageError{err}
		}
		held = count(n, "version", "of its pages").String()
		if what.Edition > 0 {
			held = count(n, "row").String()
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case !yes:
		return usageError{fmt.Errorf("this would take %s, with %s, out of %s permanently: give --yes", what, held, a.db)}
	}
	o := ingest.Options{Command: "forget"}
	a.equip(&o)
	if err := ingest.Forget(ctx, o, what); err != nil {
		return fmt.Errorf("forget: %w", err)
	}
	a.log.Warn("copies are not touched: " + strings.Join(append([]string{"exports and backups"}, besides(a.db)...), ", "))
	a.summary("forget: %s, with %s; %s was rewritten", what, held, a.db)
	return nil
}

// besides are the files beside a database whose names begin with its own: copies from
// before an upgrade, a journal.
func besides(db string) (names []string) {
	entries, _ := os.ReadDir(filepath.Dir(db)) // what cannot be listed is not named
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), filepath.Base(db)+".") {
			names = append(names, filepath.Join(filepath.Dir(db), entry.Name()))
		}
	}
	return names
}
