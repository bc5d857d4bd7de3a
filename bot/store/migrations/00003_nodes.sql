-- +goose Up

-- Several nodes over one database. All of it is written so that a node of the version before works on: it does not name
-- the new columns, and knows nothing of the new tables. Times are by the store's clock.

-- Which node is carrying a turn out, and until when the others leave it alone.
ALTER TABLE turn ADD COLUMN node TEXT NOT NULL DEFAULT '';
ALTER TABLE turn ADD COLUMN until BIGINT NOT NULL DEFAULT 0;

-- Nodes, and until when their word for who is connected to them is good.
CREATE TABLE floor_node (
	node  TEXT   PRIMARY KEY,
	until BIGINT NOT NULL
);

-- Which members of the staff are connected to which node.
CREATE TABLE floor_here (
	node        TEXT   NOT NULL,
	agent       TEXT   NOT NULL,
	connections BIGINT NOT NULL,
	active      BIGINT NOT NULL, -- the last sign of life
	PRIMARY KEY (node, agent)
);

-- What is known of members of the staff, connected or not.
CREATE TABLE floor_agent (
	agent TEXT    PRIMARY KEY,
	gone  BIGINT  NOT NULL, -- when the last connection ended, of those who have none
	away  BOOLEAN NOT NULL, -- they said so
	said  BIGINT  NOT NULL  -- when
);

-- What was learnt once for all nodes.
CREATE TABLE learnt (
	name  TEXT             PRIMARY KEY,
	value DOUBLE PRECISION NOT NULL,
	at    BIGINT           NOT NULL
);

-- +goose Down
DROP TABLE learnt;
DROP TABLE floor_agent;
DROP TABLE floor_here;
DROP TABLE floor_node;
ALTER TABLE turn DROP COLUMN until;
ALTER TABLE turn DROP COLUMN node;
