package notice_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"frontdesk/bot"
	"frontdesk/bot/notice"
)

var (
	berlin = location("Europe/Berlin")
	friday = time.Date(2026, 3, 6, 15, 0, 0, 0, time.UTC) // 16:00 in Berlin
	monday = time.Date(2026, 3, 9, 8, 0, 0, 0, time.UTC)  // 9:00 in Berlin
)

func location(name string) *time.Location {
	l, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return l
}

var (
	ana    = bot.Author{Kind: bot.ByAgent, ID: "s1", Name: "Ana"}
	system = bot.Author{Kind: bot.BySystem}
)

func toQueue(by bot.Author, b bot.Body) bot.Event {
	b.Owner = bot.OwnerQueue
	return bot.Event{Kind: bot.EventOwner, Author: by, At: friday, Body: b}
}

func toAgent(by bot.Author, b bot.Body) bot.Event {
	b.Owner = bot.OwnerAgent
	return bot.Event{Kind: bot.EventOwner, Author: by, At: friday, Body: b}
}

func promised(p bot.Promise, at time.Time) bot.Event {
	return bot.Event{Kind: bot.EventPromise, At: at, Body: bot.Body{Promise: &p}}
}

var cases = map[string]struct {
	event  bot.Event
	en, de string
}{
	"asked": {
		toQueue(bot.Customer("v"), bot.Body{Reason: bot.ReasonAsked, Team: "our returns team", Place: 2, Staffed: true, Wait: 240, Samples: 12}),
		"I've asked our returns team. You are number 2. Half of the last 12 customers waited at most 4 minutes.",
		"Ihre Frage ging an: our returns team. Sie sind Nummer 2. Die Hälfte der letzten 12 Kunden hat höchstens 4 Minuten gewartet.",
	},
	"a standard": {
		toQueue(system, bot.Body{Reason: bot.ReasonLowConfidence, Place: 1, Staffed: true, Standard: 240}),
		"I've asked our team. You are next. We answer within 4 minutes.",
		"Ihre Frage ging an: unser Team. Sie sind als Nächstes dran. Wir antworten innerhalb von 4 Minuten.",
	},
	"a long standard": {
		toQueue(system, bot.Body{Reason: bot.ReasonTwiceFailed, Staffed: true, Standard: 8 * 3600}),
		"I've asked our team. We answer within 8 hours of opening time.",
		"Ihre Frage ging an: unser Team. Wir antworten innerhalb von 8 Stunden Öffnungszeit.",
	},
	"few samples": {
		toQueue(system, bot.Body{Reason: bot.ReasonAnger, Staffed: true, Wait: 240, Samples: bot.MinSamples - 1}),
		"I've asked our team.",
		"Ihre Frage ging an: unser Team.",
	},
	"closed": {
		toQueue(system, bot.Body{Reason: bot.ReasonNeverSay, Place: 3, Opens: monday.UnixMilli(), Standard: 240}),
		"I've asked our team. You are number 3. Nobody is here right now. We are back Monday at 9:00 and answer within 4 minutes from then. Leave your e-mail address and we will answer there.",
		"Ihre Frage ging an: unser Team. Sie sind Nummer 3. Gerade ist niemand da. Wir sind ab Montag 9:00 Uhr wieder da und antworten von da an innerhalb von 4 Minuten. Hinterlassen Sie Ihre E-Mail-Adresse, wir antworten dort.",
	},
	"nobody, and nobody knows until when": {
		toQueue(system, bot.Body{Reason: bot.ReasonReopened, Standard: 240, Wait: 60, Samples: 50}),
		"I've asked our team. Nobody is here right now. Leave your e-mail address and we will answer there.",
		"Ihre Frage ging an: unser Team. Gerade ist niemand da. Hinterlassen Sie Ihre E-Mail-Adresse, wir antworten dort.",
	},
	"back later the same day": {
		toQueue(system, bot.Body{Reason: bot.ReasonAsked, Opens: friday.Add(90 * time.Minute).UnixMilli()}),
		"I've asked our team. Nobody is here right now. We are back today at 17:30. Leave your e-mail address and we will answer there.",
		"Ihre Frage ging an: unser Team. Gerade ist niemand da. Wir sind ab heute 17:30 Uhr wieder da. Hinterlassen Sie Ihre E-Mail-Adresse, wir antworten dort.",
	},
	"back after the holidays": {
		toQueue(system, bot.Body{Reason: bot.ReasonAsked, Opens: monday.AddDate(0, 0, 28).Add(-time.Hour).UnixMilli()}),
		"I've asked our team. Nobody is here right now. We are back on 6 April at 9:00. Leave your e-mail address and we will answer there.",
		"Ihre Frage ging an: unser Team. Gerade ist niemand da. Wir sind ab 6. April 9:00 Uhr wieder da. Hinterlassen Sie Ihre E-Mail-Adresse, wir antworten dort.",
	},
	"search down": {
		toQueue(system, bot.Body{Reason: bot.ReasonSearchDown, Staffed: true, Place: 1}),
		"Something went wrong on our side. I've asked our team. You are next.",
		"Bei uns ist etwas schiefgegangen. Ihre Frage ging an: unser Team. Sie sind als Nächstes dran.",
	},
	"bot failed": {
		toQueue(system, bot.Body{Reason: bot.ReasonBotFailed, Staffed: true, Place: 1}),
		"Something went wrong on our side. I've asked our team. You are next.",
		"Bei uns ist etwas schiefgegangen. Ihre Frage ging an: unser Team. Sie sind als Nächstes dran.",
	},
	"agent gone": {
		toQueue(system, bot.Body{Reason: bot.ReasonAgentGone, From: "Ana", Place: 1, Staffed: true}),
		"The connection to Ana was lost. You keep your place: number 1.",
		"Die Verbindung zu Ana ist abgerissen. Sie behalten Ihren Platz: Nummer 1.",
	},
	"an agent without a name is gone": {
		toQueue(system, bot.Body{Reason: bot.ReasonAgentGone, Place: 4, Staffed: true}),
		"The connection to our colleague was lost. You keep your place: number 4.",
		"Die Verbindung zu unserem Team ist abgerissen. Sie behalten Ihren Platz: Nummer 4.",
	},
	"agent silent": {
		toQueue(system, bot.Body{Reason: bot.ReasonAgentSilent, From: "Ana", Place: 2, Staffed: true, Wait: 90, Samples: 5}),
		"Ana could not answer you in time. You keep your place: number 2. Half of the last 5 customers waited at most 2 minutes.",
		"Die Antwort von Ana kam nicht rechtzeitig. Sie behalten Ihren Platz: Nummer 2. Die Hälfte der letzten 5 Kunden hat höchstens 2 Minuten gewartet.",
	},
	"released": {
		toQueue(ana, bot.Body{Reason: bot.ReasonReleased, Place: 1, Staffed: true}),
		"Ana has given your question back to the team. You keep your place: number 1.",
		"Ihre Frage kam von Ana zurück ins Team. Sie behalten Ihren Platz: Nummer 1.",
	},
	"transferred to a team": {
		toQueue(ana, bot.Body{Reason: bot.ReasonTransferred, From: "Ana", Team: "our returns team", Place: 1, Staffed: true}),
		"Ana has passed you on to our returns team. You keep your place: number 1.",
		"Sie wurden von Ana weitergegeben an: our returns team. Sie behalten Ihren Platz: Nummer 1.",
	},
	"undone": {
		toQueue(ana, bot.Body{Reason: bot.ReasonUndone, Place: 1, Staffed: true}),
		"Your question is back in the queue. You keep your place: number 1.",
		"Ihre Frage ist wieder in der Warteschlange. Sie behalten Ihren Platz: Nummer 1.",
	},
	"claimed": {
		toAgent(ana, bot.Body{Reason: bot.ReasonAsked, Agent: "Ana"}),
		"Ana is here now.", "Ana ist jetzt da.",
	},
	"claimed from a team's queue": {
		toAgent(ana, bot.Body{Reason: bot.ReasonTransferred, Agent: "Ana"}),
		"Ana is here now.", "Ana ist jetzt da.",
	},
	"claimed after it was opened again": {
		toAgent(ana, bot.Body{Reason: bot.ReasonReopened, Agent: "Ana"}),
		"Ana is here now.", "Ana ist jetzt da.",
	},
	"opened again to the agent": {
		toAgent(system, bot.Body{Reason: bot.ReasonReopened, Agent: "Ana"}),
		"Your question is with Ana again.", "Ihre Frage liegt wieder bei Ana.",
	},
	"taken over": {
		toAgent(ana, bot.Body{Reason: bot.ReasonTakenOver, Agent: "Ana", From: "Ben"}),
		"Ana has taken over.", "Ana hat übernommen.",
	},
	"transferred": {
		toAgent(ana, bot.Body{Reason: bot.ReasonTransferred, Agent: "Ben", From: "Ana"}),
		"Ana has passed you on to Ben.", "Sie wurden von Ana weitergegeben an: Ben.",
	},
	"assigned": {
		toAgent(system, bot.Body{Reason: bot.ReasonAssigned, Agent: "Ben"}),
		"Your question is with Ben now.", "Ihre Frage liegt jetzt bei Ben.",
	},
	"claimed by nobody we can name": {
		toAgent(bot.Author{Kind: bot.ByAgent}, bot.Body{}),
		"Somebody from our team is here now.", "Jemand aus unserem Team ist jetzt da.",
	},
	"back to the bot": {
		bot.Event{Kind: bot.EventOwner, Author: ana, Body: bot.Body{Owner: bot.OwnerBot}},
		"The assistant answers again.", "Der Assistent antwortet wieder.",
	},
	"looked": {
		bot.Event{Kind: bot.EventLooked, Author: ana, Body: bot.Body{Agent: "Ana"}},
		"Ana is reading your question.", "Ana liest Ihre Frage.",
	},
	"wait": {
		bot.Event{Kind: bot.EventWait, At: friday, Body: bot.Body{Place: 2, Staffed: true, Wait: 3600, Samples: 12345}},
		"It takes longer than we said. You are number 2 now. Half of the last 12,345 customers waited at most 1 hour.",
		"Es dauert länger als gesagt. Sie sind jetzt Nummer 2. Die Hälfte der letzten 12.345 Kunden hat höchstens 1 Stunde gewartet.",
	},
	"wait, with nothing to say": {
		bot.Event{Kind: bot.EventWait, At: friday, Body: bot.Body{Place: 1, Staffed: true}},
		"It takes longer than we said. You are next now.",
		"Es dauert länger als gesagt. Sie sind jetzt als Nächstes dran.",
	},
	"wait, and nobody is left": {
		bot.Event{Kind: bot.EventWait, At: friday, Body: bot.Body{Place: 2, Opens: monday.UnixMilli()}},
		"It takes longer than we said. You are number 2 now. Nobody is here right now. We are back Monday at 9:00. Leave your e-mail address and we will answer there.",
		"Es dauert länger als gesagt. Sie sind jetzt Nummer 2. Gerade ist niemand da. Wir sind ab Montag 9:00 Uhr wieder da. Hinterlassen Sie Ihre E-Mail-Adresse, wir antworten dort.",
	},
	"resolved": {
		bot.Event{Kind: bot.EventResolved, Author: ana, Body: bot.Body{Cause: "delivery"}},
		"The conversation was closed.", "Das Gespräch wurde beendet.",
	},
	"resolved by a merge": {bot.Event{Kind: bot.EventResolved, Author: ana, Body: bot.Body{Cause: "merged"}}, "", ""},
	"reopened":            {bot.Event{Kind: bot.EventReopened}, "The conversation is open again.", "Das Gespräch ist wieder offen."},
	"expired": {
		bot.Event{Kind: bot.EventExpired},
		"Nobody could take your question in time. Leave your e-mail address and we will answer there, or write again and you are back in the queue.",
		"Niemand konnte Ihre Frage rechtzeitig übernehmen. Hinterlassen Sie Ihre E-Mail-Adresse, wir antworten dort; oder schreiben Sie wieder, dann sind Sie zurück in der Warteschlange.",
	},
	"promise": {
		promised(bot.Promise{Text: "refund confirmed", Due: friday.Add(25 * time.Hour).UnixMilli(), State: bot.PromiseOpen}, friday),
		"Promised by 17:00 tomorrow: refund confirmed", "Versprochen bis morgen 17:00 Uhr: refund confirmed",
	},
	"promise kept": {
		promised(bot.Promise{Text: "Refund confirmed.", Due: friday.UnixMilli(), State: bot.PromiseKept}, friday),
		"Done as promised: Refund confirmed.", "Wie versprochen erledigt: Refund confirmed.",
	},
	"promise kept late": {
		promised(bot.Promise{Text: "refund confirmed", Due: friday.UnixMilli(), State: bot.PromiseKept, Late: true}, friday.Add(time.Hour)),
		"Done later than promised (16:00 today): refund confirmed.", "Später als versprochen (heute 16:00 Uhr) erledigt: refund confirmed.",
	},
	"promise late": {
		promised(bot.Promise{Text: "refund confirmed", Due: friday.UnixMilli(), State: bot.PromiseLate, Late: true}, friday),
		"Not done by 16:00 today as promised: refund confirmed. We still owe it to you.",
		"Nicht wie versprochen bis heute 16:00 Uhr erledigt: refund confirmed. Wir schulden es Ihnen weiterhin.",
	},
	"promise dropped": {
		promised(bot.Promise{Text: "call you", Due: friday.UnixMilli(), State: bot.PromiseDropped, Why: "You gave us no number."}, friday),
		"We cannot keep this promise: call you. The reason: You gave us no number.",
		"Dieses Versprechen können wir nicht halten: call you. Der Grund: You gave us no number.",
	},
	"merged": {
		bot.Event{Kind: bot.EventMerged, Body: bot.Body{Other: "c2"}},
		"Another conversation of yours was put together with this one.", "Ein anderes Gespräch von Ihnen wurde mit diesem zusammengelegt.",
	},
	"merged into": {
		bot.Event{Kind: bot.EventMerged, Body: bot.Body{Other: "c2", Into: true}},
		"This conversation goes on in another one of yours.", "Dieses Gespräch geht in einem anderen von Ihnen weiter.",
	},
	"contact": {
		bot.Event{Kind: bot.EventContact, Body: bot.Body{Email: "ana@example.org"}},
		"Our team can reach you at ana@example.org.", "Unser Team erreicht Sie unter ana@example.org.",
	},
	"names are no formats": {toAgent(ana, bot.Body{Agent: "100%d"}), "100%d is here now.", "100%d ist jetzt da."},
}

