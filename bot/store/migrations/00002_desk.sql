-- +goose Up

-- The hand-off: who is asked, which clocks run, and what is still to come. Times are milliseconds, 0 is none.
ALTER TABLE conversation ADD COLUMN referrer     TEXT    NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN zone         TEXT    NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN owned        BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN looked       BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE conversation ADD COLUMN team         TEXT    NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN priority     TEXT    NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN tags         TEXT    NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN began        BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN asked        BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN first_due    BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN next_due     BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN resolve_due  BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN resolve_left BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN taken        BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE conversation ADD COLUMN answered     BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE conversation ADD COLUMN tell         BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN snoozed      BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN mail_due     BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN follow_up    BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN promises     BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN spoken       BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN merged       TEXT    NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN alarm        BIGINT  NOT NULL DEFAULT 0;
CREATE INDEX conversation_alarm ON conversation (alarm) WHERE alarm > 0;
CREATE INDEX conversation_follow_up ON conversation (follow_up) WHERE follow_up > 0;
CREATE INDEX conversation_updated ON conversation (status, updated);

-- Hand-offs from before there were clocks: whoever waits, waits since they were queued.
UPDATE conversation SET began = queued, asked = queued, owned = queued, alarm = queued WHERE owner = 'queue';
UPDATE conversation SET began = updated, owned = updated, taken = TRUE, answered = TRUE WHERE owner = 'agent';

-- How long things took that a standard is set for, written with what ended them.
CREATE TABLE measure (
	conversation TEXT    NOT NULL,
	seq          BIGINT  NOT NULL, -- of the event that ended it
	kind         TEXT    NOT NULL,
	team         TEXT    NOT NULL,
	priority     TEXT    NOT NULL,
	agent        TEXT    NOT NULL,
	began        BIGINT  NOT NULL,
	due          BIGINT  NOT NULL,
	ended        BIGINT  NOT NULL,
	kept         BOOLEAN NOT NULL
);
CREATE INDEX measure_kind ON measure (kind, team, ended);
CREATE INDEX measure_conversation ON measure (conversation);

-- What was promised to customers. The log has its history, this is how it stands.
CREATE TABLE promise (
	conversation TEXT    NOT NULL,
	id           TEXT    NOT NULL,
	agent        TEXT    NOT NULL,
	body         TEXT    NOT NULL, -- what was promised
	made         BIGINT  NOT NULL,
	due          BIGINT  NOT NULL,
	remind       BIGINT  NOT NULL, -- when the agent is reminded
	state        TEXT    NOT NULL,
	late         BOOLEAN NOT NULL,
	why          TEXT    NOT NULL,
	reminded     BOOLEAN NOT NULL,
	PRIMARY KEY (conversation, id)
);
CREATE INDEX promise_owed ON promise (due) WHERE state IN ('open', 'late');

-- How far the customer and members of the staff have read.
CREATE TABLE reader (
	conversation TEXT   NOT NULL,
	reader       TEXT   NOT NULL, -- staff id, '' is the customer
	seq          BIGINT NOT NULL,
	at           BIGINT NOT NULL,
	PRIMARY KEY (conversation, reader)
);

-- Notes that mention somebody, until they have seen it.
CREATE TABLE mention (
	staff        TEXT   NOT NULL,
	conversation TEXT   NOT NULL,
	seq          BIGINT NOT NULL,
	at           BIGINT NOT NULL,
	PRIMARY KEY (staff, conversation, seq)
);

-- The rules of the house and the agents' job aids, one document each.
CREATE TABLE setting (
	name     TEXT   PRIMARY KEY,
	revision BIGINT NOT NULL,
	body     TEXT   NOT NULL, -- JSON
	author   TEXT   NOT NULL,
	at       BIGINT NOT NULL
);

-- Visitors whom the host page vouches for, and further browsers of a visitor.
ALTER TABLE visitor ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE visitor ADD COLUMN vouched TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX visitor_subject ON visitor (site, subject) WHERE subject <> '';
CREATE TABLE visitor_token (
	hash    TEXT   PRIMARY KEY,
	visitor TEXT   NOT NULL,
	created BIGINT NOT NULL,
	expires BIGINT NOT NULL
);
CREATE INDEX visitor_token_expires ON visitor_token (expires);
CREATE INDEX visitor_token_visitor ON visitor_token (visitor);
CREATE TABLE jti (
	site    TEXT   NOT NULL,
	jti     TEXT   NOT NULL,
	visitor TEXT   NOT NULL,
	expires BIGINT NOT NULL,
	PRIMARY KEY (site, jti)
);
CREATE INDEX jti_expires ON jti (expires);

-- +goose Down
DROP TABLE jti;
DROP TABLE visitor_token;
DROP INDEX visitor_subject;
ALTER TABLE visitor DROP COLUMN vouched;
ALTER TABLE visitor DROP COLUMN subject;
DROP TABLE setting;
DROP TABLE mention;
DROP TABLE reader;
DROP TABLE promise;
DROP TABLE measure;
DROP INDEX conversation_updated;
DROP INDEX conversation_follow_up;
DROP INDEX conversation_alarm;
