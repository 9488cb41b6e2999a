package ogp

import "time"

// Commitment is one promise that a government made in an OGP action plan, as
// its page prints it: one row per commitment.
type Commitment struct {
	// OGP's number of the commitment: two to five capitals and four digits, e.g. MXMEX0009. From the last parenthesis of the page's heading, compared with the line "Commitment ID" and the address.
	ID string `col:"commitment_id,key"`
	// Canonical address of the page.
	URL string `col:"url"`
	// Heading of the page, without the ID.
	Title string `col:"title"`
	// The action plan's own title of the commitment ("Commitment Title"). Local pages only.
	CommitmentTitle string `col:"commitment_title"`
	// Name of the OGP member as printed above the heading, e.g. "Mexico State, Mexico".
	Member string `col:"member"`
	// The member's part of the page's address, e.g. mexico-state-mexico.
	MemberSlug string `col:"member_slug"`
	// Which of the site's two layouts the page has, told by its labels.
	Template string `col:"template" enum:"national,local"`
	// Language of the page (ISO 639-1). The site's Spanish and French pages are machine translations.
	Language string `col:"language,required" pattern:"[a-z]{2}"`
	// Names of the action plans the commitment belongs to ("Action Plan").
	ActionPlans []string `col:"action_plans"`
	// Year of the action plan's cycle ("Action Plan Cycle"). Not always the plan's first year. National pages only.
	ActionPlanCycle Year `col:"action_plan_cycle"`
	// Whether the commitment is under way ("Status"). Printed until about 2022, national pages only.
	Status string `col:"status" vocab:"status"`
	// First month of the commitment ("Commitment Start"), written as the first day of the month: pages give no day. Local pages only.
	StartMonth Month `col:"start_month"`
	// Last month of the commitment ("Commitment End"), written as the first day of the month. Local pages only.
	EndMonth Month `col:"end_month"`
	// The whole line "Lead Institution" as printed. National pages only.
	LeadInstitution string `col:"lead_institution"`
	// The whole line "Support Institution(s)" as printed. National pages only.
	SupportInstitutions string `col:"support_institutions"`
	// Names of all institutions, each once, in page order.
	Institutions []string `col:"institutions"`
	// Policy areas in page order ("Policy Areas"; on local pages "Primary Policy Area"). OGP renames and re-tags them over time.
	PolicyAreas []string `col:"policy_areas"`
	// The one policy area a local page prints ("Primary Policy Area").
	PrimaryPolicyArea string `col:"primary_policy_area"`
	// The sector a local page prints ("Primary Sector").
	PrimarySector string `col:"primary_sector"`
	// OGP values the commitment serves ("Relevant to OGP Values" of older national pages, "OGP Value" of local pages).
	OGPValues []string `col:"ogp_values" vocab:"ogp_value"`
	// Titles of the reports of the Independent Reporting Mechanism (IRM) named on the page ("IRM Report"). National pages only.
	IRMReports []string `col:"irm_reports"`
	// Title of the local plan's inception report ("Inception Report"). Local pages only.
	InceptionReport string `col:"inception_report"`
	// Address of the End of Commitment Report, which holds the final assessment of a local commitment.
	EndOfCommitmentReport string `col:"end_of_commitment_report"`
	// Whether IRM starred the commitment ("Starred"). National pages until about 2022.
	Starred string `col:"starred" vocab:"yes_no"`
	// IRM's finding on early results in opening government ("Early Results"). National pages only.
	EarlyResults string `col:"early_results" vocab:"early_results"`
	// IRM: whether the commitment is specific enough to be verified ("Verifiable").
	Verifiable string `col:"verifiable" vocab:"yes_no"`
	// IRM: whether the commitment is relevant to OGP values ("Relevant to OGP Values", on local pages "Relevance to OGP Values"). NULL while "Verifiable" is pending, since the site then prints "Not Relevant" before any review.
	Relevant string `col:"relevant" vocab:"yes_no"`
	// IRM's rating of potential impact ("Potential Impact"). Drawn, not printed, once rated; national pages until about 2022.
	PotentialImpact string `col:"potential_impact" vocab:"potential_impact"`
	// IRM's rating of ambition ("Ambition"). National pages since about 2022.
	Ambition string `col:"ambition" vocab:"ambition"`
	// IRM's rating of completion ("Completion"). Drawn, not printed, once rated. National pages only.
	Completion string `col:"completion" vocab:"completion"`
	// Whether the commitment continues a practice or begins one: the reviewer's first sentence in the local "Inception Report Summary".
	Novelty string `col:"novelty" vocab:"novelty"`
	// What change the commitment's activities bring: the reviewer's second sentence in the local "Inception Report Summary".
	ChangeScope string `col:"change_scope" vocab:"change_scope"`
	// The whole free text under "Description", as printed. National pages only: local pages print its parts under labels of their own.
	Description string `col:"description"`
	// The public problem the commitment addresses. Local: "Problem"; national: the question about the problem in the description's form.
	Problem string `col:"problem"`
	// The situation at the start and what has been done so far. Local: "Status quo", whole, with any causes and effects listed in it.
	StatusQuo string `col:"status_quo"`
	// Causes of the problem, one item each where the text lists them.
	Causes []string `col:"causes"`
	// Effects of the problem, one item each where the text lists them.
	Effects []string `col:"effects"`
	// What will be done ("Action" of local pages; the description of the commitment in a national form).
	Action string `col:"action"`
	// How the commitment contributes to solving the problem.
	Contribution string `col:"contribution"`
	// Long-term goal of the local open government strategy that the commitment serves. Local pages only.
	LongTermGoal string `col:"long_term_goal"`
	// Why the commitment is relevant to OGP values, in its author's words.
	OGPValueExplanation string `col:"ogp_value_explanation"`
	// Objective of the commitment, where a national form asks for one.
	Objective string `col:"objective"`
	// The solution proposed ("What solution are you proposing?"). National form since 2022.
	Solution string `col:"solution"`
	// The results wanted ("What results do we want to achieve by implementing this commitment?"). National form since 2022.
	Results string `col:"results"`
	// How the commitment will promote transparency. National form since 2022.
	Transparency string `col:"transparency"`
	// How the commitment will help foster accountability. National form since 2022.
	Accountability string `col:"accountability"`
	// How the commitment will improve citizen participation. National form since 2022.
	Participation string `col:"participation"`
	// IRM's midterm summary ("IRM Midterm Status Summary"). National pages of plans of about 2015 to 2017.
	IRMMidtermSummary string `col:"irm_midterm_summary"`
	// IRM's end-of-term summary ("IRM End of Term Status Summary"). National pages of plans of about 2015 to 2017.
	IRMEndOfTermSummary string `col:"irm_end_of_term_summary"`
	// Number of rows the commitment has in the table milestones.
	MilestoneCount int `col:"milestone_count,required"`
	// Whether the page is on the site, or withdrawn: two runs in a row found it gone, or web archives did at least a day apart.
	PageState string `col:"page_state,required" enum:"present,withdrawn"`
	// When a withdrawn page was first found gone (UTC); NULL for a page that is present.
	WithdrawnAt time.Time `col:"withdrawn_at"`
	// When the page was last observed at all: seen, said to be unchanged, or gone (UTC); NULL where no time is known.
	LastChecked time.Time `col:"last_checked"`
	// Where this version of the page was first seen: on the site, in a file, or in a web archive.
	Source string `col:"source,required" enum:"site,file,wayback,commoncrawl"`
	// Address of the capture that this version was first seen in, where it was in a web archive.
	CaptureURL string `col:"capture_url"`
	// Which version of the page this row was read from: 1 for the first content seen, one more for each change of content.
	PageVersion Count `col:"page_version,required"`
	// When this version of the page was first seen (UTC); NULL where only a file without a time has it.
	FirstSeen time.Time `col:"first_seen"`
	// When this version of the page was last seen (UTC); NULL where only a file without a time has it.
	LastSeen time.Time `col:"last_seen"`
	// SHA-256 of the page's bytes, in hexadecimal.
	PageSHA256 string `col:"page_sha256,required" pattern:"[0-9a-f]{64}"`
	// The parser that read the page: its number and, where lines were added to its tables, a hash of them.
	Parser string `col:"parser,required"`

	Tables
}