func TestEvent(t *testing.T) {
	for name, test := range cases {
		if got := notice.Event(test.event, "en-GB", berlin); got != test.en {
			t.Errorf("%s:\n got %q\nwant %q", name, got, test.en)
		}
		if got := notice.Event(test.event, "de_AT", berlin); got != test.de {
			t.Errorf("%s:\n got %q\nwant %q", name, got, test.de)
		}
		if got := notice.Event(test.event, "fr", berlin); got != test.en {
			t.Errorf("%s in another language: %q", name, got)
		}
	}
}

// silent are the kinds of events that customers see without words of the system.
var silent = map[bot.EventKind]bool{bot.EventMessage: true, bot.EventFeedback: true, bot.EventRating: true}

// Every kind of event and every reason for a hand-off has its case above, or is known to need no words.
func TestNothingIsForgotten(t *testing.T) {
	kinds, reasons := map[string]bool{}, map[string]bool{}
	for _, test := range cases {
		kinds[string(test.event.Kind)] = true
		reasons[string(test.event.Body.Reason)] = true
	}
	for _, kind := range constants(t, "../event.go", "EventKind") {
		k := bot.EventKind(kind)
		switch line := notice.Event(bot.Event{Kind: k, Body: bot.Body{Text: "secret"}}, "en", nil); {
		case k.ForStaff() && line != "":
			t.Errorf("customers are told of %s: %q", kind, line)
		case !k.ForStaff() && !silent[k] && !kinds[kind]:
			t.Errorf("there is no case for the event %s", kind)
		}
	}
	for _, reason := range constants(t, "../conversation.go", "HandoffReason") {
		if !reasons[reason] {
			t.Errorf("there is no case for the reason %s", reason)
		}
	}
}

