-- +goose Up
CREATE TABLE article_feedback (
  article  TEXT NOT NULL,
  revision BIGINT NOT NULL,
  day      BIGINT NOT NULL, -- days since 1970-01-01 UTC
  up       BIGINT NOT NULL,
  down     BIGINT NOT NULL,
  PRIMARY KEY (article, revision, day)
);
CREATE INDEX article_feedback_day ON article_feedback (day);

-- +goose Down
DROP TABLE article_feedback;
