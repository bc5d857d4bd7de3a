package app

import (
	"context"
	"encoding/json"

	"frontdesk/bot"
	"frontdesk/bot/chat"
	"frontdesk/bot/desk"
	"frontdesk/bot/privacy"
)

// Subjects of the bus beside those of chat and desk; the value is nil.
const (
	subjectCorpus = "corpus" // articles were published or withdrawn, or the synonyms changed
	subjectShare  = "share"  // another share of questions without an answer was learnt
)

// listen has this node look at once when something has happened here or on another node: a conversation moved, somebody
// came or went, the settings or the articles changed. The returned function ends it.
func (a *App) listen(ctx context.Context) (end func(), err error) {
	var ends []func()
	end = func() {
		for _, f := range ends {
			f()
		}
	}
	nothing := func([]byte) (any, error) { return nil, nil }
	news := func(data []byte) (any, error) {
		n := new(bot.News)
		return n, json.Unmarshal(data, n)
	}
	for _, l := range []struct {
		subject string
		decode  func([]byte) (any, error)
		heard   func(v any)
	}{
		{chat.SubjectConversation + "*", news, func(v any) {
			if v.(*bot.News).Moved {
				a.keeper.Nudge()
			}
		}},
		{chat.SubjectDesk, nothing, func(any) { a.floor.Nudge(); a.keeper.Nudge() }},
		{desk.SubjectSettings, nothing, func(any) { a.reread(ctx) }},
		{subjectCorpus, nothing, func(any) { a.Corpus.Index.Nudge() }},
		{subjectShare, nothing, func(any) { a.Corpus.traffic.nudge() }},
		{privacy.SubjectErased, privacy.DecodeErased, func(v any) {
			for _, id := range v.(*privacy.Erased).Conversations {
				a.conversations.Drop(id)
				a.chat.Forget(id)
			}
		}},
	} {
		cancel, err := a.bus.Listen(l.subject, l.decode, func(_ string, v any) { l.heard(v) })
		if err != nil {
			end()
			return nil, err
		}
		ends = append(ends, cancel)
	}
	ends = append(ends, a.bus.OnBack(func() { a.lookAgain(ctx) }))
	return end, nil
}

// reread reads the rules of the house anew.
func (a *App) reread(ctx context.Context) {
	if err := a.Book.Load(ctx); err != nil {
		a.log.Error("new settings not read; the old ones hold", "error", err)
	}
	a.keeper.Nudge()
}

// lookAgain makes up for announcements that may have been missed while the bus was away.
func (a *App) lookAgain(ctx context.Context) {
	a.reread(ctx)
	a.floor.Nudge()
	a.Corpus.Index.Nudge()
	a.Corpus.traffic.nudge()
	a.hub.LookAgain()
}

// published tells every node that the articles have changed.
func (a *App) published() { a.announce(subjectCorpus) }

// announce tells every node that something has happened. Whoever does not hear it finds out by looking.
func (a *App) announce(subject string) {
	if err := a.bus.Publish(subject, nil); err != nil {
		a.log.Warn("not announced", "subject", subject, "error", err)
	}
}
