package widget

import (
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/desk"
)

func millisOf(t *testing.T, s string) int64 {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at.UnixMilli()
}

func TestCustomerView(t *testing.T) {
	d := openDesk(t, nil, nil)
	agent := d.staff("agent@shop.example", account.Agent)
	for i, cause := range []string{"returns", "delivery/late"} {
		id := "talk-of-times-past-" + string(rune('a'+i))
		d.talk.says(id, "Earlier question")
		d.talk.takes(agent, id)
		d.talk.resolves(agent, id, cause)
		d.talk.rates(id, 2+3*i)
	}
	d.talk.rates("talk-of-times-past-a", 4) // changed their mind: the last one counts
	d.talk.as("stranger")
	d.talk.says("talk-of-another-one", "Not this customer's")
	d.talk.as("first")
	d.talk.says(firstTalk, aboutReturns)
	d.talk.must(func() error {
		_, err := d.talk.room.LeaveContact(t.Context(), d.talk.act(firstTalk), "mia@mail.example", "Mia")
		return err
	}())
	d.talk.takes(agent, firstTalk)
	due := d.talk.now.Add(time.Hour)
	d.talk.agent(agent, firstTalk, func(a desk.Act) (int64, error) {
		return d.talk.desk.Promise(t.Context(), a, "refund confirmed", due)
	})
	see := func() (v customerView) {
		d.want(200, request("GET", "/api/agent/customer?conversation="+firstTalk, "", cookie(d.session(agent))), &v)
		return v
	}
	v := see()
	if v.Visitor != "first" || v.Name != "Mia" || v.Email != "mia@mail.example" || v.Verified || v.Locale != "en-GB" || v.Zone != "Europe/Berlin" || v.Page != "https://shop.example/cart" {
		t.Errorf("customer %+v", v)
	}
	if !slices.Equal(v.Unverified, []string{"name", "email", "locale"}) || v.Attributes == nil || v.VouchedAt != 0 {
		t.Errorf("unverified %+v", v)
	}
	if len(v.Conversations) != 2 {
		t.Fatalf("past %+v", v.Conversations)
	}
	for _, p := range v.Conversations {
		want := map[string]pastView{"a": {Cause: "returns", Rating: 4}, "b": {Cause: "delivery/late", Rating: 5}}[p.ID[len(p.ID)-1:]]
		if p.Cause != want.Cause || p.Rating != want.Rating || p.Status != "resolved" || p.Snippet != "Earlier question" || p.Created == 0 || p.Team != "support" {
			t.Errorf("past %+v", p)
		}
	}
	if v.Ratings != (ratingsView{2, 4.5}) {
		t.Errorf("ratings %+v", v.Ratings)
	}
	if len(v.Promises) != 1 || v.Promises[0].Text != "refund confirmed" || v.Promises[0].Due != due.UnixMilli() || v.Promises[0].State != "open" || v.Promises[0].Agent != agent.Name {
		t.Errorf("promises %+v", v.Promises)
	}

	// What the host vouches for goes first; what it does not say stays unverified.
	said := bot.Vouched{Subject: "u-17", Name: "Mia Lang", Attributes: map[string]string{"plan": "gold"}, At: d.talk.now, JTI: "j", Expires: d.talk.now.Add(time.Hour)}
	if _, _, err := d.talk.store.Vouch(t.Context(), bot.Login{Site: "shop", Said: said, Held: "hash of first", ID: "new", Token: "new hash"}, d.talk.now); err != nil {
		t.Fatal(err)
	}
	v = see()
	if !v.Verified || v.Subject != "u-17" || v.Name != "Mia Lang" || v.Email != "mia@mail.example" || v.Attributes["plan"] != "gold" || v.VouchedAt != d.talk.now.UnixMilli() {
		t.Errorf("vouched %+v", v)
	}
	if !slices.Equal(v.Unverified, []string{"email", "locale"}) {
		t.Errorf("unverified %v", v.Unverified)
	}
}

func TestDraftArticle(t *testing.T) {
	d := openDesk(t, nil, nil)
	agent := d.staff("agent@shop.example", account.Agent)
	draft := func() (out struct{ Title, Question, Answer string }) {
		d.want(200, request("GET", "/api/agent/article?conversation="+firstTalk, "", cookie(d.session(agent))), &out)
		return out
	}
	d.talk.says(firstTalk, "good morning to you")
	d.talk.answers(firstTalk, bot.Decision{Kind: bot.SmallTalk, Text: "Hello."})
	d.talk.says(firstTalk, "a real human please")
	d.talk.answers(firstTalk, bot.Decision{Kind: bot.Handoff, Reason: bot.ReasonAsked, Text: "I fetch somebody."})
	d.talk.says(firstTalk, "Where is my refund? Mia Lang here, write to mia@mail.example.\nThank you")
	d.talk.must(func() error {
		_, err := d.talk.room.LeaveContact(t.Context(), d.talk.act(firstTalk), "mia@mail.example", "Mia Lang")
		return err
	}())
	d.talk.takes(agent, firstTalk)
	d.talk.replies(agent, firstTalk, "Hello Mia, it takes five days.")
	d.talk.replies(agent, firstTalk, "Longer at Easter.")
	got := draft()
	if got.Title != "Where is my refund?" || !strings.HasPrefix(got.Question, "Where is my refund?") || !strings.HasSuffix(got.Answer, "it takes five days.\n\nLonger at Easter.") {
		t.Errorf("draft %+v", got)
	}
	for _, personal := range []string{"Mia", "Lang", "mail.example"} {
		if strings.Contains(got.Question+got.Answer+got.Title, personal) {
			t.Errorf("%q is in the draft %+v", personal, got)
		}
	}
	// Resolved, it is still the same; what the customer wants later is another round.
	d.talk.resolves(agent, firstTalk, "returns")
	if again := draft(); again != got {
		t.Errorf("after the end %+v", again)
	}
	d.talk.says(firstTalk, "How do I change my password")
	if got = draft(); got.Question != "How do I change my password" || got.Answer != "" {
		t.Errorf("the next round %+v", got)
	}
}
