-- +goose Up

-- Who does what only one node may do at a time. The token grows with every change of hands, so that a write of a holder
-- who was replaced can be told from one of the holder now. Times are milliseconds by the store's clock.
CREATE TABLE lease (
	name  TEXT   PRIMARY KEY,
	node  TEXT   NOT NULL, -- who held it last
	token BIGINT NOT NULL,
	until BIGINT NOT NULL  -- when it runs out, or when it was given back
);

-- +goose Down
DROP TABLE lease;
