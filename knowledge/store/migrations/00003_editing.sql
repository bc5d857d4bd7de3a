-- +goose Up
ALTER TABLE revision ADD COLUMN audience TEXT NOT NULL DEFAULT '[]';        -- JSON array: sites, or "staff" alone
ALTER TABLE revision ADD COLUMN review TEXT NOT NULL DEFAULT '';            -- day from which on it should be looked at, 2026-12-31
ALTER TABLE revision ADD COLUMN original TEXT NOT NULL DEFAULT '';          -- article that it is a translation of
ALTER TABLE revision ADD COLUMN original_revision BIGINT NOT NULL DEFAULT 0; -- revision of that which it says the same as

-- Where an article is kept if that is not here, such as a watched folder; it cannot be edited then.
ALTER TABLE article ADD COLUMN source TEXT NOT NULL DEFAULT '';
-- Why its source's newest version was refused; '' if it was not.
ALTER TABLE article ADD COLUMN refused TEXT NOT NULL DEFAULT '';

-- What somebody has typed and not saved: one row for each article and person. It is no revision and can never be published.
CREATE TABLE autosave (
    article TEXT NOT NULL,   -- id of the article, or a name that the page made up for one that is new
    author  TEXT NOT NULL,
    base    BIGINT NOT NULL, -- newest revision when typing began, 0 for a new article
    content TEXT NOT NULL,   -- JSON, neither clean nor valid
    at      BIGINT NOT NULL, -- milliseconds since 1970
    PRIMARY KEY (article, author)
);

-- What is to happen by itself.
CREATE TABLE schedule (
    article  TEXT NOT NULL REFERENCES article (id),
    act      TEXT NOT NULL,   -- publish, withdraw
    revision BIGINT NOT NULL, -- to be published; 0 for a withdrawal
    due      BIGINT NOT NULL, -- milliseconds since 1970
    author   TEXT NOT NULL,
    overrule TEXT NOT NULL,   -- reason to publish in spite of the exam, '' without one
    fault    TEXT NOT NULL,   -- why it could not be done when it was due, '' while it is not due
    PRIMARY KEY (article, act)
);

CREATE INDEX schedule_due ON schedule (due) WHERE fault = '';

-- A revision that waits for somebody else to look at it.
CREATE TABLE review (
    article  TEXT PRIMARY KEY REFERENCES article (id),
    revision BIGINT NOT NULL,
    author   TEXT NOT NULL, -- who asked
    note     TEXT NOT NULL,
    at       BIGINT NOT NULL,
    returned TEXT NOT NULL, -- why it was sent back, '' while it waits
    reviewer TEXT NOT NULL  -- who sent it back
);

-- Questions whose right answer is known. They are asked before the corpus changes.
CREATE TABLE exam (
    id       TEXT PRIMARY KEY,
    question TEXT NOT NULL,
    before   TEXT NOT NULL,  -- JSON array: earlier questions of the same conversation, oldest first
    articles TEXT NOT NULL,  -- JSON array: any of these answers it; none if the corpus is not to answer
    author   TEXT NOT NULL,
    at       BIGINT NOT NULL
);

-- Images and files that articles show, by the hash of their bytes.
CREATE TABLE file (
    id     TEXT PRIMARY KEY, -- SHA-256 in hexadecimal, first 32 digits
    name   TEXT NOT NULL,
    type   TEXT NOT NULL,    -- media type as found in the bytes
    size   BIGINT NOT NULL,
    data   BLOB NOT NULL,
    author TEXT NOT NULL,
    at     BIGINT NOT NULL
);

-- What agents think should be mended.
CREATE TABLE suggestion (
    id           TEXT PRIMARY KEY,
    article      TEXT NOT NULL REFERENCES article (id),
    revision     BIGINT NOT NULL,
    conversation TEXT NOT NULL, -- where it showed, '' if nowhere
    text         TEXT NOT NULL,
    author       TEXT NOT NULL,
    at           BIGINT NOT NULL,
    state        TEXT NOT NULL, -- open, done, declined
    closed_by    TEXT NOT NULL,
    closed_at    BIGINT NOT NULL
);

CREATE INDEX suggestion_open ON suggestion (at) WHERE state = 'open';

-- +goose Down
DROP TABLE suggestion;
DROP TABLE file;
DROP TABLE exam;
DROP TABLE review;
DROP TABLE schedule;
DROP TABLE autosave;
ALTER TABLE article DROP COLUMN refused;
ALTER TABLE article DROP COLUMN source;
ALTER TABLE revision DROP COLUMN original_revision;
ALTER TABLE revision DROP COLUMN original;
ALTER TABLE revision DROP COLUMN review;
ALTER TABLE revision DROP COLUMN audience;
