package sqldb

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// When the answer to a commit is lost, the server cannot be asked by the number of the transaction: after a crash it
// gives out again the numbers that stood only in the part of its log that had not reached the disk, and would speak of
// somebody else's. So every transaction leaves a row with a token that nobody else has, in the message that begins it.
// Where the row is, the transaction was kept. Each transaction deletes the row of its writer's last one, so that a
// writer has one row, and none of them is ever updated: under a long backup the versions of a row that is updated with
// every commit would pile up, and every one of them be looked at.

// outcomeTable has the rows that transactions leave. It says nothing to anybody but the writers, and belongs to one
// database only, so it is in no backup.
const outcomeTable = "writer_outcome"

// makeOutcome makes the table, while no other node does: statements in one message are one transaction. kept is false in the row of a transaction that was asked for
// and not found, so that it cannot come after all.
var makeOutcome = fmt.Sprintf(`SELECT pg_advisory_xact_lock(%d);
	CREATE TABLE IF NOT EXISTS %s (token TEXT COLLATE "C" PRIMARY KEY, kept BOOLEAN NOT NULL, at TIMESTAMPTZ NOT NULL DEFAULT now())`, lockOf("migration", outcomeTable), outcomeTable)

// forgetOutcomes deletes the rows of processes that are gone. They are kept for far longer than anybody asks.
const forgetOutcomes = `DELETE FROM ` + outcomeTable + ` WHERE token IN (
	SELECT token FROM ` + outcomeTable + ` WHERE at < now() - interval '7 days' FOR UPDATE SKIP LOCKED)`

// askOutcome asks whether the transaction with the token $1 was kept. If it is still under way the server waits for its
// end. The answer is a write too, so it comes only once what it tells of is on the disk, and on every standby that is
// waited for.
const askOutcome = `INSERT INTO ` + outcomeTable + ` AS o (token, kept) VALUES ($1, false)
	ON CONFLICT (token) DO UPDATE SET kept = o.kept RETURNING kept`

// remember makes sure that the connection can leave rows.
func (w *pgWriter) remember(ctx context.Context, there bool) error {
	var setup []string
	if !there {
		setup = append(setup, makeOutcome)
	}
	if w.whole {
		setup = append(setup, forgetOutcomes)
	}
	for _, s := range setup {
		if _, err := w.bare.Exec(ctx, s, pgx.QueryExecModeSimpleProtocol); err != nil {
			return fmt.Errorf("prepare for the outcome of commits: %w", err)
		}
	}
	return nil
}

// note is how a transaction leaves its row, and takes those before it away. Tokens are letters and digits. It is not
// prepared: a plan that was made while the table was small would read all of it when it has grown.
func (w *pgWriter) note(token string) string {
	insert := "INSERT INTO " + outcomeTable + " (token, kept) VALUES ('" + token + "', true)"
	if len(w.rows) == 0 {
		return insert
	}
	return "DELETE FROM " + outcomeTable + " WHERE token IN ('" + strings.Join(w.rows, "', '") + "'); " + insert
}

// ask asks the server, as soon as it is there again, what became of the transaction whose commit it did not answer.
func (w *pgWriter) ask(token string, cause error) (verdict, error) {
	// The commit may be on its way, or never arrive: until the other end is gone, the question would wait for it.
	w.forsaken()
	w.hangUp()
	w.rows = append(w.rows, token)
	for until, tries := time.Now().Add(w.pg.patience), 0; ; tries++ {
		kept, err := w.kept(token)
		switch {
		case err == nil && kept:
			w.rows = []string{token}
			return decided, nil
		case err == nil:
			return away, fmt.Errorf("commit: %w", cause)
		}
		w.hangUp()
		if time.Now().After(until) {
			return unknown, errors.Join(fmt.Errorf("%w: %w", ErrUnknown, cause), err)
		}
		sleep(context.Background(), min(firstPause<<min(tries, 5), lastPause))
	}
}

// kept asks whether a transaction was kept.
func (w *pgWriter) kept(token string) (kept bool, err error) {
	if err := w.dial(); err != nil {
		return false, err
	}
	if wrong := w.pg.sabotage.kept; wrong != nil {
		return wrong(w.conn)
	}
	err = w.conn.QueryRowContext(context.Background(), askOutcome, token).Scan(&kept)
	return kept, err
}
