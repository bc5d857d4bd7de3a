-- +goose Up

-- Actions on several conversations that can be undone still, for two minutes, on whichever node.
CREATE TABLE bulk_undo (
	id    TEXT   PRIMARY KEY,
	agent TEXT   NOT NULL, -- who may undo it
	body  BLOB   NOT NULL, -- what was before: ids, owners, tags and times, and no word of a customer
	until BIGINT NOT NULL  -- milliseconds since 1970
);

-- +goose Down
DROP TABLE bulk_undo;
