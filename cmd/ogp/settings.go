package main

import (
	"fmt"
	"regexp"

	"github.com/spf13/pflag"

	"ogp/store"
)

// databaseFlags limit what DuckDB takes of the machine.
type databaseFlags struct {
	memory  string
	threads int
	tempDir string
}

func (f *databaseFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.memory, "memory", envOr("OGP_MEMORY", ""), "most `memory` the database may use, such as 2GB (default: 80 % of the machine's; environment: OGP_MEMORY)")
	flags.IntVar(&f.threads, "threads", 0, "most `threads` the database may use (default: one per core)")
	flags.StringVar(&f.tempDir, "temp-dir", envOr("OGP_TEMP_DIR", ""), "`folder` for what does not fit in memory (default: beside the database; environment: OGP_TEMP_DIR)")
}

// amount is how DuckDB spells an amount of memory.
var amount = regexp.MustCompile(`(?i)^\d+(\.\d+)?\s*([KMGT]i?B|%)$`)

func (f *databaseFlags) check() error {
	if f.memory != "" && !amount.MatchString(f.memory) {
		return usageError{fmt.Errorf("--memory %q is not an amount such as 500MB, 2GB or 50%%", f.memory)}
	}
	if f.threads < 0 {
		return usageError{fmt.Errorf("--threads %d: give a number of threads, or 0 for one per core", f.threads)}
	}
	return nil
}

// settings are options with the limits that were given; a command's own limits
// stand where none were.
func (a *app) settings(o store.Options) store.Options {
	if a.database.memory != "" {
		o.Memory = a.database.memory
	}
	if a.database.threads > 0 {
		o.Threads = a.database.threads
	}
	o.TempDir = a.database.tempDir
	o.Waiting = func(err error) { a.log.Warn("waiting for the database: " + err.Error()) }
	var steps *bar
	o.Upgrading = func(done, total int) {
		if steps == nil {
			steps = a.newBar("upgrading the database")
		}
		steps.At(done, total)
	}
	o.Upgraded = func(copied string) {
		if steps != nil {
			steps.Close()
		}
		a.log.Warn("the database was upgraded; delete the copy of the old file when `ogp status` shows what you expect", "copy", copied)
	}
	return o
}
