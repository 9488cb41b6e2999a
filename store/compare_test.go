package store_test

import (
	"strconv"
	"testing"

	"ogp"
	"ogp/store"
	"ogp/store/storetest"
)

// both is a commitment that page and database describe alike.
type both struct {
	page     ogp.Commitment
	official ogp.OfficialCommitment
}

// alike is such a commitment with all that is compared.
func alike(id string) both {
	finding := func(source, indicator, value string, state ogp.State) ogp.Assessment {
		return ogp.Assessment{Indicator: indicator, Source: source, Value: value, State: state}
	}
	return both{
		ogp.Commitment{
			ID: id, Title: "A well — “for all”", Member: "Kenya", MemberSlug: "kenya", Template: "national", Language: "en", ActionPlanCycle: 2018,
			ActionPlans: []string{"Kenya Action Plan 2018-2020"}, LeadInstitution: "Ministry of Water", SupportInstitutions: "Friends; Neighbours",
			Description: "A well is dug in every village, and the people are asked where.", PolicyAreas: []string{"Environment and Climate", "Plumbing"},
			Tables: ogp.Tables{
				ActionPlanRows: []ogp.ActionPlan{{Name: "Kenya Action Plan 2018-2020", StartYear: 2018, EndYear: 2020}},
				Assessments: []ogp.Assessment{
					finding("page", "completion", "Limited", ogp.StateValue), finding("page", "ambition", "Substantial", ogp.StateValue),
					finding("page", "early_results", "", ogp.StatePending),
				},
			},
		},
		ogp.OfficialCommitment{
			Member: "Kenya", MemberSlug: "kenya", PlanID: "AP_KEN03", ShortTitle: "a well for all", Title: "Commitment 1: wells", Year: 2018, EndYear: 2020,
			Lead: "Ministry of Water.", Support: "Friends;\nNeighbours", FullText: "A well is dug in every village,\nand the people are asked where.",
			PolicyAreas: []string{"Environment & Climate", "Tax"}, URL: "https://x/" + id,
			Assessments: []ogp.Assessment{
				finding("official", "completion", "Limited", ogp.StateValue), finding("official", "ambition", "High", ogp.StateValue),
				finding("official", "potential_for_results", "Substantial", ogp.StateValue), finding("official", "early_results", "Major", ogp.StateValue),
			},
		},
	}
}

