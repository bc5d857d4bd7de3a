package gap

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/bot"
)

var (
	noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	anna = bot.Author{Kind: bot.ByAgent, ID: "anna", Name: "Anna"}
)

// talk is a conversation that goes by the real rules, with its log in memory.
type talk struct {
	t   *testing.T
	c   bot.Conversation
	log []bot.Event
	now time.Time
}

func begin(t *testing.T) *talk {
	return &talk{t: t, now: noon, c: bot.Conversation{
		ID: "conversation-0001", Visitor: "v", Site: "shop", Locale: "en", Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerBot}, Epoch: 1,
	}}
}

func (k *talk) do(ch bot.Change, err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
	k.c = ch.After
	for _, e := range ch.Events {
		k.c.Head++
		e.Conversation, e.Seq, e.Epoch = k.c.ID, k.c.Head, k.c.Epoch
		k.log = append(k.log, e)
	}
	k.now = k.now.Add(time.Minute)
}

func (k *talk) id() string { return fmt.Sprint("id-", k.c.Head) }

func (k *talk) says(text string) { k.do(k.c.Says(k.id(), text, "", bot.Around{Staff: true}, k.now)) }
func (k *talk) picks(title, id string) {
	k.do(k.c.Says(k.id(), title, id, bot.Around{Staff: true}, k.now))
}
func (k *talk) asksForPerson()           { k.do(k.c.AsksForPerson(k.id(), k.now)) }
func (k *talk) claims()                  { k.do(k.c.Claim(anna, k.id(), k.now)) }
func (k *talk) replies(text string)      { k.do(k.c.Replies(anna, k.id(), text, k.c.Epoch, k.now)) }
func (k *talk) resolves()                { k.do(k.c.Resolve(anna, k.id(), "Delivery", k.c.Epoch, k.now)) }
func (k *talk) handsBack()               { k.do(k.c.HandBack(anna, k.id(), k.c.Epoch, k.now)) }
func (k *talk) rates(n int)              { k.do(k.c.Rate(k.id(), n, "", k.now)) }
func (k *talk) votes(ref int64, up bool) { k.do(k.c.Feedback(k.id(), ref, up, k.now)) }

func (k *talk) decides(rule string, d bot.Decision) {
	d.Trace = bot.Trace{Rule: rule, Query: d.Trace.Query, Candidates: []bot.Candidate{{Article: "delivery", Revision: 2, Title: "Delivery", Score: 0.4}}}
	if d.Kind == bot.Answer {
		d.Citations = []bot.Citation{{N: 1, Article: "delivery", Revision: 2}}
	}
	if d.Text == "" {
		d.Text = "so"
	}
	k.do(k.c.Decides(d, "Bot", k.c.Head, k.c.Epoch, k.now))
}

func (k *talk) answers() { k.decides("confident", bot.Decision{Kind: bot.Answer}) }
func (k *talk) asksBack() {
	k.decides("near-miss", bot.Decision{Kind: bot.Clarification, Choices: []bot.Choice{{Article: "delivery", Title: "Delivery"}}})
}
func (k *talk) gives(reason bot.HandoffReason, rule string) {
	k.decides(rule, bot.Decision{Kind: bot.Handoff, Reason: reason})
}

func (k *talk) questions() []Question {
	r := NewReader(k.c)
	for _, e := range k.log {
		r.Read(e)
	}
	return r.Questions(k.now)
}

