WITH edition AS (
    SELECT edition, imported_at, sha256, lag(sha256) OVER (ORDER BY edition) AS before
    FROM official_editions
    WHERE held_back IS NULL
), reading AS (
    FROM official_readings
    WHERE commitment_id IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY sha256, commitment_id ORDER BY row_number) = 1
), cell AS (
    SELECT sha256, commitment_id, unnest([{'field': '', 'value': coalesce(short_title, title, '')}, CELLS]
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
ORDER BY edition DESC, commitment_id, field NULLS FIRST
