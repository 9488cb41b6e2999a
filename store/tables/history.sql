-- What is derived from observations, page by page, in the transaction that changes
-- them: no parser is needed for it. A change here is a new schemaVersion, too.

CREATE TABLE versions (
    commitment_id VARCHAR NOT NULL,
    language      VARCHAR NOT NULL,
    version       INTEGER NOT NULL,
    url           VARCHAR,
    first_seen    TIMESTAMP,
    last_seen     TIMESTAMP,
    sha256        VARCHAR NOT NULL,
    etag          VARCHAR,
    last_modified VARCHAR,
    source        VARCHAR NOT NULL,
    capture_url   VARCHAR
);

CREATE TABLE page_states (
    commitment_id VARCHAR NOT NULL,
    language      VARCHAR NOT NULL,
    withdrawn_at  TIMESTAMP,
    last_checked  TIMESTAMP
);

CREATE VIEW pages AS
SELECT
    v.commitment_id, v.language, v.version, v.url, v.first_seen, v.last_seen, v.sha256, c.fingerprint,
    v.etag, v.last_modified, c.header, c.bytes, v.source, v.capture_url, c.body
FROM versions AS v
JOIN contents AS c USING (commitment_id, language, sha256);
