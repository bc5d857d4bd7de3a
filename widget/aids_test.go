package widget

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/desk"
)

// twoTeams makes a team of one agent, and another of somebody else; the second one takes what comes in.
func (d *testDesk) twoTeams(returns, other account.Staff) {
	d.t.Helper()
	d.talk.settle("desk", fmt.Sprintf(`{"teams":[
		{"id":"support","title":"Support","standards":{"":{"first":240}},"show":true,"members":[{"agent":%q}]},
		{"id":"returns","title":"Returns","members":[{"agent":%q}]}],"routes":[]}`, other.ID, returns.ID))
}

func TestAids(t *testing.T) {
	d := openDesk(t, nil, nil)
	ana, ben := d.staff("ana@shop.example", account.Agent), d.staff("ben@shop.example", account.Agent)
	boss := d.staff("boss@shop.example", account.Manager)
	d.staff("editor@shop.example", account.Editor)
	gone := d.staff("gone@shop.example", account.Agent)
	if err := d.accounts.Disable(t.Context(), gone.ID); err != nil {
		t.Fatal(err)
	}
	d.twoTeams(ana, ben)
	d.talk.settle("canned", `[{"id":"a","shortcut":"a","title":"A","text":"For all"},{"id":"b","shortcut":"b","title":"B","text":"For returns","team":"returns"}]`)
	d.talk.settle("playbooks", `[{"id":"p","title":"P","steps":["one"],"team":"support"}]`)
	for name, c := range map[string]struct {
		who               account.Staff
		canned, playbooks int
		teams             string
		boss              bool
	}{
		"ana":  {ana, 2, 0, "returns", false},
		"ben":  {ben, 1, 1, "support", false},
		"boss": {boss, 2, 1, "", true},
	} {
		var v aidsView
		d.want(200, request("GET", "/api/agent/aids", "", cookie(d.session(c.who))), &v)
		if len(v.Canned) != c.canned || len(v.Playbooks) != c.playbooks || strings.Join(v.Me.Teams, " ") != c.teams || v.Me.Supervisor != c.boss || v.Settings != c.boss {
			t.Errorf("%s: %+v", name, v)
		}
		if v.Me.ID != c.who.ID || v.Me.Name != c.who.Name || len(v.People) != 3 || len(v.Teams) != 2 || len(v.Causes) == 0 {
			t.Errorf("%s: %+v", name, v)
		}
		if team := v.Teams[0]; team.ID != "support" || !team.Show || team.Standards[bot.Normal].First != 240 {
			t.Errorf("%s: team %+v", name, team)
		}
	}
	var causes struct {
		Causes []string
		Tree   []struct{ ID string }
	}
	d.talk.settle("causes", `[{"id":"delivery","title":"Delivery","parts":[{"id":"late","title":"Late"}]}]`)
	d.want(200, request("GET", "/api/agent/causes", "", cookie(d.session(ana))), &causes)
	if !slices.Equal(causes.Causes, []string{"delivery", "delivery/late"}) || len(causes.Tree) != 1 {
		t.Errorf("causes %+v", causes)
	}
}

