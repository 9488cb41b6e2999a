package official_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/parse/official"
	"ogp/parse/words"
)

// database is a CSV file: its columns, and its rows by their first cell.
func database(t *testing.T, path string) (columns []string, rows [][]string) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	records[0][0] = strings.TrimPrefix(records[0][0], "\ufeff")
	return records[0], records[1:]
}

func officialFixture(t *testing.T) ([]string, [][]string) {
	return database(t, filepath.Join("..", "..", "fixtures", "official", "database.csv"))
}

// TestOfficialTablesAreProved holds that every column and every value of the
// tables stands in the fixture, and is read there as the tables say.
func TestOfficialTablesAreProved(t *testing.T) {
	columns, rows := officialFixture(t)
	_, explorer := database(t, filepath.Join("..", "..", "fixtures", "official", "explorer.csv"))
	lines := words.Table(os.DirFS("."), "official.csv")
	lines = slices.DeleteFunc(lines, func(line words.Row) bool {
		return line["proof"] == "Explorer" && slices.Contains(explorer[0], line["column"])
	})
	for _, line := range lines {
		if !slices.Contains(columns, line["column"]) || line["proof"] == "" {
			t.Errorf("official.csv: nothing proves %s in %s", line["indicator"], line["column"])
		}
	}
	for _, value := range words.Table(os.DirFS("."), "official_values.csv") {
		row := rows[slices.IndexFunc(rows, func(row []string) bool { return row[0] == value["fixture"] })]
		proved := false
		for _, line := range lines {
			i := slices.Index(columns, line["column"])
			if row[i] != value["given"] || value["scale"] != "state" && value["scale"] != line["scale"] {
				continue
			}
			// Of a file with this column alone: others may tell of the indicator, too.
			got := official.Assessments(columns[i : i+1])(row[i : i+1])[0]
			proved = got.Value == value["value"] && got.State == ogp.StateValue ||
				value["scale"] == "state" && string(got.State) == value["value"] && got.Value == ""
			if !proved {
				t.Errorf("%s: %s %q is read as %+v", value["fixture"], line["column"], value["given"], got)
			}
		}
		if !proved {
			t.Errorf("official_values.csv: %s of %s does not stand in the row %s", value["given"], value["scale"], value["fixture"])
		}
	}
}

// TestOfficialTablesAgreeWithTheDatabase counts again, where a sample of OGP's
// database lies beside the project.
func TestOfficialTablesAgreeWithTheDatabase(t *testing.T) {
	path := filepath.Join("..", "..", "..", "shared", "data", "ogp-database-sample.csv")
	if _, err := os.Stat(path); err != nil {
		t.Skip("OGP's database is not at hand")
	}
	columns, rows := database(t, path)
	scales := map[string]string{}
	for _, line := range words.Table(os.DirFS("."), "official.csv") {
		if line["proof"] == "Explorer" {
			continue
		}
		scales[line["column"]] = line["scale"]
		if place := fmt.Sprintf("column %d", slices.Index(columns, line["column"])+1); !strings.HasPrefix(line["proof"], place) {
			t.Errorf("%s is %s, the table says %s", line["column"], place, line["proof"])
		}
	}
	for _, value := range words.Table(os.DirFS("."), "official_values.csv") {
		seen := 0
		for column, scale := range scales {
			for _, row := range rows {
				if (value["scale"] == scale || value["scale"] == "state") && row[slices.Index(columns, column)] == value["given"] {
					seen++
				}
			}
		}
		if value["seen"] != strconv.Itoa(seen) {
			t.Errorf("%s of %s was seen in %d cells, the table says %s", value["given"], value["scale"], seen, value["seen"])
		}
	}
	var unreadable []string
	read := official.Assessments(columns)
	for _, row := range rows {
		for _, found := range read(row) {
			if found.State == ogp.StateUnreadable {
				unreadable = append(unreadable, found.Indicator+" "+found.Value)
			}
		}
	}
	// The one cell of the sample that holds a code where the others have words.
	if diff := cmp.Diff([]string{"verifiable 1"}, unreadable); diff != "" {
		t.Errorf("cells that no rule understands (-want +got):\n%s", diff)
	}
}

