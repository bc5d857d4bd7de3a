package notice_test

import (
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/notice"
)

func TestState(t *testing.T) {
	queue := func(f func(*bot.Conversation)) bot.Conversation {
		c := bot.Conversation{Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerQueue}}
		if f != nil {
			f(&c)
		}
		return c
	}
	here := bot.Prospect{Staffed: true, Open: true}
	first := func(at time.Time) bot.Conversation { return queue(func(c *bot.Conversation) { c.Clocks.First = at }) }
	for name, test := range map[string]struct {
		standing notice.Standing
		en, de   string
	}{
		"with the bot": {notice.Standing{Conversation: bot.Conversation{Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerBot}}}, "", ""},
		"resolved":     {notice.Standing{Conversation: bot.Conversation{Status: bot.Resolved, Owner: bot.Owner{Kind: bot.OwnerBot}}}, "", ""},
		"merged": {notice.Standing{Conversation: bot.Conversation{Status: bot.Resolved, Merged: "c2"}},
			"This conversation goes on in another one of yours.", "Dieses Gespräch geht in einem anderen von Ihnen weiter."},
		"next": {notice.Standing{Conversation: queue(nil), Place: 1, Prospect: here}, "You are next.", "Sie sind als Nächstes dran."},
		"everything": {notice.Standing{Conversation: first(friday.Add(32 * time.Minute)), Place: 2, Standard: 1920,
			Prospect: bot.Prospect{Staffed: true, Open: true, Wait: 61 * time.Second, Samples: 12}},
			"You are number 2. Half of the last 12 customers waited at most 2 minutes. We answer by 16:32 today.",
			"Sie sind Nummer 2. Die Hälfte der letzten 12 Kunden hat höchstens 2 Minuten gewartet. Wir antworten bis heute 16:32 Uhr."},
		"a standard that is not shown": {notice.Standing{Conversation: first(friday.Add(time.Hour)), Place: 2, Prospect: here}, "You are number 2.", "Sie sind Nummer 2."},
		"late": {notice.Standing{Conversation: first(friday.Add(-time.Minute)), Place: 2, Standard: 60, Prospect: here},
			"You are number 2. We wanted to answer by 15:59 today and are late.", "Sie sind Nummer 2. Wir wollten bis heute 15:59 Uhr antworten und sind zu spät."},
		"closed": {notice.Standing{Conversation: first(monday.Add(4 * time.Minute)), Place: 1, Standard: 240, Prospect: bot.Prospect{Staffed: true, Opens: monday}},
			"You are next. Nobody is here right now. We are back Monday at 9:00. We answer by 9:04 on Monday. Leave your e-mail address and we will answer there.",
			"Sie sind als Nächstes dran. Gerade ist niemand da. Wir sind ab Montag 9:00 Uhr wieder da. Wir antworten bis Montag 9:04 Uhr. Hinterlassen Sie Ihre E-Mail-Adresse, wir antworten dort."},
		"nobody here, address known": {notice.Standing{Conversation: queue(func(c *bot.Conversation) { c.Email = "a@b.example" }), Place: 1, Prospect: bot.Prospect{Open: true, Wait: time.Minute, Samples: 9}},
			"You are next. Nobody is here right now. Our team can reach you at a@b.example.",
			"Sie sind als Nächstes dran. Gerade ist niemand da. Unser Team erreicht Sie unter a@b.example."},
		"with an agent who owes a word": {notice.Standing{Standard: 60, Prospect: here, Conversation: bot.Conversation{
			Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerAgent, Agent: "s1"}, Clocks: bot.Clocks{Next: friday.Add(26 * time.Hour)}}},
			"We answer by 18:00 tomorrow.", "Wir antworten bis morgen 18:00 Uhr."},
		"with an agent": {notice.Standing{Standard: 60, Prospect: here, Conversation: bot.Conversation{Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerAgent, Agent: "s1"}}}, "", ""},
	} {
		if got := notice.State(test.standing, "en", berlin, friday); got != test.en {
			t.Errorf("%s:\n got %q\nwant %q", name, got, test.en)
		}
		if got := notice.State(test.standing, "de", berlin, friday); got != test.de {
			t.Errorf("%s:\n got %q\nwant %q", name, got, test.de)
		}
	}
}

func TestAsks(t *testing.T) {
	waits := bot.Conversation{Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerQueue}}
	known := waits
	known.Email = "a@b.example"
	served := bot.Conversation{Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerAgent}}
	for name, test := range map[string]struct {
		c    bot.Conversation
		p    bot.Prospect
		want bool
	}{
		"nobody":        {waits, bot.Prospect{Open: true}, true},
		"closed":        {waits, bot.Prospect{Staffed: true}, true},
		"somebody":      {waits, bot.Prospect{Staffed: true, Open: true}, false},
		"known":         {known, bot.Prospect{}, false},
		"with an agent": {served, bot.Prospect{}, false},
	} {
		if got := notice.Asks(test.c, test.p); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Durations are rounded up, so that "at most" stays true.
func TestDurations(t *testing.T) {
	for _, test := range []struct {
		seconds int64
		en, de  string
	}{
		{1, "1 minute", "1 Minute"}, {60, "1 minute", "1 Minute"}, {61, "2 minutes", "2 Minuten"}, {3599, "1 hour", "1 Stunde"}, {3601, "61 minutes", "61 Minuten"},
		{7200, "2 hours", "2 Stunden"}, {9000, "2 hours 30 minutes", "2 Stunden 30 Minuten"}, {10*3600 + 1, "11 hours", "11 Stunden"},
		{48 * 3600, "48 hours", "48 Stunden"}, {48*3600 + 1, "3 days", "3 Tage"},
	} {
		e := toQueue(system, bot.Body{Staffed: true, Wait: test.seconds, Samples: 9})
		if got := notice.Event(e, "en", nil); !strings.HasSuffix(got, "at most "+test.en+".") {
			t.Errorf("%d s: %q", test.seconds, got)
		}
		if got := notice.Event(e, "de", nil); !strings.HasSuffix(got, "höchstens "+test.de+" gewartet.") {
			t.Errorf("%d s: %q", test.seconds, got)
		}
	}
}
