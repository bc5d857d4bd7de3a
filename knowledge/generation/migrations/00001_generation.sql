-- +goose Up

-- Which life of the desk this is: a restore begins another one.
CREATE TABLE generation (
    one  BIGINT PRIMARY KEY, -- 1
    name TEXT NOT NULL       -- random
);

-- +goose Down
DROP TABLE generation;
