package assist

import (
	"cmp"
	"slices"
	"strings"

	"frontdesk/bot"
	"frontdesk/knowledge/language"
)

// Limits of a conversation that goes to the model: the first messages of the customer and the newest of all say what it
// is about.
const (
	mostMessages = 40
	mostSpoken   = 1500  // bytes of one message
	mostOfBot    = 600   // bytes of one of the bot's, which quote articles
	mostTalk     = 14000 // bytes in all
)

// message is a message of a conversation as it goes to the model.
type message struct {
	seq  int64
	by   bot.AuthorKind
	text string
}

// spoken are the messages of a log, oldest first, cut down to what a model can read. Nothing but what both sides said is
// among them: notes are for staff alone.
func spoken(log []bot.Event) []message {
	var all []message
	for _, e := range log {
		text := strings.TrimSpace(e.Body.Text)
		if e.Kind != bot.EventMessage || text == "" || e.Author.Kind == bot.BySystem {
			continue
		}
		all = append(all, message{e.Seq, e.Author.Kind, text})
	}
	first := slices.IndexFunc(all, message.ofCustomer)
	if first < 0 {
		return nil
	}
	size, from := all[first].size(), len(all)
	for from > first+1 && len(all)-from < mostMessages-1 && size+all[from-1].size() <= mostTalk {
		from--
		size += all[from].size()
	}
	return append([]message{all[first]}, all[max(from, first+1):]...)
}

func (m message) ofCustomer() bool { return m.by == bot.ByCustomer }

// most is how many bytes of a message the model reads.
func (m message) most() int {
	if m.by == bot.ByBot {
		return mostOfBot
	}
	return mostSpoken
}

func (m message) size() int { return min(len(m.text), m.most()) }

// NamesIn are the names that a log tells besides those that are known: of customers and of agents.
func NamesIn(log []bot.Event, known []string) []string {
	out := slices.Clone(known)
	for _, e := range log {
		out = append(out, e.Body.Name, e.Body.Agent, e.Body.From)
		if e.Author.Kind == bot.ByAgent || e.Author.Kind == bot.ByCustomer {
			out = append(out, e.Author.Name)
		}
	}
	out = slices.DeleteFunc(out, func(n string) bool { return strings.TrimSpace(n) == "" })
	slices.Sort(out)
	return slices.Compact(out)
}

// foreignTo reports whether a text is surely in another language than the locale's. Of a language that cannot be detected
// nothing is.
func foreignTo(text, locale string) bool {
	if language.Code(locale) == "" {
		return false
	}
	code, sure := language.Detect(text, cmp.Or(locale, "en"))
	return sure && code != language.Code(locale)
}