// constants reads the constants of a type out of a source file.
func constants(t *testing.T, file, of string) (out []string) {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok {
			if name, ok := v.Type.(*ast.Ident); ok && name.Name == of {
				s, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, s)
			}
		}
		return true
	})
	if len(out) < 10 {
		t.Fatalf("only %d constants of %s found in %s", len(out), of, file)
	}
	return out
}

// Whatever stands in an event, no text has a hole in it, and no German text an English one.
func TestNoHoles(t *testing.T) {
	for _, kind := range constants(t, "../event.go", "EventKind") {
		for _, reason := range append(constants(t, "../conversation.go", "HandoffReason"), "", "new") {
			for _, owner := range []bot.OwnerKind{bot.OwnerBot, bot.OwnerQueue, bot.OwnerAgent} {
				e := bot.Event{Kind: bot.EventKind(kind), At: friday, Body: bot.Body{Owner: owner, Reason: bot.HandoffReason(reason)}}
				for _, locale := range []string{"en", "de", ""} {
					line := notice.Event(e, locale, nil)
					if strings.Contains(line, "%!") || strings.Contains(line, "  ") || strings.Contains(strings.ToLower(line), "connecting") {
						t.Errorf("%s %s %s: %q", kind, owner, reason, line)
					}
				}
			}
		}
	}
}

func TestUnknownZone(t *testing.T) {
	e := toQueue(system, bot.Body{Reason: bot.ReasonAsked, Opens: monday.UnixMilli()})
	if got := notice.Event(e, "en", nil); !strings.Contains(got, "Monday at 8:00 UTC") {
		t.Errorf("%q", got)
	}
	if got := notice.Event(e, "en", location("America/New_York")); !strings.Contains(got, "Monday at 4:00.") {
		t.Errorf("%q", got)
	}
}
