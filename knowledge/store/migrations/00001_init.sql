-- +goose Up
CREATE TABLE article (
    id        TEXT PRIMARY KEY,
    status    TEXT NOT NULL,   -- draft, published, withdrawn
    latest    BIGINT NOT NULL, -- number of the newest revision
    published BIGINT NOT NULL, -- number of the published revision, 0 if none
    created   BIGINT NOT NULL, -- milliseconds since 1970
    updated   BIGINT NOT NULL,
    search    TEXT NOT NULL    -- id, title, tags and category of the newest revision in lower case, for the editors' list
);

CREATE INDEX article_updated ON article (updated, id);

-- Rows of this table are never changed or deleted: citations point into them.
CREATE TABLE revision (
    article   TEXT NOT NULL REFERENCES article (id),
    number    BIGINT NOT NULL, -- 1..n within the article
    title     TEXT NOT NULL,
    body      TEXT NOT NULL,   -- Markdown
    text      TEXT NOT NULL,   -- plain text; offsets of citations are bytes into it
    phrasings TEXT NOT NULL,   -- JSON array of strings
    tags      TEXT NOT NULL,   -- JSON array of strings
    category  TEXT NOT NULL,
    locale    TEXT NOT NULL,
    author    TEXT NOT NULL,
    at        BIGINT NOT NULL, -- milliseconds since 1970
    PRIMARY KEY (article, number)
);

-- What the index follows: numbered 1..n without gaps in the order of the commits.
CREATE TABLE change (
    seq      BIGINT PRIMARY KEY,
    article  TEXT NOT NULL REFERENCES article (id),
    revision BIGINT NOT NULL -- the revision published by this change, 0 for a withdrawal
);

CREATE INDEX change_article ON change (article, revision);

-- +goose Down
DROP TABLE change;
DROP TABLE revision;
DROP TABLE article;
