package store

import (
	"context"
	"fmt"

	"ogp/store/duck"
)

// settingPrefix keeps settings apart from the other names in meta.
const settingPrefix = "setting."

// SettingContact is the name of the setting that Remember keeps for the contact
// address that is sent to the site.
const SettingContact = "contact"

// SettingTables is the name of the setting that keeps the lines which a user has
// added to the parser's tables.
const SettingTables = "tables"

// SettingUnread is the name of the setting that keeps which parser has tried last to
// read what could not be read.
const SettingUnread = "unread_parser"

// settingTold begins the names of settings that say how far an index has answered.
const settingTold = "told "

// Told is how far the index of a web archive has answered a query, as Batch.Told said
// last.
func Told(ctx context.Context, from duck.Querier, query string) (string, error) {
	return readMeta(ctx, from, settingPrefix+settingTold+query)
}

// Setting is a value that was remembered for this database; empty if there is
// none.
func (s *Store) Setting(ctx context.Context, name string) (string, error) {
	return readMeta(ctx, s.db, settingPrefix+name)
}

// Remember keeps a value for later runs on this database.
func (s *Store) Remember(ctx context.Context, name, value string) error {
	known, err := s.Setting(ctx, name)
	if err != nil || known == value {
		return err
	}
	if err := s.db.Write(ctx, setMeta(settingPrefix+name, value)); err != nil {
		return fmt.Errorf("remember %s: %w", name, err)
	}
	return nil
}