func TestOfficialRow(t *testing.T) {
	read := official.Assessments([]string{"URL", "COMPLETION (end of term)", "Completion (Progress Report)", "Early Results",
		"Did It Open Government (Overall)", "High Ambition", "Verifiable", "High Ambition"})
	want := func(cells []string, rows ...ogp.Assessment) {
		t.Helper()
		for i := range rows {
			rows[i].Source = "official"
		}
		if diff := cmp.Diff(rows, read(cells)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", cells, diff)
		}
	}
	const (
		completion = "Withdrawn < Unclear < Not Started < Limited < Substantial < Complete"
		opened     = "Worsens < Did Not Change < No early results to report yet < Marginal < Major < Outstanding"
		early      = "No notable results < Moderate < Significant"
		ambition   = "Low < High"
		yesNo      = "No / Yes"
	)
	want([]string{"x", "NR", "Limited", "ND", "Major", "1", "perhaps", "0"},
		ogp.Assessment{Indicator: "verifiable", Value: "perhaps", Scale: yesNo, State: ogp.StateUnreadable},
		ogp.Assessment{Indicator: "ambition", Value: "High", Scale: ambition, State: ogp.StateValue},
		ogp.Assessment{Indicator: "completion", Value: "Limited", Scale: completion, State: ogp.StateValue},
		ogp.Assessment{Indicator: "completion_progress_report", Value: "Limited", Scale: completion, State: ogp.StateValue},
		ogp.Assessment{Indicator: "completion_end_of_term", Scale: completion, State: ogp.StateNoData},
		ogp.Assessment{Indicator: "early_results", Value: "Major", Scale: opened, State: ogp.StateValue},
		ogp.Assessment{Indicator: "did_it_open_government", Value: "Major", Scale: opened, State: ogp.StateValue})
	want([]string{"x", "ND", "mostly", " ", "NA"},
		ogp.Assessment{Indicator: "verifiable", Scale: yesNo, State: ogp.StateEmpty},
		ogp.Assessment{Indicator: "ambition", Scale: ambition, State: ogp.StateEmpty},
		ogp.Assessment{Indicator: "completion", Value: "mostly", Scale: completion, State: ogp.StateUnreadable},
		ogp.Assessment{Indicator: "completion_progress_report", Value: "mostly", Scale: completion, State: ogp.StateUnreadable},
		ogp.Assessment{Indicator: "completion_end_of_term", Scale: completion, State: ogp.StateNoData},
		ogp.Assessment{Indicator: "early_results", Scale: early, State: ogp.StateEmpty},
		ogp.Assessment{Indicator: "did_it_open_government", Scale: opened, State: ogp.StateNotAvailable})
}

// TestRowsAreRead: of a file like OGP's today, and of one of its Explorer.
func TestRowsAreRead(t *testing.T) {
	yes, no := true, false
	for name, c := range map[string]struct {
		columns, cells []string
		want           ogp.OfficialCommitment
	}{
		"today": {
			[]string{"Country/Locality", "National Or Local", "Year Of Submission", "Action Plan Number", "Short Title", "Full Text", "Start Date", "End Date",
				"Environment & Climate", "Open Data", "Tax", "IRM Assessed", "Compound", "Verifiable", "URL"},
			[]string{" Kenya ", "Legacy Local", "2018", "3", "NA", "Mail a.b@example.org", "43525", "12/31/19", "1", "0", "1", "0", "ND", "Yes",
				"https://opengovpartnership.org/members/kenya/commitments/ke0001"},
			ogp.OfficialCommitment{Member: "Kenya", MemberSlug: "kenya", Template: "local", Year: 2018, PlanNumber: 3, FullText: "Mail [e-mail]",
				StartMonth: ogp.Month{Year: 2019, Month: 3}, EndMonth: ogp.Month{Year: 2019, Month: 12}, PolicyAreas: []string{"Environment & Climate", "Tax"},
				Assessed: &no, URL: "https://opengovpartnership.org/members/kenya/commitments/ke0001"},
		},
		"ambiguous dates": {
			[]string{"Start Date", "End Date", "Active Commitment"}, []string{"9/1/2018", "2013", "1"},
			ogp.OfficialCommitment{Active: &yes},
		},
	} {
		got := official.Reader(c.columns)(c.cells)
		got.Assessments = nil
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestExplorerIsRead: the files of 2015 to 2017 have numbers above their header, no
// IDs, and other names.
func TestExplorerIsRead(t *testing.T) {
	d, err := official.Open(filepath.Join("..", "..", "fixtures", "official", "explorer.csv"))
	if err != nil {
		t.Fatal(err)
	}
	read := official.Reader(d.Columns)
	var got []string
	for row := range d.Rows() {
		c := read(row.Cells)
		line := fmt.Sprint(c.Member, c.PlanNumber, c.Number, c.StartMonth, c.EndMonth, c.Lead, c.PolicyAreas, c.FullText[len(c.FullText)-9:])
		for _, found := range c.Assessments {
			line += " " + found.Indicator + "=" + found.Value + string(found.State[:1])
		}
		got = append(got, line)
	}
	if diff := cmp.Diff([]string{
		"Kenya142013-07-01 Ministry of Wells[Education Open Data][e-mail]." + " specificity=Mediumv relevant=Yesv" +
			" relevant_access_to_information=Yesv relevant_civic_participation=Nov relevant_public_accountability=Nov relevant_technology=Yesv" +
			" potential_impact=Minorv completion=Not Startedv early_results=n did_it_open_government=n starred=Nov",
		"Kenya15 2014-12-01[Public Service Delivery]ows here." + " specificity=Highv relevant=Nov" +
			" relevant_access_to_information=Nov relevant_civic_participation=Nov relevant_public_accountability=Nov relevant_technology=Nov" +
			" potential_impact=Nonev completion=Completev early_results=Marginalv did_it_open_government=Marginalv starred=Yesv",
	}, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestOfficialMissing(t *testing.T) {
	columns, _ := officialFixture(t)
	if missing := official.Missing(columns); missing != nil {
		t.Errorf("the fixture lacks %v", missing)
	}
	if diff := cmp.Diff([]string{"Specificity"}, official.Missing(append(slices.Clone(columns[:4]), columns[5:]...))); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
}
