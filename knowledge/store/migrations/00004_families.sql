-- +goose Up
CREATE INDEX revision_original ON revision (original) WHERE original <> '';

-- +goose Down
DROP INDEX revision_original;
