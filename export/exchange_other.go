//go:build !linux

package export

import "errors"

// exchange cannot be had here: the caller renames twice.
func exchange(_, _ string) error { return errors.ErrUnsupported }
