package spend

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"frontdesk/knowledge/sqldb"
)

const (
	writeEvery = time.Second
	tidyEvery  = 10 * time.Minute
	// settled is how long after its end nothing is added to a day any more: requests that began before midnight have
	// ended, and every server has written down what they took.
	settled = 5 * time.Minute
	// payerDays is for how many days, today included, visitors and addresses are known.
	payerDays = 2
	// toldBack is how many days back lines are still written to the log after a server was off.
	toldBack   = 14
	lastWrites = 5 * time.Second
)

// Run writes down what is booked once a second, drops what may not be kept, and writes a line about each day that is over
// to the log, until ctx ends; then it writes down what is left.
func (l *Ledger) Run(ctx context.Context) {
	tick := time.NewTicker(writeEvery)
	defer tick.Stop()
	var tidied time.Time
	for {
		if now := l.Clock(); now.Sub(tidied) >= tidyEvery {
			tidied = now
			l.complain(ctx, l.tidy(ctx))
			l.complain(ctx, l.tell(ctx))
		}
		select {
		case <-tick.C:
			l.complain(ctx, l.Flush(ctx))
			l.forget()
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWrites)
			defer cancel()
			l.complain(last, l.Flush(last))
			return
		}
	}
}

func (l *Ledger) complain(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		l.Log.Warn("the ledger of the model is behind; it goes on and tries again", "error", err)
	}
}

// forget drops accounts that nobody uses; they are read again when somebody does.
func (l *Ledger) forget() {
	now := l.Clock()
	l.mu.Lock()
	defer l.mu.Unlock()
	for k, a := range l.accounts {
		if a.idle(now) {
			delete(l.accounts, k)
		}
	}
}

// tidy drops what is known of visitors and addresses, and the salts that lead back to them.
func (l *Ledger) tidy(ctx context.Context) error {
	before := l.today() - payerDays + 1
	err := l.db.WriteKey(ctx, ledgerKey, func(tx *sqldb.Tx) error {
		for _, statement := range []string{`DELETE FROM spend_payer WHERE day < $1`, `DELETE FROM spend_salt WHERE day < $1`} {
			if _, err := tx.Exec(statement, before); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("drop what visitors and addresses took: %w", err)
	}
	return nil
}

// tell writes the lines of days that are over to the log, each once, whichever server it is that does.
func (l *Ledger) tell(ctx context.Context) error {
	last := l.Clock().Add(-settled).UTC().Unix()/daySeconds - 1
	lines, err := l.read(ctx, last-toldBack+1, last)
	if err != nil {
		return err
	}
	days := make(map[int64]Use)
	for at, u := range lines {
		days[at.day] = days[at.day].plus(u)
	}
	for day := last - toldBack + 1; day <= last; day++ {
		use, any := days[day]
		if !any {
			continue
		}
		first, err := l.firstTold(ctx, day)
		if err != nil {
			return err
		}
		if first {
			l.Log.Info("model use of "+dateOf(day).Format(time.DateOnly), use.attrs()...)
		}
	}
	return nil
}

func (l *Ledger) firstTold(ctx context.Context, day int64) (first bool, err error) {
	err = l.db.WriteKey(ctx, ledgerKey, func(tx *sqldb.Tx) error {
		n, err := tx.Insert(`INSERT INTO spend_told (day) VALUES ($1) ON CONFLICT (day) DO NOTHING`, day)
		first = n == 1
		return err
	})
	if err != nil {
		return false, fmt.Errorf("note the day that was told of: %w", err)
	}
	return first, nil
}

func (u Use) attrs() []any {
	return []any{slog.Int64("requests", u.Requests), slog.Int64("failed", u.Failed), slog.Int64("refused", u.Refused),
		slog.Int64("prompt", u.Prompt), slog.Int64("completion", u.Completion), slog.Float64("cost", u.Cost)}
}
