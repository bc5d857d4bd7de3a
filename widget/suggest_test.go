package widget

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/knowledge"
)

const aboutReturns = "Where do returns go?"

// answersReturns is a bot that knows one answer, and when nothing is asked.
func answersReturns(q bot.Question) bot.Decision {
	switch {
	case strings.Contains(q.Text, "human"):
		return bot.Decision{Kind: bot.Handoff, Reason: bot.ReasonAsked, Text: "I fetch somebody."}
	case strings.Contains(q.Text, "thanks"):
		return bot.Decision{Kind: bot.SmallTalk, Text: "You are welcome."}
	case strings.Contains(q.Text, "returns"):
		return bot.Decision{
			Kind: bot.Answer, Text: "About Returns", Citations: []bot.Citation{{N: 1, Article: "returns", Revision: 1, Title: "Returns", End: 13}},
			Trace: bot.Trace{Confidence: 0.9, Candidates: []bot.Candidate{
				{Article: "returns", Revision: 1, Title: "Returns", Score: 0.8}, {Article: "gone", Revision: 1, Title: "Gone", Score: 0.1}, {Article: "size", Revision: 1, Title: "Size", Score: 0.1},
			}},
		}
	}
	return bot.Decision{Kind: bot.Handoff, Reason: bot.ReasonLowConfidence, Text: "Nobody knows.", Trace: bot.Trace{Confidence: 0.1}}
}

func (d *testDesk) suggested(conversation string, who account.Staff) (s suggestion) {
	d.t.Helper()
	d.want(200, request("GET", "/api/agent/suggest?conversation="+conversation, "", cookie(d.session(who))), &s)
	return s
}

func TestSuggest(t *testing.T) {
	d := openDesk(t, nil, nil)
	d.talk.bot = answersReturns
	agent := d.staff("agent@shop.example", account.Agent)
	d.talk.settle("playbooks", `[{"id":"back","title":"A parcel comes back","questions":["where do returns go"],"steps":["look"]},
		{"id":"other","title":"A lost password","steps":["look"]}]`)
	d.talk.settle("causes", `[{"id":"returns","title":"Returns"},{"id":"billing","title":"Billing"}]`)
	d.talk.says(firstTalk, "hello")
	d.talk.says(firstTalk, aboutReturns)

	s := d.suggested(firstTalk, agent)
	if s.Question != "hello\n"+aboutReturns || s.Text != "About Returns" || s.Confidence != 0.9 || !s.Ready || len(s.Citations) != 1 || s.Citations[0].End != 13 {
		t.Errorf("suggested %+v", s)
	}
	// What was withdrawn is not suggested.
	if len(s.Candidates) != 2 || s.Candidates[0].Article != "returns" || s.Candidates[1].Article != "size" {
		t.Errorf("candidates %+v", s.Candidates)
	}
	if len(s.Playbooks) != 1 || s.Playbooks[0] != (playbookView{"back", "A parcel comes back", "question"}) {
		t.Errorf("playbooks %+v", s.Playbooks)
	}
	if !slices.Equal(s.Causes, []string{"returns"}) {
		t.Errorf("causes %v", s.Causes)
	}

	// It is the same once an agent has it, until the agent has answered.
	d.talk.takes(agent, firstTalk)
	if again := d.suggested(firstTalk, agent); !reflect.DeepEqual(again, s) {
		t.Errorf("with an agent %+v", again)
	}
	d.talk.replies(agent, firstTalk, "To our warehouse.")
	if s = d.suggested(firstTalk, agent); s.Question != "" || s.Text != "" || len(s.Candidates) != 0 || s.Citations == nil || len(s.Playbooks) != 1 {
		t.Errorf("with nothing to answer %+v", s)
	}
	d.talk.says(firstTalk, "and what about size")
	if s = d.suggested(firstTalk, agent); s.Question != "and what about size" || s.Text != "" || len(s.Candidates) != 1 || s.Candidates[0].Article != "size" {
		t.Errorf("what the bot does not know %+v", s)
	}
	if d.talk.by.IsZero() || time.Until(d.talk.by) > suggestWithin {
		t.Errorf("the bot was given until %v", d.talk.by)
	}
	last := d.talk.asked[len(d.talk.asked)-1]
	if len(last.Earlier) != 1 || last.Earlier[0].Question != "hello\n"+aboutReturns || last.Locale != "en-GB" {
		t.Errorf("the bot was asked %+v", last)
	}
}

