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
ORDER BY member_slug NULLS LAST, action_plan NULLS LAST
