CREATE TABLE content_readings (
    commitment_id VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    "url" VARCHAR,
    "title" VARCHAR,
    "commitment_title" VARCHAR,
    "member" VARCHAR,
    "member_slug" VARCHAR,
    "template" VARCHAR,
    "action_plans" VARCHAR[],
    "action_plan_cycle" INTEGER,
    "status" VARCHAR,
    "start_month" DATE,
    "end_month" DATE,
    "lead_institution" VARCHAR,
    "support_institutions" VARCHAR,
    "institutions" VARCHAR[],
    "policy_areas" VARCHAR[],
    "primary_policy_area" VARCHAR,
    "primary_sector" VARCHAR,
    "ogp_values" VARCHAR[],
    "irm_reports" VARCHAR[],
    "inception_report" VARCHAR,
    "end_of_commitment_report" VARCHAR,
    "starred" VARCHAR,
    "early_results" VARCHAR,
    "verifiable" VARCHAR,
    "relevant" VARCHAR,
    "potential_impact" VARCHAR,
    "ambition" VARCHAR,
    "completion" VARCHAR,
    "novelty" VARCHAR,
    "change_scope" VARCHAR,
    "description" VARCHAR,
    "problem" VARCHAR,
    "status_quo" VARCHAR,
    "causes" VARCHAR[],
    "effects" VARCHAR[],
    "action" VARCHAR,
    "contribution" VARCHAR,
    "long_term_goal" VARCHAR,
    "ogp_value_explanation" VARCHAR,
    "objective" VARCHAR,
    "solution" VARCHAR,
    "results" VARCHAR,
    "transparency" VARCHAR,
    "accountability" VARCHAR,
    "participation" VARCHAR,
    "irm_midterm_summary" VARCHAR,
    "irm_end_of_term_summary" VARCHAR,
    "milestone_count" INTEGER,
    "parser" VARCHAR,
    "milestones" STRUCT("number" INTEGER, "title" VARCHAR, "start_month" DATE, "end_month" DATE, "status" VARCHAR, "outputs" VARCHAR, "due" VARCHAR, "source" VARCHAR)[],
    "institutions_detail" STRUCT("number" INTEGER, "role" VARCHAR, "name" VARCHAR)[],
    "action_plans_detail" STRUCT("number" INTEGER, "name" VARCHAR, "url" VARCHAR, "start_year" INTEGER, "end_year" INTEGER)[],
    "policy_areas_detail" STRUCT("number" INTEGER, "name" VARCHAR, "url" VARCHAR)[],
    "ogp_values_detail" STRUCT("number" INTEGER, "value" VARCHAR, "explanation" VARCHAR)[],
    "causes_detail" STRUCT("number" INTEGER, "text" VARCHAR, "source" VARCHAR)[],
    "effects_detail" STRUCT("number" INTEGER, "text" VARCHAR, "source" VARCHAR)[],
    "documents" STRUCT("number" INTEGER, "kind" VARCHAR, "title" VARCHAR, "url" VARCHAR)[],
    "sections" STRUCT("number" INTEGER, "label" VARCHAR, "field" VARCHAR, "state" VARCHAR, "text" VARCHAR, "evidence" VARCHAR)[],
    "issues" STRUCT("number" INTEGER, "kind" VARCHAR, "field" VARCHAR, "detail" VARCHAR, "url" VARCHAR)[],
    "assessments" STRUCT("number" INTEGER, "indicator" VARCHAR, "source" VARCHAR, "value" VARCHAR, "scale" VARCHAR, "state" VARCHAR)[]
);

CREATE VIEW readings AS
SELECT v.commitment_id, v.language, v.version, r.* EXCLUDE (commitment_id, language, sha256)
FROM versions AS v
JOIN content_readings AS r USING (commitment_id, language, sha256);

CREATE TABLE official_readings (
    sha256 VARCHAR NOT NULL,
    commitment_id VARCHAR NOT NULL,
    "assessments" STRUCT("number" INTEGER, "indicator" VARCHAR, "source" VARCHAR, "value" VARCHAR, "scale" VARCHAR, "state" VARCHAR)[]
);

CREATE TABLE "changes" (
    "commitment_id" VARCHAR NOT NULL,
    "number" INTEGER NOT NULL,
    "changed_at" TIMESTAMP,
    "not_before" TIMESTAMP,
    "kind" VARCHAR,
    "field" VARCHAR,
    "before" VARCHAR,
    "after" VARCHAR
);

CREATE VIEW "commitments" AS
WITH newest AS (
    SELECT commitment_id, language, max(version) AS version
    FROM readings
    GROUP BY commitment_id, language
    QUALIFY row_number() OVER (PARTITION BY commitment_id ORDER BY language <> 'en', language) = 1
), changed AS (
    SELECT commitment_id, list(struct_pack("number" := "number", "changed_at" := "changed_at", "not_before" := "not_before", "kind" := "kind", "field" := "field", "before" := "before", "after" := "after") ORDER BY "number") AS "changes"
    FROM changes
    GROUP BY commitment_id
), coded AS (
    SELECT commitment_id, assessments
    FROM official_readings
    WHERE sha256 = (SELECT sha256 FROM official_editions WHERE held_back IS NULL ORDER BY edition DESC LIMIT 1)
)
SELECT
    r."commitment_id",
    r."url",
    r."title",
    r."commitment_title",
    r."member",
    r."member_slug",
    r."template",
    r."language",
    r."action_plans",
    r."action_plan_cycle",
    r."status",
    r."start_month",
    r."end_month",
    r."lead_institution",
    r."support_institutions",
    r."institutions",
    r."policy_areas",
    r."primary_policy_area",
    r."primary_sector",
    r."ogp_values",
    r."irm_reports",
    r."inception_report",
    r."end_of_commitment_report",
    r."starred",
    r."early_results",
    r."verifiable",
    r."relevant",
    r."potential_impact",
    r."ambition",
    r."completion",
    r."novelty",
    r."change_scope",
    r."description",
    r."problem",
    r."status_quo",
    r."causes",
    r."effects",
    r."action",
    r."contribution",
    r."long_term_goal",
    r."ogp_value_explanation",
    r."objective",
    r."solution",
    r."results",
    r."transparency",
    r."accountability",
    r."participation",
    r."irm_midterm_summary",
    r."irm_end_of_term_summary",
    r."milestone_count",
    CASE WHEN s."withdrawn_at" IS NULL THEN 'present' ELSE 'withdrawn' END AS "page_state",
    s."withdrawn_at",
    s."last_checked",
    p."source" AS "source",
    p."capture_url" AS "capture_url",
    p."version" AS "page_version",
    p."first_seen" AS "first_seen",
    p."last_seen" AS "last_seen",
    p."sha256" AS "page_sha256",
    r."parser",
    r."milestones",
    r."institutions_detail",
    r."action_plans_detail",
    r."policy_areas_detail",
    r."ogp_values_detail",
    r."causes_detail",
    r."effects_detail",
    r."documents",
    r."sections",
    r."issues",
    coalesce(c."changes", []) AS "changes",
    r."assessments" || coalesce(list_transform(o."assessments", lambda x: struct_pack("number" := (x."number" + len(r."assessments"))::INTEGER, "indicator" := x."indicator", "source" := x."source", "value" := x."value", "scale" := x."scale", "state" := x."state")), []) AS "assessments"
FROM newest
JOIN readings AS r USING (commitment_id, language, version)
JOIN versions AS p USING (commitment_id, language, version)
JOIN page_states AS s USING (commitment_id, language)
LEFT JOIN changed AS c USING (commitment_id)
LEFT JOIN coded AS o USING (commitment_id);

