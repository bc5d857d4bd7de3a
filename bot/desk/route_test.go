package desk_test

import (
	"context"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/chat"
)

// Which team a hand-off goes to follows from the first route that holds.
func TestRoutes(t *testing.T) {
	settings := bot.DefaultSettings()
	for _, id := range []string{"german", "returns", "vip", "checkout", "trade"} {
		settings.Teams = append(settings.Teams, bot.Team{ID: id, Title: "Team " + id})
	}
	settings.Routes = []bot.Route{
		{Team: "vip", Tags: []string{"vip"}, Priority: bot.Urgent},
		{Team: "trade", Sites: []string{"trade"}},
		{Team: "checkout", Pages: []string{"/checkout", "/cart"}},
		{Team: "returns", Categories: []string{"returns"}, Priority: bot.High},
		{Team: "german", Languages: []string{"de"}},
	}
	for name, tc := range map[string]struct {
		site, page, locale, tag, article string
		team                             string
		priority                         bot.Priority
	}{
		"nothing special":         {team: "support"},
		"language":                {locale: "de-AT", team: "german"},
		"language, upper case":    {locale: "DE", team: "german"},
		"another language":        {locale: "nl-DE", team: "support"},
		"page":                    {page: "https://shop.example/checkout/pay?x=1", team: "checkout"},
		"page that is like it":    {page: "https://checkout.example/help", team: "support"},
		"page in a query":         {page: "https://shop.example/?from=/cart", team: "support"},
		"category":                {article: "returns/how-long", team: "returns", priority: bot.High},
		"another category":        {article: "shipping/returns", team: "support"},
		"site":                    {site: "trade", page: "https://trade.example/cart", team: "trade"},
		"tag, before all of them": {tag: "vip", page: "https://shop.example/cart", locale: "de", team: "vip", priority: bot.Urgent},
		"page before category":    {article: "returns/how-long", page: "https://shop.example/cart", team: "checkout"},
	} {
		t.Run(name, func(t *testing.T) {
			s, ctx := newStage(t, settings, "ana"), context.Background()
			v := bot.Visitor{ID: "v", Site: "shop"}
			if tc.site != "" {
				v.Site = tc.site
			}
			s.must(s.store.AddVisitor(ctx, v, "h", s.watch.Now()))
			act := chat.Act{Visitor: v, Conversation: c1, ID: s.id(), Page: tc.page, Locale: tc.locale}
			s.did(s.room.Say(ctx, act, "a question", ""))
			if tc.tag != "" {
				s.did(s.desk.Tag(ctx, s.by("ana", c1), []string{tc.tag}))
			}
			before := s.now(c1)
			_, err := s.room.Commit(ctx, c1, nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) {
				d := bot.Decision{Kind: bot.Handoff, Text: "a person", Reason: bot.ReasonLowConfidence}
				if tc.article != "" {
					d.Trace.Candidates = []bot.Candidate{{Article: tc.article}}
				}
				return c.Decides(d, "Bot", before.Head, before.Epoch, s.watch.Now())
			})
			s.must(err)
			if c := s.now(c1); c.Team != tc.team || c.Priority != tc.priority {
				t.Errorf("it went to %q with priority %q, want %q and %q", c.Team, c.Priority, tc.team, tc.priority)
			}
			if e := s.last(c1, bot.EventOwner); e.Body.Team != s.book.Plan().Team(tc.team).Title {
				t.Errorf("the customer was told of %q", e.Body.Team)
			}
		})
	}
}

// The bot thought of the article a while ago; the customer asks for a person now.
func TestRouteByEarlierArticle(t *testing.T) {
	settings := bot.DefaultSettings()
	settings.Teams = append(settings.Teams, bot.Team{ID: "returns", Title: "Returns"})
	settings.Routes = []bot.Route{{Team: "returns", Categories: []string{"returns"}}}
	s, ctx := newStage(t, settings), context.Background()
	s.says(c1, "how do I send it back?")
	before := s.now(c1)
	_, err := s.room.Commit(ctx, c1, nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) {
		d := bot.Decision{Kind: bot.Answer, Text: "like this"}
		d.Trace.Candidates = []bot.Candidate{{Article: "returns/how"}}
		return c.Decides(d, "Bot", before.Head, before.Epoch, s.watch.Now())
	})
	s.must(err)
	s.asks(c1)
	if c := s.now(c1); c.Team != "returns" {
		t.Errorf("it went to %q", c.Team)
	}
}