// compared keeps commitments on both sides. The cells of a row of the database are its
// ID and its place in all.
func compared(t *testing.T, s *store.Store, all []both) {
	t.Helper()
	var rows []string
	for i, c := range all {
		page := page(c.page.ID, c.page.Language, "x", day(1))
		c.page.URL, c.page.Parser = page.Reading.URL, page.Reading.Parser
		page.Reading.Commitment = c.page
		save(t, s, page)
		rows = append(rows, c.page.ID+"|"+strconv.Itoa(i))
	}
	e := edition("aa", 2, "Id", "Place")
	e.RowCount = len(rows)
	_, err := s.KeepOfficial(t.Context(), e, cells(rows...), store.OfficialParser{Version: "p1", Read: func([]string) func([]string) ogp.OfficialCommitment {
		return func(cells []string) ogp.OfficialCommitment {
			place, _ := strconv.Atoi(cells[1])
			return all[place].official
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
}

// TestPlantedDifferencesAreFound, each with its kind, and no other.
func TestPlantedDifferencesAreFound(t *testing.T) {
	storetest.Long(t)
	s := empty(t)
	all := []both{alike("KE0001")}
	want := []string{}
	for i, c := range []struct {
		field, kind string
		plant       func(*both)
	}{
		{"title", "contradiction", func(b *both) { b.page.Title = "Bridges" }},
		{"title", "wording", func(b *both) { b.page.Title = "A new well for all" }},
		{"member", "truncation", func(b *both) { b.official.Member = "Kenya, Africa" }},
		{"lead_institution", "contradiction", func(b *both) { b.official.Lead = "Treasury" }},
		{"support_institutions", "wording", func(b *both) { b.official.Support = "Friends; new Neighbours" }},
		{"description", "truncation", func(b *both) { b.official.FullText = "A well is dug in every" }},
		{"action_plan_cycle", "contradiction", func(b *both) { b.page.ActionPlanCycle = 2021 }},
		{"action_plans", "contradiction", func(b *both) { b.official.EndYear = 2022 }},
		{"policy_areas", "contradiction", func(b *both) {
			b.page.PolicyAreas = []string{"Tax", "Environment & Climate"}
			b.official.PolicyAreas = []string{"Tax"}
		}},
		{"start_month", "contradiction", func(b *both) {
			b.page.StartMonth, b.official.StartMonth = ogp.Month{Year: 2018, Month: 9}, ogp.Month{Year: 2018, Month: 8}
		}},
		{"completion", "contradiction", func(b *both) { b.official.Assessments[0].Value = "Complete" }},
		{"ambition", "contradiction", func(b *both) { b.official.Assessments[2].Value = "Unclear" }},
		{"early_results", "contradiction", func(b *both) { b.page.Assessments[2].State = ogp.StateNoData }},
	} {
		differs := alike("KE00" + strconv.Itoa(10+i))
		c.plant(&differs)
		all = append(all, differs)
		want = append(want, differs.page.ID+"|1|"+c.field+"|"+c.kind)
	}
	translated := alike("KE0099") // whose texts are not compared
	translated.page.Language, translated.page.Title = "es", "Un pozo para todos"
	compared(t, s, append(all, translated))
	wantRows(t, s, "SELECT commitment_id, number, field, kind FROM discrepancies ORDER BY ALL", want...)
	wantRows(t, s, "SELECT page, official, similarity FROM discrepancies WHERE commitment_id = 'KE0022'", "No IRM Data|Major|NULL")
	wantRows(t, s, "SELECT page, official, similarity FROM discrepancies WHERE commitment_id = 'KE0011'", "A new well for all|a well for all|80")
	wantRows(t, s, "SELECT discrepancies[1].field FROM commitments WHERE commitment_id IN ('KE0001', 'KE0010') ORDER BY commitment_id", "NULL", "title")
	wantRows(t, s, "SELECT official_completion, completion, completion_any, completion_source, known_from FROM commitments_full WHERE commitment_id = 'KE0020'",
		"Complete|NULL|Complete|official|both")
	// What changes on one side is compared anew.
	page := page("KE0010", "en", "y", day(3))
	page.Reading.Title = "a well, for all"
	save(t, s, page)
	wantRows(t, s, "SELECT field FROM discrepancies WHERE commitment_id = 'KE0010'")
}

// TestGapsSayWhatEitherSideLacks, and completeness adds up.
func TestGapsSayWhatEitherSideLacks(t *testing.T) {
	s := empty(t)
	later, local, nowhere := alike("KE0003"), alike("KE0004"), alike("KE0006")
	later.page.ActionPlanCycle, local.page.Template, local.page.MemberSlug = 2023, "local", "nairobi"
	nowhere.official.URL = ""
	wantRows(t, s, "SELECT count(*) FROM gaps", "0")
	for _, b := range []both{later, local, alike("KE0005")} {
		page := page(b.page.ID, "en", "x", day(1))
		b.page.URL, b.page.Parser = page.Reading.URL, page.Reading.Parser
		page.Reading.Commitment = b.page
		save(t, s, page)
	}
	wantRows(t, s, "SELECT count(*) FROM gaps", "0")
	listed := func(id string, state ogp.Outcome, reason string) ogp.Listing {
		return ogp.Listing{URL: "https://www.opengovpartnership.org/members/kenya/commitments/" + id + "/", Kind: ogp.KindCommitment, ID: id, Language: "en",
			FoundBy: ogp.FoundBySitemap, FoundAt: day(1), State: state, Reason: reason, TriedAt: day(2)}
	}
	if _, err := s.Save(t.Context(), store.Batch{Listings: []ogp.Listing{listed("KE0007", ogp.Failed, "timeout"), listed("KE0008", ogp.Gone, "404"), listed("KE0009", ogp.Listed, "")}}); err != nil {
		t.Fatal(err)
	}
	rows := []both{alike("KE0001"), nowhere, alike("KE0007"), alike("KE0008"), alike("nobody"), alike("KE0010")}
	keep := rows[:1]
	compared(t, s, keep)
	e := edition("bb", 3, "Id", "Place")
	e.RowCount = len(rows)
	_, err := s.KeepOfficial(t.Context(), e, cells("KE0001|0", "KE0006|1", "KE0007|2", "KE0008|3", "nobody|4", "KE0010|5"), store.OfficialParser{Version: "p1", Read: func([]string) func([]string) ogp.OfficialCommitment {
		return func(cells []string) ogp.OfficialCommitment {
			place, _ := strconv.Atoi(cells[1])
			return rows[place].official
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	wantRows(t, s, "SELECT number, side, commitment_id, member_slug, reason FROM gaps ORDER BY number",
		"1|database|KE0006|kenya|no address in the database",
		"2|database|KE0007|kenya|not archived: timeout",
		"3|database|KE0008|kenya|not on the site any more",
		"4|database|KE0010|kenya|the address in the database was not visited yet",
		"5|database|NULL|kenya|no ID in the database",
		"6|site|KE0003|kenya|newer than the edition of the database",
		"7|site|KE0005|kenya|only on the site",
		"8|site|KE0009|kenya|only on the site",
		"9|site|KE0004|nairobi|local plan that the database does not hold")
	wantRows(t, s, "SELECT member_slug, action_plan, commitments, in_database, only_on_site, listed, archived, read, withdrawn FROM completeness",
		"kenya|Kenya Action Plan 2018-2020|7|5|2|1|3|3|0", "kenya|NULL|1|0|1|1|0|0|0", "nairobi|Kenya Action Plan 2018-2020|1|0|1|0|1|1|0")
	wantRows(t, s, "SELECT count(*) FROM completeness WHERE commitments <> in_database + only_on_site", "0")
	wantRows(t, s, "SELECT known_from, count(*) FROM commitments_full GROUP BY ALL ORDER BY ALL", "both|1", "official|4", "page|3")
	// The words of what was forgotten are not shown out of OGP's database either.
	if err := store.Forget(t.Context(), s, store.Forgettable{Commitment: "KE0007"}); err != nil {
		t.Fatal(err)
	}
	wantRows(t, s, "SELECT title, reason FROM gaps WHERE commitment_id = 'KE0007'", "NULL|taken out of the archive with ogp forget")
	wantRows(t, s, "SELECT known_from, count(*) FROM commitments_full GROUP BY ALL ORDER BY ALL", "both|1", "official|3", "page|3")
}
