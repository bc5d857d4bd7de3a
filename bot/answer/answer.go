package answer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

// Searcher finds the articles that may answer a question. An error means that nothing could be
// searched.
type Searcher interface {
	Search(ctx context.Context, q knowledge.Query) (knowledge.Result, error)
}

// Revisions gives the words that may be said.
type Revisions interface {
	// PublishedRevision returns the revision of the article that is published now. The error wraps
	// knowledge.ErrNotFound if there is none.
	PublishedRevision(ctx context.Context, article string) (knowledge.Revision, error)
}

// Config is what an Answerer is made of.
type Config struct {
	Search    Searcher         // required
	Revisions Revisions        // required
	Threshold float64          // confidence from which an answer is given; 0 leaves it to the judge that comes with a search
	Clock     func() time.Time // nil means time.Now
	Log       *slog.Logger     // nil discards

	// Remember is for how many bytes articles are remembered that were answered from, so that they need not be read and
	// taken apart again; 0 remembers none. Only decisions that are committed may rest on it: the store refuses what
	// quotes a revision that is not published any more, and then [bot.Question.Anew] is to be set.
	Remember int

	// Rewrite says what a message asks that depends on what was said before it, as a question that stands alone; ok is
	// false if it cannot. nil means that only the rules of this package join questions.
	Rewrite func(ctx context.Context, q bot.Question) (standalone string, ok bool)
}

// Answerer decides turns. It keeps nothing but articles that it may remember, and is safe for concurrent use.
type Answerer struct {
	search    Searcher
	revisions Revisions
	threshold float64
	clock     func() time.Time
	log       *slog.Logger
	rewrite   func(ctx context.Context, q bot.Question) (string, bool)
	pages     pages
}

// New returns an Answerer.
func New(c Config) *Answerer {
	a := &Answerer{search: c.Search, revisions: c.Revisions, threshold: c.Threshold, clock: c.Clock, log: c.Log, rewrite: c.Rewrite, pages: pages{size: c.Remember}}
	if a.clock == nil {
		a.clock = time.Now
	}
	if a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	return a
}

// Turn decides what the bot does about a message. It never fails: what goes wrong becomes a hand-off
// that says so.
func (a *Answerer) Turn(ctx context.Context, r bot.Question) (d bot.Decision) {
	began := a.clock()
	t := &turn{Answerer: a, ctx: ctx, request: r, question: withoutGreeting(r.Text), mood: displeasure(r.Text)}
	t.trace.Query = r.Text
	t.judged(knowledge.Result{})
	defer func() {
		if p := recover(); p != nil {
			a.log.Error("a turn failed and is handed off", "panic", fmt.Sprint(p))
			d = handoff(bot.ReasonBotFailed, textBotFailed)
			t.trace.Rule = "bot-failed"
		}
		d.Trace = t.trace
		d.Trace.Micros = a.clock().Sub(began).Microseconds()
	}()
	for _, rule := range rules {
		if decision, ok := rule.decide(t); ok {
			t.trace.Rule = rule.name
			if r.Waiting {
				return onlyHelps(decision)
			}
			return t.soothe(decision)
		}
	}
	t.trace.Rule = "no-answer"
	return handoff(bot.ReasonLowConfidence, textNoAnswer)
}

// soothe adds the offer of a person when the customer is displeased.
func (t *turn) soothe(d bot.Decision) bot.Decision {
	if t.mood != displeased || d.Kind == bot.Handoff || d.Kind == bot.SmallTalk || d.Offer {
		return d
	}
	d.Offer, d.Reason = true, bot.ReasonAnger
	d.Text += "\n\n" + textOfferPerson
	return d
}

// onlyHelps takes the offer of a person out of a question back.
func onlyHelps(d bot.Decision) bot.Decision {
	if d.Kind == bot.Clarification && d.Offer {
		d.Text, d.Offer, d.Reason = withoutOffer.Replace(d.Text), false, ""
	}
	return d
}

func handoff(reason bot.HandoffReason, text string) bot.Decision {
	return bot.Decision{Kind: bot.Handoff, Reason: reason, Text: text}
}

func smallTalkReply(text string) bot.Decision {
	return bot.Decision{Kind: bot.SmallTalk, Text: text}
}

// answerFrom quotes an article. ok is false if it is not published any more, or not for whoever asks; err is any
// other reason why it cannot be quoted.
func (t *turn) answerFrom(h knowledge.Hit) (d bot.Decision, ok bool, err error) {
	rev, err := t.published(h.Article, h.Revision)
	if errors.Is(err, knowledge.ErrNotFound) {
		return d, false, nil
	}
	if err != nil {
		return d, false, fmt.Errorf("reading the article %q: %w", h.Article, err)
	}
	if !rev.MayRead(t.request.Site, t.request.Staff) { // picked by its id, or for others only since a moment ago
		return d, false, nil
	}
	passage := h.Passage
	if rev.Number != h.Revision || passage.End > len(rev.Text) {
		passage = knowledge.Span{} // the index has not seen this revision yet: its offsets mean nothing here
	}
	near := max(h.Features.Nearest, h.Features.Grams) >= asksTheSame
	d = compose(rev.Revision, t.foreign(rev.Revision), rev.excerpt(wanted{
		question: t.asked.Text, terms: t.trace.Terms, passage: passage, phrased: near, whole: near && h.Phrasing == h.Title,
	}))
	d.Related = t.related(h.Article)
	return d, true, nil
}

// asksTheSame is the likeness to an article's title or one of its phrasings from which the question asks for the
// article itself, and not for some passage in it.
const asksTheSame = 0.6

// compose makes an answer of spans of a revision: verbatim, joined by empty lines, each cited, after a sentence of the
// templates that may be "".
func compose(rev knowledge.Revision, preface string, spans []knowledge.Span) bot.Decision {
	d := bot.Decision{Kind: bot.Answer}
	if preface != "" {
		d.Text = preface + "\n\n"
	}
	if len(spans) == 0 { // an article without text: it can be opened, not quoted
		d.Text, spans = d.Text+textEmptyArticle, []knowledge.Span{{}}
	}
	for i, s := range spans {
		if i > 0 {
			d.Text += "\n\n"
		}
		d.Citations = append(d.Citations, bot.Citation{
			N: 1, Article: rev.Article, Revision: rev.Number, Title: rev.Title, Start: s.Start, End: s.End, At: len(d.Text),
		})
		d.Text += rev.Text[s.Start:s.End]
	}
	return d
}

// relatedFrom is the share of the candidates' probability from which a further article is worth a look.
const relatedFrom = 0.04

// related lists up to three further articles that may be what is meant as well.
func (t *turn) related(but string) []bot.Choice {
	var out []bot.Choice
	for _, h := range t.hits {
		if h.Article != but && h.Score >= max(relatedFrom, t.hits[0].Score/12) && len(out) < 3 {
			out = append(out, bot.Choice{Article: h.Article, Title: h.Title})
		}
	}
	return out
}
