-- +goose Up

-- Who did what when. Rows are only ever added; each has the hash of itself and the one before.
CREATE TABLE audit (
	seq    BIGINT PRIMARY KEY,
	at     BIGINT NOT NULL, -- ms since 1970
	who    TEXT   NOT NULL, -- staff id, or "command line", or "system"
	what   TEXT   NOT NULL, -- such as "article.publish"
	object TEXT   NOT NULL, -- id of what it was done to
	detail TEXT   NOT NULL,
	hash   TEXT   NOT NULL  -- SHA-256 in hex
);
CREATE INDEX audit_object ON audit (object, seq);

-- +goose Down
DROP TABLE audit;
