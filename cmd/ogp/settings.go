package main

import "ogp/store"

// settings are options with the limits that were given; a command's own limits
// stand where none were.
func (a *app) settings(o store.Options) store.Options {
	if a.database.Memory != "" {
		o.Memory = a.database.Memory
	}
	if a.database.Threads > 0 {
		o.Threads = a.database.Threads
	}
	o.TempDir = a.database.TempDir
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
