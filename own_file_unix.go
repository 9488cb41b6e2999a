//go:build unix

package ogp

import "syscall"

// NoFollow is the flag for opening a file that opens no link.
const NoFollow = syscall.O_NOFOLLOW
