package spend

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"

	"frontdesk/knowledge/sqldb"
)

// ledgerKey is what writes of the ledger are kept apart by: all nodes add to the same sums.
const ledgerKey = "ledger"

// payersAtOnce is how many visitors and addresses one transaction writes, so that messages do not wait long behind it.
const payersAtOnce = 256

// batch is what one transaction writes.
type batch struct {
	lines    map[line]Use
	payers   []*account // visitors and addresses, as rows
	accounts []*account // all that have something in it
}

// Flush writes what was booked to the database. What could not be written is kept for the next time.
func (l *Ledger) Flush(ctx context.Context) error {
	l.writing.Lock()
	defer l.writing.Unlock()
	for {
		b := l.batch()
		if len(b.lines) == 0 && len(b.accounts) == 0 {
			return nil
		}
		err := l.db.WriteKey(ctx, ledgerKey, func(tx *sqldb.Tx) error { return b.write(tx) })
		l.written(b, err == nil)
		if err != nil {
			return fmt.Errorf("write down what the model took: %w", err)
		}
	}
}

// batch takes what is to be written next: all lines with the accounts that are their sums, and some of the others.
func (l *Ledger) batch() batch {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := batch{lines: l.lines}
	l.lines = make(map[line]Use)
	for _, a := range l.accounts {
		if a.fresh == 0 {
			continue
		}
		if a.kind == OfVisitor || a.kind == OfAddress {
			if len(b.payers) == payersAtOnce {
				continue
			}
			b.payers = append(b.payers, a)
		}
		a.moving, a.fresh = a.fresh, 0
		a.moves++
		b.accounts = append(b.accounts, a)
	}
	return b
}

// written notes what became of a batch.
func (l *Ledger) written(b batch, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, a := range b.accounts {
		if ok {
			a.base += a.moving
		} else {
			a.fresh += a.moving
		}
		a.moving = 0
		a.moves++
	}
	if ok {
		return
	}
	for at, u := range b.lines {
		l.add(at, u)
	}
}

// write reads of accounts only what nobody changes while it runs: their keys and what is being moved.
func (b batch) write(tx *sqldb.Tx) error {
	for at, u := range b.lines {
		if _, err := tx.Exec(`INSERT INTO spend_day (day, purpose, site, requests, failed, refused, estimated, prompt, completion, cost)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
			ON CONFLICT (day, purpose, site) DO UPDATE SET
				requests = spend_day.requests + excluded.requests, failed = spend_day.failed + excluded.failed,
				refused = spend_day.refused + excluded.refused, estimated = spend_day.estimated + excluded.estimated,
				prompt = spend_day.prompt + excluded.prompt, completion = spend_day.completion + excluded.completion,
				cost = spend_day.cost + excluded.cost`,
			at.day, at.purpose, at.site, u.Requests, u.Failed, u.Refused, u.Estimated, u.Prompt, u.Completion, u.Cost); err != nil {
			return err
		}
	}
	for _, a := range b.payers {
		if _, err := tx.Exec(`INSERT INTO spend_payer (day, kind, hash, tokens) VALUES ($1, $2, $3, $4)
			ON CONFLICT (day, kind, hash) DO UPDATE SET tokens = spend_payer.tokens + excluded.tokens`, a.day, a.kind, a.name, a.moving); err != nil {
			return err
		}
	}
	return nil
}

// saltOf returns the salt of a day, and makes it if nobody has.
func (l *Ledger) saltOf(ctx context.Context, day int64) ([]byte, error) {
	if salt := l.salts(day); salt != nil {
		return salt, nil
	}
	l.salting.Lock()
	defer l.salting.Unlock()
	if salt := l.salts(day); salt != nil {
		return salt, nil // somebody else was faster
	}
	var own [16]byte
	if _, err := io.ReadFull(l.Random, own[:]); err != nil {
		return nil, fmt.Errorf("make the salt of a day: %w", err)
	}
	var kept string
	err := l.db.WriteKey(ctx, ledgerKey, func(tx *sqldb.Tx) error {
		if _, err := tx.Insert(`INSERT INTO spend_salt (day, salt) VALUES ($1, $2) ON CONFLICT (day) DO NOTHING`, day, hex.EncodeToString(own[:])); err != nil {
			return err
		}
		return tx.QueryRow(`SELECT salt FROM spend_salt WHERE day = $1`, day).Scan(&kept)
	})
	if err != nil {
		return nil, fmt.Errorf("keep the salt of a day: %w", err)
	}
	salt, err := hex.DecodeString(kept)
	if err != nil {
		return nil, fmt.Errorf("read the salt of a day: %w", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.salt, l.salted = salt, day
	return salt, nil
}

func (l *Ledger) salts(day int64) []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.salted != day {
		return nil
	}
	return l.salt
}
