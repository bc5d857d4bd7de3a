-- +goose Up
CREATE TABLE mail (
  id           TEXT PRIMARY KEY,
  conversation TEXT NOT NULL,
  recipient    TEXT NOT NULL,   -- '' once sent: the conversation has the address
  kind         TEXT NOT NULL,
  first_seq    BIGINT NOT NULL, -- the events it tells of, 0 if none
  last_seq     BIGINT NOT NULL,
  letter       TEXT NOT NULL,   -- JSON; '' once sent or taken back: the conversation has the text
  created      BIGINT NOT NULL,
  due          BIGINT NOT NULL, -- when it should go out first; what is given up is counted from here
  attempts     BIGINT NOT NULL, -- how often it was taken up
  next_try     BIGINT NOT NULL, -- not before; moved on when it is taken up, so that nobody else takes it
  state        TEXT NOT NULL,   -- waiting, sent, failed, withdrawn
  ended        BIGINT NOT NULL, -- since when it waits no more, 0 if it does
  reason       TEXT NOT NULL    -- why the last try failed, '' if none did
);
CREATE INDEX mail_waiting ON mail (next_try, id) WHERE state = 'waiting';
CREATE INDEX mail_failed ON mail (ended) WHERE state = 'failed';
CREATE INDEX mail_conversation ON mail (conversation);

CREATE TABLE secret (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL           -- base64
);

-- +goose Down
DROP TABLE secret;
DROP TABLE mail;