// told is what became of the questions, in short.
func told(questions []Question) (out []string) {
	for _, q := range questions {
		s := fmt.Sprintf("%s: %s", q.Text, q.Outcome)
		if q.Cost.Messages > 0 {
			s += fmt.Sprintf(", %d in %s", q.Cost.Messages, q.Cost.Time)
		}
		out = append(out, s)
	}
	return out
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(k *talk)
		want []string
	}{
		{"answered", func(k *talk) { k.says("where is my parcel"); k.answers() }, []string{"where is my parcel: fine"}},
		{"several messages", func(k *talk) { k.says("hi"); k.says("where is my parcel"); k.answers() }, []string{"hi\nwhere is my parcel: fine"}},
		{"not reacted to yet", func(k *talk) { k.says("where is my parcel") }, nil},
		{"small talk", func(k *talk) { k.says("hello"); k.decides("small-talk", bot.Decision{Kind: bot.SmallTalk}) }, nil},
		{"thumbs down", func(k *talk) { k.says("parcel?"); k.answers(); k.votes(2, false) }, []string{"parcel?: unhelpful"}},
		{"thumbs down taken back", func(k *talk) { k.says("parcel?"); k.answers(); k.votes(2, false); k.votes(2, true) }, []string{"parcel?: fine"}},
		{"said not to help", func(k *talk) {
			k.says("parcel?")
			k.answers()
			k.says("that did not help")
			k.decides("did-not-help", bot.Decision{Kind: bot.Clarification, Offer: true, Reason: bot.ReasonLowConfidence})
		}, []string{"parcel?: unhelpful"}},
		{"failed twice", func(k *talk) {
			k.says("parcel?")
			k.answers()
			k.says("wrong")
			k.gives(bot.ReasonTwiceFailed, "twice-failed")
		}, []string{"parcel?: unanswered"}},
		{"low confidence", func(k *talk) { k.says("do you rent llamas"); k.gives(bot.ReasonLowConfidence, "no-answer") }, []string{"do you rent llamas: unanswered"}},
		{"low confidence, answered by hand", func(k *talk) {
			k.says("do you rent llamas")
			k.gives(bot.ReasonLowConfidence, "no-answer")
			k.claims()
			k.replies("We do, on Sundays.")
			k.says("great")
			k.replies("You are welcome.")
			k.resolves()
		}, []string{"do you rent llamas: unanswered, 2 in 4m0s"}},
		{"search down", func(k *talk) {
			k.says("parcel?")
			k.gives(bot.ReasonSearchDown, "search-down")
			k.claims()
			k.replies("Here.")
		}, []string{"parcel?: fine, 1 in 1m0s"}},
		{"forbidden", func(k *talk) { k.says("parcel?"); k.gives(bot.ReasonNeverSay, "confident") }, []string{"parcel?: fine"}},
		{"a choice is taken", func(k *talk) { k.says("parcel?"); k.asksBack(); k.picks("Delivery", "delivery"); k.answers() }, []string{"parcel?: fine"}},
		{"a choice is taken and does not help", func(k *talk) {
			k.says("parcel?")
			k.asksBack()
			k.picks("Delivery", "delivery")
			k.answers()
			k.votes(4, false)
		}, []string{"parcel?: unhelpful"}},
		{"a choice may still be taken", func(k *talk) { k.says("parcel?"); k.asksBack() }, []string{"parcel?: pending"}},
		{"no choice is taken in time", func(k *talk) { k.says("parcel?"); k.asksBack(); k.now = k.now.Add(time.Hour) }, []string{"parcel?: no-choice"}},
		{"something else is asked", func(k *talk) { k.says("parcel?"); k.asksBack(); k.says("opening hours"); k.answers() }, []string{"parcel?: no-choice", "opening hours: fine"}},
		{"a person instead of a choice", func(k *talk) { k.says("parcel?"); k.asksBack(); k.asksForPerson() }, []string{"parcel?: no-choice"}},
		{"an answer, but a person is wanted", func(k *talk) {
			k.says("cancel my order")
			k.answers()
			k.says("a person please")
			k.gives(bot.ReasonAsked, "person")
			k.claims()
			k.replies("Done.")
			k.resolves()
		}, []string{"cancel my order: by-hand, 1 in 2m0s"}},
		{"a person is wanted at once", func(k *talk) {
			k.asksForPerson()
			k.says("hi")
			k.says("my stove leaks gas")
			k.claims()
			k.replies("Close the valve.")
			k.says("ok")
			k.resolves()
		}, []string{"hi\nmy stove leaks gas: by-hand, 1 in 3m0s"}},
		{"the bot did not come to it", func(k *talk) {
			k.says("my stove leaks gas")
			k.asksForPerson()
			k.claims()
			k.replies("Close the valve.")
		}, []string{"my stove leaks gas: by-hand, 1 in 1m0s"}},
		{"taken from the bot", func(k *talk) { k.says("parcel?"); k.answers(); k.claims(); k.replies("It is here.") }, []string{"parcel?: by-hand, 1 in 1m0s"}},
		{"only thanks after the end", func(k *talk) {
			k.says("parcel?")
			k.answers()
			k.claims()
			k.replies("It is here.")
			k.resolves()
			k.says("thanks")
			k.claims()
			k.replies("You are welcome.")
		}, []string{"parcel?: by-hand, 1 in 2m0s"}},
		{"another question after the end", func(k *talk) {
			k.says("parcel?")
			k.gives(bot.ReasonLowConfidence, "no-answer")
			k.claims()
			k.replies("It is here.")
			k.resolves()
			k.says("can you repair my torn tent")
			k.claims()
			k.replies("We can.")
		}, []string{"parcel?: unanswered, 1 in 2m0s", "can you repair my torn tent: by-hand, 1 in 1m0s"}},
		{"given back to the bot", func(k *talk) {
			k.says("parcel?")
			k.gives(bot.ReasonLowConfidence, "no-answer")
			k.claims()
			k.replies("It is here.")
			k.handsBack()
			k.says("opening hours")
			k.answers()
		}, []string{"parcel?: unanswered, 1 in 2m0s", "opening hours: fine"}},
		{"a low rating of the bot", func(k *talk) { k.says("parcel?"); k.answers(); k.rates(2) }, []string{"parcel?: rated-low"}},
		{"a good rating of the bot", func(k *talk) { k.says("parcel?"); k.answers(); k.rates(3) }, []string{"parcel?: fine"}},
		{"a long pause", func(k *talk) {
			k.says("parcel?")
			k.gives(bot.ReasonLowConfidence, "no-answer")
			k.claims()
			k.replies("I look into it.")
			k.now = k.now.Add(20 * time.Hour)
			k.replies("It is here.")
			k.resolves()
		}, []string{"parcel?: unanswered, 2 in 17m0s"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := begin(t)
			c.do(k)
			if got := told(k.questions()); !slices.Equal(got, c.want) {
				t.Errorf("read %q\nwant %q", got, c.want)
			}
		})
	}
}

