package widget

import (
	"cmp"
	"context"
	"net/http"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/assist"
)

// assistTranslate answers POST /api/agent/assist/translate with a text of the agent's, or a message of the conversation,
// in another language: unless one is named, a text in the customer's and a message in the agent's.
func (e *edge) assistTranslate(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in struct {
		Conversation string `json:"conversation"`
		Text         string `json:"text"`
		Seq          int64  `json:"seq"`
		To           string `json:"to"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	t, err := e.talk(r.Context(), who, in.Conversation)
	if err != nil {
		return err
	}
	text, to, home := in.Text, in.To, readersLanguage(r)
	if in.Seq != 0 {
		m, err := e.messageOf(r.Context(), t, in.Seq)
		if err != nil {
			return err
		}
		text, to = m.Body.Text, cmp.Or(to, home)
		if m.Author.Kind == bot.ByCustomer {
			home = t.Locale
		}
	} else if to == "" {
		to = t.language()
	}
	if err := bot.ValidText(text, maxAssisted); err != nil {
		return err
	}
	if to = assist.Translatable(to); to == "" {
		return invalid("Texts are not translated into this language; choose another.")
	}
	from, sure := assist.LanguageOf(text, home)
	if !sure || from != to {
		if text, err = e.Drafts.Translate(r.Context(), assist.Text{Text: text, Names: t.names, Payer: t.forAgent()}, from, to); err != nil {
			return err
		}
	}
	return writeJSON(w, http.StatusOK, map[string]string{"text": text, "from": from, "to": to})
}

// messageOf is a message of a conversation. Notes are for the staff and leave for nobody.
func (e *edge) messageOf(ctx context.Context, t talkOf, seq int64) (bot.Event, error) {
	if seq < 1 || seq > t.Head {
		return bot.Event{}, invalid("There is no such message in the conversation.")
	}
	found, err := e.History.Events(ctx, t.ID, seq-1, 1)
	if err != nil {
		return bot.Event{}, err
	}
	if len(found) == 0 || found[0].Seq != seq || found[0].Kind != bot.EventMessage {
		return bot.Event{}, invalid("Only messages are translated.")
	}
	return found[0], nil
}

// language is the one that the customer writes, English if nothing tells.
func (t talkOf) language() string {
	code, _ := assist.LanguageOf(customersWords(lastRound(t.log)), t.Locale)
	return cmp.Or(assist.Translatable(code), assist.Translatable(t.Locale), "en")
}
