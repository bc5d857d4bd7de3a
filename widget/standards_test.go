package widget

import (
	"fmt"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/knowledge/sqldb"
)

func (d *testDesk) standards(query string) (v standardsView) {
	d.t.Helper()
	manager := d.staff(fmt.Sprintf("manager%d@shop.example", d.talk.acts), account.Manager)
	d.talk.acts++
	d.want(200, request("GET", "/api/insight/standards"+query, "", cookie(d.session(manager))), &v)
	return v
}

// row is the only row of a team and a kind.
func (v standardsView) row(t *testing.T, team, kind string) standardView {
	t.Helper()
	var found []standardView
	for _, r := range v.Rows {
		if r.Team == team && r.Kind == kind {
			found = append(found, r)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d rows of %s and %s in %+v", len(found), team, kind, v.Rows)
	}
	return found[0]
}

func TestStandardsOfNothing(t *testing.T) {
	d := openDesk(t, nil, nil)
	v := d.standards("")
	if v.Days != 30 || v.Least != 30 || v.Until-v.Since != 30*24*3600*1000 || v.Rows == nil || len(v.Rows) != 0 {
		t.Errorf("nothing is %+v", v)
	}
}

func TestStandards(t *testing.T) {
	d := openDesk(t, nil, nil)
	agent := d.staff("agent@shop.example", account.Agent)
	d.talk.settle("desk", `{"teams":[{"id":"support","title":"Our support","standards":{"":{"first":300}}}],"grace":60,"away":60,"silent":600,"expire":86400,"mail_after":60}`)
	// Each act takes two minutes: the hand-off waits two, and is answered within four of five.
	d.talk.says(firstTalk, "hello")
	d.talk.answers(firstTalk, bot.Decision{Kind: bot.Handoff, Reason: bot.ReasonAsked, Text: "I fetch somebody."})
	d.talk.takes(agent, firstTalk)
	d.talk.replies(agent, firstTalk, "Here I am.")
	d.measured("gone", bot.MeasurePromise, true, 29)
	d.measured("gone", bot.MeasurePromise, false, 1)

	v := d.standards("?days=1")
	first := v.row(t, "support", bot.MeasureFirst)
	if first.Title != "Our support" || first.Now.N != 1 || *first.Now.Share != 1 || *first.Now.Median != 240 || *first.Now.P90 != 240 || first.Now.Enough {
		t.Errorf("the first answer is %+v", first)
	}
	if first.Before.N != 0 || first.Before.Share != nil || first.Before.Median != nil {
		t.Errorf("nothing happened the day before: %+v", first.Before)
	}
	if wait := v.row(t, "support", bot.MeasureWait); wait.Now.Share != nil || *wait.Now.Median != 120 {
		t.Errorf("a wait has no standard: %+v", wait.Now)
	}
	promise := v.row(t, "gone", bot.MeasurePromise)
	if promise.Title != "gone" || promise.Now.N != 30 || promise.Now.Kept != 29 || !promise.Now.Enough || promise.Now.Median != nil {
		t.Errorf("promises of a team that is gone: %+v", promise)
	}
	d.talk.now = d.talk.now.Add(25 * time.Hour)
	if first := d.standards("?days=1").row(t, "support", bot.MeasureFirst); first.Now.N != 0 || first.Before.N != 1 {
		t.Errorf("a day later: %+v", first)
	}
}

// measured writes n measures of now.
func (d *testDesk) measured(team, kind string, kept bool, n int) {
	d.t.Helper()
	d.talk.must(d.talk.db.Write(d.t.Context(), func(tx *sqldb.Tx) error {
		for range n {
			if _, err := tx.Exec(`INSERT INTO measure (conversation, seq, kind, team, priority, agent, began, due, ended, kept) VALUES ('c', 1, $1, $2, '', '', $3, $3, $3, $4)`,
				kind, team, d.talk.now.UnixMilli(), kept); err != nil {
				return err
			}
		}
		return nil
	}))
}

func TestStandardsOfOddDays(t *testing.T) {
	d := openDesk(t, nil, nil)
	manager := cookie(d.session(d.staff("manager@shop.example", account.Manager)))
	for _, days := range []string{"0", "-1", "367", "1.5", "many", "99999999999999999999", "+"} {
		d.refused(400, "invalid", request("GET", "/api/insight/standards?days="+days, "", manager))
	}
	for _, days := range []string{"1", "366"} {
		d.want(200, request("GET", "/api/insight/standards?days="+days, "", manager), nil)
	}
}
