package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCommentsOfSQLAreNoFlags(t *testing.T) {
	args := []string{"query", "-- why\nSELECT 1", "--format", "csv", "--", "-"}
	want := []string{"query", " -- why\nSELECT 1", "--format", "csv", "--", "-"}
	if diff := cmp.Diff(want, guardComments(args)); diff != "" {
		t.Error(diff)
	}
}
