-- From schema 4 to 5: captures that the indexes of web archives list.

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
