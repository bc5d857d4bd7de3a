package widget

import (
	"net/http"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/assist"
)

// assistSummary answers POST /api/agent/assist/summary with what the customer wants, what was tried and what is open; if
// the model cannot say, with the words in which the bot or the customer put it.
func (e *edge) assistSummary(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	t, err := e.talkAsked(w, r, who)
	if err != nil {
		return err
	}
	round := lastRound(t.log)
	s, err := e.Drafts.Summary(r.Context(), assist.Talk{Log: round, Names: t.names, Locale: readersLanguage(r), Payer: t.forAgent()})
	if err != nil && !undone(err) {
		return err
	}
	drafted := err == nil
	if !drafted {
		s = extracted(round, t.Conversation)
	}
	return writeJSON(w, http.StatusOK, map[string]any{"text": s.Text, "cites": filled(s.Cites), "drafted": drafted})
}

// extracted is what a customer wants in the words of the newest hand-off, as the console shows them; without any in
// their own.
func extracted(log []bot.Event, c bot.Conversation) (s assist.Summary) {
	last := int64(0) // the customer's newest message
	for _, e := range log {
		switch {
		case e.Kind == bot.EventMessage && e.Author.Kind == bot.ByCustomer:
			last = e.Seq
		case e.Kind == bot.EventOwner && e.Body.Owner == bot.OwnerQueue && e.Body.Summary != "" && e.Author.Kind != bot.BySystem:
			s = assist.Summary{Text: e.Body.Summary}
			if last > 0 {
				s.Cites = []int64{last}
			}
		}
	}
	if s.Text == "" && last > 0 {
		s = assist.Summary{Text: firstQuestion(log), Cites: []int64{last}}
		if open := asked(log, c); len(open) > 0 {
			s.Text = open[0].Text
		}
	}
	return s
}
