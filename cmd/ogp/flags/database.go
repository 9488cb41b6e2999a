package flags

import (
	"fmt"
	"regexp"

	"github.com/spf13/pflag"
)

// Database are the flags that limit what DuckDB takes of the machine.
type Database struct {
	Memory  string // as DuckDB spells it; empty for no limit of the user's
	Threads int    // 0 for one per core
	TempDir string // empty for beside the database
}

// Register adds the flags.
func (d *Database) Register(flags *pflag.FlagSet) {
	flags.StringVar(&d.Memory, "memory", "", "most `memory` the database may use, such as 2GB (default: 80 % of the machine's; environment: OGP_MEMORY)")
	flags.IntVar(&d.Threads, "threads", 0, "most `threads` the database may use (default: one per core)")
	flags.StringVar(&d.TempDir, "temp-dir", "", "`folder` for what does not fit in memory (default: beside the database; environment: OGP_TEMP_DIR)")
}

// amount is how DuckDB spells an amount of memory.
var amount = regexp.MustCompile(`(?i)^(\d+(\.\d+)?\s*[KMGT]i?B|(100|\d{1,2}(\.\d+)?)\s*%)$`)

// Check refuses what DuckDB would not take.
func (d *Database) Check() error {
	if d.Memory != "" && !amount.MatchString(d.Memory) {
		return fmt.Errorf("--memory %q is not an amount such as 500MB, 2GB or 50%%", d.Memory)
	}
	if d.Threads < 0 {
		return fmt.Errorf("--threads %d: give a number of threads, or 0 for one per core", d.Threads)
	}
	return nil
}
