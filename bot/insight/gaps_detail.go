package insight

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/gap"
)

// GapDetail is a gap with its newest questions, as they stand in the conversations.
type GapDetail struct {
	Gap
	Questions []AskedAgain // newest first
	Material  gap.Material // of these questions
}

// AskedAgain is a question with whether it was answered when it was asked again.
type AskedAgain struct {
	gap.Question
	Answered bool
}

// mostExamples is how many questions of a gap are read from their conversations.
const mostExamples = 30

// Gap returns a gap with examples, what the bot tried and how agents answered. A gap that turned out to be one with
// another leads to that. The error is ErrNoGap if there is none.
func (g *Gaps) Gap(ctx context.Context, id string, span time.Duration) (GapDetail, error) {
	id, err := g.current(ctx, id)
	if err != nil {
		return GapDetail{}, err
	}
	l := GapList{Span: span}
	r := gap.Ranked{ID: id}
	counted, err := g.tallies(ctx, l, id)
	if err != nil {
		return GapDetail{}, err
	}
	if len(counted) > 0 {
		r = counted[0]
	}
	var d GapDetail
	if d.Gap, err = g.describe(ctx, r, l); err != nil {
		return d, err
	}
	if d.Questions, err = g.examples(ctx, id); err != nil {
		return d, err
	}
	plain := make([]gap.Question, len(d.Questions))
	for i, q := range d.Questions {
		plain[i] = q.Question
	}
	d.Material = gap.MaterialOf(plain)
	return d, nil
}

// current is the id of a gap, or of the one that it went into.
func (g *Gaps) current(ctx context.Context, id string) (string, error) {
	var merged string
	err := g.DB.Read().QueryRowContext(ctx, `SELECT merged FROM gap WHERE id = $1`, id).Scan(&merged)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "", ErrNoGap
	case err != nil:
		return "", fmt.Errorf("read the gap %s: %w", id, err)
	case merged != "":
		return merged, nil
	}
	return id, nil
}

// examples reads the newest questions of a gap from their conversations.
func (g *Gaps) examples(ctx context.Context, id string) ([]AskedAgain, error) {
	wanted, err := g.newest(ctx, id)
	if err != nil {
		return nil, err
	}
	var out []AskedAgain
	for conversation, questions := range wanted {
		c, err := g.Conversations.Conversation(ctx, conversation)
		if errors.Is(err, bot.ErrNotFound) {
			continue // it was erased
		}
		if err != nil {
			return nil, err
		}
		read, err := g.questionsOf(ctx, c, g.Clock())
		if err != nil {
			return nil, err
		}
		for _, q := range read {
			if answered, ok := questions[q.Seq]; ok {
				out = append(out, AskedAgain{q, answered})
			}
		}
	}
	slices.SortFunc(out, func(a, b AskedAgain) int {
		if d := b.At.Compare(a.At); d != 0 {
			return d
		}
		return compareKeys(key{a.Conversation, a.Seq}, key{b.Conversation, b.Seq})
	})
	return out, nil
}

// newest are the newest questions of a gap by conversation and number, with whether they are answered now.
func (g *Gaps) newest(ctx context.Context, id string) (map[string]map[int64]bool, error) {
	rows, err := g.DB.Read().QueryContext(ctx, `SELECT conversation, seq, answered FROM gap_question WHERE gap = $1 ORDER BY at DESC, conversation, seq LIMIT $2`, id, mostExamples)
	if err != nil {
		return nil, fmt.Errorf("read the questions of the gap %s: %w", id, err)
	}
	defer rows.Close()
	out := make(map[string]map[int64]bool)
	for rows.Next() {
		var k key
		var answered bool
		if err := rows.Scan(&k.conversation, &k.seq, &answered); err != nil {
			return nil, fmt.Errorf("read the questions of the gap %s: %w", id, err)
		}
		if out[k.conversation] == nil {
			out[k.conversation] = make(map[int64]bool)
		}
		out[k.conversation][k.seq] = answered
	}
	return out, rows.Err()
}
