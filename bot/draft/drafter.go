package draft

import (
	"context"
	"log/slog"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

// Model is a language model, or a meter around one.
type Model interface {
	// Name names it, with its server: "host/model".
	Name() string
	// Stream asks, and calls each with the pieces of the reply in order, from the calling goroutine. It returns nil only
	// if the model finished properly. An error of each ends the request and is returned.
	Stream(ctx context.Context, p bot.Prompt, each func(piece string) error) (bot.Usage, error)
}

// Answerer decides turns by rules.
type Answerer interface {
	Turn(ctx context.Context, q bot.Question) bot.Decision
}

// Revisions gives the words that may be said.
type Revisions interface {
	// PublishedRevision returns the revision of the article that is published now. The error wraps
	// knowledge.ErrNotFound if there is none.
	PublishedRevision(ctx context.Context, article string) (knowledge.Revision, error)
}

// Config is what a Drafter is made of.
type Config struct {
	Answerer  Answerer                                   // required
	Model     Model                                      // nil: nothing is drafted
	Revisions Revisions                                  // required
	Voice     func() bot.Voice                           // how to word it; nil means bot.DefaultVoice
	Unsayable func(text string) (found string, bad bool) // whether a never-say rule forbids the bot the text; nil: none does
	Link      func(article string) string                // address of an article's page, "" if it has none; nil: none has
	Names     func() []string                            // names that the corpus knows; nil: none
	Total     time.Duration                              // for drafting in one turn, the rewriting of the question included; 0 means DefaultTotal
	Reply     int                                        // most tokens of an answer, however long the voice wants it; 0 sets no limit
	Price     func(bot.Usage) float64                    // what a usage costs; nil: nothing
	Observe   func(bot.Drafting)                         // told of each request to the model; nil: nobody
	Clock     func() time.Time                           // nil means time.Now
	Log       *slog.Logger                               // nil discards
}

// DefaultTotal is the time that a draft may take.
const DefaultTotal = 6 * time.Second

// Drafter has a model word what an Answerer decided. It keeps nothing of what it reads and is safe for concurrent use.
type Drafter struct {
	Config
	requests Requests
}

// New returns a Drafter.
func New(c Config) *Drafter {
	if c.Voice == nil {
		c.Voice = bot.DefaultVoice
	}
	if c.Unsayable == nil {
		c.Unsayable = func(string) (string, bool) { return "", false }
	}
	if c.Link == nil {
		c.Link = func(string) string { return "" }
	}
	if c.Names == nil {
		c.Names = func() []string { return nil }
	}
	if c.Total <= 0 {
		c.Total = DefaultTotal
	}
	if c.Price == nil {
		c.Price = func(bot.Usage) float64 { return 0 }
	}
	if c.Observe == nil {
		c.Observe = func(bot.Drafting) {}
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Drafter{Config: c, requests: Requests{Most: mostOpen}}
}

// Turn decides what the bot does about a message, and has the model word it where that is wanted. It never fails and
// never decides otherwise than its Answerer: whatever goes wrong with the model, the Answerer's words are what is said.
// A question that is on nobody's account, with no purpose of its payer, is answered without asking a model.
func (d *Drafter) Turn(ctx context.Context, q bot.Question) bot.Decision {
	began := d.Clock()
	decided, rewriting := d.decide(ctx, q)
	if q.Payer.Purpose == "" {
		return decided
	}
	return withCost(d.word(ctx, q, decided, d.Voice(), began), rewriting)
}

// Preview gives both what is said without a model and what is said with it, in a voice that may be off, for those who
// choose it. drafted.Trace.Draft tells all; drafted.Kind is "" if the model's words would not have been said. The error
// says why the model could not be asked at all.
func (d *Drafter) Preview(ctx context.Context, q bot.Question, v bot.Voice) (extract, drafted bot.Decision, err error) {
	began := d.Clock()
	if q.Payer.Purpose == "" {
		q.Payer.Purpose = bot.ForEditor
	}
	extract, rewriting := d.decide(ctx, q)
	v.Off = false
	drafted = withCost(d.word(ctx, q, extract, v, began), rewriting)
	if t := drafted.Trace.Draft; t != nil {
		err = unasked(t.Outcome)
	}
	if !drafted.Drafted {
		drafted = bot.Decision{Trace: drafted.Trace}
	}
	return extract, drafted, err
}

// unasked is the error for an outcome in which nothing was sent to the model.
func unasked(outcome string) error {
	switch outcome {
	case bot.DraftDown:
		return bot.ErrModelDown
	case bot.DraftBudget:
		return bot.ErrBudget
	}
	return nil
}

// outer is the key of a turn's *outside in the context that its Answerer is given.
type outer struct{}

// outside is what a rewriting needs of the turn around it, and leaves there.
type outside struct {
	turn context.Context // cancelled when nobody waits for a draft any more
	took bot.Drafting    // by the rewriting
}

// decide asks the Answerer. That is quick, and a customer who left or pressed stop in the middle of it must not look
// like an index that is down; so only the deadline binds it, and the cancellation reaches the rewriting alone.
func (d *Drafter) decide(ctx context.Context, q bot.Question) (decided bot.Decision, rewriting bot.Drafting) {
	out := &outside{turn: ctx}
	inner := context.WithValue(context.WithoutCancel(ctx), outer{}, out)
	if at, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		inner, cancel = context.WithDeadline(inner, at)
		defer cancel()
	}
	decided = d.Answerer.Turn(inner, q)
	return decided, out.took
}

// withCost adds to a draft what the rewriting of its question took.
func withCost(d bot.Decision, rewriting bot.Drafting) bot.Decision {
	if t := d.Trace.Draft; t != nil {
		t.Prompt, t.Completion, t.Cost = t.Prompt+rewriting.Prompt, t.Completion+rewriting.Completion, t.Cost+rewriting.Cost
		t.Estimated = t.Estimated || rewriting.Estimated
	}
	return d
}

// word has the model word a decision, if it is of a kind that is worded.
func (d *Drafter) word(ctx context.Context, q bot.Question, decided bot.Decision, v bot.Voice, began time.Time) bot.Decision {
	if d.Model == nil || v.Off {
		return decided
	}
	if _, bad := d.Unsayable(decided.Text); bad {
		return decided // a person is brought in for it, however it is worded
	}
	ctx, cancel, ok := d.within(ctx, began)
	if !ok {
		return decided
	}
	defer cancel()
	switch {
	case decided.Kind == bot.Answer && quotes(decided):
		return d.draft(ctx, q, decided, v)
	case v.Wording && !q.Waiting && (decided.Kind == bot.Clarification || decided.Kind == bot.SmallTalk): // who waits for a person is told what helps, and nothing else
		return d.reword(ctx, q, decided, v)
	}
	return decided
}

// quotes reports whether a decision has words of an article.
func quotes(d bot.Decision) bool {
	for _, c := range d.Citations {
		if c.End > c.Start {
			return true
		}
	}
	return false
}

const (
	spare = 500 * time.Millisecond // before the deadline of a turn, for what is done with the decision
	least = 300 * time.Millisecond // with less time no model is asked
)

// within bounds ctx by what is left of the time for drafting. ok is false if that is too little to begin.
func (d *Drafter) within(ctx context.Context, began time.Time) (bounded context.Context, cancel context.CancelFunc, ok bool) {
	left := d.Total - d.Clock().Sub(began)
	if at, has := ctx.Deadline(); has {
		left = min(left, time.Until(at)-spare)
	}
	if left < least || ctx.Err() != nil {
		return nil, nil, false
	}
	bounded, cancel = context.WithTimeout(ctx, left)
	return bounded, cancel, true
}
