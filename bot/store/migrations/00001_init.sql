-- +goose Up

-- A visitor is a browser that holds a token; only the token's hash is kept.
CREATE TABLE visitor (
	id         TEXT PRIMARY KEY,
	token_hash TEXT NOT NULL UNIQUE,
	site       TEXT NOT NULL,
	created    BIGINT NOT NULL,
	seen       BIGINT NOT NULL,
	blocked    BOOLEAN NOT NULL DEFAULT FALSE
);

-- How a conversation stands. Its head is not here but in the log, so that a message writes one page.
-- "updated" may lag behind the newest event by a minute; it only orders lists.
CREATE TABLE conversation (
	id         TEXT PRIMARY KEY,
	visitor    TEXT NOT NULL REFERENCES visitor (id),
	site       TEXT NOT NULL,
	status     TEXT NOT NULL,
	owner      TEXT NOT NULL,
	agent      TEXT NOT NULL,
	epoch      BIGINT NOT NULL,
	name       TEXT NOT NULL,
	email      TEXT NOT NULL,
	locale     TEXT NOT NULL,
	page       TEXT NOT NULL,
	created    BIGINT NOT NULL,
	updated    BIGINT NOT NULL,
	queued     BIGINT NOT NULL,
	reason     TEXT NOT NULL,
	last_agent TEXT NOT NULL
);
CREATE INDEX conversation_visitor ON conversation (visitor, created);
CREATE INDEX conversation_queue ON conversation (queued, id) WHERE owner = 'queue';
CREATE INDEX conversation_agent ON conversation (agent) WHERE owner = 'agent';

-- The log. Nothing in it is ever changed or deleted. It is stored in the order of its key, since it is
-- written at its end and read from there. The key is the fence for everything: who appends must have seen
-- the event before, and so its owner, its epoch and the ids that senders have used.
CREATE TABLE event (
	conversation TEXT NOT NULL,
	seq          BIGINT NOT NULL,
	kind         TEXT NOT NULL,
	author       TEXT NOT NULL,
	author_id    TEXT NOT NULL,
	author_name  TEXT NOT NULL,
	client_id    TEXT NOT NULL,
	at           BIGINT NOT NULL,
	epoch        BIGINT NOT NULL,
	body         TEXT NOT NULL,
	trace        TEXT NOT NULL,
	PRIMARY KEY (conversation, seq)
) WITHOUT ROWID;

-- A turn that the bot owes. It is written with the message that causes it and goes with the reaction.
CREATE TABLE turn (
	conversation TEXT PRIMARY KEY,
	due          BIGINT NOT NULL,
	attempts     BIGINT NOT NULL
) WITHOUT ROWID;

-- +goose Down
DROP TABLE turn;
DROP TABLE event;
DROP TABLE conversation;
DROP TABLE visitor;
