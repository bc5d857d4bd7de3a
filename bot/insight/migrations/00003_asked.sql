-- +goose Up

-- What customers asked, however it went, for editors to try drafts on. It can be read again from the conversations at
-- any time.
CREATE TABLE asked (
	conversation TEXT   NOT NULL,
	seq          BIGINT NOT NULL, -- of the message with which it began
	at           BIGINT NOT NULL,
	visitor      TEXT   NOT NULL,
	locale       TEXT   NOT NULL,
	body         TEXT   NOT NULL, -- what had to be answered
	words        TEXT   NOT NULL, -- the same in lower case, to be searched
	outcome      TEXT   NOT NULL,
	article      TEXT   NOT NULL, -- that the bot answered from, '' if it did not answer
	PRIMARY KEY (conversation, seq)
);
CREATE INDEX asked_at ON asked (at);
CREATE INDEX asked_article ON asked (article, at);

-- All conversations are read once more.
DELETE FROM gap_read;

-- +goose Down
DROP TABLE asked;
