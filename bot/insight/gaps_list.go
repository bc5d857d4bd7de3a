package insight

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"frontdesk/bot/gap"
)

// Gap is a group of questions without a good answer.
type Gap struct {
	gap.Ranked
	State    gap.State
	Article  string              // that was written for it, "" if none was
	Example  string              // the question that was asked most, as a customer wrote it
	Locale   string              // of the example
	First    time.Time           // when it was asked first
	Last     time.Time           // and last
	Trend    gap.Trend           // of the period against the one before
	Outcomes map[gap.Outcome]int // what became of its questions in the period
	Changed  time.Time           // since when it has its state
	Checked  time.Time           // when its questions were asked again; zero if they never were
	Asked    int                 // how many then were
	Answered int                 // and how many of them had an answer
}

// GapList says which gaps are listed.
type GapList struct {
	Span   time.Duration // the period, up to now; what was not asked in it is left out
	Site   string        // "" for all
	States []gap.State   // nil for those that wait
	Limit  int           // 0 means 50
}

// List returns the gaps that cost most in a period.
func (g *Gaps) List(ctx context.Context, l GapList) ([]Gap, error) {
	states := l.States
	if states == nil {
		states = []gap.State{gap.Open, gap.Reopened}
	}
	ranked, err := g.tallies(ctx, l, "")
	if err != nil {
		return nil, err
	}
	stateOf, err := g.states(ctx)
	if err != nil {
		return nil, err
	}
	ranked = slices.DeleteFunc(ranked, func(r gap.Ranked) bool { return r.Now.Questions == 0 || !slices.Contains(states, stateOf[r.ID]) })
	gap.Rank(ranked)
	limit := l.Limit
	if limit <= 0 {
		limit = 50
	}
	out := make([]Gap, min(len(ranked), limit))
	for i := range out {
		if out[i], err = g.describe(ctx, ranked[i], l); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// states are the states of all gaps.
func (g *Gaps) states(ctx context.Context) (map[string]gap.State, error) {
	rows, err := g.DB.Read().QueryContext(ctx, `SELECT id, state FROM gap WHERE merged = ''`)
	if err != nil {
		return nil, fmt.Errorf("read the states of gaps: %w", err)
	}
	defer rows.Close()
	out := make(map[string]gap.State)
	for rows.Next() {
		var id string
		var s gap.State
		if err := rows.Scan(&id, &s); err != nil {
			return nil, fmt.Errorf("read the states of gaps: %w", err)
		}
		out[id] = s
	}
	return out, rows.Err()
}

// tallies counts what was asked in the period and in the one before, of one gap or of all.
func (g *Gaps) tallies(ctx context.Context, l GapList, id string) ([]gap.Ranked, error) {
	until := g.Clock()
	since := until.Add(-l.Span)
	rows, err := g.DB.Read().QueryContext(ctx, `SELECT gap, at > $1, count(*), count(DISTINCT visitor), CAST(sum(agent_time) AS BIGINT), CAST(sum(agent_messages) AS BIGINT)
		FROM gap_question WHERE at > $2 AND at <= $3 AND gap NOT IN ('', $4) AND ($5 = '' OR site = $5) AND ($6 = '' OR gap = $6) GROUP BY gap, at > $1`,
		since.UnixMilli(), since.Add(-l.Span).UnixMilli(), until.UnixMilli(), wordless, l.Site, id)
	if err != nil {
		return nil, fmt.Errorf("count the questions of gaps: %w", err)
	}
	defer rows.Close()
	at := make(map[string]int)
	var out []gap.Ranked
	for rows.Next() {
		var id string
		var now bool
		var t gap.Tally
		var ms int64
		if err := rows.Scan(&id, &now, &t.Questions, &t.Customers, &ms, &t.Messages); err != nil {
			return nil, fmt.Errorf("count the questions of gaps: %w", err)
		}
		t.Time = time.Duration(ms) * time.Millisecond
		i, known := at[id]
		if !known {
			i = len(out)
			at[id], out = i, append(out, gap.Ranked{ID: id})
		}
		if now {
			out[i].Now = t
		} else {
			out[i].Before = t
		}
	}
	return out, rows.Err()
}

// describe reads what else is known of a gap.
func (g *Gaps) describe(ctx context.Context, r gap.Ranked, l GapList) (Gap, error) {
	out := Gap{Ranked: r, Trend: gap.TrendOf(r.Now, r.Before)}
	var changed, checked int64
	err := g.DB.Read().QueryRowContext(ctx, `SELECT state, article, changed, checked, asked, answered FROM gap WHERE id = $1`, r.ID).
		Scan(&out.State, &out.Article, &changed, &checked, &out.Asked, &out.Answered)
	if errors.Is(err, sql.ErrNoRows) {
		return out, ErrNoGap
	}
	if err != nil {
		return out, fmt.Errorf("read the gap %s: %w", r.ID, err)
	}
	out.Changed, out.Checked = instant(changed), instant(checked)
	var first, last int64
	err = g.DB.Read().QueryRowContext(ctx, `SELECT coalesce(min(at), 0), coalesce(max(at), 0) FROM gap_question WHERE gap = $1`, r.ID).Scan(&first, &last)
	if err != nil {
		return out, fmt.Errorf("read the gap %s: %w", r.ID, err)
	}
	out.First, out.Last = instant(first), instant(last)
	err = g.DB.Read().QueryRowContext(ctx, `SELECT body, locale
		FROM (SELECT body, locale, at, count(*) OVER (PARTITION BY lower(body)) AS times FROM gap_question WHERE gap = $1) q
		ORDER BY times DESC, at DESC, body LIMIT 1`, r.ID).Scan(&out.Example, &out.Locale)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return out, fmt.Errorf("read an example of the gap %s: %w", r.ID, err)
	}
	out.Outcomes, err = g.outcomes(ctx, r.ID, l)
	return out, err
}

// outcomes counts what became of the questions of a gap in a period.
func (g *Gaps) outcomes(ctx context.Context, id string, l GapList) (map[gap.Outcome]int, error) {
	rows, err := g.DB.Read().QueryContext(ctx, `SELECT outcome, count(*) FROM gap_question WHERE gap = $1 AND at > $2 AND ($3 = '' OR site = $3) GROUP BY outcome`,
		id, g.Clock().Add(-l.Span).UnixMilli(), l.Site)
	if err != nil {
		return nil, fmt.Errorf("count the outcomes of the gap %s: %w", id, err)
	}
	defer rows.Close()
	out := make(map[gap.Outcome]int)
	for rows.Next() {
		var o gap.Outcome
		var n int
		if err := rows.Scan(&o, &n); err != nil {
			return nil, fmt.Errorf("count the outcomes of the gap %s: %w", id, err)
		}
		out[o] = n
	}
	return out, rows.Err()
}

// instant reads a time as it is stored, 0 as none.
func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