// Tables are the long tables of a commitment: what it has several of.
type Tables struct {
	Milestones      []Milestone   `table:"milestones"`
	InstitutionRows []Institution `table:"institutions"`
	ActionPlanRows  []ActionPlan  `table:"action_plans"`
	PolicyAreaRows  []PolicyArea  `table:"policy_areas"`
	OGPValueRows    []OGPValue    `table:"ogp_values"`
	CauseRows       []Cause       `table:"causes"`
	EffectRows      []Effect      `table:"effects"`
	Documents       []Document    `table:"documents"`
	Sections        []Section     `table:"sections"`
	Issues          []Issue       `table:"issues"`
	Changes         []Change      `table:"changes"`
	Assessments     []Assessment  `table:"assessments"`
	Discrepancies   []Discrepancy `table:"discrepancies"`
}

// Milestone is one step on the way to the commitment: a row of the page's
// block "Milestones", or of the planning table inside a national description.
type Milestone struct {
	// What is to be done.
	Title string `col:"title"`
	// First month, written as the first day of the month ("Start Date").
	StartMonth Month `col:"start_month"`
	// Last month, written as the first day of the month ("End Date").
	EndMonth Month `col:"end_month"`
	// State of the milestone. Pages list every state and mark the present one only visually: NULL where no mark could be read.
	Status string `col:"status" vocab:"milestone_status"`
	// Expected outputs, as printed.
	Outputs string `col:"outputs"`
	// When it is due, as printed.
	Due string `col:"due"`
	// Where the milestone was read: the page's milestone block, or the text of the description.
	Source string `col:"source,required" enum:"block,description"`
}

