-- +goose Up

-- Questions without a good answer that are one need.
CREATE TABLE gap (
	id       TEXT   PRIMARY KEY,
	state    TEXT   NOT NULL,
	article  TEXT   NOT NULL, -- that was written for it, '' if none was
	merged   TEXT   NOT NULL, -- the gap that it turned out to be one with, '' if it is none's
	created  BIGINT NOT NULL,
	changed  BIGINT NOT NULL, -- when its state changed last
	closed   BIGINT NOT NULL, -- what is asked later brings it back; 0 if it never closed
	checked  BIGINT NOT NULL, -- when its questions were asked again, 0 if they never were
	asked    BIGINT NOT NULL, -- how many then were
	answered BIGINT NOT NULL  -- and how many of them had an answer
);

-- The questions. They can be read again from the conversations at any time.
CREATE TABLE gap_question (
	conversation   TEXT   NOT NULL,
	seq            BIGINT NOT NULL, -- of the message with which it began
	gap            TEXT   NOT NULL, -- '' until it is grouped, '-' if there are no words to group it by
	at             BIGINT NOT NULL,
	site           TEXT   NOT NULL,
	visitor        TEXT   NOT NULL,
	locale         TEXT   NOT NULL,
	body           TEXT   NOT NULL, -- what has to be answered
	outcome        TEXT   NOT NULL,
	cited          TEXT   NOT NULL, -- JSON; what the bot answered from
	agent_time     BIGINT NOT NULL, -- ms
	agent_messages BIGINT NOT NULL,
	answered       BOOLEAN NOT NULL, -- when it was asked again
	PRIMARY KEY (conversation, seq)
);
CREATE INDEX gap_question_gap ON gap_question (gap, at);
CREATE INDEX gap_question_at ON gap_question (at);

-- Up to where conversations were read that may still go on.
CREATE TABLE gap_read (
	conversation TEXT   PRIMARY KEY,
	head         BIGINT NOT NULL, -- 0 if it must be read again in any case
	updated      BIGINT NOT NULL
);
CREATE INDEX gap_read_updated ON gap_read (updated);

-- +goose Down
DROP TABLE gap_read;
DROP TABLE gap_question;
DROP TABLE gap;