// The wish for a person and thanks are no questions: the one before them is answered.
func TestSuggestLooksPastTheWishForAPerson(t *testing.T) {
	d := openDesk(t, nil, nil)
	d.talk.bot = answersReturns
	agent := d.staff("agent@shop.example", account.Agent)
	d.talk.says(firstTalk, aboutReturns)
	d.talk.answers(firstTalk, bot.Decision{Kind: bot.Clarification, Text: "Which?", Choices: []bot.Choice{{Article: "size", Title: "Size"}}})
	d.talk.says(firstTalk, "a human please")
	d.talk.answers(firstTalk, bot.Decision{Kind: bot.Handoff, Reason: bot.ReasonAsked, Text: "I fetch somebody."})
	if s := d.suggested(firstTalk, agent); s.Question != aboutReturns || s.Text != "About Returns" {
		t.Errorf("suggested %+v", s)
	}
	d.talk.says("talk-of-nothing-else", "thanks")
	if s := d.suggested("talk-of-nothing-else", agent); s.Question != "thanks" || s.Text != "" {
		t.Errorf("suggested for thanks %+v", s)
	}
}

// Without a knowledge base an agent still gets the rest.
func TestSuggestWhileSearchIsDown(t *testing.T) {
	d := openDesk(t, nil, nil)
	agent := d.staff("agent@shop.example", account.Agent)
	d.talk.says(firstTalk, "returns please")
	d.shelf.state = knowledge.IndexDown
	if s := d.suggested(firstTalk, agent); s.Question != "returns please" || s.Ready || len(s.Candidates) != 0 || len(s.Causes) == 0 {
		t.Errorf("suggested %+v", s)
	}
}

// What agents gave as the cause where the bot thought of the same article is suggested, too.
func TestSuggestCausesUsedBefore(t *testing.T) {
	d := openDesk(t, nil, nil)
	d.talk.bot = answersReturns
	agent := d.staff("agent@shop.example", account.Agent)
	for i, cause := range []string{"label missing", "too big", "label missing"} {
		id := "talk-of-times-past-" + string(rune('a'+i))
		d.talk.says(id, aboutReturns)
		d.talk.answers(id, answersReturns(bot.Question{Text: "returns"}))
		d.talk.takes(agent, id)
		d.talk.resolves(agent, id, cause)
	}
	d.talk.says(firstTalk, aboutReturns)
	got := d.suggested(firstTalk, agent).Causes
	if n := len(got); n < 2 || !slices.Equal(got[n-2:], []string{"label missing", "too big"}) {
		t.Errorf("causes %v", got)
	}
}

func TestAsked(t *testing.T) {
	customer := func(text string) bot.Event {
		return bot.Event{Kind: bot.EventMessage, Author: bot.Author{Kind: bot.ByCustomer}, Body: bot.Body{Text: text}}
	}
	says := func(by bot.AuthorKind, d bot.DecisionKind) bot.Event {
		return bot.Event{Kind: bot.EventMessage, Author: bot.Author{Kind: by}, Body: bot.Body{Text: "…", Decision: d, Offer: true, Reason: bot.ReasonLowConfidence}}
	}
	moved := bot.Event{Kind: bot.EventOwner, Body: bot.Body{Owner: bot.OwnerBot}}
	for name, c := range map[string]struct {
		log  []bot.Event
		want []string
	}{
		"nothing":          {nil, nil},
		"one":              {[]bot.Event{customer("a")}, []string{"a"}},
		"two in a row":     {[]bot.Event{customer("a"), moved, customer("b")}, []string{"a\nb"}},
		"bot between":      {[]bot.Event{customer("a"), says(bot.ByBot, bot.Answer), customer("b")}, []string{"b", "a"}},
		"agent between":    {[]bot.Event{customer("a"), says(bot.ByAgent, ""), customer("b")}, []string{"b"}},
		"agent last":       {[]bot.Event{customer("a"), says(bot.ByAgent, "")}, nil},
		"bot last":         {[]bot.Event{customer("a"), says(bot.ByBot, bot.Handoff)}, []string{"a"}},
		"the newest three": {[]bot.Event{customer("a"), says(bot.ByBot, ""), customer("b"), says(bot.ByBot, ""), customer("c"), says(bot.ByBot, ""), customer("d")}, []string{"d", "c", "b"}},
		"bot begins":       {[]bot.Event{says(bot.ByBot, bot.Answer), customer("a")}, []string{"a"}},
	} {
		var got []string
		for _, q := range asked(c.log, bot.Conversation{Locale: "de", Site: "shop"}) {
			got = append(got, q.Text)
			if q.Site != "shop" || q.Staff {
				t.Errorf("%s: asked as of %q, staff %v", name, q.Site, q.Staff)
			}
			for _, e := range q.Earlier {
				if e.Offer || e.Reason != "" || e.Kind == bot.Answer {
					t.Errorf("%s: what keeps the bot from looking up: %+v", name, e)
				}
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
