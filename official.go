package ogp

import (
	"reflect"
	"slices"
	"strings"
	"sync"
)

// OfficialCommitment is one row of OGP's own database in the edition in force, read:
// a row of official_commitments. A cell that says that there is nothing (NA, ND, NR)
// is NULL, as is one that cannot be read; personal data is masked. The table official
// has all cells as given.
type OfficialCommitment struct {
	// 1 for the first row below the header.
	Row Count `col:"row_number,key"`
	// OGP's number of the commitment; NULL for a row that names none, as in the files of 2015 to 2017.
	ID string `col:"commitment_id"`
	// The first row of the same commitment, which alone counts; NULL for that one.
	Repeats Count `col:"repeats_row"`
	// Name of the OGP member ("Country/Locality").
	Member string `col:"member"`
	// The member's part of the address ("URL").
	MemberSlug string `col:"member_slug"`
	// OGP's code of the member ("Code").
	MemberCode string `col:"member_code"`
	// Region of the world ("Region").
	Region string `col:"region"`
	// Whether the plan is a country's, or that of a smaller place ("National Or Local").
	Template string `col:"template" enum:"national,local"`
	// OGP's code of the action plan ("Action Plan ID").
	PlanID string `col:"action_plan_id"`
	// Number of the plan among the member's ("Action Plan Number").
	PlanNumber Count `col:"action_plan_number"`
	// Number of the commitment in its plan, as given ("Commitment Number").
	Number string `col:"commitment_number"`
	// Year in which the plan was submitted ("Year Of Submission").
	Year Year `col:"year_of_submission"`
	// Last year of the plan ("Action Plan End Year").
	EndYear Year `col:"action_plan_end_year"`
	// Theme in the plan ("Theme").
	Theme string `col:"theme"`
	// The plan's own title ("Commitment Title").
	Title string `col:"title"`
	// OGP's title ("Short Title").
	ShortTitle string `col:"short_title"`
	// The text of the commitment ("Full Text").
	FullText string `col:"full_text"`
	// First month ("Start Date"), written as its first day. NULL where day and month could be swapped.
	StartMonth Month `col:"start_month"`
	// Last month ("End Date"), likewise.
	EndMonth Month `col:"end_month"`
	// The institution in charge ("Lead Institution").
	Lead string `col:"lead_institution"`
	// Institutions that help ("Supporting Institution(s)").
	Support string `col:"support_institutions"`
	// Policy areas whose columns have a 1.
	PolicyAreas []string `col:"policy_areas"`
	// IDs of the commitments that were reviewed together with it ("Cluster Commitment ID(s)").
	Cluster string `col:"cluster_commitments"`
	// Whether it was reviewed together with others ("Compound").
	Clustered *bool `col:"is_clustered"`
	// Whether the next plan continues it ("Carried Forward").
	Carried *bool `col:"is_carried_forward"`
	// Whether it was reviewed ("IRM Assessed").
	Assessed *bool `col:"is_assessed"`
	// Whether its plan is under way ("Active Commitment").
	Active *bool `col:"is_active"`
	// Address of the page ("URL").
	URL string `col:"url"`

	Assessments []Assessment // what the columns of its findings are made of
}

// Gap is a commitment that the site has and OGP's own database has not, or the other
// way round: a row of the table gaps. Without an edition of the database there is
// none. Pages that a run could not fetch are missing pages, not gaps; ogp status
// lists them.
type Gap struct {
	// Number of the row.
	Number Count `col:"number,key"`
	// Who has the commitment.
	Side string `col:"side,required" enum:"site,database"`
	// OGP's number of the commitment; NULL for a row of the database that names none.
	ID string `col:"commitment_id"`
	// The member's part of the page's address.
	MemberSlug string `col:"member_slug"`
	// The action plan by its name or, where no page names it, by OGP's code.
	Plan string `col:"action_plan"`
	// Title of the commitment.
	Title string `col:"title"`
	// Why the other side may not have it.
	Reason string `col:"reason,required"`
}

// Completeness is how much of what should exist is there, for a member and an action
// plan: a row of the table completeness. Every commitment that the site, the archive
// or OGP's own database knows counts once; in_database and only_on_site add up to
// commitments.
type Completeness struct {
	// The member's part of the page's address; NULL where it is not known.
	MemberSlug string `col:"member_slug" json:"member_slug,omitempty"`
	// The action plan by its name or, where no page names it, by OGP's code; NULL where it is not known.
	Plan string `col:"action_plan" json:"action_plan,omitempty"`
	// Commitments that are known from anywhere: the denominator.
	Commitments int `col:"commitments,required" json:"commitments"`
	// Commitments in OGP's own database, in the edition in force.
	InDatabase int `col:"in_database,required" json:"in_database"`
	// Commitments that are not in it.
	OnlyOnSite int `col:"only_on_site,required" json:"only_on_site"`
	// Commitments that the site lists, or has sent.
	Listed int `col:"listed,required" json:"listed"`
	// Commitments with a page in the archive.
	Archived int `col:"archived,required" json:"archived"`
	// Commitments whose page was read.
	Read int `col:"read,required" json:"read"`
	// Commitments whose page is gone from the site.
	Withdrawn int `col:"withdrawn,required" json:"withdrawn"`
}

