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

CREATE TABLE "official_readings" (
    sha256 VARCHAR NOT NULL,
    "row_number" INTEGER NOT NULL,
    "commitment_id" VARCHAR,
    "member" VARCHAR,
    "member_slug" VARCHAR,
    "member_code" VARCHAR,
    "region" VARCHAR,
    "template" VARCHAR,
    "action_plan_id" VARCHAR,
    "action_plan_number" INTEGER,
    "commitment_number" VARCHAR,
    "year_of_submission" INTEGER,
    "action_plan_end_year" INTEGER,
    "theme" VARCHAR,
    "title" VARCHAR,
    "short_title" VARCHAR,
    "full_text" VARCHAR,
    "start_month" DATE,
    "end_month" DATE,
    "lead_institution" VARCHAR,
    "support_institutions" VARCHAR,
    "policy_areas" VARCHAR[],
    "cluster_commitments" VARCHAR,
    "is_clustered" BOOLEAN,
    "is_carried_forward" BOOLEAN,
    "is_assessed" BOOLEAN,
    "is_active" BOOLEAN,
    "url" VARCHAR,
    assessments STRUCT("number" INTEGER, "indicator" VARCHAR, "source" VARCHAR, "value" VARCHAR, "scale" VARCHAR, "state" VARCHAR)[]
);

CREATE VIEW official_commitments AS
SELECT
    "row_number",
    "commitment_id",
    CASE WHEN commitment_id IS NOT NULL THEN nullif(min(row_number) OVER (PARTITION BY commitment_id), row_number) END AS repeats_row,
    "member",
    "member_slug",
    "member_code",
    "region",
    "template",
    "action_plan_id",
    "action_plan_number",
    "commitment_number",
    "year_of_submission",
    "action_plan_end_year",
    "theme",
    "title",
    "short_title",
    "full_text",
    "start_month",
    "end_month",
    "lead_institution",
    "support_institutions",
    "policy_areas",
    "cluster_commitments",
    "is_clustered",
    "is_carried_forward",
    "is_assessed",
    "is_active",
    "url",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'starred')[1].value AS "starred",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'early_results')[1].value AS "early_results",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'verifiable')[1].value AS "verifiable",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'relevant')[1].value AS "relevant",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'potential_impact')[1].value AS "potential_impact",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'ambition')[1].value AS "ambition",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'completion')[1].value AS "completion",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'specificity')[1].value AS "specificity",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'relevant_access_to_information')[1].value AS "relevant_access_to_information",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'relevant_civic_participation')[1].value AS "relevant_civic_participation",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'relevant_public_accountability')[1].value AS "relevant_public_accountability",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'relevant_technology')[1].value AS "relevant_technology",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'potential_for_results')[1].value AS "potential_for_results",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'completion_progress_report')[1].value AS "completion_progress_report",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'completion_end_of_term')[1].value AS "completion_end_of_term",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'change_in_completion')[1].value AS "change_in_completion",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'did_it_open_government')[1].value AS "did_it_open_government",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'did_it_open_government_access_to_information')[1].value AS "did_it_open_government_access_to_information",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'did_it_open_government_civic_participation')[1].value AS "did_it_open_government_civic_participation",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'did_it_open_government_public_accountability')[1].value AS "did_it_open_government_public_accountability",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'starred_2015')[1].value AS "starred_2015",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'starred_progress_report')[1].value AS "starred_progress_report",
    list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = 'starred_end_of_term')[1].value AS "starred_end_of_term",
    assessments
FROM official_readings
WHERE sha256 = (SELECT sha256 FROM official_editions WHERE held_back IS NULL ORDER BY edition DESC LIMIT 1)
ORDER BY row_number;

CREATE TABLE "changes" (
    "commitment_id" VARCHAR NOT NULL,
    "number" INTEGER NOT NULL,
    "changed_at" TIMESTAMP,
    "not_before" TIMESTAMP,
    "shared_by" INTEGER,
    "kind" VARCHAR,
    "field" VARCHAR,
    "before" VARCHAR,
    "after" VARCHAR
);

CREATE TABLE "discrepancies" (
    "commitment_id" VARCHAR NOT NULL,
    "number" INTEGER NOT NULL,
    "field" VARCHAR,
    "page" VARCHAR,
    "official" VARCHAR,
    "kind" VARCHAR,
    "similarity" INTEGER
);

