-- +goose Up

-- Customers whose data is being erased. What is begun is finished, also after a restart.
CREATE TABLE erasure (
	visitor       TEXT   PRIMARY KEY,
	who           TEXT   NOT NULL, -- staff id, or "command line"
	began         BIGINT NOT NULL,
	conversations BIGINT NOT NULL  -- that are gone already
);

-- What was erased on request, for whoever restores a backup from before: hashes with a secret key, and no names.
CREATE TABLE erased (
	kind TEXT   NOT NULL, -- visitor, conversation
	hash TEXT   NOT NULL, -- HMAC-SHA-256 of the id in hex
	at   BIGINT NOT NULL,
	PRIMARY KEY (kind, hash)
);

-- The key of those hashes.
CREATE TABLE erased_key (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL -- hex
);

-- When the rules of what is kept were applied, and up to where, by site and kind.
CREATE TABLE swept (
	site   TEXT   NOT NULL,
	kind   TEXT   NOT NULL,
	before BIGINT NOT NULL, -- what is older was taken away
	at     BIGINT NOT NULL, -- when that was done
	PRIMARY KEY (site, kind)
);

-- +goose Down
DROP TABLE swept;
DROP TABLE erased_key;
DROP TABLE erased;
DROP TABLE erasure;
