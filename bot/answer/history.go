package answer

import (
	"slices"
	"strings"

	"frontdesk/bot"
)

// sameQuestion is the likeness from which two messages count as the same question asked again.
const sameQuestion = 0.6

// failures counts the answers in a row, up to now, that failed. now is the message at hand.
func failures(earlier []bot.Exchange, now string) int {
	n := 0
	for i := len(earlier) - 1; i >= 0; i-- {
		e := earlier[i]
		next := now
		if i+1 < len(earlier) {
			next = earlier[i+1].Question
		}
		switch {
		case deniesHelp(e.Question) || plainNo(e.Question):
			// the verdict on the turn before, counted there
		case failed(e, next):
			n++
		case e.Kind == bot.SmallTalk && e.Helpful == nil, e.Kind == bot.Clarification:
			// neither helped nor failed
		default:
			return n
		}
	}
	return n
}

// failed reports whether a turn failed, by what the customer wrote next.
func failed(e bot.Exchange, next string) bool {
	if e.Helpful != nil {
		return !*e.Helpful
	}
	switch {
	case e.Kind == bot.Clarification && e.Reason == bot.ReasonLowConfidence, e.Kind == bot.Answer && e.Reason == bot.ReasonLowConfidence:
		return true
	case e.Kind == bot.Answer:
		return deniesHelp(next) || plainNo(next) || askedAgain(e.Question, next)
	}
	return false
}

// askedAgain reports whether the second message asks the same as the first.
func askedAgain(first, second string) bool {
	return !elliptic(second) && likeness(first, second) >= sameQuestion
}

// last returns the newest exchange.
func last(earlier []bot.Exchange) (bot.Exchange, bool) {
	if len(earlier) == 0 {
		return bot.Exchange{}, false
	}
	return earlier[len(earlier)-1], true
}

// lastQuestion is the newest earlier message that asked something, with the one before it if it
// depends on that.
func lastQuestion(earlier []bot.Exchange) string {
	for i := len(earlier) - 1; i >= 0; i-- {
		q := earlier[i].Question
		if earlier[i].Kind == bot.SmallTalk || deniesHelp(q) || strings.TrimSpace(q) == "" {
			continue
		}
		if elliptic(q) && i > 0 {
			if before := lastQuestion(earlier[:i]); before != "" {
				return before + " " + q
			}
		}
		return q
	}
	return ""
}

// meant is what a message asks: itself, with the question before it if it depends on that.
func meant(earlier []bot.Exchange, message string) string {
	if elliptic(message) {
		if before := lastQuestion(earlier); before != "" {
			return before + " " + message
		}
	}
	return message
}

// sameWords reports whether two messages are the same but for capitals, punctuation, greetings and politeness.
func sameWords(a, b string) bool {
	return slices.Equal(bareWords(a), bareWords(b))
}

func bareWords(text string) []string {
	return slices.DeleteFunc(strings.Fields(plain(withoutGreeting(text))), func(w string) bool { return polite[w] })
}

var polite = words(`please pls plz thanks thank you thx ok okay so then again a an the hi hello hey now just`)

// questions lists the earlier messages that asked something, oldest first.
func questions(earlier []bot.Exchange) []string {
	var out []string
	for _, e := range earlier {
		if e.Kind != bot.SmallTalk && !deniesHelp(e.Question) && strings.TrimSpace(e.Question) != "" {
			out = append(out, e.Question)
		}
	}
	return out
}

// shown lists the articles that were quoted already.
func shown(earlier []bot.Exchange) map[string]bool {
	out := make(map[string]bool)
	for _, e := range earlier {
		if e.Kind == bot.Answer {
			for _, a := range e.Articles {
				out[a] = true
			}
		}
	}
	return out
}
