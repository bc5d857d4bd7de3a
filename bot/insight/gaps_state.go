package insight

import (
	"cmp"
	"context"
	"fmt"

	"frontdesk/bot/gap"
	"frontdesk/knowledge/sqldb"
)

// Write notes that an article is being written for a gap; "" takes that back. The gap waits until its questions are
// answered; see Recheck. The error is ErrNoGap if there is no such gap.
func (g *Gaps) Write(ctx context.Context, id, article string) error {
	return g.update(ctx, id, `UPDATE gap SET article = $2 WHERE id = $1`, article)
}

// Dismiss notes that a gap needs no article, whatever is asked.
func (g *Gaps) Dismiss(ctx context.Context, id string) error {
	return g.update(ctx, id, `UPDATE gap SET state = $2, changed = $3 WHERE id = $1`, string(gap.Dismissed), g.Clock().UnixMilli())
}

// Reopen puts a gap that was dismissed or closed back on the list.
func (g *Gaps) Reopen(ctx context.Context, id string) error {
	return g.update(ctx, id, `UPDATE gap SET state = $2, changed = $3 WHERE id = $1`, string(gap.Reopened), g.Clock().UnixMilli())
}

func (g *Gaps) update(ctx context.Context, id, query string, args ...any) error {
	id, err := g.current(ctx, id)
	if err != nil {
		return err
	}
	err = g.DB.WriteKey(ctx, gapsKey, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(query, append([]any{id}, args...)...)
		return err
	})
	if err != nil {
		return fmt.Errorf("change the gap %s: %w", id, err)
	}
	return nil
}

// For returns the gaps for which an article is written.
func (g *Gaps) For(ctx context.Context, article string) ([]string, error) {
	rows, err := g.DB.Read().QueryContext(ctx, `SELECT id FROM gap WHERE article = $1 AND merged = '' ORDER BY created, id`, article)
	if err != nil {
		return nil, fmt.Errorf("list the gaps of the article %s: %w", article, err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("list the gaps of the article %s: %w", article, err)
		}
		out = append(out, id)
	}
	return out, rows.Err()
}

// Erase forgets the questions of a conversation, for when it is erased itself.
func (g *Gaps) Erase(ctx context.Context, conversation string) error {
	g.following.Lock()
	defer g.following.Unlock()
	g.grouper = nil // it remembers the words
	err := g.DB.WriteKey(ctx, gapsKey, func(tx *sqldb.Tx) error {
		for _, table := range []string{"gap_read", "asked", "gap_question"} {
			if _, err := tx.Exec(`DELETE FROM `+table+` WHERE conversation = $1`, conversation); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("forget the questions of %s: %w", conversation, err)
	}
	return nil
}

func compareKeys(a, b key) int {
	return cmp.Or(cmp.Compare(a.conversation, b.conversation), cmp.Compare(a.seq, b.seq))
}
