package insight

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/bot/gap"
	"frontdesk/knowledge/sqldb"
)

// Wording is a question as customers put it, all in the same words.
type Wording struct {
	Text      string
	Locale    string
	Outcome   gap.Outcome // of the newest
	Customers int         // how many asked it
	Last      time.Time   // when it was asked last

	Conversation, Visitor string // of the newest; by them it is known whose name to take out
}

// Wordings says which questions of customers are wanted.
type Wordings struct {
	Article string // those that the bot answers from this article, or that are in a gap for which it is written; "" for all
	Text    string // words that must be in it, in any case; "" for all
	Limit   int    // 0 means 50
}

const (
	mostWords  = 8    // of Wordings.Text; more would only make the statement longer
	lookedAt   = 2000 // questions that are looked at, the newest
	fewWording = 50
)

// Wordings returns what customers asked in the last 400 days, what most of them asked first. It is as they wrote it:
// whoever shows it takes personal data out first.
func (g *Gaps) Wordings(ctx context.Context, w Wordings) ([]Wording, error) {
	query := `SELECT conversation, at, visitor, locale, body, outcome FROM asked a WHERE 1 = 1`
	var args []any
	if w.Article != "" {
		args = append(args, w.Article)
		query += ` AND (article = $1 OR EXISTS (SELECT 1 FROM gap_question q JOIN gap ON gap.id = q.gap
			WHERE gap.article = $1 AND gap.merged = '' AND q.conversation = a.conversation AND q.seq = a.seq))`
	}
	words := strings.Fields(searchable(w.Text))
	for _, word := range words[:min(len(words), mostWords)] {
		args = append(args, "%"+strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(word)+"%")
		query += fmt.Sprintf(` AND words LIKE $%d ESCAPE '\'`, len(args))
	}
	args = append(args, lookedAt)
	rows, err := g.DB.Read().QueryContext(ctx, query+fmt.Sprintf(` ORDER BY at DESC, conversation, seq LIMIT $%d`, len(args)), args...)
	if err != nil {
		return nil, fmt.Errorf("read what customers asked: %w", err)
	}
	defer rows.Close()
	t := tally{at: make(map[string]int), seen: make(map[[2]string]bool)}
	for rows.Next() {
		var a Wording
		var at int64
		if err := rows.Scan(&a.Conversation, &at, &a.Visitor, &a.Locale, &a.Text, &a.Outcome); err != nil {
			return nil, fmt.Errorf("read what customers asked: %w", err)
		}
		a.Last = time.UnixMilli(at).UTC()
		t.add(a)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read what customers asked: %w", err)
	}
	return t.most(cmp.Or(max(w.Limit, 0), fewWording)), nil
}

// tally counts the customers of each wording.
type tally struct {
	list []Wording      // in the order in which they came
	at   map[string]int // place in the list by folded words
	seen map[[2]string]bool
}

func (t *tally) add(a Wording) {
	folded := strings.Join(strings.Fields(strings.ToLower(a.Text)), " ")
	if folded == "" {
		return
	}
	i, known := t.at[folded]
	if !known {
		i = len(t.list)
		t.at[folded] = i
		t.list = append(t.list, a)
	}
	if who := [2]string{folded, a.Visitor}; !t.seen[who] {
		t.seen[who] = true
		t.list[i].Customers++
	}
}

func (t *tally) most(n int) []Wording {
	slices.SortStableFunc(t.list, func(a, b Wording) int { return cmp.Or(cmp.Compare(b.Customers, a.Customers), b.Last.Compare(a.Last)) })
	return t.list[:min(len(t.list), n)]
}

// putAsked writes the questions of a conversation of which is known what became of them over those known before.
func putAsked(tx *sqldb.Tx, f found) error {
	if _, err := tx.Exec(`DELETE FROM asked WHERE conversation = $1`, f.ID); err != nil {
		return err
	}
	for _, q := range f.settled {
		article := ""
		if len(q.Cited) > 0 {
			article = q.Cited[0].Article
		}
		if _, err := tx.Exec(`INSERT INTO asked (conversation, seq, at, visitor, locale, body, words, outcome, article) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			q.Conversation, q.Seq, q.At.UnixMilli(), q.Visitor, q.Locale, q.Asked(), strings.ToLower(q.Asked()), string(q.Outcome), article); err != nil {
			return err
		}
	}
	return nil
}

// searchable is a text that was entered as words are searched: without what no database keeps in a text.
func searchable(text string) string {
	return strings.ReplaceAll(strings.ToLower(strings.ToValidUTF8(text, " ")), "\x00", " ")
}

// Of returns the gaps for which an article is written, with how they stood when their questions were asked last.
func (g *Gaps) Of(ctx context.Context, article string) ([]Gap, error) {
	ids, err := g.For(ctx, article)
	if err != nil {
		return nil, err
	}
	out := make([]Gap, len(ids))
	for i, id := range ids {
		if out[i], err = g.describe(ctx, gap.Ranked{ID: id}, GapList{Span: keepFor}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Questions returns the different questions of a gap, newest first, at most 50, with what the bot answered each from when
// it went wrong last; nothing else of them is filled in but text, locale and site. The error is ErrNoGap if there is no
// such gap.
func (g *Gaps) Questions(ctx context.Context, id string) ([]gap.Question, error) {
	id, err := g.current(ctx, id)
	if err != nil {
		return nil, err
	}
	return g.askable(ctx, id)
}
