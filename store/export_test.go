package store

// DerivedSQL is all SQL of the derived tables, for the golden file.
func DerivedSQL() string {
	text := derivedSQL()
	for _, o := range derived() {
		text += o.comments()
	}
	return text
}
