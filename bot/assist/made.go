package assist

import (
	"context"
	"slices"
	"strings"

	"frontdesk/bot"
	"frontdesk/bot/draft"
	"frontdesk/bot/ground"
	"frontdesk/bot/redact"
	"frontdesk/knowledge/pattern"
)

// made is a text that is made of another one: the same in other words, or in another language.
type made struct {
	veil   *draft.Veil
	system string
	was    string // the text, with placeholders
	is     string // what came back, with placeholders
	locale string // language of the text, "" if unknown
	to     string // language of what comes back, "" for the same
	stays  string // how a refusal ends
}

// compose asks the model for the text and refuses what has not the form of a message.
func (a *Assist) compose(ctx context.Context, m *made, task string, payer bot.Payer) error {
	if tooLong(cut(m.was)) {
		return &Refused{"A sentence of the text is too long to be compared with another. Make two of it, and try again." + m.stays}
	}
	tokens := 120 + len(m.was)/2
	reply, err := a.ask(ctx, prompt(m.system, fenced([]fence{{1, "Message", m.was}}, task), tokens, payer), maxReply)
	if err != nil {
		return err
	}
	m.is = assemble(cut(reply))
	switch {
	case tooLong(cut(reply)):
		return &Refused{"It came back in sentences that nobody can read." + m.stays}
	case m.is == "":
		return &Refused{"Nothing of use came back." + m.stays}
	case markedUp(m.is) && !markedUp(m.was):
		return &Refused{"It came back with markup." + m.stays}
	}
	return nil
}

// tooLong reports whether a sentence is longer than the gate reads.
func tooLong(sentences []draft.Cited) bool {
	const most = draft.MaxSentence - 16 // of a longer one the end may be missing, blanks and all
	return slices.ContainsFunc(sentences, func(s draft.Cited) bool { return len(s.Text) > most })
}

// assemble puts sentences together again.
func assemble(sentences []draft.Cited) string {
	var b strings.Builder
	for _, s := range sentences {
		b.WriteString(s.Break + s.Text)
	}
	return strings.TrimSpace(b.String())
}

// marks are what messages do not have: tags, links and pictures of Markdown, code, headings and emphasis.
var marks = pattern.Of("(?m)<[A-Za-z/!?]|\\]\\(|```|^#{1,6} |\\*\\*")

func markedUp(text string) bool { return marks.MatchString(text) }

// compare holds what came back against the text: first that nothing is missing, then that nothing was added. What is
// compared are facts; words may be others.
func (m *made) compare() error {
	if err := m.samePlaceholders(); err != nil {
		return err
	}
	back := ground.New([]ground.Source{{N: 1, Text: m.is, Locale: m.language(), Links: addresses(m.is)}}, ground.Options{Locale: m.locale, Across: true, Known: m.veil.Placeholders()})
	for _, s := range cut(m.was) {
		if f, ok := failed(back.Check(s.Text, []int{1})); ok {
			return m.differs(f, lost)
		}
	}
	there := ground.New([]ground.Source{{N: 1, Text: m.was, Locale: m.locale, Links: addresses(m.was)}}, ground.Options{
		Locale: m.language(), Across: true, Known: m.veil.Placeholders(), Secret: m.system,
	})
	for _, s := range cut(m.is) {
		if f, ok := failed(there.Check(s.Text, []int{1})); ok {
			return m.differs(f, added)
		}
	}
	return nil
}

// language is that of what comes back.
func (m *made) language() string {
	if m.to != "" {
		return m.to
	}
	return m.locale
}

// samePlaceholders wants every placeholder of the text in what came back, and no other.
func (m *made) samePlaceholders() error {
	was, is := redact.Placeholders(m.was), redact.Placeholders(m.is)
	for _, p := range was {
		if !slices.Contains(is, p) {
			return &Refused{"It would have left out " + quoted(m.veil.Restore(p)) + "." + m.stays}
		}
	}
	for _, p := range is {
		if !slices.Contains(was, p) {
			return &Refused{"It would have added " + quoted(m.veil.Restore(p)) + "." + m.stays}
		}
	}
	return nil
}

// failed returns the first finding that forbids a sentence.
func failed(findings []ground.Finding) (ground.Finding, bool) {
	for _, f := range findings {
		if f.Verdict != bot.Passed && f.Verdict != bot.Unsupported {
			return f, true
		}
	}
	return ground.Finding{}, len(findings) == 0
}

// side says on which side of a comparison something is missing.
type side int

const (
	lost  side = iota // the text has it, what came back has not
	added             // what came back has it, the text has not
)

// differs is the refusal of a text that says something else.
func (m *made) differs(f ground.Finding, where side) error {
	words := quoted(m.veil.Restore(f.Found))
	why := ""
	switch f.Verdict {
	case bot.Malformed, bot.Foreign, bot.Uncited:
		if why = "It came back in pieces, with markup, or in another language."; where == lost {
			why = "This part of the text cannot be compared with what came back: " + words + "."
		}
	case bot.Negation:
		why = "It would have turned round what is denied: " + words + "."
	case bot.Leaked:
		why = "The model repeated its instructions."
	default:
		if why = "It would have changed " + words + "."; where == added {
			why = "It would have added " + words + "."
		}
	}
	return &Refused{why + m.stays}
}
