-- From schema 3 to 4: each body is one plain zstd frame, without a dictionary of
-- our own; the program fills this table from pages and puts it in its place.

ALTER TABLE sightings RENAME TO observations;

CREATE TABLE next_pages (
    commitment_id VARCHAR   NOT NULL,
    language      VARCHAR   NOT NULL,
    version       INTEGER   NOT NULL,
    url           VARCHAR,
    first_seen    TIMESTAMP NOT NULL,
    last_seen     TIMESTAMP NOT NULL,
    sha256        VARCHAR   NOT NULL,
    fingerprint   VARCHAR   NOT NULL,
    etag          VARCHAR,
    last_modified VARCHAR,
    header        VARCHAR,
    bytes         INTEGER   NOT NULL,
    body          BLOB      NOT NULL USING COMPRESSION uncompressed
);
