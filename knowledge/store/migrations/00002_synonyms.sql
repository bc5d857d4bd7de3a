-- +goose Up
-- What editors say means the same, as they wrote it. Every version is kept, and none is ever changed:
-- the highest is in use.
CREATE TABLE synonyms (
    version BIGINT PRIMARY KEY, -- 1..n without gaps
    text    TEXT NOT NULL,
    author  TEXT NOT NULL,
    at      BIGINT NOT NULL     -- milliseconds since 1970
);

-- +goose Down
DROP TABLE synonyms;
