package ingest

import (
	"context"
	"errors"
	"fmt"
	"os"

	"ogp"
	"ogp/parse"
	"ogp/parse/tables"
	"ogp/store"
)

// Tables are the lines that a command adds to the parser's tables. The zero value
// stands for those that the database keeps.
type Tables struct {
	given bool
	added tables.Added
}

// NoTables is the name that stands for no lines.
const NoTables = "none"

// ReadTables reads the folder that a command names, or none. The lines are in use
// from then on.
func ReadTables(folder string) (Tables, error) {
	t := Tables{given: folder != ""}
	if t.given && folder != NoTables {
		info, err := os.Stat(folder)
		if err == nil && !info.IsDir() {
			err = errors.New("it is not a folder")
		}
		if err == nil {
			t.added, err = parse.ReadTables(os.DirFS(folder))
		}
		if err != nil {
			return t, fmt.Errorf("tables in %s: %w", folder, ogp.FileFault(err))
		}
	}
	tables.Use(t.added)
	return t, nil
}

// Apply has the parser read with these lines: those given, or those that the
// database keeps.
func (t Tables) Apply(ctx context.Context, s *store.Store) error {
	if t.given {
		return nil
	}
	kept, err := s.Setting(ctx, store.SettingTables)
	if err != nil {
		return err
	}
	added, err := parse.KeptTables(kept)
	if err != nil {
		return fmt.Errorf("the tables that the database keeps: %w; name others with --tables DIR, or --tables %s", err, NoTables)
	}
	tables.Use(added)
	return nil
}

// keep is Apply, and keeps the lines given for later commands on the database.
func (t Tables) keep(ctx context.Context, s *store.Store) error {
	if t.given {
		return s.Remember(ctx, store.SettingTables, t.added.Text())
	}
	return t.Apply(ctx, s)
}
