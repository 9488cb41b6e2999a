//go:build unix

package upgrade

import (
	"path/filepath"

	"golang.org/x/sys/unix"
)

// freeSpace is how many bytes can be written beside a file; known is false where
// the system does not say.
func freeSpace(path string) (free int64, known bool) {
	var stat unix.Statfs_t
	if err := unix.Statfs(filepath.Dir(path), &stat); err != nil {
		return 0, false
	}
	return int64(stat.Bavail) * int64(stat.Bsize), true
}
