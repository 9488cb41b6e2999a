//go:build !unix

package ogp

// NoFollow is 0 where the system has no flag for it.
const NoFollow = 0
