-- +goose Up

-- How often answers quoted an article, by day. It can be counted again from the conversations at any time.
CREATE TABLE quote (
	article TEXT   NOT NULL,
	day     BIGINT NOT NULL, -- days since 1970-01-01 UTC
	times   BIGINT NOT NULL,
	PRIMARY KEY (article, day)
);
CREATE INDEX quote_day ON quote (day);

-- How many answers there were.
CREATE TABLE quote_answer (
	day     BIGINT PRIMARY KEY,
	answers BIGINT NOT NULL
);

-- Up to where conversations were counted.
CREATE TABLE quote_read (
	conversation TEXT   PRIMARY KEY,
	head         BIGINT NOT NULL,
	updated      BIGINT NOT NULL
);
CREATE INDEX quote_read_updated ON quote_read (updated);

-- +goose Down
DROP TABLE quote_read;
DROP TABLE quote_answer;
DROP TABLE quote;
