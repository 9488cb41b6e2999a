-- From schema 3 to 4: versions are derived from observations, and each content of
-- a page is kept once, its body one plain zstd frame without a dictionary of our
-- own; the program fills contents from pages, then runs upgrade4_observations.sql.
-- The classes of faults are fewer: each finer one becomes the one that includes it.

ALTER TABLE frontier ADD COLUMN seen_at TIMESTAMP;
ALTER TABLE frontier ADD COLUMN missing_since TIMESTAMP;

CREATE TABLE contents (
    commitment_id VARCHAR NOT NULL,
    language      VARCHAR NOT NULL,
    sha256        VARCHAR NOT NULL,
    fingerprint   VARCHAR NOT NULL,
    url           VARCHAR,
    header        VARCHAR,
    bytes         INTEGER NOT NULL,
    body          BLOB    NOT NULL USING COMPRESSION uncompressed
);

CREATE TEMP TABLE merged_classes AS SELECT * FROM (VALUES
    ('dns', 'connection'), ('tls', 'connection'),
    ('truncated', 'content'), ('too_large', 'content'), ('encoding', 'content'), ('empty', 'content'),
    ('content_type', 'content'), ('http_other', 'content'),
    ('denied', 'challenge'), ('login', 'challenge'),
    ('http_3xx', 'redirect'), ('off_site', 'redirect'),
    ('private_address', 'address')
) AS merged(old, new);
UPDATE visits SET error_class = new FROM merged_classes WHERE error_class = old;
UPDATE frontier SET error_class = new FROM merged_classes WHERE error_class = old;
DROP TABLE merged_classes;

-- What the site itself has sent, and since when pages are missing. A page was seen
-- when its answer was complete, a moment after it was requested.
UPDATE frontier SET seen_at = coalesce((
        SELECT max(last_seen) FROM pages
        WHERE pages.commitment_id = frontier.commitment_id AND pages.language = frontier.language
            AND last_seen BETWEEN frontier.tried_at AND frontier.tried_at + INTERVAL 10 MINUTE
    ), tried_at)
    WHERE state IN ('fetched', 'unchanged');
UPDATE frontier SET missing_since = tried_at WHERE state IN ('failed', 'refused', 'gone', 'not_commitment');
ALTER TABLE runs ADD COLUMN mismatch INTEGER;
ALTER TABLE runs ADD COLUMN truncated INTEGER;
ALTER TABLE official_editions ADD COLUMN held_back VARCHAR;

CREATE TABLE unread (
    url       VARCHAR   NOT NULL,
    asked_url VARCHAR,
    seen_at   TIMESTAMP NOT NULL,
    reason    VARCHAR,
    sha256    VARCHAR   NOT NULL,
    header    VARCHAR
);

CREATE TABLE unread_bodies (
    sha256 VARCHAR NOT NULL,
    bytes  INTEGER NOT NULL,
    body   BLOB    NOT NULL USING COMPRESSION uncompressed
);
