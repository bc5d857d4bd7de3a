package rehearse

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"golang.org/x/sync/errgroup"

	"frontdesk/bot"
	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
)

// Asked plays a customer's earlier questions to the bot and returns what it is asked last, read from the conversation's
// log as in service. q is the last question with everything but its past.
func Asked(ctx context.Context, a Answerer, earlier []string, q bot.Question) bot.Question {
	var log []bot.Event
	say := func(by bot.AuthorKind, body bot.Body) {
		log = append(log, bot.Event{Seq: int64(len(log) + 1), Kind: bot.EventMessage, Author: bot.Author{Kind: by}, Body: body})
	}
	read := func() (bot.Question, bool) {
		asked, ok := bot.ReadQuestion(log, q.Locale)
		asked.Site, asked.Staff = q.Site, q.Staff
		return asked, ok
	}
	for _, text := range earlier {
		say(bot.ByCustomer, bot.Body{Text: text})
		asked, ok := read()
		if !ok {
			continue
		}
		d := a.Turn(ctx, asked)
		say(bot.ByBot, bot.Body{
			Text: d.Text, Decision: d.Kind, Citations: d.Citations, Choices: d.Choices, Related: d.Related, Offer: d.Offer, Reason: d.Reason,
		})
	}
	say(bot.ByCustomer, bot.Body{Text: q.Text, Choice: q.Choice})
	asked, _ := read()
	return asked
}

// DecisionOf is what an exam calls the end of a turn: a customer who was neither answered nor asked back was handed off.
func DecisionOf(k bot.DecisionKind) exam.Decision {
	switch k {
	case bot.Answer:
		return exam.Answer
	case bot.Clarification:
		return exam.Clarify
	}
	return exam.Handoff
}

// pairs asks every question on both sides, on all cores.
func pairs(ctx context.Context, before, after house, questions []knowledge.ExamQuestion) ([]exam.Pair, error) {
	out := make([]exam.Pair, len(questions))
	same := before.corpus == after.corpus
	g, asking := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, q := range questions {
		g.Go(func() error {
			site, staff, err := after.asker(asking, q.Articles)
			if err != nil {
				return err
			}
			asked := bot.Question{Text: q.Text, Site: site, Staff: staff}
			is, err := after.verdict(asking, q.Before, asked)
			if err != nil {
				return err
			}
			was := is
			if !same {
				if was, err = before.verdict(asking, q.Before, asked); err != nil {
					return err
				}
			}
			out[i] = exam.PairOf(q, was, is)
			return nil
		})
		if asking.Err() != nil {
			break
		}
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return out, ctx.Err()
}

// verdict asks one question.
func (h house) verdict(ctx context.Context, earlier []string, q bot.Question) (exam.Verdict, error) {
	q = Asked(ctx, h.bot, earlier, q)
	d := h.bot.Turn(ctx, q)
	if err := broken(ctx, d); err != nil {
		return exam.Verdict{}, err
	}
	v := exam.Verdict{Decision: DecisionOf(d.Kind), Confidence: d.Trace.Confidence, Threshold: d.Trace.Threshold, Text: d.Text}
	found := d.Trace.Candidates
	if d.Trace.Index == "" { // a rule decided before anything was searched
		var err error
		if found, err = h.search(ctx, q, &v); err != nil {
			return v, err
		}
	}
	for _, c := range found[:min(len(found), exam.MaxRanked)] {
		v.Ranked = append(v.Ranked, c.Article)
	}
	for _, c := range d.Choices {
		v.Offered = append(v.Offered, c.Article)
	}
	if len(found) > 0 {
		c := found[0]
		v.Article, v.Revision, v.Title, v.Score = c.Article, c.Revision, c.Title, c.Score
	}
	if d.Kind == bot.Answer && len(d.Citations) > 0 {
		c := d.Citations[0]
		v.Article, v.Revision, v.Title = c.Article, c.Revision, c.Title
	}
	for _, c := range found {
		if c.Article == v.Article {
			v.Score = c.Score
			return v, h.passage(ctx, c, &v)
		}
	}
	return v, nil
}

// search fills in what the index and the model of confidence say about a question that a rule, such as small talk,
// decided before them.
func (h house) search(ctx context.Context, q bot.Question, v *exam.Verdict) (found []bot.Candidate, err error) {
	r, err := h.corpus.Search(ctx, knowledge.Query{Text: q.Text, Limit: exam.MaxRanked, Site: q.Site, Staff: q.Staff})
	if err != nil {
		return nil, fmt.Errorf("searching for %q: %w", q.Text, err)
	}
	for _, hit := range r.Hits {
		found = append(found, bot.Candidate{Article: hit.Article, Revision: hit.Revision, Title: hit.Title, Score: hit.Score, Start: hit.Passage.Start, End: hit.Passage.End})
	}
	if len(r.Hits) > 0 && r.Judge != nil {
		v.Confidence = r.Judge.Probability(r.Hits[0].Features)
	}
	return found, nil
}

// passage fills in the passage that matched best.
func (h house) passage(ctx context.Context, c bot.Candidate, v *exam.Verdict) error {
	rev, err := h.revisions.PublishedRevision(ctx, c.Article)
	if errors.Is(err, knowledge.ErrNotFound) {
		return nil // withdrawn a moment ago
	}
	if err != nil {
		return fmt.Errorf("reading the passage of %q: %w", c.Article, err)
	}
	if rev.Number == c.Revision && 0 <= c.Start && c.Start < c.End && c.End <= len(rev.Text) {
		v.Passage = rev.Text[c.Start:c.End]
	}
	return nil
}
