package privacy

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"frontdesk/knowledge/sqldb"
)

const (
	watchEvery = 5 * time.Second // how often a server looks for what it was not told
	untoldFor  = 5 * time.Minute // how long that is kept: every server has looked many times
	untoldKey  = "erased untold"
)

// leave notes an announcement that could not be made, for the servers to find; see [Privacy.Watch].
func (p *Privacy) leave(ctx context.Context, e *Erased) error {
	body, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("note what is to be announced: %w", err)
	}
	id := make([]byte, 16)
	if _, err := io.ReadFull(p.Rand, id); err != nil {
		return fmt.Errorf("note what is to be announced: %w", err)
	}
	err = p.DB.WriteKey(ctx, untoldKey, func(tx *sqldb.Tx) error {
		now, err := forgetTold(tx)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO erased_untold (id, body, at) VALUES ($1, $2, $3)`, hex.EncodeToString(id), string(body), now.UnixMilli())
		return err
	})
	if err != nil {
		return fmt.Errorf("note what is to be announced: %w", err)
	}
	return nil
}

// forgetTold deletes what every server has found, and returns the time by the store's clock.
func forgetTold(tx *sqldb.Tx) (time.Time, error) {
	now, err := tx.Now()
	if err != nil {
		return now, err
	}
	_, err = tx.Insert(`DELETE FROM erased_untold WHERE at <= $1`, now.Add(-untoldFor).UnixMilli())
	return now, err
}

// Watch announces what was erased by a process that reaches no bus, such as "frontdesk customer erase", until ctx ends.
// Every node does it: whoever is connected to it is told within seconds.
func (p *Privacy) Watch(ctx context.Context) error {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	seen := make(map[string]bool)
	for {
		if err := p.hear(ctx, seen); err != nil && ctx.Err() == nil {
			p.Log.Error("what the command line has erased is not known; it is looked for again", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// hear announces what is new, and notes in seen what that was.
func (p *Privacy) hear(ctx context.Context, seen map[string]bool) error {
	left, err := p.untold(ctx)
	if err != nil || len(left) == 0 {
		clear(seen)
		return err
	}
	for id, body := range left {
		if seen[id] {
			continue
		}
		seen[id] = true
		e, err := DecodeErased([]byte(body))
		if err != nil {
			p.Log.Error("a note of what was erased cannot be read and is passed over", "note", id, "error", err)
			continue
		}
		if err := p.Announce(SubjectErased, e); err != nil {
			delete(seen, id) // it is tried again
			return fmt.Errorf("announce what was erased: %w", err)
		}
	}
	for id := range seen {
		if _, ok := left[id]; !ok {
			delete(seen, id)
		}
	}
	return p.DB.WriteKey(ctx, untoldKey, func(tx *sqldb.Tx) error { _, err := forgetTold(tx); return err })
}

// untold reads the announcements that were left, by their ids.
func (p *Privacy) untold(ctx context.Context) (map[string]string, error) {
	rows, err := p.DB.Read().QueryContext(ctx, `SELECT id, body FROM erased_untold`)
	if err != nil {
		return nil, fmt.Errorf("look for what was erased: %w", err)
	}
	defer rows.Close()
	out := make(map[string]string)
	for rows.Next() {
		var id, body string
		if err := rows.Scan(&id, &body); err != nil {
			return nil, fmt.Errorf("look for what was erased: %w", err)
		}
		out[id] = body
	}
	return out, rows.Err()
}
