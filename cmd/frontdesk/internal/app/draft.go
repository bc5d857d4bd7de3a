package app

import (
	"context"
	"log/slog"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/answer"
	"frontdesk/bot/assist"
	"frontdesk/bot/draft"
	"frontdesk/bot/llm"
	"frontdesk/bot/spend"
	"frontdesk/widget"
)

// Wording is how a model's words are made: whose they are, and what it may not say.
type Wording struct {
	Model     spend.Model
	Voice     func() bot.Voice                           // of the house
	Unsayable func(text string) (found string, bad bool) // never-say rules for the bot
	Total     time.Duration                              // for the drafting of one answer; 0 is the default
	Reply     int                                        // most tokens of an answer; 0 sets no limit
	Price     func(bot.Usage) float64
	Observe   func(bot.Drafting)
}

// Drafter returns the bot with a model: it decides by the same rules as the Answerer of the corpus, has follow-ups
// rewritten into questions that stand alone, and words what was decided.
func (k *Corpus) Drafter(w Wording, threshold float64, log *slog.Logger) *draft.Drafter {
	var d *draft.Drafter
	rules := answer.New(answer.Config{
		Search: k.search, Revisions: k.Articles, Remember: answer.Remembered, Threshold: threshold, Clock: time.Now, Log: log,
		Rewrite: func(ctx context.Context, q bot.Question) (string, bool) { return d.Rewrite(ctx, q) },
	})
	d = draft.New(draft.Config{
		Answerer: rules, Model: w.Model, Revisions: k.Articles, Voice: w.Voice, Unsayable: w.Unsayable,
		Total: w.Total, Reply: w.Reply, Price: w.Price, Observe: w.Observe, Clock: time.Now, Log: log,
	})
	return d
}

// drafting is what a model does for customers and for the staff. Without a model it is nil, and so is what it returns.
type drafting struct {
	*draft.Drafter
	staff *assist.Assist
}

// drafting connects the model to the bot.
func (a *App) drafting(m *model) *drafting {
	if m == nil {
		return nil
	}
	d := a.Corpus.Drafter(Wording{
		Model: m.metered, Voice: a.Book.Voice, Unsayable: a.unsayable, Total: orElse(a.config.Model.Timeout, draft.DefaultTotal),
		Reply: orElse(a.config.Model.Reply, llm.DefaultReply), Price: m.ledger.Price, Observe: m.observe,
	}, a.config.Threshold, a.log)
	return &drafting{d, assist.New(assist.Config{Model: m.metered, Drafter: d, Voice: a.Book.Voice, Unsayable: a.unsayable})}
}

// unsayable returns the words of a text by which it breaks a never-say rule that holds for the bot.
func (a *App) unsayable(text string) (found string, bad bool) {
	for _, hit := range a.Book.NeverSay().Check(text) {
		if hit.Rule.Bot {
			return text[hit.Start:hit.End], true
		}
	}
	return "", false
}

// answers is what the edge knows of the help for agents.
func (d *drafting) answers() widget.AgentDrafts {
	if d == nil {
		return nil
	}
	return d.staff
}

// articles is what the edge knows of the help for editors.
func (d *drafting) articles() widget.EditorDrafts {
	if d == nil {
		return nil
	}
	return d.staff
}

// namesOf returns what the host page has said a visitor is called.
func namesOf(visitors widget.Visitors) func(ctx context.Context, visitor string) ([]string, error) {
	return func(ctx context.Context, visitor string) ([]string, error) {
		v, ok, err := visitors.VisitorOf(ctx, visitor)
		if err != nil || !ok || v.Vouched == nil || v.Vouched.Name == "" {
			return nil, err
		}
		return []string{v.Vouched.Name}, nil
	}
}
