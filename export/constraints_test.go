package export_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp/export"
)

// constraintsIn maps the columns of an export, such as "causes.source", to what
// its data package promises of their values.
func constraintsIn(t *testing.T, dir string) map[string]*packagedConstraints {
	t.Helper()
	all := map[string]*packagedConstraints{}
	for _, resource := range packageOf(t, dir).Resources {
		if resource.Schema == nil {
			continue
		}
		for _, field := range resource.Schema.Fields {
			all[resource.Name+"."+field.Name] = field.Constraints
		}
	}
	return all
}

func TestDataPackageStatesConstraints(t *testing.T) {
	t.Parallel()
	got := constraintsIn(t, shared(t))
	zero, one := 0, 1
	id, yesNo := "^[A-Z]{2,5}[0-9]{4}$", []string{"No", "Yes"}
	for name, want := range map[string]*packagedConstraints{
		"commitments.commitment_id":                {Required: true, Unique: true, Pattern: id},
		"commitments_nested.parquet.commitment_id": {Required: true, Unique: true, Pattern: id},
		"causes.commitment_id":                     {Required: true, Pattern: id},
		"causes.number":                            {Required: true, Minimum: &one},
		"commitments.milestone_count":              {Required: true, Minimum: &zero},
		"commitments.template":                     {Enum: []string{"national", "local"}},
		"commitments.verifiable":                   {Enum: yesNo},
		"commitments.parquet.verifiable":           {Enum: yesNo},
		"milestones.status":                        {Enum: []string{"Not started", "Finished"}},
		"causes.source":                            {Required: true, Enum: []string{"form", "author"}},
		"commitments.ambition":                     nil, // whose vocabulary was not given
		"commitments.ogp_values":                   nil, // a list
		"commitments.description":                  nil,
		"policy_areas.url":                         nil,
	} {
		if diff := cmp.Diff(want, got[name]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// Readings by an older program may hold values that have left the vocabulary
// since. A package that forbade them would not be valid.
func TestDataPackageStatesNoConstraintThatTheDataBreak(t *testing.T) {
	t.Parallel()
	db := database(t, full(), sparse())
	execute(t, db, `UPDATE main_rows SET verifiable = 'Perhaps', language = 'eng' WHERE commitment_id = 'KE0018';
		UPDATE milestones SET status = 'Put off' WHERE number = 2;
		UPDATE causes SET source = NULL; UPDATE action_plans SET start_year = 21`)
	dir := out(t, db, export.Options{Formats: []string{"csv"}})
	got, readme := constraintsIn(t, dir), read(t, filepath.Join(dir, "README.md"))
	for _, name := range []string{"commitments.verifiable", "commitments.language", "milestones.status", "causes.source", "action_plans.start_year"} {
		if got[name] != nil {
			t.Errorf("%s: %+v", name, got[name])
		}
		if !strings.Contains(readme, name) {
			t.Errorf("README.md does not name %s", name)
		}
	}
	if got["commitments.starred"] == nil || got["effects.source"] == nil || strings.Contains(readme, "effects.source") {
		t.Error("constraints that the data keep are missing")
	}
}
