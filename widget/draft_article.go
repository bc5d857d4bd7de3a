package widget

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/knowledge"
)

// draftArticle answers GET /api/agent/article?conversation=ID with a question and its answer to make an article of,
// without what tells who asked.
func (e *edge) draftArticle(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	c, err := e.readable(r, who)
	if err != nil {
		return err
	}
	log, err := e.tail(r.Context(), c)
	if err != nil {
		return err
	}
	visitor, _, err := e.Visitors.VisitorOf(r.Context(), c.Visitor)
	if err != nil {
		return err
	}
	round, clean := lastRound(log), without(customersNames(c, visitor))
	question := clean(firstQuestion(round))
	return writeJSON(w, http.StatusOK, map[string]string{"title": titleOf(question), "question": question, "answer": clean(agentsWords(round))})
}

func vouchedName(v bot.Visitor) string {
	if v.Vouched == nil {
		return ""
	}
	return v.Vouched.Name
}

// leastWords is how many words a question has at least; "hello there" has fewer.
const leastWords = 3

// firstQuestion is the customer's first message that asks something: neither small talk nor the wish for a person, as
// the bot's reaction to it tells, nor a word or two. Without one it is the longest message.
func firstQuestion(log []bot.Event) string {
	longest := ""
	for i, e := range log {
		if e.Kind != bot.EventMessage || e.Author.Kind != bot.ByCustomer {
			continue
		}
		text := strings.TrimSpace(e.Body.Text)
		if len(strings.Fields(text)) >= leastWords && !besideThePoint(log[i+1:]) {
			return text
		}
		if utf8.RuneCountInString(text) > utf8.RuneCountInString(longest) {
			longest = text
		}
	}
	return longest
}

// besideThePoint reports whether the bot took the message before this part of the log for small talk or for the wish
// for a person.
func besideThePoint(rest []bot.Event) bool {
	for _, e := range rest {
		if e.Kind == bot.EventMessage {
			b := e.Body
			return e.Author.Kind == bot.ByBot && (b.Decision == bot.SmallTalk || b.Decision == bot.Handoff && b.Reason == bot.ReasonAsked)
		}
	}
	return false
}

// agentsWords are the agents' messages to the customer.
func agentsWords(log []bot.Event) string {
	var said []string
	for _, e := range log {
		if e.Kind == bot.EventMessage && e.Author.Kind == bot.ByAgent {
			said = append(said, strings.TrimSpace(e.Body.Text))
		}
	}
	return strings.Join(said, "\n\n")
}

// titleOf is the first line of a question, short enough for a title.
func titleOf(question string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(question), "\n")
	if first, _, more := strings.Cut(line, "? "); more {
		line = first + "?"
	}
	return snippet(line, knowledge.Span{})
}
