-- The kept tables: what cannot be made again. A change here is a new
-- schemaVersion of package store and a step of package upgrade.

CREATE TABLE meta (
    name  VARCHAR NOT NULL,
    value VARCHAR NOT NULL
);

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

CREATE TABLE contents (
    commitment_id VARCHAR NOT NULL,
    language      VARCHAR NOT NULL,
    sha256        VARCHAR NOT NULL,
    fingerprint   VARCHAR NOT NULL,
    url           VARCHAR,
    header        VARCHAR,
    bytes         INTEGER NOT NULL,
    body          BLOB    NOT NULL USING COMPRESSION uncompressed -- one zstd frame
);

CREATE TABLE frontier (
    url           VARCHAR NOT NULL,
    kind          VARCHAR,
    commitment_id VARCHAR,
    language      VARCHAR,
    found_by      VARCHAR,
    found_in      VARCHAR,
    found_at      TIMESTAMP,
    last_modified TIMESTAMP,
    state         VARCHAR NOT NULL,
    reason        VARCHAR,
    tried_at      TIMESTAMP,
    error_class   VARCHAR,
    seen_at       TIMESTAMP,
    missing_since TIMESTAMP
);

CREATE TABLE visits (
    run_id      VARCHAR NOT NULL,
    number      INTEGER NOT NULL,
    url         VARCHAR,
    final_url   VARCHAR,
    asked_at    TIMESTAMP,
    outcome     VARCHAR,
    status      INTEGER,
    bytes       INTEGER,
    duration_ms INTEGER,
    attempts    INTEGER,
    error       VARCHAR,
    error_class VARCHAR
);

CREATE TABLE captures (
    service       VARCHAR NOT NULL,
    timestamp     VARCHAR NOT NULL,
    original      VARCHAR NOT NULL,
    digest        VARCHAR NOT NULL,
    key           VARCHAR,
    mime          VARCHAR,
    status        INTEGER,
    length        INTEGER,
    file          VARCHAR,
    "offset"      VARCHAR,
    state         VARCHAR NOT NULL,
    reason        VARCHAR,
    commitment_id VARCHAR,
    language      VARCHAR
);

CREATE TABLE runs (
    run_id         VARCHAR NOT NULL,
    command        VARCHAR,
    source         VARCHAR,
    started_at     TIMESTAMP,
    finished_at    TIMESTAMP,
    outcome        VARCHAR,
    version        VARCHAR,
    parser         VARCHAR,
    listed         INTEGER,
    fetched        INTEGER,
    unchanged      INTEGER,
    failed         INTEGER,
    refused        INTEGER,
    gone           INTEGER,
    unread         INTEGER,
    mismatched     INTEGER,
    truncated      INTEGER,
    scope          VARCHAR,
    known          INTEGER,
    unlisted       INTEGER,
    archived       INTEGER,
    new            INTEGER,
    changed        INTEGER,
    withdrawn      INTEGER,
    returned       INTEGER,
    exit_code      INTEGER,
    verdict        VARCHAR
);

CREATE TABLE run_coverage (
    run_id      VARCHAR NOT NULL,
    printed     INTEGER,
    member_slug VARCHAR,
    template    VARCHAR,
    language    VARCHAR,
    field       VARCHAR,
    commitments INTEGER,
    filled      INTEGER
);

CREATE TABLE run_findings (
    run_id  VARCHAR NOT NULL,
    kind    VARCHAR,
    field   VARCHAR,
    detail  VARCHAR,
    pages   INTEGER,
    example VARCHAR
);

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
    body   BLOB    NOT NULL USING COMPRESSION uncompressed -- one zstd frame
);

CREATE TABLE official_editions (
    edition     INTEGER NOT NULL,
    imported_at TIMESTAMP,
    run_id      VARCHAR,
    file        VARCHAR,
    sha256      VARCHAR,
    bytes       INTEGER,
    encoding    VARCHAR,
    columns     VARCHAR[],
    row_count   INTEGER,
    rows_in     VARCHAR,
    held_back   VARCHAR
);

-- Made anew for each edition, over the table that has its rows.
CREATE VIEW official AS SELECT NULL::VARCHAR AS commitment_id WHERE false;
