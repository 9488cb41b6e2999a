-- What pages and OGP's own database say otherwise of the commitments in $1, a list of
-- IDs; NULL means all.
INSERT INTO discrepancies
WITH page AS (
    SELECT r.*,
        list_filter(r.assessments, lambda a: a.state IN ('value', 'no_data')) AS findings
    FROM readings AS r
    WHERE $1::VARCHAR[] IS NULL OR list_contains($1::VARCHAR[], r.commitment_id)
    QUALIFY row_number() OVER (PARTITION BY r.commitment_id ORDER BY r.language <> 'en', r.language, r.version DESC) = 1
), database AS (
    SELECT *, list_transform(policy_areas, lambda a: replace(lower(a), '&', 'and')) AS areas,
        (SELECT list(DISTINCT replace(lower(policy_area), '&', 'and')) FROM official_policy_areas) AS known_areas
    FROM official_commitments
    WHERE repeats_row IS NULL
), compared AS (
    SELECT p.commitment_id, unnest([
        -- texts, in whichever of two the database is nearer to the page
        {'place': 1, 'field': 'title', 'page': p.title, 'official': coalesce(d.short_title, d.title), 'other': d.title, 'is_text': true},
        {'place': 2, 'field': 'commitment_title', 'page': p.commitment_title, 'official': coalesce(d.title, d.short_title), 'other': d.short_title, 'is_text': true},
        {'place': 3, 'field': 'member', 'page': p.member, 'official': d.member, 'other': NULL, 'is_text': true},
        {'place': 4, 'field': 'lead_institution', 'page': p.lead_institution, 'official': d.lead_institution, 'other': NULL, 'is_text': true},
        {'place': 5, 'field': 'support_institutions', 'page': p.support_institutions, 'official': d.support_institutions, 'other': NULL, 'is_text': true},
        {'place': 6, 'field': 'description', 'page': p.description, 'official': d.full_text, 'other': NULL, 'is_text': true},
        -- values
        {'place': 7, 'field': 'action_plan_cycle', 'page': p.action_plan_cycle::VARCHAR, 'official': d.year_of_submission::VARCHAR, 'other': NULL, 'is_text': false},
        {'place': 8, 'field': 'action_plans', 'page': array_to_string(p.action_plans, '; '),
            'official': CASE WHEN list_bool_or(list_transform(p.action_plans_detail, lambda a: a.end_year <> d.action_plan_end_year))
                AND NOT list_contains(list_transform(p.action_plans_detail, lambda a: a.end_year), d.action_plan_end_year)
                THEN concat_ws('-', d.year_of_submission, d.action_plan_end_year) END, 'other': NULL, 'is_text': false},
        {'place': 9, 'field': 'start_month', 'page': p.start_month::VARCHAR, 'official': d.start_month::VARCHAR, 'other': NULL, 'is_text': false},
        {'place': 10, 'field': 'end_month', 'page': p.end_month::VARCHAR, 'official': d.end_month::VARCHAR, 'other': NULL, 'is_text': false},
        {'place': 11, 'field': 'policy_areas',
            'page': array_to_string(list_filter(p.policy_areas, lambda a: list_contains(d.known_areas, replace(lower(a), '&', 'and'))
                AND NOT list_contains(coalesce(d.areas, []), replace(lower(a), '&', 'and'))), '; '),
            'official': coalesce(array_to_string(d.policy_areas, '; '), ''), 'other': NULL, 'is_text': false}
    ] || list_transform(p.findings, lambda a: {
        'place': 20, 'field': a.indicator, 'page': coalesce(a.value, 'No IRM Data'),
        'official': list_filter(d.assessments, lambda o: o.state = 'value' AND o.indicator = CASE
            WHEN a.indicator = 'ambition' AND a.value NOT IN ('Low', 'High') THEN 'potential_for_results' ELSE a.indicator END)[1].value,
        'other': NULL, 'is_text': false
    }), max_depth := 2), p.language = 'en' AS is_english
    FROM page AS p
    JOIN database AS d USING (commitment_id)
), worded AS (
    SELECT *,
        trim(regexp_replace(lower(page), '[^\p{L}\p{N}]+', ' ', 'g')) AS one,
        trim(regexp_replace(lower(official), '[^\p{L}\p{N}]+', ' ', 'g')) AS two,
        trim(regexp_replace(lower(other), '[^\p{L}\p{N}]+', ' ', 'g')) AS three
    FROM compared
    WHERE page <> '' AND official IS NOT NULL AND (is_english OR NOT is_text)
), alike AS (
    SELECT *,
        list_distinct(string_split(one, ' ')) AS ones,
        list_distinct(string_split(two, ' ')) AS twos
    FROM worded
    WHERE one <> two AND one IS DISTINCT FROM three
), judged AS (
    SELECT *,
        CASE WHEN is_text THEN round(100.0 * len(list_intersect(ones, twos)) / len(list_distinct(ones || twos)))::INTEGER END AS similarity
    FROM alike
)
SELECT commitment_id, (row_number() OVER (PARTITION BY commitment_id ORDER BY place, field))::INTEGER, field, page, official,
    CASE
        WHEN is_text AND (starts_with(one, two) OR starts_with(two, one)) THEN 'truncation'
        WHEN similarity >= 50 THEN 'wording'
        ELSE 'contradiction'
    END,
    similarity
FROM judged
