package insight

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"frontdesk/bot"
	"frontdesk/bot/gap"
	"frontdesk/knowledge/sqldb"
)

// Ask decides a question as if it were asked now; it is the answerer's Turn.
type Ask func(ctx context.Context, q bot.Question) bot.Decision

// Rechecked tells how a gap stands after its questions were asked again.
type Rechecked struct {
	Gap      string
	Asked    int // different questions, the newest 50 at most
	Answered int // those that have an answer now
	Was, Now gap.State
}

// mostAsked is how many questions of a gap are asked again.
const mostAsked = 50

// ErrBroken is returned if questions could not be asked again because something does not work. Nothing has changed then.
var ErrBroken = errors.New("the questions cannot be asked at the moment")

// errPoison is the ErrBroken of a gap with a question that breaks the bot; nothing is wrong with the others.
var errPoison = fmt.Errorf("%w: one of them breaks the bot", ErrBroken)

// Recheck asks the questions of a gap again. It closes if most are answered now, and a closed one opens if they are not
// any more; see gap.State. The error is ErrNoGap if there is no such gap, and ErrBroken if nothing can be searched.
func (g *Gaps) Recheck(ctx context.Context, id string, ask Ask) (Rechecked, error) {
	id, err := g.current(ctx, id)
	if err != nil {
		return Rechecked{}, err
	}
	began := g.Clock().UnixMilli() // what is asked from now on has seen the articles as they are
	questions, err := g.askable(ctx, id)
	if err != nil {
		return Rechecked{}, err
	}
	r := Rechecked{Gap: id, Asked: len(questions)}
	verdicts := make(map[string]bool, len(questions))
	for _, q := range questions {
		d := ask(ctx, bot.Question{Text: q.Text, Locale: q.Locale, Site: q.Site})
		if err := ctx.Err(); err != nil {
			return Rechecked{}, fmt.Errorf("ask the questions of the gap %s again: %w", id, err)
		}
		switch {
		case d.Reason == bot.ReasonBotFailed:
			return Rechecked{}, errPoison
		case gap.Broken(d):
			return Rechecked{}, ErrBroken
		}
		if verdicts[q.Text] = gap.Answered(q, d); verdicts[q.Text] {
			r.Answered++
		}
	}
	if err := g.DB.WriteKey(ctx, gapsKey, func(tx *sqldb.Tx) error { return r.put(tx, began, verdicts) }); err != nil {
		return Rechecked{}, fmt.Errorf("write how the gap %s stands: %w", id, err)
	}
	return r, nil
}

// put writes how a gap stands. The function may run more than once.
func (r *Rechecked) put(tx *sqldb.Tx, began int64, verdicts map[string]bool) error {
	if err := tx.QueryRow(`SELECT state FROM gap WHERE id = $1`, r.Gap).Scan(&r.Was); err != nil {
		return err
	}
	for body, answered := range verdicts {
		if _, err := tx.Exec(`UPDATE gap_question SET answered = $1 WHERE gap = $2 AND body = $3`, answered, r.Gap, body); err != nil {
			return err
		}
	}
	r.Now = r.Was.Checked(r.Asked, r.Answered)
	if _, err := tx.Exec(`UPDATE gap SET checked = $1, asked = $2, answered = $3 WHERE id = $4`, began, r.Asked, r.Answered, r.Gap); err != nil {
		return err
	}
	switch {
	case r.Now == gap.Closed: // also one that was closed: what was asked until now is known to be answered
		return closeAt(tx, r.Gap, r.Was, began)
	case r.Now != r.Was:
		_, err := tx.Exec(`UPDATE gap SET state = $1, changed = $2 WHERE id = $3`, string(r.Now), began, r.Gap)
		return err
	}
	return nil
}

func closeAt(tx *sqldb.Tx, id string, was gap.State, at int64) error {
	query := `UPDATE gap SET state = $1, closed = $2, changed = $2 WHERE id = $3`
	if was == gap.Closed {
		query = `UPDATE gap SET state = $1, closed = $2 WHERE id = $3`
	}
	_, err := tx.Exec(query, string(gap.Closed), at, id)
	return err
}

// askable reads the different questions of a gap, newest first, with what the bot answered each from when it went wrong last.
func (g *Gaps) askable(ctx context.Context, id string) ([]gap.Question, error) {
	rows, err := g.DB.Read().QueryContext(ctx, `SELECT body, locale, site, cited FROM gap_question WHERE gap = $1 ORDER BY at DESC, conversation, seq`, id)
	if err != nil {
		return nil, fmt.Errorf("read the questions of the gap %s: %w", id, err)
	}
	defer rows.Close()
	var out []gap.Question
	known := make(map[string]bool)
	for rows.Next() && len(out) < mostAsked {
		var q gap.Question
		var cited string
		if err := rows.Scan(&q.Text, &q.Locale, &q.Site, &cited); err != nil {
			return nil, fmt.Errorf("read the questions of the gap %s: %w", id, err)
		}
		if known[q.Text] || strings.TrimSpace(q.Text) == "" {
			continue
		}
		known[q.Text] = true
		if err := json.Unmarshal([]byte(cited), &q.Cited); err != nil {
			return nil, fmt.Errorf("read the questions of the gap %s: %w", id, err)
		}
		out = append(out, q)
	}
	return out, rows.Err()
}

// RecheckAll asks the questions of gaps again, at most so many gaps: first those for which an article was written, then
// those that were asked last. Dismissed ones are left alone. It is for when articles were published or withdrawn.
func (g *Gaps) RecheckAll(ctx context.Context, ask Ask, most int) ([]Rechecked, error) {
	rows, err := g.DB.Read().QueryContext(ctx, `SELECT g.id FROM gap g JOIN gap_question q ON q.gap = g.id
		WHERE g.merged = '' AND g.state <> $1 GROUP BY g.id ORDER BY CASE WHEN g.article = '' THEN 1 ELSE 0 END, max(q.at) DESC, g.id LIMIT $2`, string(gap.Dismissed), most)
	if err != nil {
		return nil, fmt.Errorf("list the gaps to be asked again: %w", err)
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("list the gaps to be asked again: %w", err)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list the gaps to be asked again: %w", err)
	}
	var out []Rechecked
	for _, id := range ids {
		r, err := g.Recheck(ctx, id, ask)
		switch {
		case errors.Is(err, ErrNoGap):
		case errors.Is(err, errPoison): // it stays as it is; what the others have become is told all the same
			g.Log.Error("a gap cannot be asked again", "gap", id, "error", err)
		case err != nil:
			return out, err
		default:
			out = append(out, r)
		}
	}
	return out, nil
}
