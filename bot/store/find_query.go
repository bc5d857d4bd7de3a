package store

import (
	"context"
	"fmt"
	"strings"

	"frontdesk/bot"
)

// candidate is a conversation of which all cheap conditions hold.
type candidate struct {
	mark
	likely bool // what is written in it may be what is looked for
}

// findQuery is a statement in the making.
type findQuery struct{ args []any }

// arg adds a value and returns the place for it.
func (q *findQuery) arg(v any) string {
	if s, ok := v.(string); ok {
		v = plain(s)
	}
	q.args = append(q.args, v)
	return fmt.Sprintf("$%d", len(q.args))
}

// candidates returns up to limit conversations after the mark. Each status is read by its own index and the two are
// merged; only then is looked into what was written, so that one query looks into limit conversations at most.
func (f finding) candidates(ctx context.Context, after mark, limit int) ([]candidate, error) {
	q := new(findQuery)
	where, count := f.cheap(q, after), q.arg(limit)
	statuses := []bot.Status{f.Status}
	if f.Status == "" {
		statuses = []bot.Status{bot.Open, bot.Resolved}
	}
	var parts []string
	for i, s := range statuses {
		parts = append(parts, fmt.Sprintf(`SELECT * FROM (SELECT c.id, c.updated, c.name, c.email, c.visitor FROM conversation c
			WHERE c.status = %s%s ORDER BY c.updated DESC, c.id DESC LIMIT %s) s%d`, q.arg(string(s)), where, count, i))
	}
	query := fmt.Sprintf(`SELECT id, updated, %s FROM (SELECT * FROM (%s) a ORDER BY updated DESC, id DESC LIMIT %s) f ORDER BY updated DESC, id DESC`,
		f.likely(q), strings.Join(parts, " UNION ALL "), count)
	rows, err := f.db.Read().QueryContext(ctx, query, q.args...)
	if err != nil {
		return nil, fmt.Errorf("find conversations: %w", err)
	}
	defer rows.Close()
	var out []candidate
	for rows.Next() {
		var c candidate
		if err := rows.Scan(&c.id, &c.updated, &c.likely); err != nil {
			return nil, fmt.Errorf("find conversations: %w", err)
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// cheap is what the conversation's own row can tell.
func (f finding) cheap(q *findQuery, after mark) string {
	updated, id := q.arg(after.updated), q.arg(after.id)
	out := fmt.Sprintf(` AND c.updated <= %s AND (c.updated < %s OR c.id < %s)`, updated, updated, id)
	if f.Team != "" {
		out += ` AND c.team = ` + q.arg(f.Team)
	}
	if f.Site != "" {
		out += ` AND c.site = ` + q.arg(f.Site)
	}
	if !f.From.IsZero() {
		// "updated" may be behind the last event.
		out += ` AND c.updated >= ` + q.arg(millis(f.From.Add(-lag)))
	}
	if !f.To.IsZero() {
		out += ` AND c.created < ` + q.arg(millis(f.To))
	}
	for _, tag := range f.Tags.List() {
		out += ` AND ' ' || c.tags || ' ' LIKE ` + q.arg("% "+literal(tag)+" %") + ` ESCAPE '!'`
	}
	return out
}

// likely is a condition that holds for all conversations that have the words, and few others: JSON and LIKE are
// coarser than the check that follows.
func (f finding) likely(q *findQuery) string {
	out := []string{"1 = 1"}
	for _, w := range f.customer {
		p := q.arg(pattern(w))
		out = append(out, fmt.Sprintf(`(lower(f.name) LIKE %s OR lower(f.email) LIKE %s OR EXISTS (SELECT 1 FROM visitor v
			WHERE v.id = f.visitor AND v.subject <> '' AND (lower(v.subject) LIKE %s OR lower(v.vouched) LIKE %s)))`, p, p, p, p))
	}
	for _, w := range f.text {
		out = append(out, fmt.Sprintf(`EXISTS (SELECT 1 FROM event e WHERE e.conversation = f.id AND e.kind IN ('message', 'note') AND lower(e.body) LIKE %s)`, q.arg(pattern(w))))
	}
	if f.Cause != "" {
		out = append(out, fmt.Sprintf(`EXISTS (SELECT 1 FROM event e WHERE e.conversation = f.id AND e.kind = 'resolved' AND lower(e.body) LIKE %s)`, q.arg(pattern(strings.ToLower(f.Cause)))))
	}
	return strings.Join(out, " AND ")
}