// Work goes to whoever has room and the skill, has least to do, and has been idle for longest.
func TestWhoIsGivenWork(t *testing.T) {
	s := newStage(t, auto(bot.Member{Agent: "ana", Capacity: 2}, bot.Member{Agent: "ben", Capacity: 1}, bot.Member{Agent: "cem", Capacity: 2, Skills: []string{"de"}}), "ana", "ben", "cem", "dora")
	s.joins("ana", "ben", "cem", "dora") // dora is not of the team
	given := func(n int, locale, want string) {
		t.Helper()
		a := s.guest(conversation(n))
		a.Locale = locale
		s.did(s.room.AskForPerson(context.Background(), a))
		s.pass(time.Second)
		if got := s.now(conversation(n)).Owner.Agent; got != want {
			t.Errorf("conversation %d went to %q, want %q", n, got, want)
		}
	}
	given(1, "en", "ana")
	given(2, "en", "ben")
	given(3, "en", "cem")
	given(4, "en", "ana") // ben is full; ana has been idle for longer than cem
	given(5, "de-CH", "cem")
	given(6, "en", "") // all are full
	s.replies("ben", conversation(2), "done")
	s.resolves("ben", conversation(2))
	s.look()
	s.owned(conversation(6), "ben")
	given(7, "de", "")
	for _, n := range []int{3, 5} {
		s.replies("cem", conversation(n), "done")
		s.resolves("cem", conversation(n))
	}
	s.look()
	s.owned(conversation(7), "cem")
	given(8, "en", "cem")
}

// Customers who are answered and gone cost nobody's capacity for ever; those who wait do.
func TestCapacity(t *testing.T) {
	s := newStage(t, auto(bot.Member{Agent: "ana", Capacity: 1}), "ana")
	s.joins("ana")
	s.asks(c1)
	s.look()
	s.owned(c1, "ana")
	s.replies("ana", c1, "hello")
	s.asks("conversation-0002")
	s.pass(9 * time.Minute)
	s.owned("conversation-0002", "")
	s.pass(2 * time.Minute) // not a word for ten minutes
	s.owned("conversation-0002", "ana")
	s.did(s.desk.Snooze(context.Background(), s.by("ana", c1), bot.UntilAnswer))
	s.replies("ana", "conversation-0002", "hello")
	s.did(s.desk.Snooze(context.Background(), s.by("ana", "conversation-0002"), bot.UntilAnswer))
	s.asks("conversation-0003")
	s.look()
	s.owned("conversation-0003", "ana") // both were put aside
}

// Nobody is given work outside the hours, when they are away, or when they are not here.
func TestWhoIsNotGivenWork(t *testing.T) {
	s := newStage(t, auto(), "ana")
	s.asks(c1)
	s.look()
	s.owned(c1, "")
	s.joins("ana")
	s.floor.SetAway("ana", true)
	s.look()
	s.owned(c1, "")
	s.floor.SetAway("ana", false)
	s.at(time.Date(2026, 3, 2, 16, 59, 0, 0, time.UTC))
	s.pass(time.Minute) // five o'clock
	s.owned(c1, "")
	s.pass(16*time.Hour - time.Millisecond)
	s.owned(c1, "")
	s.pass(time.Millisecond)
	s.owned(c1, "ana")
}

// What is urgent comes first, then whoever has waited for longest.
func TestUrgentFirst(t *testing.T) {
	s, ctx := newStage(t, auto(bot.Member{Agent: "ana", Capacity: 1}), "ana"), context.Background()
	for i := range 4 {
		s.asks(conversation(i))
		s.pass(time.Second)
	}
	s.did(s.desk.Prioritize(ctx, s.by("ana", conversation(0)), bot.Low))
	s.did(s.desk.Prioritize(ctx, s.by("ana", conversation(3)), bot.Urgent))
	s.joins("ana")
	for _, n := range []int{3, 1, 2, 0} {
		s.look()
		s.owned(conversation(n), "ana")
		s.replies("ana", conversation(n), "done")
		s.resolves("ana", conversation(n))
	}
}

// A long queue of one team does not keep another team's conversations from their agents.
func TestLongQueueOfAnotherTeam(t *testing.T) {
	settings := bot.DefaultSettings()
	settings.Teams = append(settings.Teams, bot.Team{ID: "returns", Title: "Returns", Auto: true})
	settings.Routes = []bot.Route{{Team: "returns", Pages: []string{"/returns"}}}
	s := newStage(t, settings, "ana")
	for i := range 520 {
		s.asks(conversation(i))
	}
	s.pass(time.Second)
	a := s.guest("conversation-returns")
	a.Page = "https://shop.example/returns"
	s.did(s.room.AskForPerson(context.Background(), a))
	s.joins("ana")
	s.look()
	s.owned("conversation-returns", "ana")
}
