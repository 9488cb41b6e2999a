-- From schema 2 to 3: the class of each fault, and OGP's own database. What an
-- older program left is not classed: it kept words only, which are no class of
-- ours.

ALTER TABLE frontier ADD COLUMN error_class VARCHAR;
ALTER TABLE visits ADD COLUMN error_class VARCHAR;

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
    rows_in     VARCHAR
);

-- Made anew for each edition, over the table that has its rows.
CREATE VIEW official AS SELECT NULL::VARCHAR AS commitment_id WHERE false;
