-- From schema 4 to 5: captures that the indexes of web archives list, and what a run
-- found, with which later runs are compared. A run before this schema was compared
-- with none.

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

ALTER TABLE runs RENAME COLUMN not_commitment TO unread;
ALTER TABLE runs RENAME COLUMN mismatch TO mismatched;
ALTER TABLE runs ADD COLUMN scope VARCHAR;
ALTER TABLE runs ADD COLUMN known INTEGER;
ALTER TABLE runs ADD COLUMN unlisted INTEGER;
ALTER TABLE runs ADD COLUMN archived INTEGER;
ALTER TABLE runs ADD COLUMN new INTEGER;
ALTER TABLE runs ADD COLUMN changed INTEGER;
ALTER TABLE runs ADD COLUMN withdrawn INTEGER;
ALTER TABLE runs ADD COLUMN returned INTEGER;
ALTER TABLE runs ADD COLUMN exit_code INTEGER;
ALTER TABLE runs ADD COLUMN verdict VARCHAR;

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
