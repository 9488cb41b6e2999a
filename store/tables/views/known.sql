database AS (
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