CREATE VIEW "commitment_languages" AS
WITH newest AS (
    SELECT commitment_id, language, max(version) AS version
    FROM readings
    GROUP BY commitment_id, language
), changed AS (
    SELECT commitment_id, list(struct_pack("number" := "number", "changed_at" := "changed_at", "not_before" := "not_before", "kind" := "kind", "field" := "field", "before" := "before", "after" := "after") ORDER BY "number") AS "changes"
    FROM changes
    GROUP BY commitment_id
), coded AS (
    SELECT commitment_id, assessments
    FROM official_readings
    WHERE sha256 = (SELECT sha256 FROM official_editions WHERE held_back IS NULL ORDER BY edition DESC LIMIT 1)
)
SELECT
    r."commitment_id",
    r."url",
    r."title",
    r."commitment_title",
    r."member",
    r."member_slug",
    r."template",
    r."language",
    r."action_plans",
    r."action_plan_cycle",
    r."status",
    r."start_month",
    r."end_month",
    r."lead_institution",
    r."support_institutions",
    r."institutions",
    r."policy_areas",
    r."primary_policy_area",
    r."primary_sector",
    r."ogp_values",
    r."irm_reports",
    r."inception_report",
    r."end_of_commitment_report",
    r."starred",
    r."early_results",
    r."verifiable",
    r."relevant",
    r."potential_impact",
    r."ambition",
    r."completion",
    r."novelty",
    r."change_scope",
    r."description",
    r."problem",
    r."status_quo",
    r."causes",
    r."effects",
    r."action",
    r."contribution",
    r."long_term_goal",
    r."ogp_value_explanation",
    r."objective",
    r."solution",
    r."results",
    r."transparency",
    r."accountability",
    r."participation",
    r."irm_midterm_summary",
    r."irm_end_of_term_summary",
    r."milestone_count",
    CASE WHEN s."withdrawn_at" IS NULL THEN 'present' ELSE 'withdrawn' END AS "page_state",
    s."withdrawn_at",
    s."last_checked",
    p."source" AS "source",
    p."capture_url" AS "capture_url",
    p."version" AS "page_version",
    p."first_seen" AS "first_seen",
    p."last_seen" AS "last_seen",
    p."sha256" AS "page_sha256",
    r."parser",
    r."milestones",
    r."institutions_detail",
    r."action_plans_detail",
    r."policy_areas_detail",
    r."ogp_values_detail",
    r."causes_detail",
    r."effects_detail",
    r."documents",
    r."sections",
    r."issues",
    coalesce(c."changes", []) AS "changes",
    r."assessments" || coalesce(list_transform(o."assessments", lambda x: struct_pack("number" := (x."number" + len(r."assessments"))::INTEGER, "indicator" := x."indicator", "source" := x."source", "value" := x."value", "scale" := x."scale", "state" := x."state")), []) AS "assessments"
FROM newest
JOIN readings AS r USING (commitment_id, language, version)
JOIN versions AS p USING (commitment_id, language, version)
JOIN page_states AS s USING (commitment_id, language)
LEFT JOIN changed AS c USING (commitment_id)
LEFT JOIN coded AS o USING (commitment_id);

CREATE VIEW "milestones" AS
SELECT
    commitment_id,
    item."number" AS "number",
    item."title" AS "title",
    item."start_month" AS "start_month",
    item."end_month" AS "end_month",
    item."status" AS "status",
    item."outputs" AS "outputs",
    item."due" AS "due",
    item."source" AS "source"
FROM (SELECT commitment_id, unnest("milestones") AS item FROM commitments);

CREATE VIEW "institutions" AS
SELECT
    commitment_id,
    item."number" AS "number",
    item."role" AS "role",
    item."name" AS "name"
FROM (SELECT commitment_id, unnest("institutions_detail") AS item FROM commitments);

CREATE VIEW "action_plans" AS
SELECT
    commitment_id,
    item."number" AS "number",
    item."name" AS "name",
    item."url" AS "url",
    item."start_year" AS "start_year",
    item."end_year" AS "end_year"
FROM (SELECT commitment_id, unnest("action_plans_detail") AS item FROM commitments);

CREATE VIEW "policy_areas" AS
SELECT
    commitment_id,
    item."number" AS "number",
    item."name" AS "name",
    item."url" AS "url"
FROM (SELECT commitment_id, unnest("policy_areas_detail") AS item FROM commitments);

CREATE VIEW "ogp_values" AS
SELECT
    commitment_id,
    item."number" AS "number",
    item."value" AS "value",
    item."explanation" AS "explanation"
FROM (SELECT commitment_id, unnest("ogp_values_detail") AS item FROM commitments);

CREATE VIEW "causes" AS
SELECT
    commitment_id,
    item."number" AS "number",
    item."text" AS "text",
    item."source" AS "source"
FROM (SELECT commitment_id, unnest("causes_detail") AS item FROM commitments);

CREATE VIEW "effects" AS
SELECT
    commitment_id,
    item."number" AS "number",
    item."text" AS "text",
    item."source" AS "source"
FROM (SELECT commitment_id, unnest("effects_detail") AS item FROM commitments);

CREATE VIEW "documents" AS
SELECT
    commitment_id,
    item."number" AS "number",
    item."kind" AS "kind",
    item."title" AS "title",
    item."url" AS "url"
FROM (SELECT commitment_id, unnest("documents") AS item FROM commitments);

CREATE VIEW "sections" AS
SELECT
    commitment_id,
    item."number" AS "number",
    item."label" AS "label",
    item."field" AS "field",
    item."state" AS "state",
    item."text" AS "text",
    item."evidence" AS "evidence"
FROM (SELECT commitment_id, unnest("sections") AS item FROM commitments);

CREATE VIEW "issues" AS
SELECT
    commitment_id,
    item."number" AS "number",
    item."kind" AS "kind",
    item."field" AS "field",
    item."detail" AS "detail",
    item."url" AS "url"
FROM (SELECT commitment_id, unnest("issues") AS item FROM commitments);

CREATE VIEW "assessments" AS
SELECT
    commitment_id,
    item."number" AS "number",
    item."indicator" AS "indicator",
    item."source" AS "source",
    item."value" AS "value",
    item."scale" AS "scale",
    item."state" AS "state"
FROM (SELECT commitment_id, unnest("assessments") AS item FROM commitments);

CREATE VIEW "coverage" AS
SELECT member_slug, template, language, item.field AS field, CAST(commitments AS INTEGER) AS commitments, CAST(item.filled AS INTEGER) AS filled
FROM (
    SELECT member_slug, template, language, commitments, unnest(fields) AS item, generate_subscripts(fields, 1) AS place
    FROM (SELECT member_slug, template, language, count(*) AS commitments, [{field: 'url', filled: count("url")}, {field: 'title', filled: count("title")}, {field: 'commitment_title', filled: count("commitment_title")}, {field: 'member', filled: count("member")}, {field: 'action_plans', filled: count("action_plans")}, {field: 'action_plan_cycle', filled: count("action_plan_cycle")}, {field: 'status', filled: count("status")}, {field: 'start_month', filled: count("start_month")}, {field: 'end_month', filled: count("end_month")}, {field: 'lead_institution', filled: count("lead_institution")}, {field: 'support_institutions', filled: count("support_institutions")}, {field: 'institutions', filled: count("institutions")}, {field: 'policy_areas', filled: count("policy_areas")}, {field: 'primary_policy_area', filled: count("primary_policy_area")}, {field: 'primary_sector', filled: count("primary_sector")}, {field: 'ogp_values', filled: count("ogp_values")}, {field: 'irm_reports', filled: count("irm_reports")}, {field: 'inception_report', filled: count("inception_report")}, {field: 'end_of_commitment_report', filled: count("end_of_commitment_report")}, {field: 'starred', filled: count("starred")}, {field: 'early_results', filled: count("early_results")}, {field: 'verifiable', filled: count("verifiable")}, {field: 'relevant', filled: count("relevant")}, {field: 'potential_impact', filled: count("potential_impact")}, {field: 'ambition', filled: count("ambition")}, {field: 'completion', filled: count("completion")}, {field: 'novelty', filled: count("novelty")}, {field: 'change_scope', filled: count("change_scope")}, {field: 'description', filled: count("description")}, {field: 'problem', filled: count("problem")}, {field: 'status_quo', filled: count("status_quo")}, {field: 'causes', filled: count("causes")}, {field: 'effects', filled: count("effects")}, {field: 'action', filled: count("action")}, {field: 'contribution', filled: count("contribution")}, {field: 'long_term_goal', filled: count("long_term_goal")}, {field: 'ogp_value_explanation', filled: count("ogp_value_explanation")}, {field: 'objective', filled: count("objective")}, {field: 'solution', filled: count("solution")}, {field: 'results', filled: count("results")}, {field: 'transparency', filled: count("transparency")}, {field: 'accountability', filled: count("accountability")}, {field: 'participation', filled: count("participation")}, {field: 'irm_midterm_summary', filled: count("irm_midterm_summary")}, {field: 'irm_end_of_term_summary', filled: count("irm_end_of_term_summary")}] AS fields FROM commitments GROUP BY member_slug, template, language)
)
ORDER BY member_slug NULLS LAST, template NULLS LAST, language, place;

