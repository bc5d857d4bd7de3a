-- +goose Up
CREATE INDEX revision_original ON revision (original) WHERE original <> '';
CREATE INDEX exam_question ON exam (question);

-- +goose Down
DROP INDEX exam_question;
DROP INDEX revision_original;