// Scale is one value of a reviewers' scale: a row of the table scales, which is the
// same in every database. An indicator has several scales where the reviewers have
// changed theirs.
type Scale struct {
	// What is assessed, as in assessments.
	Indicator string `col:"indicator,key"`
	// Name of the scale: the indicator's, or what the reviewers called it then.
	Scale string `col:"scale,key"`
	// The value.
	Value string `col:"value,key"`
	// Place on the scale: 1 for the lowest; NULL for a value that is no rank, such as Unclear.
	Rank Count `col:"rank"`
	// First year of the plans that the scale is seen for in OGP's database of July 2024; NULL: from the beginning.
	From Year `col:"from_year"`
	// Last year of the plans that it is seen for; NULL: to this day.
	To Year `col:"to_year"`
	// What the value means.
	Meaning string `col:"meaning"`
	// OGP's crosswalk: the ambition that the site gives commitments with this value.
	Ambition string `col:"ambition" enum:"Low,High"`
}

// Discrepancy is one thing that a page and OGP's own database say otherwise of a
// commitment, both brought to one spelling first: small letters, no marks. Texts are
// compared on English pages only. What one side does not say is no discrepancy, but
// for a page that says that there are no data.
type Discrepancy struct {
	// Column of commitments.
	Field string `col:"field,required"`
	// What the page says.
	Page string `col:"page"`
	// What the database says.
	Official string `col:"official"`
	// How they differ: in wording, because one breaks off, or in what they say.
	Kind string `col:"kind,required" enum:"wording,truncation,contradiction"`
	// Words of texts that are in both, in percent of all words; NULL of values.
	Similarity *int `col:"similarity"`
}

// Names of tables that are made of pages and OGP's own database.
const (
	DiscrepanciesTable = "discrepancies"
	FullTable          = "commitments_full"
)

// MapTexts changes every text of the row, as Commitment.MapTexts does.
func (c *OfficialCommitment) MapTexts(change func(string) string) {
	mapTexts(reflect.ValueOf(c).Elem(), change)
}

// OfficialCommitments is the table of OfficialCommitment, with a column for each of
// OfficialIndicators. The database has it; exports have it in commitments_full.
var OfficialCommitments = sync.OnceValue(func() Table {
	table := tableOf("official_commitments", reflect.TypeFor[OfficialCommitment]())
	for _, indicator := range OfficialIndicators() {
		table.Columns = append(table.Columns, Column{Name: indicator, Type: Text, Doc: "The finding of that name, as in assessments."})
	}
	return table
})

// OfficialIndicators are the indicators that OGP's own database may have.
var OfficialIndicators = sync.OnceValue(func() []string {
	indicators := columnsOf(reflect.TypeFor[Assessment](), nil)[0].Enum
	return slices.DeleteFunc(indicators, func(name string) bool { return name == "novelty" || name == "change_scope" })
})

// tableOf is the table whose rows are structs of a type.
func tableOf(name string, row reflect.Type) Table {
	docs := sourceDocs()
	return Table{Name: name, Doc: docs[row.Name()], Columns: columnsOf(row, docs)}
}

// besidePage reports whether commitments_full has a column of the database.
func besidePage(column Column) bool {
	return column.Type != Boolean && !slices.Contains([]string{"row_number", "commitment_id", "repeats_row"}, column.Name)
}

// asPages are the columns of commitments that commitments_full has: a page that is
// looked at again unchanged leaves it as it is.
func asPages() []Column {
	return slices.DeleteFunc(slices.Clone(Commitments().Columns), func(c Column) bool { return c.Name == "last_checked" || c.Name == "last_seen" })
}

// full is the table of FullQuery.
func full() Table {
	table := Table{Name: FullTable, Doc: "All commitments in one wide row each, those of pages and those that only OGP's own database has: " +
		"the columns of commitments but for when the page was last looked at, and behind them those of official_commitments, with official_ before their names."}
	for _, column := range asPages() {
		column.Required = column.Key
		table.Columns = append(table.Columns, column)
	}
	for _, column := range OfficialCommitments().Columns {
		if besidePage(column) {
			column.Name, column.Doc = "official_"+column.Name, "OGP's database: "+column.Doc
			table.Columns = append(table.Columns, column)
		}
	}
	return Table{table.Name, table.Doc, append(table.Columns,
		Column{Name: "known_from", Type: Text, Required: true, Enum: []string{"both", "page", "official"}, Doc: "Who has the commitment. Where the page has not, commitment_id and member_slug are those of the database."},
		Column{Name: "completion_any", Type: Text, Vocab: "completion", Doc: "For those who want one completion: the page's where it prints one, else that of the database. The choice is this program's, not OGP's."},
		Column{Name: "completion_source", Type: Text, Enum: []string{"page", "official"}, Doc: "Whose completion_any is."}), nil}
}

// FullQuery is SQL with the rows of commitments_full, in no order, out of what a FROM
// has of commitments and another of official_commitments, each commitment once.
func FullQuery(commitments, official string) string {
	columns := []string{"coalesce(c.commitment_id, o.commitment_id) AS commitment_id"}
	for _, column := range asPages()[1:] {
		name := Identifier(column.Name)
		if column.Name == "member_slug" {
			columns = append(columns, "coalesce(c.member_slug, o.member_slug) AS member_slug")
			continue
		}
		columns = append(columns, "c."+name)
	}
	for _, column := range OfficialCommitments().Columns {
		if besidePage(column) {
			columns = append(columns, "o."+Identifier(column.Name)+" AS "+Identifier("official_"+column.Name))
		}
	}
	return "SELECT " + strings.Join(columns, ", ") + `,
    CASE WHEN o.commitment_id IS NULL THEN 'page' WHEN c.commitment_id IS NULL THEN 'official' ELSE 'both' END AS known_from,
    coalesce(c.completion, o.completion) AS completion_any,
    CASE WHEN c.completion IS NOT NULL THEN 'page' WHEN o.completion IS NOT NULL THEN 'official' END AS completion_source
FROM ` + commitments + " AS c FULL JOIN " + official + " AS o ON c.commitment_id = o.commitment_id"
}
