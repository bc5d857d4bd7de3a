package mail

import (
	"fmt"
	"strings"
	"time"

	"frontdesk/bot"
)

// words are the sentences of one language. Sentences with a %s take a name.
type words struct {
	tag      string
	greeting string // with the name
	hello    string // without
	subject  map[Kind]string
	intro    map[Kind]string
	unnamed  map[Kind]string // the subject of a reply by nobody who is named
	question string
	until    string
	earlier  func(n int) string
	open     map[bool]string // before the link; true for replies
	link     string
	why      map[bool]string // true with the site's name
	and      string
	others   string
	support  string
	date     func(t time.Time) string
}

// speak returns the words for a locale.
func speak(locale string) *words {
	if bot.Language(locale) == "de" {
		return &german
	}
	return &english
}

var english = words{
	tag:      "en",
	greeting: "Hello %s,",
	hello:    "Hello,",
	subject: map[Kind]string{
		KindReply:    "%s answered your question",
		KindPromise:  "What we promised you",
		KindKept:     "We kept our promise",
		KindLate:     "We are late with what we promised",
		KindExpired:  "Nobody could answer you in time",
		KindResolved: "Your question is marked as resolved",
	},
	intro: map[Kind]string{
		KindReply:    "Here is what was written while you were away.",
		KindPromise:  "This is what we promised you.",
		KindKept:     "We have done what we promised you.",
		KindLate:     "We are late with what we promised you, and we are sorry. It is not forgotten.",
		KindExpired:  "Nobody could answer you in time, and we are sorry. Your conversation is kept. If you still need an answer, write to us again in the conversation.",
		KindResolved: "Your question is marked as resolved. If it is not, write to us again in the conversation.",
	},
	unnamed:  map[Kind]string{KindReply: "Your question was answered"},
	question: "You had asked:",
	until:    "By: %s",
	earlier: func(n int) string {
		if n == 1 {
			return "One earlier message is in the conversation."
		}
		return fmt.Sprintf("%d earlier messages are in the conversation.", n)
	},
	open:    map[bool]string{true: "Answer here:", false: "Go to the conversation:"},
	link:    "The link is for you only and works for 30 days. What you send to this e-mail address does not reach the conversation; please use the link.",
	why:     map[bool]string{true: "You get this e-mail because you left your address in the chat on %s.", false: "You get this e-mail because you left your address in our chat."},
	and:     " and ",
	others:  "others",
	support: "Support",
	date: func(t time.Time) string {
		return fmt.Sprintf("%d %s %d, %s", t.Day(), t.Month(), t.Year(), t.Format("15:04 (MST)"))
	},
}

var german = words{
	tag:      "de",
	greeting: "Guten Tag %s,",
	hello:    "Guten Tag,",
	subject: map[Kind]string{
		KindReply:    "%s hat Ihre Frage beantwortet",
		KindPromise:  "Was wir Ihnen zugesagt haben",
		KindKept:     "Wir haben unsere Zusage eingehalten",
		KindLate:     "Wir sind mit unserer Zusage in Verzug",
		KindExpired:  "Niemand konnte Ihnen rechtzeitig antworten",
		KindResolved: "Ihre Frage gilt als gelöst",
	},
	intro: map[Kind]string{
		KindReply:    "das wurde geschrieben, während Sie weg waren.",
		KindPromise:  "das haben wir Ihnen zugesagt.",
		KindKept:     "wir haben getan, was wir Ihnen zugesagt haben.",
		KindLate:     "wir sind mit unserer Zusage in Verzug und bitten um Entschuldigung. Sie ist nicht vergessen.",
		KindExpired:  "niemand konnte Ihnen rechtzeitig antworten. Wir bitten um Entschuldigung. Ihre Unterhaltung bleibt erhalten. Wenn Sie noch eine Antwort brauchen, schreiben Sie uns dort noch einmal.",
		KindResolved: "Ihre Frage gilt als gelöst. Wenn sie es nicht ist, schreiben Sie uns noch einmal in der Unterhaltung.",
	},
	unnamed:  map[Kind]string{KindReply: "Ihre Frage wurde beantwortet"},
	question: "Sie hatten gefragt:",
	until:    "Bis: %s",
	earlier: func(n int) string {
		if n == 1 {
			return "Eine frühere Nachricht steht in der Unterhaltung."
		}
		return fmt.Sprintf("%d frühere Nachrichten stehen in der Unterhaltung.", n)
	},
	open:    map[bool]string{true: "Hier antworten:", false: "Zur Unterhaltung:"},
	link:    "Der Link ist nur für Sie bestimmt und gilt 30 Tage. Was Sie an diese E-Mail-Adresse senden, kommt in der Unterhaltung nicht an; bitte benutzen Sie den Link.",
	why:     map[bool]string{true: "Sie erhalten diese E-Mail, weil Sie im Chat auf %s Ihre Adresse hinterlassen haben.", false: "Sie erhalten diese E-Mail, weil Sie in unserem Chat Ihre Adresse hinterlassen haben."},
	and:     " und ",
	others:  "andere",
	support: "Support",
	date: func(t time.Time) string {
		months := [...]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"}
		return fmt.Sprintf("%d. %s %d, %s", t.Day(), months[t.Month()-1], t.Year(), t.Format("15:04 Uhr (MST)"))
	},
}

// names joins the names of who wrote, each once, in the order of their first message. German says "haben" of several,
// which the caller minds.
func (w *words) names(lines []Line) (joined string, several bool) {
	var all []string
	seen := make(map[string]bool)
	for _, l := range lines {
		if n := oneLine(l.By, maxName); n != "" && !seen[n] {
			seen[n] = true
			all = append(all, n)
		}
	}
	switch len(all) {
	case 0:
		return "", false
	case 1:
		return all[0], false
	case 2, 3:
		return strings.Join(all[:len(all)-1], ", ") + w.and + all[len(all)-1], true
	}
	return strings.Join(all[:2], ", ") + w.and + w.others, true
}

// subjectOf is the subject of a letter.
func (w *words) subjectOf(l *Letter) string {
	if l.Kind != KindReply {
		return w.subject[l.Kind]
	}
	who, several := w.names(l.Lines)
	switch {
	case who == "":
		return w.unnamed[l.Kind]
	case several && w == &german:
		return who + " haben Ihre Frage beantwortet"
	}
	return fmt.Sprintf(w.subject[l.Kind], who)
}
