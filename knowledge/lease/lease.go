// Package lease has work done by one node at a time. A node that does scheduled work holds the lease of that name in
// the database and renews it while it works; another takes over when the lease was given back or has run out.
//
// # Why a lease alone is not enough
//
// A node that stands still for a while, because its process was stopped, its machine swapped, or the network was away,
// does not notice that its lease has run out, and goes on with what it was about to write. So every lease has a token
// that grows with each change of hands, and the context that work gets carries it as a guard of [sqldb.Guard]: each
// write looks in its own transaction whether the token is still the newest, and is refused with [ErrLost] if not.
// Clocks of nodes do not matter: what is written and compared is the store's clock.
package lease

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"frontdesk/knowledge/sqldb"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrLost refuses a write of work whose lease another node has by now, and is the cause with which the context of that
// work ends.
var ErrLost = errors.New("another node does this work by now")

const (
	// lasts is how long a lease holds without being renewed.
	lasts = 10 * time.Second
	// every is the pause between two renewals, and between two looks of who waits for a lease.
	every = 3 * time.Second
	// parting is how long giving a lease back may take when the work ends.
	parting = 3 * time.Second
)

// Leases are the leases of one node. Its methods may be called from any goroutine.
type Leases struct {
	db       *sqldb.DB
	node     string
	log      *slog.Logger
	began    time.Time // renewals of all leases fall on the same moments after it, so that they share a commit
	fenceSQL string    // finds the token of a lease, and keeps others from changing it until the transaction ends
	terms    *terms

	mu   sync.Mutex
	held map[string]int64 // the token of what is held now, by name
	once map[string]bool  // what this process has held already
}

// New returns the leases of the node of that name and brings their table up to date.
func New(ctx context.Context, db *sqldb.DB, node string, log *slog.Logger) (*Leases, error) {
	if node == "" {
		return nil, errors.New("prepare leases: the node has no name")
	}
	if err := db.Migrate(ctx, "lease", migrations); err != nil {
		return nil, err
	}
	l := &Leases{db: db, node: node, log: log, began: time.Now(), held: make(map[string]int64), once: make(map[string]bool)}
	l.fenceSQL = `SELECT token FROM lease WHERE name = $1`
	if db.Engine() == sqldb.Postgres {
		// Without the row's lock, the lease could change hands between the look and the commit.
		l.fenceSQL += ` FOR SHARE`
	}
	if db.Engine() == sqldb.SQLite {
		l.terms = db.Local("lease", newTerms).(*terms)
	}
	return l, nil
}

// Hold runs work whenever this node holds the lease of that name, until ctx ends; then it returns nil. The context that
// work gets ends when ctx does or the lease is lost, and refuses writes from then on; work must return soon after.
// If work returns while it holds the lease and ctx lives, it is done: Hold gives the lease back and returns its error.
func (l *Leases) Hold(ctx context.Context, name string, work func(ctx context.Context) error) error {
	told := "" // the error that was logged last, so that it is not logged every three seconds
	for ctx.Err() == nil {
		since := time.Now()
		token, err := l.take(ctx, name)
		switch {
		case err != nil && ctx.Err() == nil && err.Error() != told:
			told = err.Error()
			l.log.Error("a lease cannot be taken; it is tried again", "lease", name, "error", err)
		case err == nil:
			told = ""
		}
		if token > 0 {
			if finished, err := l.hold(ctx, name, token, since, work); finished {
				return err
			}
		}
		l.pause(ctx)
	}
	return nil
}

// pause waits for the next moment at which leases are looked at, or the end of ctx.
func (l *Leases) pause(ctx context.Context) {
	t := time.NewTimer(every - time.Since(l.began)%every)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// hold runs work while the lease is renewed. finished says that nothing is left to do.
func (l *Leases) hold(ctx context.Context, name string, token int64, since time.Time, work func(ctx context.Context) error) (finished bool, err error) {
	l.log.Info("this node does it from now on", "lease", name, "token", token)
	l.note(name, token)
	defer l.note(name, 0)
	inner, lose := context.WithCancelCause(ctx)
	defer lose(nil)
	// By this node's own measure the lease runs out no later than by the store's: it counts from before the request.
	end := time.AfterFunc(lasts-time.Since(since), func() { lose(ErrLost) })
	defer end.Stop()
	var renewing sync.WaitGroup
	renewing.Go(func() { l.renew(inner, name, token, end, lose) })

	err = work(sqldb.Guard(inner, l.fence(name, token, lose)))
	lost := errors.Is(context.Cause(inner), ErrLost)
	lose(nil)
	renewing.Wait()
	if lost {
		l.log.Warn("the lease was lost; the work goes on when this node has it again", "lease", name, "token", token)
		return false, nil
	}
	l.giveBack(ctx, name, token)
	if ctx.Err() != nil {
		return true, nil
	}
	return true, err
}

// renew renews the lease until ctx ends, and puts off its end each time that it succeeds.
func (l *Leases) renew(ctx context.Context, name string, token int64, end *time.Timer, lose func(error)) {
	for {
		l.pause(ctx)
		if ctx.Err() != nil {
			return
		}
		since := time.Now()
		err := l.prolong(ctx, name, token)
		switch {
		case err == nil:
			end.Reset(lasts - time.Since(since))
		case errors.Is(err, ErrLost):
			lose(ErrLost)
			return
		case ctx.Err() == nil:
			l.log.Warn("a lease is not renewed; it is tried again", "lease", name, "error", err)
		}
	}
}

// note remembers the token of what is held; 0 forgets it.
func (l *Leases) note(name string, token int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if token == 0 {
		delete(l.held, name)
		return
	}
	l.held[name] = token
}

// Held returns the names of the leases that this node holds, as far as it knows, in order.
func (l *Leases) Held() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Sorted(maps.Keys(l.held))
}

// Holders tells which node holds which lease, by the store's clock.
func (l *Leases) Holders(ctx context.Context) (map[string]string, error) {
	now, err := l.db.Now(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := l.db.Read().QueryContext(ctx, `SELECT name, node, token, until FROM lease`)
	if err != nil {
		return nil, fmt.Errorf("list leases: %w", err)
	}
	defer rows.Close()
	out := make(map[string]string)
	for rows.Next() {
		var name, node string
		var token, until int64
		if err := rows.Scan(&name, &node, &token, &until); err != nil {
			return nil, fmt.Errorf("list leases: %w", err)
		}
		if l.terms.end(name, token, until) > now.UnixMilli() {
			out[name] = node
		}
	}
	return out, rows.Err()
}

// Rested tells for how long nobody has held a lease; it is negative while somebody does. ok is false if nobody ever has.
func (l *Leases) Rested(ctx context.Context, name string) (span time.Duration, ok bool, err error) {
	now, err := l.db.Now(ctx)
	if err != nil {
		return 0, false, err
	}
	var token, until int64
	err = l.db.Read().QueryRowContext(ctx, `SELECT token, until FROM lease WHERE name = $1`, name).Scan(&token, &until)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, false, nil
	case err != nil:
		return 0, false, fmt.Errorf("look at the lease %s: %w", name, err)
	}
	return time.Duration(now.UnixMilli()-l.terms.end(name, token, until)) * time.Millisecond, true, nil
}
