-- +goose Up

-- Failed attempts to sign in, on all nodes together. Whom and where from cannot be read from it.
CREATE TABLE sign_in_try (
  key      TEXT PRIMARY KEY,          -- SHA-256 in hex of an account, an address, or both
  level    DOUBLE PRECISION NOT NULL, -- failures that are not forgotten yet, at that time
  at       BIGINT NOT NULL,           -- milliseconds since 1970, by the store's clock, as all times here
  blocked  BIGINT NOT NULL,           -- no attempt before, 0 if it is free
  forgiven BIGINT NOT NULL            -- from when on nothing is left of it
);
CREATE INDEX sign_in_try_forgiven ON sign_in_try (forgiven);

-- From where accounts were signed in to.
CREATE TABLE sign_in_familiar (
  pair TEXT PRIMARY KEY,              -- SHA-256 in hex of account and address
  at   BIGINT NOT NULL                -- the last time
);
CREATE INDEX sign_in_familiar_at ON sign_in_familiar (at);

-- +goose Down
DROP TABLE sign_in_familiar;
DROP TABLE sign_in_try;
