package widget

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/account"
	"frontdesk/bot/desk"
	"frontdesk/bot/store"
)

type findings struct {
	Rows []foundRow
	Next string
	Note string
}

func TestFindConversations(t *testing.T) {
	d := openDesk(t, nil, nil)
	who := d.staff("agent@shop.example", account.Agent)
	agent := cookie(d.session(who))
	d.talk.says(firstTalk, "My parcel <b>\"Größe L\"</b> has 100% not arrived")
	d.talk.must(func() error {
		_, err := d.talk.room.LeaveContact(t.Context(), d.talk.act(firstTalk), "mia@mail.example", "Mia Lang")
		return err
	}())
	d.talk.takes(who, firstTalk)
	d.talk.agent(who, firstTalk, func(a desk.Act) (int64, error) {
		return d.talk.desk.Note(t.Context(), a, "The carrier lost it")
	})
	d.talk.agent(who, firstTalk, func(a desk.Act) (int64, error) {
		return d.talk.desk.Tag(t.Context(), a, []string{"lost", "carrier_x"})
	})
	d.talk.resolves(who, firstTalk, "delivery/late")
	d.talk.now = d.talk.now.Add(48 * time.Hour)
	d.talk.as("stranger")
	const second = "talk-of-the-second-one"
	d.talk.says(second, "A gift card")

	find := func(query string) (out findings) {
		d.t.Helper()
		d.want(200, request("GET", "/api/agent/find?"+query, "", agent), &out)
		return out
	}
	ids := func(f findings) (out []string) {
		for _, r := range f.Rows {
			out = append(out, r.ID)
		}
		return out
	}
	both, one, none := []string{second, firstTalk}, []string{firstTalk}, []string(nil)
	for query, want := range map[string][]string{
		"": both, "q=+": both, "status=open": {second}, "status=resolved": one,
		"q=parcel": one, "q=PARCEL+carrier": one, "q=parcel+gift": none, "q=arriv": one,
		"q=" + url.QueryEscape(`<b>`): one, "q=" + url.QueryEscape(`"größe`): one, "q=gr%C3%96SSE": none, "q=GR%C3%96%C3%9FE": one,
		"q=100%25": one, "q=1%250": none, "q=100%25%25": none, "q=parcel_": none, "q=%5C": none, "q=text": none, "q=decision": none,
		"customer=mia": one, "customer=MAIL.example+lang": one, "customer=ben": none, "customer=%25": none, "customer=_": none,
		"tag=lost": one, "tag=%23LOST": one, "tag=lost+carrier_x": one, "tag=carrier-x": none, "tag=los": none, "tag=lo%25": none,
		"cause=delivery": one, "cause=delivery/late": one, "cause=Delivery": one, "cause=late": none, "cause=deliver": none, "cause=%25": none,
		"team=support": one, "team=nobody": none, "site=shop": both, "site=club": none,
		"to=2026-03-02": one, "from=2026-03-03": {second}, "from=2026-03-02&to=2026-03-02": one, "from=2026-03-02&to=2026-03-04": both, "from=2027-01-01": none,
		// 23:00 of the day before, there: a day of the house is not one of the asker
		"from=2026-03-04&zone=Asia/Tokyo": {second}, "to=2026-03-01&zone=Pacific/Kiritimati": none, "to=2026-03-01&zone=Pacific/Pago_Pago": one,
	} {
		if got := ids(find(query)); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	r := find("q=carrier").Rows[0]
	if r.Name != "Mia Lang" || r.View != "closed" || r.Cause != "delivery/late" || r.Snippet != "The carrier lost it" || r.From != "agent" ||
		r.Tags != "carrier_x lost" || r.Created == 0 || r.Updated < r.Created || r.Site != "shop" {
		t.Errorf("row %+v", r)
	}
	if r := find("q=gift").Rows[0]; r.Name != "Visitor TALK" || r.View != "bot" || r.From != "customer" {
		t.Errorf("row %+v", r)
	}
	for _, bad := range []string{"from=yesterday", "from=2026-02-30", "to=2026-3-1", "from=2026-03-05&to=2026-03-01", "status=closed", "q=%00", "q=%ff", "q=" + strings.Repeat("a", 201),
		"tag=" + strings.Repeat("a", 41), "before=zzz", "before=%25", "customer=" + strings.Repeat("b", 201)} {
		w := d.do(request("GET", "/api/agent/find?"+bad, "", agent))
		if w.Code != 400 && w.Code != 422 || !strings.Contains(w.Body.String(), `"invalid"`) {
			t.Errorf("%s: %d %s", bad, w.Code, w.Body)
		}
	}
}

// What was found tells of the clock of the standard that the overview tells of.
func TestFoundClock(t *testing.T) {
	d := openDesk(t, nil, nil)
	who := d.staff("agent@shop.example", account.Agent)
	d.talk.settle("desk", `{"teams":[{"id":"support","title":"Support","standards":{"":{"first":300}}}],"grace":60,"away":60,"silent":600,"expire":86400,"mail_after":60}`)
	d.talk.says(firstTalk, "My parcel has not arrived")
	d.talk.must(func() error {
		_, err := d.talk.room.AskForPerson(t.Context(), d.talk.act(firstTalk))
		return err
	}())
	var out findings
	d.want(200, request("GET", "/api/agent/find?q=parcel", "", cookie(d.session(who))), &out)
	if r := out.Rows[0]; r.View != "waiting" || r.Standard != "first" || r.Due != r.Since+300_000 || r.Warn != r.Since+240_000 {
		t.Errorf("row %+v", r)
	}
}

func TestFindPages(t *testing.T) {
	d := openDesk(t, nil, nil)
	agent := cookie(d.session(d.staff("agent@shop.example", account.Agent)))
	const n = 2*store.FindPage + 7
	for i := range n {
		d.talk.says(fmt.Sprintf("talk-number-%08d", i), "Where is my parcel?")
	}
	var got []string
	pages, before := 0, ""
	for more := true; more; pages++ {
		var out findings
		d.want(200, request("GET", "/api/agent/find?q=parcel&before="+url.QueryEscape(before), "", agent), &out)
		for _, r := range out.Rows {
			got = append(got, r.ID)
		}
		if out.Note != "" {
			t.Errorf("page %d says %q", pages, out.Note)
		}
		before, more = out.Next, out.Next != ""
	}
	// A page that took too long ends early and says how far it came.
	d.edge.clock = func() time.Time { d.talk.now = d.talk.now.Add(findWithin); return d.talk.now }
	var out findings
	d.want(200, request("GET", "/api/agent/find?q=nothing", "", agent), &out)
	if len(out.Rows) != 0 || out.Next == "" || out.Note != "Searched back to 2 March 2026; show more to search further back." {
		t.Errorf("an early end: %+v", out)
	}
	slices.Reverse(got)
	if pages != 3 || len(got) != n || !slices.IsSorted(got) || len(slices.Compact(got)) != n {
		t.Errorf("%d pages with %d conversations", pages, len(got))
	}
}