COMMENT ON TABLE "content_readings" IS 'What the parser read in every archived content of every page.';
COMMENT ON COLUMN "content_readings"."commitment_id" IS 'OGP''s number of the commitment.';
COMMENT ON COLUMN "content_readings"."language" IS 'Language of the page (ISO 639-1).';
COMMENT ON COLUMN "content_readings"."sha256" IS 'SHA-256 of the body in the table contents.';
COMMENT ON COLUMN "content_readings"."url" IS 'Canonical address of the page.';
COMMENT ON COLUMN "content_readings"."title" IS 'Heading of the page, without the ID.';
COMMENT ON COLUMN "content_readings"."commitment_title" IS 'The action plan''s own title of the commitment ("Commitment Title"). Local pages only.';
COMMENT ON COLUMN "content_readings"."member" IS 'Name of the OGP member as printed above the heading, e.g. "Mexico State, Mexico".';
COMMENT ON COLUMN "content_readings"."member_slug" IS 'The member''s part of the page''s address, e.g. mexico-state-mexico.';
COMMENT ON COLUMN "content_readings"."template" IS 'Which of the site''s two layouts the page has, told by its labels.';
COMMENT ON COLUMN "content_readings"."action_plans" IS 'Names of the action plans the commitment belongs to ("Action Plan").';
COMMENT ON COLUMN "content_readings"."action_plan_cycle" IS 'Year of the action plan''s cycle ("Action Plan Cycle"). Not always the plan''s first year. National pages only.';
COMMENT ON COLUMN "content_readings"."status" IS 'Whether the commitment is under way ("Status"). Printed until about 2022, national pages only.';
COMMENT ON COLUMN "content_readings"."start_month" IS 'First month of the commitment ("Commitment Start"), written as the first day of the month: pages give no day. Local pages only.';
COMMENT ON COLUMN "content_readings"."end_month" IS 'Last month of the commitment ("Commitment End"), written as the first day of the month. Local pages only.';
COMMENT ON COLUMN "content_readings"."lead_institution" IS 'The whole line "Lead Institution" as printed. National pages only.';
COMMENT ON COLUMN "content_readings"."support_institutions" IS 'The whole line "Support Institution(s)" as printed. National pages only.';
COMMENT ON COLUMN "content_readings"."institutions" IS 'Names of all institutions, each once, in page order.';
COMMENT ON COLUMN "content_readings"."policy_areas" IS 'Policy areas in page order ("Policy Areas"; on local pages "Primary Policy Area"). OGP renames and re-tags them over time.';
COMMENT ON COLUMN "content_readings"."primary_policy_area" IS 'The one policy area a local page prints ("Primary Policy Area").';
COMMENT ON COLUMN "content_readings"."primary_sector" IS 'The sector a local page prints ("Primary Sector").';
COMMENT ON COLUMN "content_readings"."ogp_values" IS 'OGP values the commitment serves ("Relevant to OGP Values" of older national pages, "OGP Value" of local pages).';
COMMENT ON COLUMN "content_readings"."irm_reports" IS 'Titles of the reports of the Independent Reporting Mechanism (IRM) named on the page ("IRM Report"). National pages only.';
COMMENT ON COLUMN "content_readings"."inception_report" IS 'Title of the local plan''s inception report ("Inception Report"). Local pages only.';
COMMENT ON COLUMN "content_readings"."end_of_commitment_report" IS 'Address of the End of Commitment Report, which holds the final assessment of a local commitment.';
COMMENT ON COLUMN "content_readings"."starred" IS 'Whether IRM starred the commitment ("Starred"). National pages until about 2022.';
COMMENT ON COLUMN "content_readings"."early_results" IS 'IRM''s finding on early results in opening government ("Early Results"). National pages only.';
COMMENT ON COLUMN "content_readings"."verifiable" IS 'IRM: whether the commitment is specific enough to be verified ("Verifiable").';
COMMENT ON COLUMN "content_readings"."relevant" IS 'IRM: whether the commitment is relevant to OGP values ("Relevant to OGP Values", on local pages "Relevance to OGP Values"). NULL while "Verifiable" is pending, since the site then prints "Not Relevant" before any review.';
COMMENT ON COLUMN "content_readings"."potential_impact" IS 'IRM''s rating of potential impact ("Potential Impact"). Drawn, not printed, once rated; national pages until about 2022.';
COMMENT ON COLUMN "content_readings"."ambition" IS 'IRM''s rating of ambition ("Ambition"). National pages since about 2022.';
COMMENT ON COLUMN "content_readings"."completion" IS 'IRM''s rating of completion ("Completion"). Drawn, not printed, once rated. National pages only.';
COMMENT ON COLUMN "content_readings"."novelty" IS 'Whether the commitment goes on with a practice or begins one: the reviewer''s first sentence in the local "Inception Report Summary".';
COMMENT ON COLUMN "content_readings"."change_scope" IS 'What change the commitment''s activities bring: the reviewer''s second sentence in the local "Inception Report Summary".';
COMMENT ON COLUMN "content_readings"."description" IS 'The whole free text under "Description", as printed. National pages only: local pages print its parts under labels of their own.';
COMMENT ON COLUMN "content_readings"."problem" IS 'The public problem the commitment addresses. Local: "Problem"; national: the question about the problem in the description''s form.';
COMMENT ON COLUMN "content_readings"."status_quo" IS 'The situation at the start and what has been done so far. Local: "Status quo", whole, with any causes and effects listed in it.';
COMMENT ON COLUMN "content_readings"."causes" IS 'Causes of the problem, one item each where the text lists them.';
COMMENT ON COLUMN "content_readings"."effects" IS 'Effects of the problem, one item each where the text lists them.';
COMMENT ON COLUMN "content_readings"."action" IS 'What will be done ("Action" of local pages; the description of the commitment in a national form).';
COMMENT ON COLUMN "content_readings"."contribution" IS 'How the commitment contributes to solving the problem.';
COMMENT ON COLUMN "content_readings"."long_term_goal" IS 'Long-term goal of the local open government strategy that the commitment serves. Local pages only.';
COMMENT ON COLUMN "content_readings"."ogp_value_explanation" IS 'Why the commitment is relevant to OGP values, in its author''s words.';
COMMENT ON COLUMN "content_readings"."objective" IS 'Objective of the commitment, where a national form asks for one.';
COMMENT ON COLUMN "content_readings"."solution" IS 'The solution proposed ("What solution are you proposing?"). National form since 2022.';
COMMENT ON COLUMN "content_readings"."results" IS 'The results wanted ("What results do we want to achieve by implementing this commitment?"). National form since 2022.';
COMMENT ON COLUMN "content_readings"."transparency" IS 'How the commitment will promote transparency. National form since 2022.';
COMMENT ON COLUMN "content_readings"."accountability" IS 'How the commitment will help foster accountability. National form since 2022.';
COMMENT ON COLUMN "content_readings"."participation" IS 'How the commitment will improve citizen participation. National form since 2022.';
COMMENT ON COLUMN "content_readings"."irm_midterm_summary" IS 'IRM''s midterm summary ("IRM Midterm Status Summary"). National pages of plans of about 2015 to 2017.';
COMMENT ON COLUMN "content_readings"."irm_end_of_term_summary" IS 'IRM''s end-of-term summary ("IRM End of Term Status Summary"). National pages of plans of about 2015 to 2017.';
COMMENT ON COLUMN "content_readings"."milestone_count" IS 'Number of rows the commitment has in the table milestones.';
COMMENT ON COLUMN "content_readings"."parser" IS 'The parser that read the page: a hash of its code and one of its tables of labels and values.';
COMMENT ON COLUMN "content_readings"."milestones" IS 'One step on the way to the commitment: a row of the page''s block "Milestones", or of the planning table inside a national description.';
COMMENT ON COLUMN "content_readings"."institutions_detail" IS 'One institution that leads, supports or takes part in the commitment, as printed.';
COMMENT ON COLUMN "content_readings"."action_plans_detail" IS 'One OGP action plan that the commitment belongs to.';
COMMENT ON COLUMN "content_readings"."policy_areas_detail" IS 'One policy area that the commitment is tagged with.';
COMMENT ON COLUMN "content_readings"."ogp_values_detail" IS 'One OGP value that the commitment serves.';
COMMENT ON COLUMN "content_readings"."causes_detail" IS 'One cause of the problem.';
COMMENT ON COLUMN "content_readings"."effects_detail" IS 'One effect of the problem.';
COMMENT ON COLUMN "content_readings"."documents" IS 'One document that the page names or links.';
COMMENT ON COLUMN "content_readings"."sections" IS 'One labelled part of the page, understood or not, so that nothing printed on the page is lost.';
COMMENT ON COLUMN "content_readings"."issues" IS 'Something on the page that was not understood. It is data, and never a reason to drop the page.';
COMMENT ON COLUMN "content_readings"."assessments" IS 'One finding of the review, in the same shape for every indicator and source.';
COMMENT ON VIEW "readings" IS 'What the parser read in every archived version of every page: the rows of commitments, with the long tables inside.';
COMMENT ON COLUMN "readings"."commitment_id" IS 'OGP''s number of the commitment.';
COMMENT ON COLUMN "readings"."language" IS 'Language of the page (ISO 639-1).';
COMMENT ON COLUMN "readings"."version" IS '1 for the content seen first, one more for each change of content.';
COMMENT ON COLUMN "readings"."url" IS 'Canonical address of the page.';
COMMENT ON COLUMN "readings"."title" IS 'Heading of the page, without the ID.';
COMMENT ON COLUMN "readings"."commitment_title" IS 'The action plan''s own title of the commitment ("Commitment Title"). Local pages only.';
COMMENT ON COLUMN "readings"."member" IS 'Name of the OGP member as printed above the heading, e.g. "Mexico State, Mexico".';
COMMENT ON COLUMN "readings"."member_slug" IS 'The member''s part of the page''s address, e.g. mexico-state-mexico.';
COMMENT ON COLUMN "readings"."template" IS 'Which of the site''s two layouts the page has, told by its labels.';
COMMENT ON COLUMN "readings"."action_plans" IS 'Names of the action plans the commitment belongs to ("Action Plan").';
COMMENT ON COLUMN "readings"."action_plan_cycle" IS 'Year of the action plan''s cycle ("Action Plan Cycle"). Not always the plan''s first year. National pages only.';
COMMENT ON COLUMN "readings"."status" IS 'Whether the commitment is under way ("Status"). Printed until about 2022, national pages only.';
COMMENT ON COLUMN "readings"."start_month" IS 'First month of the commitment ("Commitment Start"), written as the first day of the month: pages give no day. Local pages only.';
COMMENT ON COLUMN "readings"."end_month" IS 'Last month of the commitment ("Commitment End"), written as the first day of the month. Local pages only.';
COMMENT ON COLUMN "readings"."lead_institution" IS 'The whole line "Lead Institution" as printed. National pages only.';
COMMENT ON COLUMN "readings"."support_institutions" IS 'The whole line "Support Institution(s)" as printed. National pages only.';
COMMENT ON COLUMN "readings"."institutions" IS 'Names of all institutions, each once, in page order.';
COMMENT ON COLUMN "readings"."policy_areas" IS 'Policy areas in page order ("Policy Areas"; on local pages "Primary Policy Area"). OGP renames and re-tags them over time.';
COMMENT ON COLUMN "readings"."primary_policy_area" IS 'The one policy area a local page prints ("Primary Policy Area").';
COMMENT ON COLUMN "readings"."primary_sector" IS 'The sector a local page prints ("Primary Sector").';
COMMENT ON COLUMN "readings"."ogp_values" IS 'OGP values the commitment serves ("Relevant to OGP Values" of older national pages, "OGP Value" of local pages).';
COMMENT ON COLUMN "readings"."irm_reports" IS 'Titles of the reports of the Independent Reporting Mechanism (IRM) named on the page ("IRM Report"). National pages only.';
COMMENT ON COLUMN "readings"."inception_report" IS 'Title of the local plan''s inception report ("Inception Report"). Local pages only.';
COMMENT ON COLUMN "readings"."end_of_commitment_report" IS 'Address of the End of Commitment Report, which holds the final assessment of a local commitment.';
COMMENT ON COLUMN "readings"."starred" IS 'Whether IRM starred the commitment ("Starred"). National pages until about 2022.';
COMMENT ON COLUMN "readings"."early_results" IS 'IRM''s finding on early results in opening government ("Early Results"). National pages only.';
COMMENT ON COLUMN "readings"."verifiable" IS 'IRM: whether the commitment is specific enough to be verified ("Verifiable").';
COMMENT ON COLUMN "readings"."relevant" IS 'IRM: whether the commitment is relevant to OGP values ("Relevant to OGP Values", on local pages "Relevance to OGP Values"). NULL while "Verifiable" is pending, since the site then prints "Not Relevant" before any review.';
COMMENT ON COLUMN "readings"."potential_impact" IS 'IRM''s rating of potential impact ("Potential Impact"). Drawn, not printed, once rated; national pages until about 2022.';
COMMENT ON COLUMN "readings"."ambition" IS 'IRM''s rating of ambition ("Ambition"). National pages since about 2022.';
COMMENT ON COLUMN "readings"."completion" IS 'IRM''s rating of completion ("Completion"). Drawn, not printed, once rated. National pages only.';
COMMENT ON COLUMN "readings"."novelty" IS 'Whether the commitment goes on with a practice or begins one: the reviewer''s first sentence in the local "Inception Report Summary".';
COMMENT ON COLUMN "readings"."change_scope" IS 'What change the commitment''s activities bring: the reviewer''s second sentence in the local "Inception Report Summary".';
COMMENT ON COLUMN "readings"."description" IS 'The whole free text under "Description", as printed. National pages only: local pages print its parts under labels of their own.';
COMMENT ON COLUMN "readings"."problem" IS 'The public problem the commitment addresses. Local: "Problem"; national: the question about the problem in the description''s form.';
COMMENT ON COLUMN "readings"."status_quo" IS 'The situation at the start and what has been done so far. Local: "Status quo", whole, with any causes and effects listed in it.';
COMMENT ON COLUMN "readings"."causes" IS 'Causes of the problem, one item each where the text lists them.';
COMMENT ON COLUMN "readings"."effects" IS 'Effects of the problem, one item each where the text lists them.';
COMMENT ON COLUMN "readings"."action" IS 'What will be done ("Action" of local pages; the description of the commitment in a national form).';
COMMENT ON COLUMN "readings"."contribution" IS 'How the commitment contributes to solving the problem.';
COMMENT ON COLUMN "readings"."long_term_goal" IS 'Long-term goal of the local open government strategy that the commitment serves. Local pages only.';
COMMENT ON COLUMN "readings"."ogp_value_explanation" IS 'Why the commitment is relevant to OGP values, in its author''s words.';
COMMENT ON COLUMN "readings"."objective" IS 'Objective of the commitment, where a national form asks for one.';
COMMENT ON COLUMN "readings"."solution" IS 'The solution proposed ("What solution are you proposing?"). National form since 2022.';
COMMENT ON COLUMN "readings"."results" IS 'The results wanted ("What results do we want to achieve by implementing this commitment?"). National form since 2022.';
COMMENT ON COLUMN "readings"."transparency" IS 'How the commitment will promote transparency. National form since 2022.';
COMMENT ON COLUMN "readings"."accountability" IS 'How the commitment will help foster accountability. National form since 2022.';
COMMENT ON COLUMN "readings"."participation" IS 'How the commitment will improve citizen participation. National form since 2022.';
COMMENT ON COLUMN "readings"."irm_midterm_summary" IS 'IRM''s midterm summary ("IRM Midterm Status Summary"). National pages of plans of about 2015 to 2017.';
COMMENT ON COLUMN "readings"."irm_end_of_term_summary" IS 'IRM''s end-of-term summary ("IRM End of Term Status Summary"). National pages of plans of about 2015 to 2017.';
COMMENT ON COLUMN "readings"."milestone_count" IS 'Number of rows the commitment has in the table milestones.';
COMMENT ON COLUMN "readings"."parser" IS 'The parser that read the page: a hash of its code and one of its tables of labels and values.';
COMMENT ON COLUMN "readings"."milestones" IS 'One step on the way to the commitment: a row of the page''s block "Milestones", or of the planning table inside a national description.';
COMMENT ON COLUMN "readings"."institutions_detail" IS 'One institution that leads, supports or takes part in the commitment, as printed.';
COMMENT ON COLUMN "readings"."action_plans_detail" IS 'One OGP action plan that the commitment belongs to.';
COMMENT ON COLUMN "readings"."policy_areas_detail" IS 'One policy area that the commitment is tagged with.';
COMMENT ON COLUMN "readings"."ogp_values_detail" IS 'One OGP value that the commitment serves.';
COMMENT ON COLUMN "readings"."causes_detail" IS 'One cause of the problem.';
COMMENT ON COLUMN "readings"."effects_detail" IS 'One effect of the problem.';
COMMENT ON COLUMN "readings"."documents" IS 'One document that the page names or links.';
COMMENT ON COLUMN "readings"."sections" IS 'One labelled part of the page, understood or not, so that nothing printed on the page is lost.';
COMMENT ON COLUMN "readings"."issues" IS 'Something on the page that was not understood. It is data, and never a reason to drop the page.';
COMMENT ON COLUMN "readings"."assessments" IS 'One finding of the review, in the same shape for every indicator and source.';
COMMENT ON TABLE "official_readings" IS 'What the parser read in every edition of OGP''s own database: the assessments of its rows, by commitment.';
COMMENT ON COLUMN "official_readings"."sha256" IS 'SHA-256 of the file, in hexadecimal.';
COMMENT ON COLUMN "official_readings"."commitment_id" IS 'OGP''s number of the commitment.';
COMMENT ON COLUMN "official_readings"."assessments" IS 'The assessments, in the order of the rows. One finding of the review, in the same shape for every indicator and source.';
COMMENT ON TABLE "changes" IS 'One difference between two versions of a commitment''s page, both read by the same parser.';
COMMENT ON COLUMN "changes"."commitment_id" IS 'ID of the commitment the row belongs to.';
COMMENT ON COLUMN "changes"."number" IS 'Number of the row within its commitment: 1, 2, … in page order.';
COMMENT ON COLUMN "changes"."changed_at" IS 'When the newer version was first seen (UTC); NULL for a page whose time is not known.';
COMMENT ON COLUMN "changes"."not_before" IS 'When the page was last seen as it was before (UTC): the change lies between the two times. NULL for a new page.';
COMMENT ON COLUMN "changes"."kind" IS 'What happened.';
COMMENT ON COLUMN "changes"."field" IS 'The column that changed; NULL where the whole page is concerned.';
COMMENT ON COLUMN "changes"."before" IS 'Its value before.';
COMMENT ON COLUMN "changes"."after" IS 'Its value after.';
COMMENT ON VIEW "commitments" IS 'One promise that a government made in an OGP action plan, as its page prints it: one row per commitment.';
COMMENT ON COLUMN "commitments"."commitment_id" IS 'OGP''s number of the commitment: two to five capitals and four digits, e.g. MXMEX0009. From the last parenthesis of the page''s heading, compared with the line "Commitment ID" and the address.';
COMMENT ON COLUMN "commitments"."url" IS 'Canonical address of the page.';
COMMENT ON COLUMN "commitments"."title" IS 'Heading of the page, without the ID.';
COMMENT ON COLUMN "commitments"."commitment_title" IS 'The action plan''s own title of the commitment ("Commitment Title"). Local pages only.';
COMMENT ON COLUMN "commitments"."member" IS 'Name of the OGP member as printed above the heading, e.g. "Mexico State, Mexico".';
COMMENT ON COLUMN "commitments"."member_slug" IS 'The member''s part of the page''s address, e.g. mexico-state-mexico.';
COMMENT ON COLUMN "commitments"."template" IS 'Which of the site''s two layouts the page has, told by its labels.';
COMMENT ON COLUMN "commitments"."language" IS 'Language of the page (ISO 639-1). The site''s Spanish and French pages are machine translations.';
COMMENT ON COLUMN "commitments"."action_plans" IS 'Names of the action plans the commitment belongs to ("Action Plan").';
COMMENT ON COLUMN "commitments"."action_plan_cycle" IS 'Year of the action plan''s cycle ("Action Plan Cycle"). Not always the plan''s first year. National pages only.';
COMMENT ON COLUMN "commitments"."status" IS 'Whether the commitment is under way ("Status"). Printed until about 2022, national pages only.';
COMMENT ON COLUMN "commitments"."start_month" IS 'First month of the commitment ("Commitment Start"), written as the first day of the month: pages give no day. Local pages only.';
COMMENT ON COLUMN "commitments"."end_month" IS 'Last month of the commitment ("Commitment End"), written as the first day of the month. Local pages only.';
COMMENT ON COLUMN "commitments"."lead_institution" IS 'The whole line "Lead Institution" as printed. National pages only.';
COMMENT ON COLUMN "commitments"."support_institutions" IS 'The whole line "Support Institution(s)" as printed. National pages only.';
COMMENT ON COLUMN "commitments"."institutions" IS 'Names of all institutions, each once, in page order.';
COMMENT ON COLUMN "commitments"."policy_areas" IS 'Policy areas in page order ("Policy Areas"; on local pages "Primary Policy Area"). OGP renames and re-tags them over time.';
COMMENT ON COLUMN "commitments"."primary_policy_area" IS 'The one policy area a local page prints ("Primary Policy Area").';
COMMENT ON COLUMN "commitments"."primary_sector" IS 'The sector a local page prints ("Primary Sector").';
COMMENT ON COLUMN "commitments"."ogp_values" IS 'OGP values the commitment serves ("Relevant to OGP Values" of older national pages, "OGP Value" of local pages).';
COMMENT ON COLUMN "commitments"."irm_reports" IS 'Titles of the reports of the Independent Reporting Mechanism (IRM) named on the page ("IRM Report"). National pages only.';
COMMENT ON COLUMN "commitments"."inception_report" IS 'Title of the local plan''s inception report ("Inception Report"). Local pages only.';
COMMENT ON COLUMN "commitments"."end_of_commitment_report" IS 'Address of the End of Commitment Report, which holds the final assessment of a local commitment.';
COMMENT ON COLUMN "commitments"."starred" IS 'Whether IRM starred the commitment ("Starred"). National pages until about 2022.';
COMMENT ON COLUMN "commitments"."early_results" IS 'IRM''s finding on early results in opening government ("Early Results"). National pages only.';
COMMENT ON COLUMN "commitments"."verifiable" IS 'IRM: whether the commitment is specific enough to be verified ("Verifiable").';
COMMENT ON COLUMN "commitments"."relevant" IS 'IRM: whether the commitment is relevant to OGP values ("Relevant to OGP Values", on local pages "Relevance to OGP Values"). NULL while "Verifiable" is pending, since the site then prints "Not Relevant" before any review.';
COMMENT ON COLUMN "commitments"."potential_impact" IS 'IRM''s rating of potential impact ("Potential Impact"). Drawn, not printed, once rated; national pages until about 2022.';
COMMENT ON COLUMN "commitments"."ambition" IS 'IRM''s rating of ambition ("Ambition"). National pages since about 2022.';
COMMENT ON COLUMN "commitments"."completion" IS 'IRM''s rating of completion ("Completion"). Drawn, not printed, once rated. National pages only.';
COMMENT ON COLUMN "commitments"."novelty" IS 'Whether the commitment goes on with a practice or begins one: the reviewer''s first sentence in the local "Inception Report Summary".';
COMMENT ON COLUMN "commitments"."change_scope" IS 'What change the commitment''s activities bring: the reviewer''s second sentence in the local "Inception Report Summary".';
COMMENT ON COLUMN "commitments"."description" IS 'The whole free text under "Description", as printed. National pages only: local pages print its parts under labels of their own.';
COMMENT ON COLUMN "commitments"."problem" IS 'The public problem the commitment addresses. Local: "Problem"; national: the question about the problem in the description''s form.';
COMMENT ON COLUMN "commitments"."status_quo" IS 'The situation at the start and what has been done so far. Local: "Status quo", whole, with any causes and effects listed in it.';
COMMENT ON COLUMN "commitments"."causes" IS 'Causes of the problem, one item each where the text lists them.';
COMMENT ON COLUMN "commitments"."effects" IS 'Effects of the problem, one item each where the text lists them.';
COMMENT ON COLUMN "commitments"."action" IS 'What will be done ("Action" of local pages; the description of the commitment in a national form).';
COMMENT ON COLUMN "commitments"."contribution" IS 'How the commitment contributes to solving the problem.';
COMMENT ON COLUMN "commitments"."long_term_goal" IS 'Long-term goal of the local open government strategy that the commitment serves. Local pages only.';
COMMENT ON COLUMN "commitments"."ogp_value_explanation" IS 'Why the commitment is relevant to OGP values, in its author''s words.';
COMMENT ON COLUMN "commitments"."objective" IS 'Objective of the commitment, where a national form asks for one.';
COMMENT ON COLUMN "commitments"."solution" IS 'The solution proposed ("What solution are you proposing?"). National form since 2022.';
COMMENT ON COLUMN "commitments"."results" IS 'The results wanted ("What results do we want to achieve by implementing this commitment?"). National form since 2022.';
COMMENT ON COLUMN "commitments"."transparency" IS 'How the commitment will promote transparency. National form since 2022.';
COMMENT ON COLUMN "commitments"."accountability" IS 'How the commitment will help foster accountability. National form since 2022.';
COMMENT ON COLUMN "commitments"."participation" IS 'How the commitment will improve citizen participation. National form since 2022.';
COMMENT ON COLUMN "commitments"."irm_midterm_summary" IS 'IRM''s midterm summary ("IRM Midterm Status Summary"). National pages of plans of about 2015 to 2017.';
COMMENT ON COLUMN "commitments"."irm_end_of_term_summary" IS 'IRM''s end-of-term summary ("IRM End of Term Status Summary"). National pages of plans of about 2015 to 2017.';
COMMENT ON COLUMN "commitments"."milestone_count" IS 'Number of rows the commitment has in the table milestones.';
COMMENT ON COLUMN "commitments"."page_state" IS 'Whether the page is on the site, or withdrawn: two runs in a row found it gone, or web archives did at least a day apart.';
COMMENT ON COLUMN "commitments"."withdrawn_at" IS 'When a withdrawn page was first found gone (UTC); NULL for a page that is present.';
COMMENT ON COLUMN "commitments"."last_checked" IS 'When the page was last observed at all: seen, said to be unchanged, or gone (UTC); NULL where no time is known.';
COMMENT ON COLUMN "commitments"."source" IS 'Where this version of the page was first seen: on the site, in a file, or in a web archive.';
COMMENT ON COLUMN "commitments"."capture_url" IS 'Address of the capture that this version was first seen in, where it was in a web archive.';
COMMENT ON COLUMN "commitments"."page_version" IS 'Which version of the page this row was read from: 1 for the first content seen, one more for each change of content.';
COMMENT ON COLUMN "commitments"."first_seen" IS 'When this version of the page was first seen (UTC); NULL where only a file without a time has it.';
COMMENT ON COLUMN "commitments"."last_seen" IS 'When this version of the page was last seen (UTC); NULL where only a file without a time has it.';
COMMENT ON COLUMN "commitments"."page_sha256" IS 'SHA-256 of the page''s bytes, in hexadecimal.';
COMMENT ON COLUMN "commitments"."parser" IS 'The parser that read the page: a hash of its code and one of its tables of labels and values.';
COMMENT ON COLUMN "commitments"."milestones" IS 'One step on the way to the commitment: a row of the page''s block "Milestones", or of the planning table inside a national description.';
COMMENT ON COLUMN "commitments"."institutions_detail" IS 'One institution that leads, supports or takes part in the commitment, as printed.';
COMMENT ON COLUMN "commitments"."action_plans_detail" IS 'One OGP action plan that the commitment belongs to.';
COMMENT ON COLUMN "commitments"."policy_areas_detail" IS 'One policy area that the commitment is tagged with.';
COMMENT ON COLUMN "commitments"."ogp_values_detail" IS 'One OGP value that the commitment serves.';
COMMENT ON COLUMN "commitments"."causes_detail" IS 'One cause of the problem.';
COMMENT ON COLUMN "commitments"."effects_detail" IS 'One effect of the problem.';
COMMENT ON COLUMN "commitments"."documents" IS 'One document that the page names or links.';
COMMENT ON COLUMN "commitments"."sections" IS 'One labelled part of the page, understood or not, so that nothing printed on the page is lost.';
COMMENT ON COLUMN "commitments"."issues" IS 'Something on the page that was not understood. It is data, and never a reason to drop the page.';
COMMENT ON COLUMN "commitments"."changes" IS 'One difference between two versions of a commitment''s page, both read by the same parser.';
COMMENT ON COLUMN "commitments"."assessments" IS 'One finding of the review, in the same shape for every indicator and source.';
COMMENT ON VIEW "commitment_languages" IS 'As commitments, but one row per commitment and language: the newest reading of every page, translations among them.';
COMMENT ON COLUMN "commitment_languages"."commitment_id" IS 'OGP''s number of the commitment: two to five capitals and four digits, e.g. MXMEX0009. From the last parenthesis of the page''s heading, compared with the line "Commitment ID" and the address.';
COMMENT ON COLUMN "commitment_languages"."url" IS 'Canonical address of the page.';
COMMENT ON COLUMN "commitment_languages"."title" IS 'Heading of the page, without the ID.';
COMMENT ON COLUMN "commitment_languages"."commitment_title" IS 'The action plan''s own title of the commitment ("Commitment Title"). Local pages only.';
COMMENT ON COLUMN "commitment_languages"."member" IS 'Name of the OGP member as printed above the heading, e.g. "Mexico State, Mexico".';
COMMENT ON COLUMN "commitment_languages"."member_slug" IS 'The member''s part of the page''s address, e.g. mexico-state-mexico.';
COMMENT ON COLUMN "commitment_languages"."template" IS 'Which of the site''s two layouts the page has, told by its labels.';
COMMENT ON COLUMN "commitment_languages"."language" IS 'Language of the page (ISO 639-1). The site''s Spanish and French pages are machine translations.';
COMMENT ON COLUMN "commitment_languages"."action_plans" IS 'Names of the action plans the commitment belongs to ("Action Plan").';
COMMENT ON COLUMN "commitment_languages"."action_plan_cycle" IS 'Year of the action plan''s cycle ("Action Plan Cycle"). Not always the plan''s first year. National pages only.';
COMMENT ON COLUMN "commitment_languages"."status" IS 'Whether the commitment is under way ("Status"). Printed until about 2022, national pages only.';
COMMENT ON COLUMN "commitment_languages"."start_month" IS 'First month of the commitment ("Commitment Start"), written as the first day of the month: pages give no day. Local pages only.';
COMMENT ON COLUMN "commitment_languages"."end_month" IS 'Last month of the commitment ("Commitment End"), written as the first day of the month. Local pages only.';
COMMENT ON COLUMN "commitment_languages"."lead_institution" IS 'The whole line "Lead Institution" as printed. National pages only.';
COMMENT ON COLUMN "commitment_languages"."support_institutions" IS 'The whole line "Support Institution(s)" as printed. National pages only.';
COMMENT ON COLUMN "commitment_languages"."institutions" IS 'Names of all institutions, each once, in page order.';
COMMENT ON COLUMN "commitment_languages"."policy_areas" IS 'Policy areas in page order ("Policy Areas"; on local pages "Primary Policy Area"). OGP renames and re-tags them over time.';
COMMENT ON COLUMN "commitment_languages"."primary_policy_area" IS 'The one policy area a local page prints ("Primary Policy Area").';
COMMENT ON COLUMN "commitment_languages"."primary_sector" IS 'The sector a local page prints ("Primary Sector").';
COMMENT ON COLUMN "commitment_languages"."ogp_values" IS 'OGP values the commitment serves ("Relevant to OGP Values" of older national pages, "OGP Value" of local pages).';
COMMENT ON COLUMN "commitment_languages"."irm_reports" IS 'Titles of the reports of the Independent Reporting Mechanism (IRM) named on the page ("IRM Report"). National pages only.';
COMMENT ON COLUMN "commitment_languages"."inception_report" IS 'Title of the local plan''s inception report ("Inception Report"). Local pages only.';
COMMENT ON COLUMN "commitment_languages"."end_of_commitment_report" IS 'Address of the End of Commitment Report, which holds the final assessment of a local commitment.';
COMMENT ON COLUMN "commitment_languages"."starred" IS 'Whether IRM starred the commitment ("Starred"). National pages until about 2022.';
COMMENT ON COLUMN "commitment_languages"."early_results" IS 'IRM''s finding on early results in opening government ("Early Results"). National pages only.';
COMMENT ON COLUMN "commitment_languages"."verifiable" IS 'IRM: whether the commitment is specific enough to be verified ("Verifiable").';
COMMENT ON COLUMN "commitment_languages"."relevant" IS 'IRM: whether the commitment is relevant to OGP values ("Relevant to OGP Values", on local pages "Relevance to OGP Values"). NULL while "Verifiable" is pending, since the site then prints "Not Relevant" before any review.';
COMMENT ON COLUMN "commitment_languages"."potential_impact" IS 'IRM''s rating of potential impact ("Potential Impact"). Drawn, not printed, once rated; national pages until about 2022.';
COMMENT ON COLUMN "commitment_languages"."ambition" IS 'IRM''s rating of ambition ("Ambition"). National pages since about 2022.';
COMMENT ON COLUMN "commitment_languages"."completion" IS 'IRM''s rating of completion ("Completion"). Drawn, not printed, once rated. National pages only.';
COMMENT ON COLUMN "commitment_languages"."novelty" IS 'Whether the commitment goes on with a practice or begins one: the reviewer''s first sentence in the local "Inception Report Summary".';
COMMENT ON COLUMN "commitment_languages"."change_scope" IS 'What change the commitment''s activities bring: the reviewer''s second sentence in the local "Inception Report Summary".';
COMMENT ON COLUMN "commitment_languages"."description" IS 'The whole free text under "Description", as printed. National pages only: local pages print its parts under labels of their own.';
COMMENT ON COLUMN "commitment_languages"."problem" IS 'The public problem the commitment addresses. Local: "Problem"; national: the question about the problem in the description''s form.';
COMMENT ON COLUMN "commitment_languages"."status_quo" IS 'The situation at the start and what has been done so far. Local: "Status quo", whole, with any causes and effects listed in it.';
COMMENT ON COLUMN "commitment_languages"."causes" IS 'Causes of the problem, one item each where the text lists them.';
COMMENT ON COLUMN "commitment_languages"."effects" IS 'Effects of the problem, one item each where the text lists them.';
COMMENT ON COLUMN "commitment_languages"."action" IS 'What will be done ("Action" of local pages; the description of the commitment in a national form).';
COMMENT ON COLUMN "commitment_languages"."contribution" IS 'How the commitment contributes to solving the problem.';
COMMENT ON COLUMN "commitment_languages"."long_term_goal" IS 'Long-term goal of the local open government strategy that the commitment serves. Local pages only.';
COMMENT ON COLUMN "commitment_languages"."ogp_value_explanation" IS 'Why the commitment is relevant to OGP values, in its author''s words.';
COMMENT ON COLUMN "commitment_languages"."objective" IS 'Objective of the commitment, where a national form asks for one.';
COMMENT ON COLUMN "commitment_languages"."solution" IS 'The solution proposed ("What solution are you proposing?"). National form since 2022.';
COMMENT ON COLUMN "commitment_languages"."results" IS 'The results wanted ("What results do we want to achieve by implementing this commitment?"). National form since 2022.';
COMMENT ON COLUMN "commitment_languages"."transparency" IS 'How the commitment will promote transparency. National form since 2022.';
COMMENT ON COLUMN "commitment_languages"."accountability" IS 'How the commitment will help foster accountability. National form since 2022.';
COMMENT ON COLUMN "commitment_languages"."participation" IS 'How the commitment will improve citizen participation. National form since 2022.';
COMMENT ON COLUMN "commitment_languages"."irm_midterm_summary" IS 'IRM''s midterm summary ("IRM Midterm Status Summary"). National pages of plans of about 2015 to 2017.';
COMMENT ON COLUMN "commitment_languages"."irm_end_of_term_summary" IS 'IRM''s end-of-term summary ("IRM End of Term Status Summary"). National pages of plans of about 2015 to 2017.';
COMMENT ON COLUMN "commitment_languages"."milestone_count" IS 'Number of rows the commitment has in the table milestones.';
COMMENT ON COLUMN "commitment_languages"."page_state" IS 'Whether the page is on the site, or withdrawn: two runs in a row found it gone, or web archives did at least a day apart.';
COMMENT ON COLUMN "commitment_languages"."withdrawn_at" IS 'When a withdrawn page was first found gone (UTC); NULL for a page that is present.';
COMMENT ON COLUMN "commitment_languages"."last_checked" IS 'When the page was last observed at all: seen, said to be unchanged, or gone (UTC); NULL where no time is known.';
COMMENT ON COLUMN "commitment_languages"."source" IS 'Where this version of the page was first seen: on the site, in a file, or in a web archive.';
COMMENT ON COLUMN "commitment_languages"."capture_url" IS 'Address of the capture that this version was first seen in, where it was in a web archive.';
COMMENT ON COLUMN "commitment_languages"."page_version" IS 'Which version of the page this row was read from: 1 for the first content seen, one more for each change of content.';
COMMENT ON COLUMN "commitment_languages"."first_seen" IS 'When this version of the page was first seen (UTC); NULL where only a file without a time has it.';
COMMENT ON COLUMN "commitment_languages"."last_seen" IS 'When this version of the page was last seen (UTC); NULL where only a file without a time has it.';
COMMENT ON COLUMN "commitment_languages"."page_sha256" IS 'SHA-256 of the page''s bytes, in hexadecimal.';
COMMENT ON COLUMN "commitment_languages"."parser" IS 'The parser that read the page: a hash of its code and one of its tables of labels and values.';
COMMENT ON COLUMN "commitment_languages"."milestones" IS 'One step on the way to the commitment: a row of the page''s block "Milestones", or of the planning table inside a national description.';
COMMENT ON COLUMN "commitment_languages"."institutions_detail" IS 'One institution that leads, supports or takes part in the commitment, as printed.';
COMMENT ON COLUMN "commitment_languages"."action_plans_detail" IS 'One OGP action plan that the commitment belongs to.';
COMMENT ON COLUMN "commitment_languages"."policy_areas_detail" IS 'One policy area that the commitment is tagged with.';
COMMENT ON COLUMN "commitment_languages"."ogp_values_detail" IS 'One OGP value that the commitment serves.';
COMMENT ON COLUMN "commitment_languages"."causes_detail" IS 'One cause of the problem.';
COMMENT ON COLUMN "commitment_languages"."effects_detail" IS 'One effect of the problem.';
COMMENT ON COLUMN "commitment_languages"."documents" IS 'One document that the page names or links.';
COMMENT ON COLUMN "commitment_languages"."sections" IS 'One labelled part of the page, understood or not, so that nothing printed on the page is lost.';
COMMENT ON COLUMN "commitment_languages"."issues" IS 'Something on the page that was not understood. It is data, and never a reason to drop the page.';
COMMENT ON COLUMN "commitment_languages"."changes" IS 'One difference between two versions of a commitment''s page, both read by the same parser.';
COMMENT ON COLUMN "commitment_languages"."assessments" IS 'One finding of the review, in the same shape for every indicator and source.';
COMMENT ON VIEW "milestones" IS 'One step on the way to the commitment: a row of the page''s block "Milestones", or of the planning table inside a national description.';
COMMENT ON COLUMN "milestones"."commitment_id" IS 'ID of the commitment the row belongs to.';
COMMENT ON COLUMN "milestones"."number" IS 'Number of the row within its commitment: 1, 2, … in page order.';
COMMENT ON COLUMN "milestones"."title" IS 'What is to be done.';
COMMENT ON COLUMN "milestones"."start_month" IS 'First month, written as the first day of the month ("Start Date").';
COMMENT ON COLUMN "milestones"."end_month" IS 'Last month, written as the first day of the month ("End Date").';
COMMENT ON COLUMN "milestones"."status" IS 'State of the milestone. Pages list every state and mark the present one only visually: NULL where no mark could be read.';
COMMENT ON COLUMN "milestones"."outputs" IS 'Expected outputs, as printed.';
COMMENT ON COLUMN "milestones"."due" IS 'When it is due, as printed.';
COMMENT ON COLUMN "milestones"."source" IS 'Where the milestone was read: the page''s milestone block, or the text of the description.';
COMMENT ON VIEW "institutions" IS 'One institution that leads, supports or takes part in the commitment, as printed.';
COMMENT ON COLUMN "institutions"."commitment_id" IS 'ID of the commitment the row belongs to.';
COMMENT ON COLUMN "institutions"."number" IS 'Number of the row within its commitment: 1, 2, … in page order.';
COMMENT ON COLUMN "institutions"."role" IS 'What the institution does in the commitment; local pages do not say and print all as involved.';
COMMENT ON COLUMN "institutions"."name" IS 'Name as printed. National lines are split on semicolons, line breaks and bullets only.';
COMMENT ON VIEW "action_plans" IS 'One OGP action plan that the commitment belongs to.';
COMMENT ON COLUMN "action_plans"."commitment_id" IS 'ID of the commitment the row belongs to.';
COMMENT ON COLUMN "action_plans"."number" IS 'Number of the row within its commitment: 1, 2, … in page order.';
COMMENT ON COLUMN "action_plans"."name" IS 'Name of the plan as printed.';
COMMENT ON COLUMN "action_plans"."url" IS 'Address of the plan''s page.';
COMMENT ON COLUMN "action_plans"."start_year" IS 'First year in the plan''s name.';
COMMENT ON COLUMN "action_plans"."end_year" IS 'Last year in the plan''s name.';
COMMENT ON VIEW "policy_areas" IS 'One policy area that the commitment is tagged with.';
COMMENT ON COLUMN "policy_areas"."commitment_id" IS 'ID of the commitment the row belongs to.';
COMMENT ON COLUMN "policy_areas"."number" IS 'Number of the row within its commitment: 1, 2, … in page order.';
COMMENT ON COLUMN "policy_areas"."name" IS 'Name as printed.';
COMMENT ON COLUMN "policy_areas"."url" IS 'Address of the policy area''s page.';
COMMENT ON VIEW "ogp_values" IS 'One OGP value that the commitment serves.';
COMMENT ON COLUMN "ogp_values"."commitment_id" IS 'ID of the commitment the row belongs to.';
COMMENT ON COLUMN "ogp_values"."number" IS 'Number of the row within its commitment: 1, 2, … in page order.';
COMMENT ON COLUMN "ogp_values"."value" IS 'The value.';
COMMENT ON COLUMN "ogp_values"."explanation" IS 'The author''s explanation. Local pages only.';
COMMENT ON VIEW "causes" IS 'One cause of the problem.';
COMMENT ON COLUMN "causes"."commitment_id" IS 'ID of the commitment the row belongs to.';
COMMENT ON COLUMN "causes"."number" IS 'Number of the row within its commitment: 1, 2, … in page order.';
COMMENT ON COLUMN "causes"."text" IS 'The cause, without its bullet or number.';
COMMENT ON COLUMN "causes"."source" IS 'Whether a question of the form asked for it, or the author wrote a label of their own.';
COMMENT ON VIEW "effects" IS 'One effect of the problem.';
COMMENT ON COLUMN "effects"."commitment_id" IS 'ID of the commitment the row belongs to.';
COMMENT ON COLUMN "effects"."number" IS 'Number of the row within its commitment: 1, 2, … in page order.';
COMMENT ON COLUMN "effects"."text" IS 'The effect, without its bullet or number.';
COMMENT ON COLUMN "effects"."source" IS 'Whether a question of the form asked for it, or the author wrote a label of their own.';
COMMENT ON VIEW "documents" IS 'One document that the page names or links.';
COMMENT ON COLUMN "documents"."commitment_id" IS 'ID of the commitment the row belongs to.';
COMMENT ON COLUMN "documents"."number" IS 'Number of the row within its commitment: 1, 2, … in page order.';
COMMENT ON COLUMN "documents"."kind" IS 'What the document is.';
COMMENT ON COLUMN "documents"."title" IS 'Title as printed.';
COMMENT ON COLUMN "documents"."url" IS 'Address of the document.';
COMMENT ON VIEW "sections" IS 'One labelled part of the page, understood or not, so that nothing printed on the page is lost.';
COMMENT ON COLUMN "sections"."commitment_id" IS 'ID of the commitment the row belongs to.';
COMMENT ON COLUMN "sections"."number" IS 'Number of the row within its commitment: 1, 2, … in page order.';
COMMENT ON COLUMN "sections"."label" IS 'The label as printed; NULL for a part that has none.';
COMMENT ON COLUMN "sections"."field" IS 'The column the part was read into; NULL if the label is not known.';
COMMENT ON COLUMN "sections"."state" IS 'Whether the part has a value, and if not, which kind of empty it is.';
COMMENT ON COLUMN "sections"."text" IS 'The text as printed; the raw markup where the value is drawn.';
COMMENT ON COLUMN "sections"."evidence" IS 'For a value that is drawn: the piece of markup that proved it.';
COMMENT ON VIEW "issues" IS 'Something on the page that was not understood. It is data, and never a reason to drop the page.';
COMMENT ON COLUMN "issues"."commitment_id" IS 'ID of the commitment the row belongs to.';
COMMENT ON COLUMN "issues"."number" IS 'Number of the row within its commitment: 1, 2, … in page order.';
COMMENT ON COLUMN "issues"."kind" IS 'What kind of thing was met.';
COMMENT ON COLUMN "issues"."field" IS 'The column concerned.';
COMMENT ON COLUMN "issues"."detail" IS 'What was seen; for an unknown label or question, the line that would make it known in the parser''s tables.';
COMMENT ON COLUMN "issues"."url" IS 'Address of the page.';
COMMENT ON VIEW "assessments" IS 'One finding of the review, in the same shape for every indicator and source.';
COMMENT ON COLUMN "assessments"."commitment_id" IS 'ID of the commitment the row belongs to.';
COMMENT ON COLUMN "assessments"."number" IS 'Number of the row within its commitment: 1, 2, … in page order.';
COMMENT ON COLUMN "assessments"."indicator" IS 'What is assessed: the column of commitments of that name, or a finding that OGP''s own database alone has.';
COMMENT ON COLUMN "assessments"."source" IS 'Who says so: the page, or OGP''s own database in the edition imported last (official_editions). The rows of the database come after the page''s, and only for commitments whose page is in the archive; table official has all.';
COMMENT ON COLUMN "assessments"."value" IS 'The finding; for a cell of OGP''s database that is unreadable, the cell.';
COMMENT ON COLUMN "assessments"."scale" IS 'All values of the indicator''s scale, lowest first and divided by "<"; by "/" where they are no scale.';
COMMENT ON COLUMN "assessments"."state" IS 'Whether there is a finding, and if not, which kind of empty it is.';
COMMENT ON VIEW "coverage" IS 'How many commitments of a member, template and language have a value in a field that pages print: a row of the table coverage.';
COMMENT ON COLUMN "coverage"."member_slug" IS 'The member''s part of the page''s address; NULL where it is not known.';
COMMENT ON COLUMN "coverage"."template" IS 'Which of the site''s two layouts the pages have; NULL where it is not known.';
COMMENT ON COLUMN "coverage"."language" IS 'Language of the pages (ISO 639-1).';
COMMENT ON COLUMN "coverage"."field" IS 'Column of commitments.';
COMMENT ON COLUMN "coverage"."commitments" IS 'Commitments of the member in this template and language.';
COMMENT ON COLUMN "coverage"."filled" IS 'Commitments among them that have a value in the field.';
