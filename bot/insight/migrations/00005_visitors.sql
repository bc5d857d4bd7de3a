-- +goose Up

-- Whose data is erased, or is not to be kept any longer, is found without reading everything.
CREATE INDEX asked_visitor ON asked (visitor);
CREATE INDEX gap_question_visitor ON gap_question (visitor);

-- +goose Down
DROP INDEX gap_question_visitor;
DROP INDEX asked_visitor;
