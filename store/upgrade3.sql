-- From schema 2 to 3: the class of each fault. What an older program left is
-- not classed: it kept words only, which are no class of ours.

ALTER TABLE frontier ADD COLUMN error_class VARCHAR;
ALTER TABLE visits ADD COLUMN error_class VARCHAR;
