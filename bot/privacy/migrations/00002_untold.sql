-- +goose Up

-- What was erased by a process that reaches no bus, such as the command line, for the servers to hear of. It holds ids
-- that lead nowhere any more, for some minutes.
CREATE TABLE erased_untold (
	id   TEXT   PRIMARY KEY,
	body TEXT   NOT NULL, -- JSON, as it is announced
	at   BIGINT NOT NULL  -- milliseconds since 1970, by the store's clock
);

-- +goose Down
DROP TABLE erased_untold;
