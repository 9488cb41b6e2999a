//go:build !linux

package export

import "errors"

// exchange is not supported here: the caller renames twice.
func exchange(_, _ string) error { return errors.ErrUnsupported }
