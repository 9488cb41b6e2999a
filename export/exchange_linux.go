package export

import "golang.org/x/sys/unix"

// exchange swaps two folders in one step, so that no reader ever finds the
// target missing. Not every file system can: the caller then renames twice.
func exchange(a, b string) error {
	return unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
}