CREATE VIEW "commitments" AS
WITH newest AS (
    SELECT commitment_id, language, max(version) AS version
    FROM readings
    GROUP BY commitment_id, language
    QUALIFY row_number() OVER (PARTITION BY commitment_id ORDER BY language <> 'en', language) = 1
), changed AS (
    SELECT commitment_id, list(struct_pack("number" := "number", "changed_at" := "changed_at", "not_before" := "not_before", "shared_by" := "shared_by", "kind" := "kind", "field" := "field", "before" := "before", "after" := "after") ORDER BY "number") AS "changes"
    FROM changes
    GROUP BY commitment_id
), differing AS (
    SELECT commitment_id, list(struct_pack("number" := "number", "field" := "field", "page" := "page", "official" := "official", "kind" := "kind", "similarity" := "similarity") ORDER BY "number") AS "discrepancies"
    FROM discrepancies
    GROUP BY commitment_id
), coded AS (
    SELECT commitment_id, row_number, assessments
    FROM official_readings
    WHERE commitment_id IS NOT NULL AND sha256 = (SELECT sha256 FROM official_editions WHERE held_back IS NULL ORDER BY edition DESC LIMIT 1)
    QUALIFY row_number() OVER (PARTITION BY commitment_id ORDER BY row_number) = 1
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
    r."assessments" || coalesce(list_transform(o."assessments", lambda x: struct_pack("number" := (x."number" + len(r."assessments"))::INTEGER, "indicator" := x."indicator", "source" := x."source", "value" := x."value", "scale" := x."scale", "state" := x."state")), []) AS "assessments",
    coalesce(d."discrepancies", []) AS "discrepancies"
FROM newest
JOIN readings AS r USING (commitment_id, language, version)
JOIN versions AS p USING (commitment_id, language, version)
JOIN page_states AS s USING (commitment_id, language)
LEFT JOIN changed AS c USING (commitment_id)
LEFT JOIN differing AS d USING (commitment_id)
LEFT JOIN coded AS o USING (commitment_id);

CREATE VIEW "commitment_languages" AS
WITH newest AS (
    SELECT commitment_id, language, max(version) AS version
    FROM readings
    GROUP BY commitment_id, language
), changed AS (
    SELECT commitment_id, list(struct_pack("number" := "number", "changed_at" := "changed_at", "not_before" := "not_before", "shared_by" := "shared_by", "kind" := "kind", "field" := "field", "before" := "before", "after" := "after") ORDER BY "number") AS "changes"
    FROM changes
    GROUP BY commitment_id
), differing AS (
    SELECT commitment_id, list(struct_pack("number" := "number", "field" := "field", "page" := "page", "official" := "official", "kind" := "kind", "similarity" := "similarity") ORDER BY "number") AS "discrepancies"
    FROM discrepancies
    GROUP BY commitment_id
), coded AS (
    SELECT commitment_id, row_number, assessments
    FROM official_readings
    WHERE commitment_id IS NOT NULL AND sha256 = (SELECT sha256 FROM official_editions WHERE held_back IS NULL ORDER BY edition DESC LIMIT 1)
    QUALIFY row_number() OVER (PARTITION BY commitment_id ORDER BY row_number) = 1
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
    r."assessments" || coalesce(list_transform(o."assessments", lambda x: struct_pack("number" := (x."number" + len(r."assessments"))::INTEGER, "indicator" := x."indicator", "source" := x."source", "value" := x."value", "scale" := x."scale", "state" := x."state")), []) AS "assessments",
    coalesce(d."discrepancies", []) AS "discrepancies"
FROM newest
JOIN readings AS r USING (commitment_id, language, version)
JOIN versions AS p USING (commitment_id, language, version)
JOIN page_states AS s USING (commitment_id, language)
LEFT JOIN changed AS c USING (commitment_id)
LEFT JOIN differing AS d USING (commitment_id)
LEFT JOIN coded AS o USING (commitment_id);

CREATE VIEW official_policy_areas AS
SELECT row_number, commitment_id, generate_subscripts(policy_areas, 1)::INTEGER AS number, unnest(policy_areas) AS policy_area
FROM official_commitments
ORDER BY row_number, number;

CREATE VIEW official_changes AS
WITH edition AS (
    SELECT edition, imported_at, sha256, lag(sha256) OVER (ORDER BY edition) AS before
    FROM official_editions
    WHERE held_back IS NULL
), reading AS (
    FROM official_readings
    WHERE commitment_id IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY sha256, commitment_id ORDER BY row_number) = 1
), cell AS (
    SELECT sha256, commitment_id, unnest([{'field': '', 'value': coalesce(short_title, title, '')}, {'field': 'member', 'value': "member"::VARCHAR},
        {'field': 'member_slug', 'value': "member_slug"::VARCHAR},
        {'field': 'member_code', 'value': "member_code"::VARCHAR},
        {'field': 'region', 'value': "region"::VARCHAR},
        {'field': 'template', 'value': "template"::VARCHAR},
        {'field': 'action_plan_id', 'value': "action_plan_id"::VARCHAR},
        {'field': 'action_plan_number', 'value': "action_plan_number"::VARCHAR},
        {'field': 'commitment_number', 'value': "commitment_number"::VARCHAR},
        {'field': 'year_of_submission', 'value': "year_of_submission"::VARCHAR},
        {'field': 'action_plan_end_year', 'value': "action_plan_end_year"::VARCHAR},
        {'field': 'theme', 'value': "theme"::VARCHAR},
        {'field': 'title', 'value': "title"::VARCHAR},
        {'field': 'short_title', 'value': "short_title"::VARCHAR},
        {'field': 'full_text', 'value': "full_text"::VARCHAR},
        {'field': 'start_month', 'value': "start_month"::VARCHAR},
        {'field': 'end_month', 'value': "end_month"::VARCHAR},
        {'field': 'lead_institution', 'value': "lead_institution"::VARCHAR},
        {'field': 'support_institutions', 'value': "support_institutions"::VARCHAR},
        {'field': 'policy_areas', 'value': "policy_areas"::VARCHAR},
        {'field': 'cluster_commitments', 'value': "cluster_commitments"::VARCHAR},
        {'field': 'is_clustered', 'value': "is_clustered"::VARCHAR},
        {'field': 'is_carried_forward', 'value': "is_carried_forward"::VARCHAR},
        {'field': 'is_assessed', 'value': "is_assessed"::VARCHAR},
        {'field': 'is_active', 'value': "is_active"::VARCHAR},
        {'field': 'url', 'value': "url"::VARCHAR}]
        || list_transform(assessments, lambda a: {'field': a.indicator, 'value': a.value}), max_depth := 2)
    FROM reading
), was AS (
    SELECT e.edition, e.imported_at, c.commitment_id, c.field, c.value FROM edition AS e JOIN cell AS c ON c.sha256 = e.before
), now AS (
    SELECT e.edition, e.imported_at, c.commitment_id, c.field, c.value FROM edition AS e JOIN cell AS c USING (sha256) WHERE e.before IS NOT NULL
), changed AS (
    SELECT edition, imported_at, commitment_id, field, w.edition IS NULL AS is_new, n.edition IS NULL AS is_gone, w.value AS before, n.value AS after
    FROM was AS w
    FULL JOIN now AS n USING (edition, imported_at, commitment_id, field)
)
SELECT edition, imported_at, commitment_id,
    CASE WHEN field <> '' THEN 'edited' WHEN is_new THEN 'new' ELSE 'removed' END AS kind,
    nullif(field, '') AS field, before, after
FROM changed
WHERE CASE WHEN field = '' THEN is_new OR is_gone ELSE NOT is_new AND NOT is_gone AND before IS DISTINCT FROM after END
ORDER BY edition DESC, commitment_id, field NULLS FIRST;

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

CREATE VIEW completeness AS
WITH database AS (
    FROM official_commitments WHERE commitment_id IS NOT NULL AND repeats_row IS NULL
), site AS (
    SELECT commitment_id, min(regexp_extract(url, '/members/([^/]+)/', 1)) AS member_slug,
        bool_or(state NOT IN ('gone', 'forgotten') AND (found_by <> 'file' AND found_by <> 'argument' OR seen_at IS NOT NULL)) AS listed,
        bool_and(state = 'gone') AS gone,
        bool_and(state = 'forgotten') AS forgotten,
        min(coalesce(reason, replace(state, '_', ' '))) FILTER (state NOT IN ('gone', 'forgotten', 'listed', 'fetched', 'unchanged')) AS missing
    FROM frontier
    WHERE kind = 'commitment' AND commitment_id IS NOT NULL
    GROUP BY commitment_id
), archive AS (
    SELECT commitment_id, count(*) = count(withdrawn_at) AS withdrawn
    FROM page_states
    GROUP BY commitment_id
), page AS (
    SELECT commitment_id, member, member_slug, template, title, action_plans[1] AS action_plan, action_plan_cycle
    FROM readings
    QUALIFY row_number() OVER (PARTITION BY commitment_id ORDER BY language <> 'en', language, version DESC) = 1
), member AS (
    SELECT name, min(slug) AS slug
    FROM (SELECT member AS name, member_slug AS slug FROM official_commitments UNION ALL SELECT member, member_slug FROM page)
    GROUP BY name
), plan AS (
    SELECT coalesce(d.action_plan_id, concat(d.member_slug, ' ', d.year_of_submission)) AS code, min(p.action_plan) AS name
    FROM database AS d
    JOIN page AS p USING (commitment_id)
    GROUP BY code
), named AS (
    SELECT commitment_id FROM database UNION SELECT commitment_id FROM site WHERE listed
), known AS (
    SELECT commitment_id,
        coalesce(p.member_slug, d.member_slug, s.member_slug, m.slug) AS member_slug,
        coalesce(p.action_plan, n.name, d.action_plan_id, 'Action Plan ' || d.action_plan_number) AS action_plan,
        CASE WHEN s.forgotten THEN p.title ELSE coalesce(p.title, d.short_title, d.title) END AS title,
        coalesce(p.template, d.template) AS template,
        p.action_plan_cycle,
        d.url,
        d.commitment_id IS NOT NULL AS in_database,
        coalesce(s.listed, false) AS listed,
        coalesce(s.gone, false) AS gone,
        coalesce(s.forgotten, false) AS forgotten,
        s.commitment_id IS NOT NULL AS addressed,
        s.missing,
        a.commitment_id IS NOT NULL AS archived,
        p.commitment_id IS NOT NULL AS read,
        coalesce(a.withdrawn, false) AS withdrawn
    FROM (FROM named UNION SELECT commitment_id FROM archive) AS i
    LEFT JOIN database AS d USING (commitment_id)
    LEFT JOIN site AS s USING (commitment_id)
    LEFT JOIN archive AS a USING (commitment_id)
    LEFT JOIN page AS p USING (commitment_id)
    LEFT JOIN member AS m ON m.name = d.member
    LEFT JOIN plan AS n ON n.code = coalesce(d.action_plan_id, concat(d.member_slug, ' ', d.year_of_submission))
)
SELECT
    member_slug,
    action_plan,
    count(*)::INTEGER AS commitments,
    count(*) FILTER (in_database)::INTEGER AS in_database,
    count(*) FILTER (NOT in_database)::INTEGER AS only_on_site,
    count(*) FILTER (listed)::INTEGER AS listed,
    count(*) FILTER (archived)::INTEGER AS archived,
    count(*) FILTER (read)::INTEGER AS read,
    count(*) FILTER (withdrawn)::INTEGER AS withdrawn
FROM known
GROUP BY member_slug, action_plan
ORDER BY member_slug NULLS LAST, action_plan NULLS LAST;

CREATE VIEW gaps AS
WITH database AS (
    FROM official_commitments WHERE commitment_id IS NOT NULL AND repeats_row IS NULL
), site AS (
    SELECT commitment_id, min(regexp_extract(url, '/members/([^/]+)/', 1)) AS member_slug,
        bool_or(state NOT IN ('gone', 'forgotten') AND (found_by <> 'file' AND found_by <> 'argument' OR seen_at IS NOT NULL)) AS listed,
        bool_and(state = 'gone') AS gone,
        bool_and(state = 'forgotten') AS forgotten,
        min(coalesce(reason, replace(state, '_', ' '))) FILTER (state NOT IN ('gone', 'forgotten', 'listed', 'fetched', 'unchanged')) AS missing
    FROM frontier
    WHERE kind = 'commitment' AND commitment_id IS NOT NULL
    GROUP BY commitment_id
), archive AS (
    SELECT commitment_id, count(*) = count(withdrawn_at) AS withdrawn
    FROM page_states
    GROUP BY commitment_id
), page AS (
    SELECT commitment_id, member, member_slug, template, title, action_plans[1] AS action_plan, action_plan_cycle
    FROM readings
    QUALIFY row_number() OVER (PARTITION BY commitment_id ORDER BY language <> 'en', language, version DESC) = 1
), member AS (
    SELECT name, min(slug) AS slug
    FROM (SELECT member AS name, member_slug AS slug FROM official_commitments UNION ALL SELECT member, member_slug FROM page)
    GROUP BY name
), plan AS (
    SELECT coalesce(d.action_plan_id, concat(d.member_slug, ' ', d.year_of_submission)) AS code, min(p.action_plan) AS name
    FROM database AS d
    JOIN page AS p USING (commitment_id)
    GROUP BY code
), named AS (
    SELECT commitment_id FROM database UNION SELECT commitment_id FROM site WHERE listed
), known AS (
    SELECT commitment_id,
        coalesce(p.member_slug, d.member_slug, s.member_slug, m.slug) AS member_slug,
        coalesce(p.action_plan, n.name, d.action_plan_id, 'Action Plan ' || d.action_plan_number) AS action_plan,
        CASE WHEN s.forgotten THEN p.title ELSE coalesce(p.title, d.short_title, d.title) END AS title,
        coalesce(p.template, d.template) AS template,
        p.action_plan_cycle,
        d.url,
        d.commitment_id IS NOT NULL AS in_database,
        coalesce(s.listed, false) AS listed,
        coalesce(s.gone, false) AS gone,
        coalesce(s.forgotten, false) AS forgotten,
        s.commitment_id IS NOT NULL AS addressed,
        s.missing,
        a.commitment_id IS NOT NULL AS archived,
        p.commitment_id IS NOT NULL AS read,
        coalesce(a.withdrawn, false) AS withdrawn
    FROM (FROM named UNION SELECT commitment_id FROM archive) AS i
    LEFT JOIN database AS d USING (commitment_id)
    LEFT JOIN site AS s USING (commitment_id)
    LEFT JOIN archive AS a USING (commitment_id)
    LEFT JOIN page AS p USING (commitment_id)
    LEFT JOIN member AS m ON m.name = d.member
    LEFT JOIN plan AS n ON n.code = coalesce(d.action_plan_id, concat(d.member_slug, ' ', d.year_of_submission))
)
, reassigned AS (
    SELECT DISTINCT commitment_id
    FROM changes
    JOIN discrepancies AS d USING (commitment_id)
    WHERE changes.kind = 'reassigned' AND d.field = 'title' AND d.kind = 'contradiction'
), gap AS (
    SELECT 0 AS place, CASE WHEN in_database THEN 'database' ELSE 'site' END AS side, commitment_id, member_slug, action_plan, title,
        CASE
            WHEN in_database AND r.commitment_id IS NOT NULL THEN 'the site has given the ID to another commitment'
            WHEN in_database AND archived AND NOT withdrawn THEN NULL
            WHEN forgotten THEN 'taken out of the archive with ogp forget'
            WHEN in_database AND (withdrawn OR gone) THEN 'not on the site any more'
            WHEN in_database AND missing IS NOT NULL THEN 'not archived: ' || missing
            WHEN in_database AND listed THEN 'listed on the site and not archived yet'
            WHEN in_database AND url IS NULL AND NOT addressed THEN 'no address in the database'
            WHEN in_database THEN 'the address in the database was not visited yet'
            WHEN withdrawn THEN 'was on the site until it was withdrawn'
            WHEN template = 'local' AND member_slug NOT IN (SELECT member_slug FROM database WHERE template = 'local' AND member_slug IS NOT NULL)
                THEN 'local plan that the database does not hold'
            WHEN action_plan_cycle > (SELECT max(year_of_submission) FROM database) THEN 'newer than the edition of the database'
            ELSE 'only on the site'
        END AS reason
    FROM known
    LEFT JOIN reassigned AS r USING (commitment_id)
    UNION ALL
    SELECT row_number, 'database', NULL, coalesce(member_slug, m.slug), coalesce(action_plan_id, 'Action Plan ' || action_plan_number), coalesce(short_title, title), 'no ID in the database'
    FROM official_commitments
    LEFT JOIN member AS m ON m.name = official_commitments.member
    WHERE commitment_id IS NULL
)
SELECT
    (row_number() OVER (ORDER BY side, member_slug NULLS LAST, commitment_id NULLS LAST, place))::INTEGER AS number,
    side, commitment_id, member_slug, action_plan, title, reason
FROM gap
WHERE reason IS NOT NULL AND EXISTS (FROM official_commitments)
ORDER BY number;

CREATE VIEW commitments_full AS
WITH database AS (
    FROM official_commitments WHERE commitment_id IS NOT NULL AND repeats_row IS NULL
), site AS (
    SELECT commitment_id, min(regexp_extract(url, '/members/([^/]+)/', 1)) AS member_slug,
        bool_or(state NOT IN ('gone', 'forgotten') AND (found_by <> 'file' AND found_by <> 'argument' OR seen_at IS NOT NULL)) AS listed,
        bool_and(state = 'gone') AS gone,
        bool_and(state = 'forgotten') AS forgotten,
        min(coalesce(reason, replace(state, '_', ' '))) FILTER (state NOT IN ('gone', 'forgotten', 'listed', 'fetched', 'unchanged')) AS missing
    FROM frontier
    WHERE kind = 'commitment' AND commitment_id IS NOT NULL
    GROUP BY commitment_id
), archive AS (
    SELECT commitment_id, count(*) = count(withdrawn_at) AS withdrawn
    FROM page_states
    GROUP BY commitment_id
), page AS (
    SELECT commitment_id, member, member_slug, template, title, action_plans[1] AS action_plan, action_plan_cycle
    FROM readings
    QUALIFY row_number() OVER (PARTITION BY commitment_id ORDER BY language <> 'en', language, version DESC) = 1
), member AS (
    SELECT name, min(slug) AS slug
    FROM (SELECT member AS name, member_slug AS slug FROM official_commitments UNION ALL SELECT member, member_slug FROM page)
    GROUP BY name
), plan AS (
    SELECT coalesce(d.action_plan_id, concat(d.member_slug, ' ', d.year_of_submission)) AS code, min(p.action_plan) AS name
    FROM database AS d
    JOIN page AS p USING (commitment_id)
    GROUP BY code
), named AS (
    SELECT commitment_id FROM database UNION SELECT commitment_id FROM site WHERE listed
), known AS (
    SELECT commitment_id,
        coalesce(p.member_slug, d.member_slug, s.member_slug, m.slug) AS member_slug,
        coalesce(p.action_plan, n.name, d.action_plan_id, 'Action Plan ' || d.action_plan_number) AS action_plan,
        CASE WHEN s.forgotten THEN p.title ELSE coalesce(p.title, d.short_title, d.title) END AS title,
        coalesce(p.template, d.template) AS template,
        p.action_plan_cycle,
        d.url,
        d.commitment_id IS NOT NULL AS in_database,
        coalesce(s.listed, false) AS listed,
        coalesce(s.gone, false) AS gone,
        coalesce(s.forgotten, false) AS forgotten,
        s.commitment_id IS NOT NULL AS addressed,
        s.missing,
        a.commitment_id IS NOT NULL AS archived,
        p.commitment_id IS NOT NULL AS read,
        coalesce(a.withdrawn, false) AS withdrawn
    FROM (FROM named UNION SELECT commitment_id FROM archive) AS i
    LEFT JOIN database AS d USING (commitment_id)
    LEFT JOIN site AS s USING (commitment_id)
    LEFT JOIN archive AS a USING (commitment_id)
    LEFT JOIN page AS p USING (commitment_id)
    LEFT JOIN member AS m ON m.name = d.member
    LEFT JOIN plan AS n ON n.code = coalesce(d.action_plan_id, concat(d.member_slug, ' ', d.year_of_submission))
)
SELECT coalesce(c.commitment_id, o.commitment_id) AS commitment_id, c."url", c."title", c."commitment_title", c."member", coalesce(c.member_slug, o.member_slug) AS member_slug, c."template", c."language", c."action_plans", c."action_plan_cycle", c."status", c."start_month", c."end_month", c."lead_institution", c."support_institutions", c."institutions", c."policy_areas", c."primary_policy_area", c."primary_sector", c."ogp_values", c."irm_reports", c."inception_report", c."end_of_commitment_report", c."starred", c."early_results", c."verifiable", c."relevant", c."potential_impact", c."ambition", c."completion", c."novelty", c."change_scope", c."description", c."problem", c."status_quo", c."causes", c."effects", c."action", c."contribution", c."long_term_goal", c."ogp_value_explanation", c."objective", c."solution", c."results", c."transparency", c."accountability", c."participation", c."irm_midterm_summary", c."irm_end_of_term_summary", c."milestone_count", c."page_state", c."withdrawn_at", c."source", c."capture_url", c."page_version", c."first_seen", c."page_sha256", c."parser", o."member" AS "official_member", o."member_slug" AS "official_member_slug", o."member_code" AS "official_member_code", o."region" AS "official_region", o."template" AS "official_template", o."action_plan_id" AS "official_action_plan_id", o."action_plan_number" AS "official_action_plan_number", o."commitment_number" AS "official_commitment_number", o."year_of_submission" AS "official_year_of_submission", o."action_plan_end_year" AS "official_action_plan_end_year", o."theme" AS "official_theme", o."title" AS "official_title", o."short_title" AS "official_short_title", o."full_text" AS "official_full_text", o."start_month" AS "official_start_month", o."end_month" AS "official_end_month", o."lead_institution" AS "official_lead_institution", o."support_institutions" AS "official_support_institutions", o."policy_areas" AS "official_policy_areas", o."cluster_commitments" AS "official_cluster_commitments", o."url" AS "official_url", o."starred" AS "official_starred", o."early_results" AS "official_early_results", o."verifiable" AS "official_verifiable", o."relevant" AS "official_relevant", o."potential_impact" AS "official_potential_impact", o."ambition" AS "official_ambition", o."completion" AS "official_completion", o."specificity" AS "official_specificity", o."relevant_access_to_information" AS "official_relevant_access_to_information", o."relevant_civic_participation" AS "official_relevant_civic_participation", o."relevant_public_accountability" AS "official_relevant_public_accountability", o."relevant_technology" AS "official_relevant_technology", o."potential_for_results" AS "official_potential_for_results", o."completion_progress_report" AS "official_completion_progress_report", o."completion_end_of_term" AS "official_completion_end_of_term", o."change_in_completion" AS "official_change_in_completion", o."did_it_open_government" AS "official_did_it_open_government", o."did_it_open_government_access_to_information" AS "official_did_it_open_government_access_to_information", o."did_it_open_government_civic_participation" AS "official_did_it_open_government_civic_participation", o."did_it_open_government_public_accountability" AS "official_did_it_open_government_public_accountability", o."starred_2015" AS "official_starred_2015", o."starred_progress_report" AS "official_starred_progress_report", o."starred_end_of_term" AS "official_starred_end_of_term",
    CASE WHEN o.commitment_id IS NULL THEN 'page' WHEN c.commitment_id IS NULL THEN 'official' ELSE 'both' END AS known_from,
    coalesce(c.completion, o.completion) AS completion_any,
    CASE WHEN c.completion IS NOT NULL THEN 'page' WHEN o.completion IS NOT NULL THEN 'official' END AS completion_source
FROM commitments AS c FULL JOIN (FROM database ANTI JOIN (FROM site WHERE forgotten) USING (commitment_id)) AS o ON c.commitment_id = o.commitment_id
ORDER BY commitment_id;

CREATE VIEW scales AS
SELECT indicator, scale, value, rank::INTEGER AS rank, from_year::INTEGER AS from_year, to_year::INTEGER AS to_year, meaning, ambition
FROM (VALUES
    ('starred', 'starred', 'No', 1, NULL, 2017, 'IRM has not starred the commitment.', NULL),
    ('starred', 'starred', 'Yes', 2, NULL, 2017, 'IRM has starred the commitment.', NULL),
    ('early_results', 'did it open government', 'Worsens', 1, NULL, 2020, 'Government openness worsened.', NULL),
    ('early_results', 'did it open government', 'Did Not Change', 2, NULL, 2020, 'Government openness did not change.', NULL),
    ('early_results', 'did it open government', 'No early results to report yet', NULL, NULL, 2020, 'IRM found nothing to report yet; OGP codes it like Did Not Change.', NULL),
    ('early_results', 'did it open government', 'Marginal', 3, NULL, 2020, 'A marginal improvement in government openness.', NULL),
    ('early_results', 'did it open government', 'Major', 4, NULL, 2020, 'A major improvement in government openness.', NULL),
    ('early_results', 'did it open government', 'Outstanding', 5, NULL, 2020, 'An outstanding improvement in government openness.', NULL),
    ('early_results', 'early results', 'No notable results', 1, 2019, NULL, 'No notable results.', NULL),
    ('early_results', 'early results', 'Moderate', 2, 2019, NULL, 'Moderate results.', NULL),
    ('early_results', 'early results', 'Significant', 3, 2019, NULL, 'Significant results.', NULL),
    ('specificity', 'specificity', 'None', 1, NULL, 2017, 'No activities that can be verified.', NULL),
    ('specificity', 'specificity', 'Low', 2, NULL, 2017, 'Activities that can be verified with much interpretation.', NULL),
    ('specificity', 'specificity', 'Medium', 3, NULL, 2017, 'Activities that can be verified with some interpretation.', NULL),
    ('specificity', 'specificity', 'High', 4, NULL, 2017, 'Activities that can be verified.', NULL),
    ('potential_impact', 'potential impact', 'None', 1, NULL, 2019, 'The commitment would maintain the status quo.', 'Low'),
    ('potential_impact', 'potential impact', 'Minor', 2, NULL, 2019, 'A small step forward in the policy area.', 'Low'),
    ('potential_impact', 'potential impact', 'Moderate', 3, NULL, 2019, 'A major step forward in the policy area, limited in scale or scope.', 'High'),
    ('potential_impact', 'potential impact', 'Transformative', 4, NULL, 2019, 'A reform that could transform business as usual in the policy area.', 'High'),
    ('potential_for_results', 'potential for results', 'Unclear', 1, 2020, NULL, 'The potential for results is unclear.', 'Low'),
    ('potential_for_results', 'potential for results', 'Modest', 2, 2020, NULL, 'The potential for results is modest.', 'Low'),
    ('potential_for_results', 'potential for results', 'Substantial', 3, 2020, NULL, 'The potential for results is substantial.', 'High'),
    ('ambition', 'ambition', 'Low', 1, NULL, NULL, 'Potential impact None or Minor, or potential for results Unclear or Modest.', 'Low'),
    ('ambition', 'ambition', 'High', 2, NULL, NULL, 'Potential impact Moderate or Transformative, or potential for results Substantial.', 'High'),
    ('ambition', 'potential for results', 'Unclear', 1, 2020, NULL, 'The potential for results is unclear.', 'Low'),
    ('ambition', 'potential for results', 'Modest', 2, 2020, NULL, 'The potential for results is modest.', 'Low'),
    ('ambition', 'potential for results', 'Substantial', 3, 2020, NULL, 'The potential for results is substantial.', 'High'),
    ('completion', 'completion', 'Withdrawn', NULL, NULL, NULL, 'The commitment was withdrawn.', NULL),
    ('completion', 'completion', 'Unclear', NULL, NULL, NULL, 'IRM could not tell.', NULL),
    ('completion', 'completion', 'No Evidence Available', NULL, NULL, NULL, 'IRM found no evidence.', NULL),
    ('completion', 'completion', 'Not Started', 1, NULL, NULL, 'Nothing has been done.', NULL),
    ('completion', 'completion', 'Limited', 2, NULL, NULL, 'Little has been done.', NULL),
    ('completion', 'completion', 'Substantial', 3, NULL, NULL, 'Most has been done.', NULL),
    ('completion', 'completion', 'Complete', 4, NULL, NULL, 'All has been done.', NULL),
    ('completion_progress_report', 'completion', 'Withdrawn', NULL, NULL, 2016, 'The commitment was withdrawn.', NULL),
    ('completion_progress_report', 'completion', 'Unclear', NULL, NULL, 2016, 'IRM could not tell.', NULL),
    ('completion_progress_report', 'completion', 'No Evidence Available', NULL, NULL, 2016, 'IRM found no evidence.', NULL),
    ('completion_progress_report', 'completion', 'Not Started', 1, NULL, 2016, 'Nothing has been done.', NULL),
    ('completion_progress_report', 'completion', 'Limited', 2, NULL, 2016, 'Little has been done.', NULL),
    ('completion_progress_report', 'completion', 'Substantial', 3, NULL, 2016, 'Most has been done.', NULL),
    ('completion_progress_report', 'completion', 'Complete', 4, NULL, 2016, 'All has been done.', NULL),
    ('completion_end_of_term', 'completion', 'Withdrawn', NULL, NULL, NULL, 'The commitment was withdrawn.', NULL),
    ('completion_end_of_term', 'completion', 'Unclear', NULL, NULL, NULL, 'IRM could not tell.', NULL),
    ('completion_end_of_term', 'completion', 'No Evidence Available', NULL, NULL, NULL, 'IRM found no evidence.', NULL),
    ('completion_end_of_term', 'completion', 'Not Started', 1, NULL, NULL, 'Nothing has been done.', NULL),
    ('completion_end_of_term', 'completion', 'Limited', 2, NULL, NULL, 'Little has been done.', NULL),
    ('completion_end_of_term', 'completion', 'Substantial', 3, NULL, NULL, 'Most has been done.', NULL),
    ('completion_end_of_term', 'completion', 'Complete', 4, NULL, NULL, 'All has been done.', NULL),
    ('change_in_completion', 'change in completion', 'Decrease', 1, NULL, 2016, 'Completion has fallen since the progress report.', NULL),
    ('change_in_completion', 'change in completion', 'No Change', 2, NULL, 2016, 'Completion is as in the progress report.', NULL),
    ('change_in_completion', 'change in completion', 'Increase', 3, NULL, 2016, 'Completion has risen since the progress report.', NULL),
    ('did_it_open_government', 'did it open government', 'Worsens', 1, NULL, 2020, 'Government openness worsened.', NULL),
    ('did_it_open_government', 'did it open government', 'Did Not Change', 2, NULL, 2020, 'Government openness did not change.', NULL),
    ('did_it_open_government', 'did it open government', 'No early results to report yet', NULL, NULL, 2020, 'IRM found nothing to report yet; OGP codes it like Did Not Change.', NULL),
    ('did_it_open_government', 'did it open government', 'Marginal', 3, NULL, 2020, 'A marginal improvement in government openness.', NULL),
    ('did_it_open_government', 'did it open government', 'Major', 4, NULL, 2020, 'A major improvement in government openness.', NULL),
    ('did_it_open_government', 'did it open government', 'Outstanding', 5, NULL, 2020, 'An outstanding improvement in government openness.', NULL),
    ('did_it_open_government_access_to_information', 'did it open government', 'Worsens', 1, NULL, 2017, 'Government openness worsened.', NULL),
    ('did_it_open_government_access_to_information', 'did it open government', 'Did Not Change', 2, NULL, 2017, 'Government openness did not change.', NULL),
    ('did_it_open_government_access_to_information', 'did it open government', 'Marginal', 3, NULL, 2017, 'A marginal improvement in government openness.', NULL),
    ('did_it_open_government_access_to_information', 'did it open government', 'Major', 4, NULL, 2017, 'A major improvement in government openness.', NULL),
    ('did_it_open_government_access_to_information', 'did it open government', 'Outstanding', 5, NULL, 2017, 'An outstanding improvement in government openness.', NULL),
    ('did_it_open_government_civic_participation', 'did it open government', 'Worsens', 1, NULL, 2017, 'Government openness worsened.', NULL),
    ('did_it_open_government_civic_participation', 'did it open government', 'Did Not Change', 2, NULL, 2017, 'Government openness did not change.', NULL),
    ('did_it_open_government_civic_participation', 'did it open government', 'Marginal', 3, NULL, 2017, 'A marginal improvement in government openness.', NULL),
    ('did_it_open_government_civic_participation', 'did it open government', 'Major', 4, NULL, 2017, 'A major improvement in government openness.', NULL),
    ('did_it_open_government_civic_participation', 'did it open government', 'Outstanding', 5, NULL, 2017, 'An outstanding improvement in government openness.', NULL),
    ('did_it_open_government_public_accountability', 'did it open government', 'Worsens', 1, NULL, 2017, 'Government openness worsened.', NULL),
    ('did_it_open_government_public_accountability', 'did it open government', 'Did Not Change', 2, NULL, 2017, 'Government openness did not change.', NULL),
    ('did_it_open_government_public_accountability', 'did it open government', 'Marginal', 3, NULL, 2017, 'A marginal improvement in government openness.', NULL),
    ('did_it_open_government_public_accountability', 'did it open government', 'Major', 4, NULL, 2017, 'A major improvement in government openness.', NULL),
    ('did_it_open_government_public_accountability', 'did it open government', 'Outstanding', 5, NULL, 2017, 'An outstanding improvement in government openness.', NULL)
) AS t(indicator, scale, value, rank, from_year, to_year, meaning, ambition)
ORDER BY indicator, scale, rank NULLS FIRST, value;

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
COMMENT ON COLUMN "content_readings"."novelty" IS 'Whether the commitment continues a practice or begins one: the reviewer''s first sentence in the local "Inception Report Summary".';
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
COMMENT ON COLUMN "content_readings"."parser" IS 'The parser that read the page: its number and, where lines were added to its tables, a hash of them.';
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
COMMENT ON COLUMN "readings"."novelty" IS 'Whether the commitment continues a practice or begins one: the reviewer''s first sentence in the local "Inception Report Summary".';
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
COMMENT ON COLUMN "readings"."parser" IS 'The parser that read the page: its number and, where lines were added to its tables, a hash of them.';
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
COMMENT ON TABLE "official_readings" IS 'What the parser read in every edition of OGP''s own database, row by row.';
COMMENT ON COLUMN "official_readings"."sha256" IS 'SHA-256 of the file, in hexadecimal.';
COMMENT ON COLUMN "official_readings"."row_number" IS '1 for the first row below the header.';
COMMENT ON COLUMN "official_readings"."commitment_id" IS 'OGP''s number of the commitment; NULL for a row that names none, as in the files of 2015 to 2017.';
COMMENT ON COLUMN "official_readings"."member" IS 'Name of the OGP member ("Country/Locality").';
COMMENT ON COLUMN "official_readings"."member_slug" IS 'The member''s part of the address ("URL").';
COMMENT ON COLUMN "official_readings"."member_code" IS 'OGP''s code of the member ("Code").';
COMMENT ON COLUMN "official_readings"."region" IS 'Region of the world ("Region").';
COMMENT ON COLUMN "official_readings"."template" IS 'Whether the plan is a country''s, or that of a smaller place ("National Or Local").';
COMMENT ON COLUMN "official_readings"."action_plan_id" IS 'OGP''s code of the action plan ("Action Plan ID").';
COMMENT ON COLUMN "official_readings"."action_plan_number" IS 'Number of the plan among the member''s ("Action Plan Number").';
COMMENT ON COLUMN "official_readings"."commitment_number" IS 'Number of the commitment in its plan, as given ("Commitment Number").';
COMMENT ON COLUMN "official_readings"."year_of_submission" IS 'Year in which the plan was submitted ("Year Of Submission").';
COMMENT ON COLUMN "official_readings"."action_plan_end_year" IS 'Last year of the plan ("Action Plan End Year").';
COMMENT ON COLUMN "official_readings"."theme" IS 'Theme in the plan ("Theme").';
COMMENT ON COLUMN "official_readings"."title" IS 'The plan''s own title ("Commitment Title").';
COMMENT ON COLUMN "official_readings"."short_title" IS 'OGP''s title ("Short Title").';
COMMENT ON COLUMN "official_readings"."full_text" IS 'The text of the commitment ("Full Text").';
COMMENT ON COLUMN "official_readings"."start_month" IS 'First month ("Start Date"), written as its first day. NULL where day and month could be swapped.';
COMMENT ON COLUMN "official_readings"."end_month" IS 'Last month ("End Date"), likewise.';
COMMENT ON COLUMN "official_readings"."lead_institution" IS 'The institution in charge ("Lead Institution").';
COMMENT ON COLUMN "official_readings"."support_institutions" IS 'Institutions that help ("Supporting Institution(s)").';
COMMENT ON COLUMN "official_readings"."policy_areas" IS 'Policy areas whose columns have a 1.';
COMMENT ON COLUMN "official_readings"."cluster_commitments" IS 'IDs of the commitments that were reviewed together with it ("Cluster Commitment ID(s)").';
COMMENT ON COLUMN "official_readings"."is_clustered" IS 'Whether it was reviewed together with others ("Compound").';
COMMENT ON COLUMN "official_readings"."is_carried_forward" IS 'Whether the next plan continues it ("Carried Forward").';
COMMENT ON COLUMN "official_readings"."is_assessed" IS 'Whether it was reviewed ("IRM Assessed").';
COMMENT ON COLUMN "official_readings"."is_active" IS 'Whether its plan is under way ("Active Commitment").';
COMMENT ON COLUMN "official_readings"."url" IS 'Address of the page ("URL").';
COMMENT ON COLUMN "official_readings"."assessments" IS 'The assessments of the row. One finding of the review, in the same shape for every indicator and source.';
COMMENT ON VIEW "official_commitments" IS 'One row of OGP''s own database in the edition in force, read: a row of official_commitments. A cell that says that there is nothing (NA, ND, NR) is NULL, as is one that cannot be read; personal data is masked. The table official has all cells as given.';
COMMENT ON COLUMN "official_commitments"."row_number" IS '1 for the first row below the header.';
COMMENT ON COLUMN "official_commitments"."commitment_id" IS 'OGP''s number of the commitment; NULL for a row that names none, as in the files of 2015 to 2017.';
COMMENT ON COLUMN "official_commitments"."repeats_row" IS 'The first row of the same commitment, which alone counts; NULL for that one.';
COMMENT ON COLUMN "official_commitments"."member" IS 'Name of the OGP member ("Country/Locality").';
COMMENT ON COLUMN "official_commitments"."member_slug" IS 'The member''s part of the address ("URL").';
COMMENT ON COLUMN "official_commitments"."member_code" IS 'OGP''s code of the member ("Code").';
COMMENT ON COLUMN "official_commitments"."region" IS 'Region of the world ("Region").';
COMMENT ON COLUMN "official_commitments"."template" IS 'Whether the plan is a country''s, or that of a smaller place ("National Or Local").';
COMMENT ON COLUMN "official_commitments"."action_plan_id" IS 'OGP''s code of the action plan ("Action Plan ID").';
COMMENT ON COLUMN "official_commitments"."action_plan_number" IS 'Number of the plan among the member''s ("Action Plan Number").';
COMMENT ON COLUMN "official_commitments"."commitment_number" IS 'Number of the commitment in its plan, as given ("Commitment Number").';
COMMENT ON COLUMN "official_commitments"."year_of_submission" IS 'Year in which the plan was submitted ("Year Of Submission").';
COMMENT ON COLUMN "official_commitments"."action_plan_end_year" IS 'Last year of the plan ("Action Plan End Year").';
COMMENT ON COLUMN "official_commitments"."theme" IS 'Theme in the plan ("Theme").';
COMMENT ON COLUMN "official_commitments"."title" IS 'The plan''s own title ("Commitment Title").';
COMMENT ON COLUMN "official_commitments"."short_title" IS 'OGP''s title ("Short Title").';
COMMENT ON COLUMN "official_commitments"."full_text" IS 'The text of the commitment ("Full Text").';
COMMENT ON COLUMN "official_commitments"."start_month" IS 'First month ("Start Date"), written as its first day. NULL where day and month could be swapped.';
COMMENT ON COLUMN "official_commitments"."end_month" IS 'Last month ("End Date"), likewise.';
COMMENT ON COLUMN "official_commitments"."lead_institution" IS 'The institution in charge ("Lead Institution").';
COMMENT ON COLUMN "official_commitments"."support_institutions" IS 'Institutions that help ("Supporting Institution(s)").';
COMMENT ON COLUMN "official_commitments"."policy_areas" IS 'Policy areas whose columns have a 1.';
COMMENT ON COLUMN "official_commitments"."cluster_commitments" IS 'IDs of the commitments that were reviewed together with it ("Cluster Commitment ID(s)").';
COMMENT ON COLUMN "official_commitments"."is_clustered" IS 'Whether it was reviewed together with others ("Compound").';
COMMENT ON COLUMN "official_commitments"."is_carried_forward" IS 'Whether the next plan continues it ("Carried Forward").';
COMMENT ON COLUMN "official_commitments"."is_assessed" IS 'Whether it was reviewed ("IRM Assessed").';
COMMENT ON COLUMN "official_commitments"."is_active" IS 'Whether its plan is under way ("Active Commitment").';
COMMENT ON COLUMN "official_commitments"."url" IS 'Address of the page ("URL").';
COMMENT ON COLUMN "official_commitments"."starred" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."early_results" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."verifiable" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."relevant" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."potential_impact" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."ambition" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."completion" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."specificity" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."relevant_access_to_information" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."relevant_civic_participation" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."relevant_public_accountability" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."relevant_technology" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."potential_for_results" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."completion_progress_report" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."completion_end_of_term" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."change_in_completion" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."did_it_open_government" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."did_it_open_government_access_to_information" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."did_it_open_government_civic_participation" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."did_it_open_government_public_accountability" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."starred_2015" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."starred_progress_report" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."starred_end_of_term" IS 'The finding of that name, as in assessments.';
COMMENT ON COLUMN "official_commitments"."assessments" IS 'All assessments of the row, with the kinds of empty.';
COMMENT ON TABLE "changes" IS 'One difference between two versions of a commitment''s page, both read by the same parser.';
COMMENT ON COLUMN "changes"."commitment_id" IS 'ID of the commitment the row belongs to.';
COMMENT ON COLUMN "changes"."number" IS 'Number of the row within its commitment: 1, 2, … in page order.';
COMMENT ON COLUMN "changes"."changed_at" IS 'When the newer version was first seen (UTC); NULL for a page whose time is not known.';
COMMENT ON COLUMN "changes"."not_before" IS 'When the page was last seen as it was before (UTC): the change lies between the two times. NULL for a new page.';
COMMENT ON COLUMN "changes"."shared_by" IS 'How many commitments have the same edit on the same day (UTC), this one among them: a site that changes its layout edits thousands. NULL where it is no edit, or no time is known.';
COMMENT ON COLUMN "changes"."kind" IS 'What happened.';
COMMENT ON COLUMN "changes"."field" IS 'The column that changed; NULL where the whole page is concerned.';
COMMENT ON COLUMN "changes"."before" IS 'Its value before.';
COMMENT ON COLUMN "changes"."after" IS 'Its value after.';
COMMENT ON TABLE "discrepancies" IS 'One thing that a page and OGP''s own database say otherwise of a commitment, both brought to one spelling first: small letters, no marks. Texts are compared on English pages only. What one side does not say is no discrepancy, but for a page that says that there are no data.';
COMMENT ON COLUMN "discrepancies"."commitment_id" IS 'ID of the commitment the row belongs to.';
COMMENT ON COLUMN "discrepancies"."number" IS 'Number of the row within its commitment: 1, 2, … in page order.';
COMMENT ON COLUMN "discrepancies"."field" IS 'Column of commitments.';
COMMENT ON COLUMN "discrepancies"."page" IS 'What the page says.';
COMMENT ON COLUMN "discrepancies"."official" IS 'What the database says.';
COMMENT ON COLUMN "discrepancies"."kind" IS 'How they differ: in wording, because one breaks off, or in what they say.';
COMMENT ON COLUMN "discrepancies"."similarity" IS 'Words of texts that are in both, in percent of all words; NULL of values.';
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
COMMENT ON COLUMN "commitments"."novelty" IS 'Whether the commitment continues a practice or begins one: the reviewer''s first sentence in the local "Inception Report Summary".';
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
COMMENT ON COLUMN "commitments"."parser" IS 'The parser that read the page: its number and, where lines were added to its tables, a hash of them.';
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
COMMENT ON COLUMN "commitments"."discrepancies" IS 'One thing that a page and OGP''s own database say otherwise of a commitment, both brought to one spelling first: small letters, no marks. Texts are compared on English pages only. What one side does not say is no discrepancy, but for a page that says that there are no data.';
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
COMMENT ON COLUMN "commitment_languages"."novelty" IS 'Whether the commitment continues a practice or begins one: the reviewer''s first sentence in the local "Inception Report Summary".';
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
COMMENT ON COLUMN "commitment_languages"."parser" IS 'The parser that read the page: its number and, where lines were added to its tables, a hash of them.';
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
COMMENT ON COLUMN "commitment_languages"."discrepancies" IS 'One thing that a page and OGP''s own database say otherwise of a commitment, both brought to one spelling first: small letters, no marks. Texts are compared on English pages only. What one side does not say is no discrepancy, but for a page that says that there are no data.';
COMMENT ON VIEW "official_policy_areas" IS 'The policy areas in OGP''s own database, in the edition in force: a row for every 1 in one of their columns.';
COMMENT ON COLUMN "official_policy_areas"."row_number" IS 'Row of the database, as in official_commitments.';
COMMENT ON COLUMN "official_policy_areas"."commitment_id" IS 'OGP''s number of the commitment.';
COMMENT ON COLUMN "official_policy_areas"."number" IS 'Number of the policy area within its row.';
COMMENT ON COLUMN "official_policy_areas"."policy_area" IS 'Name of the column.';
COMMENT ON VIEW "official_changes" IS 'What changed from each edition of OGP''s own database to the next that was put in force, newest first, as one and the same parser reads them.';
COMMENT ON COLUMN "official_changes"."edition" IS 'Number of the later edition.';
COMMENT ON COLUMN "official_changes"."imported_at" IS 'When it was imported (UTC).';
COMMENT ON COLUMN "official_changes"."commitment_id" IS 'OGP''s number of the commitment.';
COMMENT ON COLUMN "official_changes"."kind" IS 'new, edited or removed.';
COMMENT ON COLUMN "official_changes"."field" IS 'Column of official_commitments; NULL where the row is new or removed.';
COMMENT ON COLUMN "official_changes"."before" IS 'Value in the earlier edition; of a removed row its title.';
COMMENT ON COLUMN "official_changes"."after" IS 'Value in the later edition; of a new row its title.';
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
COMMENT ON COLUMN "institutions"."name" IS 'Name as printed. National lines are split on semicolons, line breaks, bullets and group names ("Civil Society:") only.';
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
COMMENT ON COLUMN "assessments"."scale" IS 'All values of the indicator''s scale, lowest first and divided by "<"; by "/" where they do not form a scale.';
COMMENT ON COLUMN "assessments"."state" IS 'Whether there is a finding, and if not, which kind of empty it is.';
COMMENT ON VIEW "coverage" IS 'How many commitments of a member, template and language have a value in a field that pages print: a row of the table coverage.';
COMMENT ON COLUMN "coverage"."member_slug" IS 'The member''s part of the page''s address; NULL where it is not known.';
COMMENT ON COLUMN "coverage"."template" IS 'Which of the site''s two layouts the pages have; NULL where it is not known.';
COMMENT ON COLUMN "coverage"."language" IS 'Language of the pages (ISO 639-1).';
COMMENT ON COLUMN "coverage"."field" IS 'Column of commitments.';
COMMENT ON COLUMN "coverage"."commitments" IS 'Commitments of the member in this template and language.';
COMMENT ON COLUMN "coverage"."filled" IS 'Commitments among them that have a value in the field.';
COMMENT ON VIEW "completeness" IS 'How much of what should exist is there, for a member and an action plan: a row of the table completeness. Every commitment that the site, the archive or OGP''s own database knows counts once; in_database and only_on_site add up to commitments.';
COMMENT ON COLUMN "completeness"."member_slug" IS 'The member''s part of the page''s address; NULL where it is not known.';
COMMENT ON COLUMN "completeness"."action_plan" IS 'The action plan by its name or, where no page names it, by OGP''s code; NULL where it is not known.';
COMMENT ON COLUMN "completeness"."commitments" IS 'Commitments that are known from anywhere: the denominator.';
COMMENT ON COLUMN "completeness"."in_database" IS 'Commitments in OGP''s own database, in the edition in force.';
COMMENT ON COLUMN "completeness"."only_on_site" IS 'Commitments that are not in it.';
COMMENT ON COLUMN "completeness"."listed" IS 'Commitments that the site lists, or has sent.';
COMMENT ON COLUMN "completeness"."archived" IS 'Commitments with a page in the archive.';
COMMENT ON COLUMN "completeness"."read" IS 'Commitments whose page was read.';
COMMENT ON COLUMN "completeness"."withdrawn" IS 'Commitments whose page is gone from the site.';
COMMENT ON VIEW "gaps" IS 'A commitment that the site has and OGP''s own database has not, or the other way round: a row of the table gaps. Without an edition of the database there is none. Pages that a run could not fetch are missing pages, not gaps; ogp status lists them.';
COMMENT ON COLUMN "gaps"."number" IS 'Number of the row.';
COMMENT ON COLUMN "gaps"."side" IS 'Who has the commitment.';
COMMENT ON COLUMN "gaps"."commitment_id" IS 'OGP''s number of the commitment; NULL for a row of the database that names none.';
COMMENT ON COLUMN "gaps"."member_slug" IS 'The member''s part of the page''s address.';
COMMENT ON COLUMN "gaps"."action_plan" IS 'The action plan by its name or, where no page names it, by OGP''s code.';
COMMENT ON COLUMN "gaps"."title" IS 'Title of the commitment.';
COMMENT ON COLUMN "gaps"."reason" IS 'Why the other side may not have it.';
COMMENT ON VIEW "commitments_full" IS 'All commitments in one wide row each, those of pages and those that only OGP''s own database has: the columns of commitments but for when the page was last looked at, and behind them those of official_commitments, with official_ before their names.';
COMMENT ON COLUMN "commitments_full"."commitment_id" IS 'OGP''s number of the commitment: two to five capitals and four digits, e.g. MXMEX0009. From the last parenthesis of the page''s heading, compared with the line "Commitment ID" and the address.';
COMMENT ON COLUMN "commitments_full"."url" IS 'Canonical address of the page.';
COMMENT ON COLUMN "commitments_full"."title" IS 'Heading of the page, without the ID.';
COMMENT ON COLUMN "commitments_full"."commitment_title" IS 'The action plan''s own title of the commitment ("Commitment Title"). Local pages only.';
COMMENT ON COLUMN "commitments_full"."member" IS 'Name of the OGP member as printed above the heading, e.g. "Mexico State, Mexico".';
COMMENT ON COLUMN "commitments_full"."member_slug" IS 'The member''s part of the page''s address, e.g. mexico-state-mexico.';
COMMENT ON COLUMN "commitments_full"."template" IS 'Which of the site''s two layouts the page has, told by its labels.';
COMMENT ON COLUMN "commitments_full"."language" IS 'Language of the page (ISO 639-1). The site''s Spanish and French pages are machine translations.';
COMMENT ON COLUMN "commitments_full"."action_plans" IS 'Names of the action plans the commitment belongs to ("Action Plan").';
COMMENT ON COLUMN "commitments_full"."action_plan_cycle" IS 'Year of the action plan''s cycle ("Action Plan Cycle"). Not always the plan''s first year. National pages only.';
COMMENT ON COLUMN "commitments_full"."status" IS 'Whether the commitment is under way ("Status"). Printed until about 2022, national pages only.';
COMMENT ON COLUMN "commitments_full"."start_month" IS 'First month of the commitment ("Commitment Start"), written as the first day of the month: pages give no day. Local pages only.';
COMMENT ON COLUMN "commitments_full"."end_month" IS 'Last month of the commitment ("Commitment End"), written as the first day of the month. Local pages only.';
COMMENT ON COLUMN "commitments_full"."lead_institution" IS 'The whole line "Lead Institution" as printed. National pages only.';
COMMENT ON COLUMN "commitments_full"."support_institutions" IS 'The whole line "Support Institution(s)" as printed. National pages only.';
COMMENT ON COLUMN "commitments_full"."institutions" IS 'Names of all institutions, each once, in page order.';
COMMENT ON COLUMN "commitments_full"."policy_areas" IS 'Policy areas in page order ("Policy Areas"; on local pages "Primary Policy Area"). OGP renames and re-tags them over time.';
COMMENT ON COLUMN "commitments_full"."primary_policy_area" IS 'The one policy area a local page prints ("Primary Policy Area").';
COMMENT ON COLUMN "commitments_full"."primary_sector" IS 'The sector a local page prints ("Primary Sector").';
COMMENT ON COLUMN "commitments_full"."ogp_values" IS 'OGP values the commitment serves ("Relevant to OGP Values" of older national pages, "OGP Value" of local pages).';
COMMENT ON COLUMN "commitments_full"."irm_reports" IS 'Titles of the reports of the Independent Reporting Mechanism (IRM) named on the page ("IRM Report"). National pages only.';
COMMENT ON COLUMN "commitments_full"."inception_report" IS 'Title of the local plan''s inception report ("Inception Report"). Local pages only.';
COMMENT ON COLUMN "commitments_full"."end_of_commitment_report" IS 'Address of the End of Commitment Report, which holds the final assessment of a local commitment.';
COMMENT ON COLUMN "commitments_full"."starred" IS 'Whether IRM starred the commitment ("Starred"). National pages until about 2022.';
COMMENT ON COLUMN "commitments_full"."early_results" IS 'IRM''s finding on early results in opening government ("Early Results"). National pages only.';
COMMENT ON COLUMN "commitments_full"."verifiable" IS 'IRM: whether the commitment is specific enough to be verified ("Verifiable").';
COMMENT ON COLUMN "commitments_full"."relevant" IS 'IRM: whether the commitment is relevant to OGP values ("Relevant to OGP Values", on local pages "Relevance to OGP Values"). NULL while "Verifiable" is pending, since the site then prints "Not Relevant" before any review.';
COMMENT ON COLUMN "commitments_full"."potential_impact" IS 'IRM''s rating of potential impact ("Potential Impact"). Drawn, not printed, once rated; national pages until about 2022.';
COMMENT ON COLUMN "commitments_full"."ambition" IS 'IRM''s rating of ambition ("Ambition"). National pages since about 2022.';
COMMENT ON COLUMN "commitments_full"."completion" IS 'IRM''s rating of completion ("Completion"). Drawn, not printed, once rated. National pages only.';
COMMENT ON COLUMN "commitments_full"."novelty" IS 'Whether the commitment continues a practice or begins one: the reviewer''s first sentence in the local "Inception Report Summary".';
COMMENT ON COLUMN "commitments_full"."change_scope" IS 'What change the commitment''s activities bring: the reviewer''s second sentence in the local "Inception Report Summary".';
COMMENT ON COLUMN "commitments_full"."description" IS 'The whole free text under "Description", as printed. National pages only: local pages print its parts under labels of their own.';
COMMENT ON COLUMN "commitments_full"."problem" IS 'The public problem the commitment addresses. Local: "Problem"; national: the question about the problem in the description''s form.';
COMMENT ON COLUMN "commitments_full"."status_quo" IS 'The situation at the start and what has been done so far. Local: "Status quo", whole, with any causes and effects listed in it.';
COMMENT ON COLUMN "commitments_full"."causes" IS 'Causes of the problem, one item each where the text lists them.';
COMMENT ON COLUMN "commitments_full"."effects" IS 'Effects of the problem, one item each where the text lists them.';
COMMENT ON COLUMN "commitments_full"."action" IS 'What will be done ("Action" of local pages; the description of the commitment in a national form).';
COMMENT ON COLUMN "commitments_full"."contribution" IS 'How the commitment contributes to solving the problem.';
COMMENT ON COLUMN "commitments_full"."long_term_goal" IS 'Long-term goal of the local open government strategy that the commitment serves. Local pages only.';
COMMENT ON COLUMN "commitments_full"."ogp_value_explanation" IS 'Why the commitment is relevant to OGP values, in its author''s words.';
COMMENT ON COLUMN "commitments_full"."objective" IS 'Objective of the commitment, where a national form asks for one.';
COMMENT ON COLUMN "commitments_full"."solution" IS 'The solution proposed ("What solution are you proposing?"). National form since 2022.';
COMMENT ON COLUMN "commitments_full"."results" IS 'The results wanted ("What results do we want to achieve by implementing this commitment?"). National form since 2022.';
COMMENT ON COLUMN "commitments_full"."transparency" IS 'How the commitment will promote transparency. National form since 2022.';
COMMENT ON COLUMN "commitments_full"."accountability" IS 'How the commitment will help foster accountability. National form since 2022.';
COMMENT ON COLUMN "commitments_full"."participation" IS 'How the commitment will improve citizen participation. National form since 2022.';
COMMENT ON COLUMN "commitments_full"."irm_midterm_summary" IS 'IRM''s midterm summary ("IRM Midterm Status Summary"). National pages of plans of about 2015 to 2017.';
COMMENT ON COLUMN "commitments_full"."irm_end_of_term_summary" IS 'IRM''s end-of-term summary ("IRM End of Term Status Summary"). National pages of plans of about 2015 to 2017.';
COMMENT ON COLUMN "commitments_full"."milestone_count" IS 'Number of rows the commitment has in the table milestones.';
COMMENT ON COLUMN "commitments_full"."page_state" IS 'Whether the page is on the site, or withdrawn: two runs in a row found it gone, or web archives did at least a day apart.';
COMMENT ON COLUMN "commitments_full"."withdrawn_at" IS 'When a withdrawn page was first found gone (UTC); NULL for a page that is present.';
COMMENT ON COLUMN "commitments_full"."source" IS 'Where this version of the page was first seen: on the site, in a file, or in a web archive.';
COMMENT ON COLUMN "commitments_full"."capture_url" IS 'Address of the capture that this version was first seen in, where it was in a web archive.';
COMMENT ON COLUMN "commitments_full"."page_version" IS 'Which version of the page this row was read from: 1 for the first content seen, one more for each change of content.';
COMMENT ON COLUMN "commitments_full"."first_seen" IS 'When this version of the page was first seen (UTC); NULL where only a file without a time has it.';
COMMENT ON COLUMN "commitments_full"."page_sha256" IS 'SHA-256 of the page''s bytes, in hexadecimal.';
COMMENT ON COLUMN "commitments_full"."parser" IS 'The parser that read the page: its number and, where lines were added to its tables, a hash of them.';
COMMENT ON COLUMN "commitments_full"."official_member" IS 'OGP''s database: Name of the OGP member ("Country/Locality").';
COMMENT ON COLUMN "commitments_full"."official_member_slug" IS 'OGP''s database: The member''s part of the address ("URL").';
COMMENT ON COLUMN "commitments_full"."official_member_code" IS 'OGP''s database: OGP''s code of the member ("Code").';
COMMENT ON COLUMN "commitments_full"."official_region" IS 'OGP''s database: Region of the world ("Region").';
COMMENT ON COLUMN "commitments_full"."official_template" IS 'OGP''s database: Whether the plan is a country''s, or that of a smaller place ("National Or Local").';
COMMENT ON COLUMN "commitments_full"."official_action_plan_id" IS 'OGP''s database: OGP''s code of the action plan ("Action Plan ID").';
COMMENT ON COLUMN "commitments_full"."official_action_plan_number" IS 'OGP''s database: Number of the plan among the member''s ("Action Plan Number").';
COMMENT ON COLUMN "commitments_full"."official_commitment_number" IS 'OGP''s database: Number of the commitment in its plan, as given ("Commitment Number").';
COMMENT ON COLUMN "commitments_full"."official_year_of_submission" IS 'OGP''s database: Year in which the plan was submitted ("Year Of Submission").';
COMMENT ON COLUMN "commitments_full"."official_action_plan_end_year" IS 'OGP''s database: Last year of the plan ("Action Plan End Year").';
COMMENT ON COLUMN "commitments_full"."official_theme" IS 'OGP''s database: Theme in the plan ("Theme").';
COMMENT ON COLUMN "commitments_full"."official_title" IS 'OGP''s database: The plan''s own title ("Commitment Title").';
COMMENT ON COLUMN "commitments_full"."official_short_title" IS 'OGP''s database: OGP''s title ("Short Title").';
COMMENT ON COLUMN "commitments_full"."official_full_text" IS 'OGP''s database: The text of the commitment ("Full Text").';
COMMENT ON COLUMN "commitments_full"."official_start_month" IS 'OGP''s database: First month ("Start Date"), written as its first day. NULL where day and month could be swapped.';
COMMENT ON COLUMN "commitments_full"."official_end_month" IS 'OGP''s database: Last month ("End Date"), likewise.';
COMMENT ON COLUMN "commitments_full"."official_lead_institution" IS 'OGP''s database: The institution in charge ("Lead Institution").';
COMMENT ON COLUMN "commitments_full"."official_support_institutions" IS 'OGP''s database: Institutions that help ("Supporting Institution(s)").';
COMMENT ON COLUMN "commitments_full"."official_policy_areas" IS 'OGP''s database: Policy areas whose columns have a 1.';
COMMENT ON COLUMN "commitments_full"."official_cluster_commitments" IS 'OGP''s database: IDs of the commitments that were reviewed together with it ("Cluster Commitment ID(s)").';
COMMENT ON COLUMN "commitments_full"."official_url" IS 'OGP''s database: Address of the page ("URL").';
COMMENT ON COLUMN "commitments_full"."official_starred" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_early_results" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_verifiable" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_relevant" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_potential_impact" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_ambition" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_completion" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_specificity" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_relevant_access_to_information" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_relevant_civic_participation" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_relevant_public_accountability" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_relevant_technology" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_potential_for_results" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_completion_progress_report" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_completion_end_of_term" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_change_in_completion" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_did_it_open_government" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_did_it_open_government_access_to_information" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_did_it_open_government_civic_participation" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_did_it_open_government_public_accountability" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_starred_2015" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_starred_progress_report" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."official_starred_end_of_term" IS 'OGP''s database: The finding of that name, as in assessments.';
COMMENT ON COLUMN "commitments_full"."known_from" IS 'Who has the commitment. Where the page has not, commitment_id and member_slug are those of the database.';
COMMENT ON COLUMN "commitments_full"."completion_any" IS 'For those who want one completion: the page''s where it prints one, else that of the database. The choice is this program''s, not OGP''s.';
COMMENT ON COLUMN "commitments_full"."completion_source" IS 'Whose completion_any is.';
COMMENT ON VIEW "scales" IS 'One value of a reviewers'' scale: a row of the table scales, which is the same in every database. An indicator has several scales where the reviewers have changed theirs.';
COMMENT ON COLUMN "scales"."indicator" IS 'What is assessed, as in assessments.';
COMMENT ON COLUMN "scales"."scale" IS 'Name of the scale: the indicator''s, or what the reviewers called it then.';
COMMENT ON COLUMN "scales"."value" IS 'The value.';
COMMENT ON COLUMN "scales"."rank" IS 'Place on the scale: 1 for the lowest; NULL for a value that is no rank, such as Unclear.';
COMMENT ON COLUMN "scales"."from_year" IS 'First year of the plans that the scale is seen for in OGP''s database of July 2024; NULL: from the beginning.';
COMMENT ON COLUMN "scales"."to_year" IS 'Last year of the plans that it is seen for; NULL: to this day.';
COMMENT ON COLUMN "scales"."meaning" IS 'What the value means.';
COMMENT ON COLUMN "scales"."ambition" IS 'OGP''s crosswalk: the ambition that the site gives commitments with this value.';
