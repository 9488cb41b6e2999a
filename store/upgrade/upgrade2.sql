-- From schema 1 to 2: when a page was looked at, and what its bytes are
-- compressed with.

CREATE TABLE sightings (
    commitment_id VARCHAR   NOT NULL,
    language      VARCHAR   NOT NULL,
    seen_at       TIMESTAMP NOT NULL,
    run_id        VARCHAR,
    gone          BOOLEAN   NOT NULL
);

-- What an older program kept of its looks: the first and last of each version.
INSERT INTO sightings
SELECT DISTINCT commitment_id, language, seen_at, NULL, false
FROM (
    SELECT commitment_id, language, first_seen AS seen_at FROM pages
    UNION ALL
    SELECT commitment_id, language, last_seen FROM pages
)
ORDER BY ALL;

CREATE TABLE dictionaries (
    dictionary_id INTEGER NOT NULL,
    content       BLOB    NOT NULL
);