// The text is that which the bot read, and what it made of it; what agents answered and the bot tried comes along.
func TestReadTakesWhatIsKnown(t *testing.T) {
	k := begin(t)
	k.says("do you ship to norway")
	k.answers()
	k.says("and to iceland?")
	q, ok := bot.ReadQuestion(k.log, "en")
	k.decides("no-answer", bot.Decision{Kind: bot.Handoff, Reason: bot.ReasonLowConfidence, Trace: bot.Trace{Query: "do you ship to norway and to iceland?"}})
	k.claims()
	k.replies("Not yet.")
	got := k.questions()[1]
	if !ok || got.Text != q.Text || got.Asked() != "do you ship to norway and to iceland?" {
		t.Errorf("read %q, meant %q; the bot read %q", got.Text, got.Asked(), q.Text)
	}
	if got.Seq != 3 || got.Visitor != "v" || got.Site != "shop" || got.Locale != "en" || !got.At.Equal(noon.Add(2*time.Minute)) || got.Reason != bot.ReasonLowConfidence {
		t.Errorf("%+v", got)
	}
	if len(got.Tried) != 1 || got.Tried[0].Article != "delivery" || len(got.Answers) != 1 || got.Answers[0].Text != "Not yet." || got.Answers[0].Agent != "anna" {
		t.Errorf("%+v", got)
	}
}

// Whoever writes without end costs no memory without end.
func TestReadIsBounded(t *testing.T) {
	r := NewReader(bot.Conversation{ID: "c", Owner: bot.Owner{Kind: bot.OwnerBot}})
	for i := range int64(2000) {
		r.Read(bot.Event{Seq: 2*i + 1, Kind: bot.EventMessage, Author: bot.Customer("v"), Body: bot.Body{Text: "more"}})
		r.Read(bot.Event{Seq: 2*i + 2, Kind: bot.EventMessage, Author: bot.Author{Kind: bot.ByBot}, Body: bot.Body{Decision: bot.Answer}})
	}
	if n := len(r.Questions(noon)); n != MaxQuestions {
		t.Errorf("%d questions are kept", n)
	}
}

// Whatever a log says, it is read without a fault, and each question once.
func TestReadAnyLog(t *testing.T) {
	kinds := []bot.EventKind{bot.EventMessage, bot.EventMessage, bot.EventMessage, bot.EventOwner, bot.EventResolved, bot.EventReopened, bot.EventFeedback, bot.EventRating, bot.EventExpired}
	rules := []string{"", "confident", "chosen", "person", "anger", "did-not-help", "twice-failed", "small-talk", "unsure", "search-down"}
	rapid.Check(t, func(t *rapid.T) {
		r := NewReader(bot.Conversation{ID: "c", Visitor: "v"})
		now := noon
		no := false
		for i := range int64(rapid.IntRange(0, 40).Draw(t, "events")) {
			now = now.Add(time.Duration(rapid.IntRange(-5, 2000).Draw(t, "seconds")) * time.Second)
			e := bot.Event{Seq: i + 1, At: now, Kind: rapid.SampledFrom(kinds).Draw(t, "kind")}
			e.Author.Kind = rapid.SampledFrom([]bot.AuthorKind{bot.ByCustomer, bot.ByBot, bot.ByAgent, bot.BySystem}).Draw(t, "author")
			e.Body = bot.Body{
				Text: rapid.SampledFrom([]string{"where is my torn tent", "ok", ""}).Draw(t, "text"), Choice: rapid.SampledFrom([]string{"", "a"}).Draw(t, "choice"),
				Decision: rapid.SampledFrom([]bot.DecisionKind{bot.Answer, bot.Clarification, bot.Handoff, bot.SmallTalk}).Draw(t, "decision"),
				Owner:    rapid.SampledFrom([]bot.OwnerKind{bot.OwnerBot, bot.OwnerQueue, bot.OwnerAgent}).Draw(t, "owner"),
				Reason:   rapid.SampledFrom([]bot.HandoffReason{"", bot.ReasonAsked, bot.ReasonReopened, bot.ReasonReleased}).Draw(t, "reason"),
				Ref:      rapid.Int64Range(0, i+1).Draw(t, "ref"), Score: 1, Helpful: &no,
			}
			if rapid.Bool().Draw(t, "traced") {
				e.Trace = &bot.Trace{Rule: rapid.SampledFrom(rules).Draw(t, "rule"), Query: "a tent"}
			}
			r.Read(e)
		}
		before := int64(0)
		for _, q := range r.Questions(now) {
			if q.Seq <= before || q.Text == "" || q.Cost.Time < 0 || q.Outcome == "" {
				t.Fatalf("after %d comes %+v", before, q)
			}
			before = q.Seq
		}
	})
}
