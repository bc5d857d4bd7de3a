-- +goose Up

-- What models took, for ever: it names nobody.
CREATE TABLE spend_day (
	day        BIGINT NOT NULL, -- days since 1970-01-01 UTC
	purpose    TEXT   NOT NULL,
	site       TEXT   NOT NULL, -- '' if it was for none
	requests   BIGINT NOT NULL,
	failed     BIGINT NOT NULL, -- of them
	refused    BIGINT NOT NULL, -- besides them, because a budget was used up
	estimated  BIGINT NOT NULL, -- requests whose tokens the server did not count
	prompt     BIGINT NOT NULL, -- tokens
	completion BIGINT NOT NULL, -- tokens
	cost       DOUBLE PRECISION NOT NULL, -- at the prices of then
	PRIMARY KEY (day, purpose, site)
);

-- What visitors and addresses took, for two days.
CREATE TABLE spend_payer (
	day    BIGINT NOT NULL,
	kind   TEXT   NOT NULL, -- visitor, address
	hash   TEXT   NOT NULL, -- with the salt of the day
	tokens BIGINT NOT NULL,
	PRIMARY KEY (day, kind, hash)
);

-- The salts go with the rows above: then nobody can tell any more whom they were about.
CREATE TABLE spend_salt (
	day  BIGINT PRIMARY KEY,
	salt TEXT   NOT NULL -- hex
);

-- The days whose line was written to the log.
CREATE TABLE spend_told (
	day BIGINT PRIMARY KEY
);

-- +goose Down
DROP TABLE spend_told;
DROP TABLE spend_salt;
DROP TABLE spend_payer;
DROP TABLE spend_day;
