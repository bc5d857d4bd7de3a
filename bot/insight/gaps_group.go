package insight

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"frontdesk/bot/gap"
	"frontdesk/knowledge/sqldb"
)

// key is where a question stands.
type key struct {
	conversation string
	seq          int64
}

// group groups the questions that are new.
func (g *Gaps) group(ctx context.Context) error {
	for {
		keys, texts, err := g.ungrouped(ctx)
		if err != nil || len(keys) == 0 {
			return err
		}
		grouper, err := g.groups(ctx)
		if err != nil {
			return err
		}
		out, err := grouper.Add(ctx, texts)
		if err != nil {
			return fmt.Errorf("group %d questions: %w", len(texts), err)
		}
		if err := g.putGroups(ctx, keys, out); err != nil {
			g.grouper = nil // it is ahead of the tables
			return err
		}
		g.Log.Debug("questions grouped", "new", len(texts), "different", grouper.Len(), "merged", len(out.Merged))
	}
}

// ungrouped reads questions that are in no gap yet, oldest first.
func (g *Gaps) ungrouped(ctx context.Context) (keys []key, texts []gap.Text, err error) {
	rows, err := g.DB.Read().QueryContext(ctx, `SELECT conversation, seq, body, locale FROM gap_question WHERE gap = '' ORDER BY at, conversation, seq LIMIT $1`, groupAt)
	if err != nil {
		return nil, nil, fmt.Errorf("read new questions: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var k key
		var t gap.Text
		if err := rows.Scan(&k.conversation, &k.seq, &t.Text, &t.Locale); err != nil {
			return nil, nil, fmt.Errorf("read new questions: %w", err)
		}
		keys, texts = append(keys, k), append(texts, t)
	}
	return keys, texts, rows.Err()
}

// groups returns the grouper. At first, and when it has come to know too many questions, it is made anew from the newest
// of those that are grouped.
func (g *Gaps) groups(ctx context.Context) (*gap.Grouper, error) {
	if g.grouper != nil && g.grouper.Len() < mostTexts*5/4 {
		return g.grouper, nil
	}
	g.grouper = nil
	rows, err := g.DB.Read().QueryContext(ctx, `SELECT gap, body, locale FROM gap_question WHERE gap NOT IN ('', $1)
		GROUP BY gap, body, locale ORDER BY max(at) DESC, gap, body LIMIT $2`, wordless, mostTexts)
	if err != nil {
		return nil, fmt.Errorf("read the questions of gaps: %w", err)
	}
	defer rows.Close()
	var members []gap.Member
	for rows.Next() {
		var m gap.Member
		if err := rows.Scan(&m.Gap, &m.Text.Text, &m.Locale); err != nil {
			return nil, fmt.Errorf("read the questions of gaps: %w", err)
		}
		members = append(members, m)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read the questions of gaps: %w", err)
	}
	slices.Reverse(members)
	grouper := gap.NewGrouper(g.Grouping)
	if err := grouper.Restore(ctx, members); err != nil {
		return nil, err
	}
	g.grouper = grouper
	return grouper, nil
}

// putGroups writes what became of new questions.
func (g *Gaps) putGroups(ctx context.Context, keys []key, out gap.Groups) error {
	now := g.Clock().UnixMilli()
	err := g.DB.WriteKey(ctx, gapsKey, func(tx *sqldb.Tx) error {
		for i, id := range out.Of {
			if id == "" {
				id = wordless
			} else if _, err := tx.Exec(`INSERT INTO gap (id, state, article, merged, created, changed, closed, checked, asked, answered)
				VALUES ($1, $2, '', '', $3, $3, 0, 0, 0, 0) ON CONFLICT DO NOTHING`, id, string(gap.Open), now); err != nil {
				return err
			}
			if _, err := tx.Exec(`UPDATE gap_question SET gap = $1 WHERE conversation = $2 AND seq = $3`, id, keys[i].conversation, keys[i].seq); err != nil {
				return err
			}
		}
		for _, gone := range slices.Sorted(maps.Keys(out.Merged)) {
			if err := merge(tx, gone, out.Merged[gone], now); err != nil {
				return err
			}
		}
		_, err := tx.Exec(`UPDATE gap SET state = $1, changed = $2 WHERE state = $3
			AND EXISTS (SELECT 1 FROM gap_question q WHERE q.gap = gap.id AND q.at > gap.closed)`, string(gap.Reopened), now, string(gap.Closed))
		return err
	})
	if err != nil {
		return fmt.Errorf("write the gaps of %d questions: %w", len(keys), err)
	}
	return nil
}

// merge notes that a gap is one with another.
func merge(tx *sqldb.Tx, gone, stays string, now int64) error {
	var a, b struct {
		state   gap.State
		article string
	}
	const read = `SELECT state, article FROM gap WHERE id = $1`
	if err := tx.QueryRow(read, gone).Scan(&a.state, &a.article); err != nil {
		return fmt.Errorf("read the gap %s: %w", gone, err)
	}
	if err := tx.QueryRow(read, stays).Scan(&b.state, &b.article); err != nil {
		return fmt.Errorf("read the gap %s: %w", stays, err)
	}
	if b.article == "" {
		b.article = a.article
	}
	for _, step := range []struct {
		query string
		args  []any
	}{
		{`UPDATE gap_question SET gap = $2 WHERE gap = $1`, []any{gone, stays}},
		{`UPDATE gap SET merged = $2 WHERE id = $1 OR merged = $1`, []any{gone, stays}},
		{`UPDATE gap SET state = $2, article = $3, changed = $4 WHERE id = $1`, []any{stays, string(b.state.Merged(a.state)), b.article, now}},
	} {
		if _, err := tx.Exec(step.query, step.args...); err != nil {
			return err
		}
	}
	return nil
}
