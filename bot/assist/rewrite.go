package assist

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"frontdesk/bot"
	"frontdesk/bot/draft"
	"frontdesk/knowledge/language"
)

// The ways in which a text is rewritten.
const (
	Shorter    = "shorter"
	Friendlier = "friendlier"
	Plainer    = "plainer"
)

// ways tell the model what is wanted.
var ways = map[string]string{
	Shorter:    "Make it shorter: leave out what says nothing, and keep every fact.",
	Friendlier: "Make it friendlier and warmer. Add no fact, no offer and no promise.",
	Plainer:    "Make it plainer: short sentences and everyday words that anybody understands.",
}

// ValidWay reports whether a text can be rewritten in that way.
func ValidWay(how string) bool { return ways[how] != "" }

// Text is an agent's own text.
type Text struct {
	Text  string
	Names []string // of the customer and of colleagues, as far as they are known
	Payer bot.Payer
}

// rewriting is what the model is told.
const rewriting = `You reword a message that an agent of a company has written to a customer. ` + asData +
	`%s Keep the language of the message. Keep every number, amount, date, time, name, link and address exactly as it is. ` +
	`Keep what is promised and what is denied: promise nothing more and nothing less, and turn no "not" round. ` +
	`Reply with the reworded message alone: no introduction, no quotation marks, no markup.`

// stays ends every refusal of a rewriting.
const stays = " Your text stays."

// Rewrite returns the text in other words. The source of every sentence is the text, and every fact of the text must be in
// what comes back: otherwise the error is a *Refused that says what differs.
func (a *Assist) Rewrite(ctx context.Context, t Text, how string) (string, error) {
	if !ValidWay(how) {
		return "", fmt.Errorf("%w: a text is made shorter, friendlier or plainer", bot.ErrInvalid)
	}
	code := languageOf(t.Text)
	m := made{veil: draft.NewVeil(t.Names), locale: code, stays: stays, system: fmt.Sprintf(rewriting, ways[how])}
	m.was = m.veil.Hide(t.Text)
	if err := a.compose(ctx, &m, "Reword the message.", t.Payer); err != nil {
		return "", err
	}
	if code != "" && foreignTo(m.is, code) {
		return "", &Refused{"It came back in another language." + stays}
	}
	switch long := utf8.RuneCountInString(m.is); {
	case how == Shorter && long >= utf8.RuneCountInString(m.was):
		return "", &Refused{"It did not get any shorter." + stays}
	case long > 2*utf8.RuneCountInString(m.was)+200:
		return "", &Refused{"It came back much longer." + stays}
	case !sameMatter(m.was, m.is, code):
		return "", &Refused{"It came back about something else." + stays}
	}
	if err := m.compare(); err != nil {
		return "", err
	}
	return m.veil.Restore(m.is), nil
}

// shared is the least share of the words of a rewritten text that stand in the text; below, it is about something else.
const shared = 0.34

// sameMatter reports whether two texts in one language are about the same.
func sameMatter(was, is, locale string) bool {
	lang := language.Of(locale)
	had := make(map[string]bool)
	lang.EachWord(was, func(w string) { term, _ := lang.Term(w); had[term] = true })
	both, all := 0, 0
	lang.EachWord(is, func(w string) {
		term, class := lang.Term(w)
		if class != language.Content {
			return
		}
		if all++; had[term] {
			both++
		}
	})
	return float64(both) >= shared*float64(all)
}

// languageOf is the language of a text, "" if it cannot be told.
func languageOf(text string) string {
	code, sure := language.Detect(text, "")
	if !sure {
		return ""
	}
	return code
}

// localeOf is the language of a text, or the fallback if it cannot be told.
func localeOf(text, fallback string) string {
	if code := languageOf(text); code != "" {
		return code
	}
	return fallback
}

// quoted is a few words as a sentence to people quotes them.
func quoted(words string) string {
	return "“" + strings.TrimSpace(clip(strings.Join(strings.Fields(words), " "), 80)) + "”"
}
