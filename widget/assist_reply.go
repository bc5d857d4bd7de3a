package widget

import (
	"context"
	"net/http"

	"frontdesk/bot"
	"frontdesk/bot/account"
)

// assistReply answers POST /api/agent/assist/reply with an answer from the articles to the newest question that nobody
// has answered, in the house's voice; if the model cannot word it, in the articles' own words. The text is empty if
// nothing is open, or no article that the customer may read answers it.
func (e *edge) assistReply(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	t, err := e.talkAsked(w, r, who)
	if err != nil {
		return err
	}
	d, drafted, err := e.replyTo(r.Context(), t)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, map[string]any{"text": d.Text, "citations": viewCitations(d.Citations), "drafted": drafted})
}

func (e *edge) replyTo(ctx context.Context, t talkOf) (d bot.Decision, drafted bool, err error) {
	questions := asked(t.log, t.Conversation)
	if len(questions) == 0 {
		return bot.Decision{}, false, nil
	}
	looking, cancel := context.WithTimeout(ctx, suggestWithin)
	defer cancel()
	q, d := e.decide(looking, questions)
	if d.Kind != bot.Answer {
		return bot.Decision{}, false, nil
	}
	q.Names, q.Payer = t.names, t.forAgent()
	worded, err := e.Drafts.Reply(ctx, q)
	switch {
	case err == nil:
		return worded, true, nil
	case undone(err):
		return d, false, nil
	}
	return bot.Decision{}, false, err
}
