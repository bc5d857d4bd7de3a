-- +goose Up

-- Imports that were looked at and wait to be applied, on whichever node; and those that are being received.
CREATE TABLE waiting_import (
    token  TEXT PRIMARY KEY, -- SHA-256 of the token in hexadecimal
    who    TEXT NOT NULL,    -- id of the member of the staff who may apply it
    digest TEXT NOT NULL,    -- of the plan that was shown, '' while it is being received
    until  BIGINT NOT NULL,  -- milliseconds since 1970, by the store's clock
    taken  BIGINT NOT NULL   -- until when somebody has it in hand, 0 if nobody has
);

-- What was looked at, in parts of at most a megabyte. Parts without an import are on their way out.
CREATE TABLE waiting_part (
    import TEXT NOT NULL,
    number BIGINT NOT NULL,  -- from 0
    data   BLOB NOT NULL,
    PRIMARY KEY (import, number)
);

-- +goose Down
DROP TABLE waiting_part;
DROP TABLE waiting_import;
