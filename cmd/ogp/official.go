package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"ogp/store"
)

// officialSource names the edition of OGP's own database that an export has
// findings of; empty without one.
func officialSource(ctx context.Context, s *store.Store) (string, error) {
	edition, err := s.Official(ctx)
	if err != nil || edition == nil {
		return "", err
	}
	return fmt.Sprintf("%s, imported %s, SHA-256 %s", filepath.Base(edition.File), edition.ImportedAt.Format(time.DateOnly), edition.SHA256), nil
}