// Institution is one institution that leads, supports or takes part in the
// commitment, as printed.
type Institution struct {
	// What the institution does in the commitment; local pages do not say and print all as involved.
	Role string `col:"role,required" enum:"lead,support,involved"`
	// Name as printed. National lines are split on semicolons, line breaks, bullets and group names ("Civil Society:") only.
	Name string `col:"name,required"`
}

// ActionPlan is one OGP action plan that the commitment belongs to.
type ActionPlan struct {
	// Name of the plan as printed.
	Name string `col:"name,required"`
	// Address of the plan's page.
	URL string `col:"url"`
	// First year in the plan's name.
	StartYear Year `col:"start_year"`
	// Last year in the plan's name.
	EndYear Year `col:"end_year"`
}

// PolicyArea is one policy area that the commitment is tagged with.
type PolicyArea struct {
	// Name as printed.
	Name string `col:"name,required"`
	// Address of the policy area's page.
	URL string `col:"url"`
}

// OGPValue is one OGP value that the commitment serves.
type OGPValue struct {
	// The value.
	Value string `col:"value,required" vocab:"ogp_value"`
	// The author's explanation. Local pages only.
	Explanation string `col:"explanation"`
}

// Cause is one cause of the problem.
type Cause struct {
	// The cause, without its bullet or number.
	Text string `col:"text,required"`
	// Whether a question of the form asked for it, or the author wrote a label of their own.
	Source string `col:"source,required" enum:"form,author"`
}

// Effect is one effect of the problem.
type Effect struct {
	// The effect, without its bullet or number.
	Text string `col:"text,required"`
	// Whether a question of the form asked for it, or the author wrote a label of their own.
	Source string `col:"source,required" enum:"form,author"`
}

