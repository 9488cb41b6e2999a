-- The second half of the step to schema 4, after contents: every look at a page
-- becomes an observation of the content that the page had then. A look inside no
-- version is left out: what it saw was not kept. What files brought was stored
-- without a run, and what tells its time was not noted.

CREATE TABLE observations (
    commitment_id VARCHAR NOT NULL,
    language      VARCHAR NOT NULL,
    seen_at       TIMESTAMP,
    time_from     VARCHAR,
    source        VARCHAR NOT NULL,
    what          VARCHAR NOT NULL,
    content       VARCHAR,
    sha256        VARCHAR,
    same_as       TIMESTAMP,
    digest        VARCHAR,
    url           VARCHAR,
    capture_url   VARCHAR,
    etag          VARCHAR,
    last_modified VARCHAR,
    run_id        VARCHAR,
    learned_at    TIMESTAMP
);

INSERT INTO observations
WITH looks AS (
    SELECT commitment_id, language, seen_at, max(run_id) AS run_id FROM sightings WHERE NOT gone GROUP BY ALL
), ends AS (
    SELECT commitment_id, language, first_seen AS seen_at FROM pages
    UNION
    SELECT commitment_id, language, last_seen FROM pages
), seen AS (
    SELECT commitment_id, language, seen_at, run_id FROM looks
    UNION ALL
    SELECT commitment_id, language, seen_at, NULL FROM ends ANTI JOIN looks USING (commitment_id, language, seen_at)
)
SELECT DISTINCT s.commitment_id, s.language, s.seen_at,
    CASE WHEN s.run_id IS NOT NULL THEN 'fetch' END,
    CASE WHEN s.run_id IS NULL THEN 'file' ELSE 'site' END,
    'content', p.sha256, p.sha256, NULL::TIMESTAMP, NULL, p.url, NULL, p.etag, p.last_modified, s.run_id, s.seen_at
FROM seen AS s
JOIN pages AS p ON p.commitment_id = s.commitment_id AND p.language = s.language
    AND s.seen_at BETWEEN p.first_seen AND p.last_seen
UNION ALL
SELECT DISTINCT commitment_id, language, seen_at, 'fetch', 'site', 'gone', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, run_id, seen_at
FROM sightings WHERE gone
ORDER BY ALL;

DROP TABLE sightings;
DROP TABLE pages;
DROP TABLE dictionaries;
