-- +goose Up
CREATE TABLE staff (
  id        TEXT PRIMARY KEY,
  email     TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE, -- the address in lower case
  name      TEXT NOT NULL,
  roles     TEXT NOT NULL,        -- JSON array
  password  TEXT NOT NULL,        -- argon2id in PHC notation, '' if none was set
  created   BIGINT NOT NULL,
  disabled  BIGINT NOT NULL       -- since when, 0 if not
);

CREATE TABLE staff_session (
  hash     TEXT PRIMARY KEY,      -- SHA-256 of the token in hex
  staff    TEXT NOT NULL REFERENCES staff (id),
  by_link  BOOLEAN NOT NULL,      -- begun with a one-time link, which is how a password is reset
  created  BIGINT NOT NULL,
  seen     BIGINT NOT NULL,
  expires  BIGINT NOT NULL
);
CREATE INDEX staff_session_staff ON staff_session (staff);
CREATE INDEX staff_session_expires ON staff_session (expires);

CREATE TABLE sign_in_link (
  hash    TEXT PRIMARY KEY,       -- SHA-256 of the token in hex
  staff   TEXT NOT NULL REFERENCES staff (id),
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  used_at BIGINT NOT NULL         -- 0 if not yet
);
CREATE INDEX sign_in_link_staff ON sign_in_link (staff);

-- +goose Down
DROP TABLE sign_in_link;
DROP TABLE staff_session;
DROP TABLE staff;