// Document is one document that the page names or links.
type Document struct {
	// What the document is.
	Kind string `col:"kind,required" enum:"action_plan,irm_report,inception_report,end_of_commitment_report"`
	// Title as printed.
	Title string `col:"title"`
	// Address of the document.
	URL string `col:"url"`
}

// Section is one labelled part of the page, understood or not, so that nothing
// printed on the page is lost.
type Section struct {
	// The label as printed; NULL for a part that has none.
	Label string `col:"label"`
	// The column the part was read into; NULL if the label is not known.
	Field string `col:"field"`
	// Whether the part has a value, and if not, which kind of empty it is.
	State State `col:"state,required" enum:"value,empty,pending,no_data,not_available,graphic,unreadable"`
	// The text as printed; the raw markup where the value is drawn.
	Text string `col:"text"`
	// For a value that is drawn: the piece of markup that proved it.
	Evidence string `col:"evidence"`
}

// Issue is something on the page that was not understood. It is data, and never
// a reason to drop the page.
type Issue struct {
	// What kind of thing was met.
	Kind string `col:"kind,required" enum:"unknown_label,unknown_question,unknown_value,id_mismatch,stray_text,repeated_label,out_of_order,count_mismatch,missing_label,unread_table,cleaned_text,page"`
	// The column concerned.
	Field string `col:"field"`
	// What was seen; for an unknown label or question, the line that would make it known in the parser's tables.
	Detail string `col:"detail"`
	// Address of the page.
	URL string `col:"url"`
}

// ManyShare is how many commitments have to share an edit for it to be told once: a
// change of the site's layout, or of a wording.
const ManyShare = 5

// Change is one difference between two versions of a commitment's page, both
// read by the same parser.
type Change struct {
	// When the newer version was first seen (UTC); NULL for a page whose time is not known.
	ChangedAt time.Time `col:"changed_at"`
	// When the page was last seen as it was before (UTC): the change lies between the two times. NULL for a new page.
	NotBefore time.Time `col:"not_before"`
	// How many commitments have the same edit on the same day (UTC), this one among them: a site that changes its layout edits thousands. NULL where it is no edit, or no time is known.
	SharedBy Count `col:"shared_by"`
	// What happened.
	Kind string `col:"kind,required" enum:"new,edited,withdrawn,returned,reassigned"`
	// The column that changed; NULL where the whole page is concerned.
	Field string `col:"field"`
	// Its value before.
	Before string `col:"before"`
	// Its value after.
	After string `col:"after"`
}

// Assessment is one finding of the review, in the same shape for every
// indicator and source.
type Assessment struct {
	// What is assessed: the column of commitments of that name, or a finding that OGP's own database alone has.
	Indicator string `col:"indicator,required" enum:"starred,early_results,verifiable,relevant,potential_impact,ambition,completion,novelty,change_scope,specificity,relevant_access_to_information,relevant_civic_participation,relevant_public_accountability,relevant_technology,potential_for_results,completion_progress_report,completion_end_of_term,change_in_completion,did_it_open_government,did_it_open_government_access_to_information,did_it_open_government_civic_participation,did_it_open_government_public_accountability,starred_2015,starred_progress_report,starred_end_of_term"`
	// Who says so: the page, or OGP's own database in the edition imported last (official_editions). The rows of the database come after the page's, and only for commitments whose page is in the archive; table official has all.
	Source string `col:"source,required" enum:"page,official"`
	// The finding; for a cell of OGP's database that is unreadable, the cell.
	Value string `col:"value"`
	// All values of the indicator's scale, lowest first and divided by "<"; by "/" where they do not form a scale.
	Scale string `col:"scale"`
	// Whether there is a finding, and if not, which kind of empty it is.
	State State `col:"state,required" enum:"value,empty,pending,no_data,not_available,graphic,unreadable"`
}