// Teams limit what is seen (P7): a conversation of another team does not exist, unless it was given to the agent.
func TestTeamsLimitWhatIsSeen(t *testing.T) {
	d := openDesk(t, nil, nil)
	ana, ben := d.staff("ana@shop.example", account.Agent), d.staff("ben@shop.example", account.Agent)
	boss := d.staff("boss@shop.example", account.Manager)
	d.twoTeams(ana, ben)
	d.talk.says(firstTalk, aboutReturns)
	d.talk.takes(ben, firstTalk) // it is support's now
	const own = "talk-of-the-second-one"
	d.talk.says(own, "Another thing altogether")

	found := func(who account.Staff) (ids []string) {
		var out struct{ Rows []foundRow }
		d.want(200, request("GET", "/api/agent/find", "", cookie(d.session(who))), &out)
		for _, r := range out.Rows {
			ids = append(ids, r.ID)
		}
		return ids
	}
	past := func(who account.Staff) (n int) {
		var v customerView
		d.want(200, request("GET", "/api/agent/customer?conversation="+own, "", cookie(d.session(who))), &v)
		return len(v.Conversations)
	}
	for name, c := range map[string]struct {
		who  account.Staff
		sees bool
	}{"ana": {ana, false}, "ben": {ben, true}, "boss": {boss, true}} {
		who := cookie(d.session(c.who))
		for _, route := range []string{"suggest", "customer", "article"} {
			r := request("GET", "/api/agent/"+route+"?conversation="+firstTalk, "", who)
			if c.sees {
				d.want(200, r, nil)
			} else {
				d.refused(404, "not_found", r)
			}
		}
		if got := found(c.who); slices.Contains(got, firstTalk) != c.sees || !slices.Contains(got, own) {
			t.Errorf("%s finds %v", name, got)
		}
		if got := past(c.who) == 1; got != c.sees {
			t.Errorf("%s sees of the customer's past: %v", name, got)
		}
	}
	defer d.talk.desk.Floor.Join(ana.ID).Leave()
	d.talk.agent(ben, firstTalk, func(a desk.Act) (int64, error) { return d.talk.desk.Release(t.Context(), a) })
	d.talk.agent(boss, firstTalk, func(a desk.Act) (int64, error) { return d.talk.desk.Assign(t.Context(), a, ana.ID) })
	d.want(200, request("GET", "/api/agent/suggest?conversation="+firstTalk, "", cookie(d.session(ana))), nil)
	if got := found(ana); !slices.Contains(got, firstTalk) {
		t.Errorf("ana does not find what was given to her: %v", got)
	}
}

func TestConversationsThatAreNotThere(t *testing.T) {
	d := openDesk(t, nil, nil)
	agent := cookie(d.session(d.staff("agent@shop.example", account.Agent)))
	for _, route := range []string{"suggest", "customer", "article"} {
		d.refused(404, "not_found", request("GET", "/api/agent/"+route+"?conversation=never-was-there-at-all", "", agent))
		for _, bad := range []string{"", "?conversation=", "?conversation=a%00b", "?conversation=../x", "?conversation=%ff", "?conversation=" + strings.Repeat("a", 65), "?conversation='or'1'='1"} {
			d.refused(400, "invalid", request("GET", "/api/agent/"+route+bad, "", agent))
		}
	}
}

func TestCommitments(t *testing.T) {
	d := openDesk(t, nil, nil)
	d.edge.clock = d.talk.clock
	agent := cookie(d.session(d.staff("agent@shop.example", account.Agent)))
	found := func(body string) []commitmentView {
		var out struct{ Commitments []commitmentView }
		d.want(200, request("POST", "/api/agent/commitments", body, agent), &out)
		if out.Commitments == nil {
			t.Errorf("%s: no list", body)
		}
		return out.Commitments
	}
	const text = "Hello. I will refund it by tomorrow 17:00. Bye"
	for zone, want := range map[string]string{"": "2026-03-03T17:00:00Z", "Europe/Berlin": "2026-03-03T16:00:00Z", "No/Where": "2026-03-03T17:00:00Z", "../../etc/passwd": "2026-03-03T17:00:00Z", "Local": "2026-03-03T17:00:00Z"} {
		got := found(fmt.Sprintf(`{"text":%q,"zone":%q}`, text, zone))
		if len(got) != 1 || text[got[0].Start:got[0].End] != got[0].Text || millisOf(t, want) != got[0].Due {
			t.Errorf("in %q: %+v, want %s", zone, got, want)
		}
	}
	// Without a zone, times are those of the house.
	d.talk.settle("desk", `{"teams":[{"id":"support","title":"Support","hours":{"zone":"America/New_York"}}]}`)
	if got := found(`{"text":"I'll call you by tomorrow 17:00"}`); len(got) != 1 || got[0].Due != millisOf(t, "2026-03-03T22:00:00Z") {
		t.Errorf("at the house: %+v", got)
	}
	if got := found(`{"text":"Nothing is due."}`); len(got) != 0 {
		t.Errorf("found %+v", got)
	}
	d.refused(422, "invalid", request("POST", "/api/agent/commitments", `{"text":"`+strings.Repeat("x", bot.MaxMessage+1)+`"}`, agent))
	d.refused(400, codeBadJSON, request("POST", "/api/agent/commitments", `{"text":7}`, agent))
}
