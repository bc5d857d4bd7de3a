package app

import (
	"context"

	"frontdesk/bot"
	"frontdesk/bot/answer"
	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

// answerer asks the bot in the chat's words.
type answerer struct{ *answer.Answerer }

// Turn decides what the bot does.
func (a answerer) Turn(ctx context.Context, q bot.Question) bot.Decision {
	r := answer.Request{Text: q.Text, Choice: q.Choice, Locale: q.Locale}
	for _, e := range q.Earlier {
		r.Earlier = append(r.Earlier, answer.Exchange{Question: e.Question, Kind: e.Kind, Articles: e.Articles, Helpful: e.Helpful, Offer: e.Offer, Reason: e.Reason})
	}
	return a.Answerer.Turn(ctx, r)
}

// published gives the bot the words that may be said.
type published struct{ *store.Store }

// Published returns the revision of the article that is published now.
func (p published) Published(ctx context.Context, article string) (knowledge.Revision, error) {
	return p.PublishedRevision(ctx, article)
}
