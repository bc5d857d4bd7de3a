package sqldb

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// ErrUnavailable says that the database is away. Nothing of the write was kept, unless the error is [ErrUnknown] too;
// it may be tried again with the same ids.
var ErrUnavailable = errors.New("the database cannot be reached")

// ErrUnknown says that the database went away while it committed, and did not come back in time to say whether the
// write was kept. It is an [ErrUnavailable]; only a write that knows itself again by its ids may be tried again.
var ErrUnknown = fmt.Errorf("%w: it went away while it committed, and nobody knows whether this was kept", ErrUnavailable)

// Conditions of PostgreSQL that callers and writers must tell apart (its manual, appendix A).
const (
	pgUnique        = "23505"
	pgSerialization = "40001"
	pgDeadlock      = "40P01"
	pgReadOnly      = "25006" // a standby, or one that was made to refuse writes
	pgIdleInTx      = "25P03"
	pgStarting      = "57P03"
	pgNoTable       = "42P01"
	pgNoLock        = "55P03" // a lock was not to be had in time
	pgNoFeature     = "0A000"
	pgStalePlan     = "RevalidateCachedQuery" // the routine that says a prepared statement is older than its table
)

// isConflict reports whether a transaction failed only because another one ran beside it, so that it may be run again.
func isConflict(e *pgconn.PgError) bool {
	return e != nil && (e.Code == pgSerialization || e.Code == pgDeadlock || e.Code == pgNoFeature && e.Routine == pgStalePlan)
}

// isAway reports whether the server says that it cannot work now: it goes down, comes up, is a standby, or lacks
// memory, disk or connections.
func isAway(e *pgconn.PgError) bool {
	if e == nil || len(e.Code) != 5 {
		return false
	}
	switch e.Code[:2] {
	case "08", "53", "58": // connection, resources, system
		return true
	case "57":
		return e.Code[2:] != "014" // everything of this class but a statement that was cancelled
	}
	return e.Code == pgReadOnly || e.Code == pgIdleInTx
}

// isHopeless reports whether a connection was refused for a reason that waiting does not cure: the password, the name
// of the database or the address.
func isHopeless(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return !isAway(e)
	}
	_, address := errors.AsType[*pgconn.ParseConfigError](err)
	return address
}

// Waits between two tries to reach the server.
const (
	firstPause = 25 * time.Millisecond
	lastPause  = 500 * time.Millisecond
)

// insist calls f until it succeeds, fails hopelessly, patience has passed or ctx has ended. What was tried in vain is
// an ErrUnavailable.
func insist(ctx context.Context, patience time.Duration, f func(ctx context.Context) error) error {
	until := time.Now().Add(patience)
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		err := f(ctx)
		switch {
		case err == nil || isHopeless(err):
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case time.Now().Add(pause).After(until):
			return fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// sleep waits, or returns the context's error when it ends before.
func sleep(ctx context.Context, pause time.Duration) error {
	t := time.NewTimer(pause)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
