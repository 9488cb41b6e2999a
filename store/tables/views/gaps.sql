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
ORDER BY number
