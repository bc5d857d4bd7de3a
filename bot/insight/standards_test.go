package insight_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/insight"
	"frontdesk/bot/store"
	"frontdesk/knowledge/sqldb"
)

// house is a desk over the real store, with standards in the team support.
type house struct {
	t     *testing.T
	db    *sqldb.DB
	store *store.Store
	plan  *bot.Plan
	now   time.Time
	acts  int
}

var (
	noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	anna = bot.Author{Kind: bot.ByAgent, ID: "anna", Name: "Anna"}
)

func openHouse(t *testing.T) *house {
	t.Helper()
	db, err := sqldb.Open(t.Context(), address(t), sqldb.Options{Synchronous: "OFF"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{t: t, db: db, now: noon}
	if h.store, err = store.New(t.Context(), db, func(*sqldb.Tx, string, int) (bool, error) { return true, nil }, nil); err != nil {
		t.Fatal(err)
	}
	if err := h.store.AddVisitor(t.Context(), bot.Visitor{ID: "v", Site: "shop"}, "h", h.now); err != nil {
		t.Fatal(err)
	}
	rules := bot.DefaultSettings()
	rules.Teams = []bot.Team{{ID: "support", Title: "Support", Standards: map[bot.Priority]bot.Standard{"": {First: 240, Next: 120, Resolve: 3600}}}}
	rules.Expire = 86400
	if h.plan, err = bot.NewPlan(rules); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) report(days int) insight.Report {
	h.t.Helper()
	r, err := insight.NewStandards(h.db, func() time.Time { return h.now }).Report(h.t.Context(), time.Duration(days)*24*time.Hour)
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

// after lets time pass and commits what the rule makes of the conversation.
func (h *house) after(d time.Duration, conversation string, rule func(c bot.Conversation, id string) (bot.Change, error)) bot.Change {
	h.t.Helper()
	h.now = h.now.Add(d)
	h.acts++
	id := fmt.Sprint("act-", h.acts)
	create := &bot.Conversation{ID: conversation, Visitor: "v", Site: "shop", Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerBot}, Epoch: 1, Created: h.now}
	var made bot.Change
	_, err := h.store.Change(h.t.Context(), conversation, create, bot.Event{Kind: "any", ClientID: id}, func(c bot.Conversation) (bot.Change, error) {
		ch, err := rule(c, id)
		if err == nil {
			ch.Settle(h.terms())
			made = ch
		}
		return ch, err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return made
}

func (h *house) terms() bot.Terms {
	return bot.Terms{Now: h.now, Plan: h.plan, Prospect: func(string) bot.Prospect { return bot.Prospect{Staffed: true, Open: true} }}
}

func (h *house) asks(conversation string) {
	h.after(0, conversation, func(c bot.Conversation, id string) (bot.Change, error) { return c.AsksForPerson(id, h.now) })
}

func (h *house) claims(after time.Duration, conversation string) {
	h.after(after, conversation, func(c bot.Conversation, id string) (bot.Change, error) { return c.Claim(anna, id, h.now) })
}

func (h *house) replies(after time.Duration, conversation string) {
	h.after(after, conversation, func(c bot.Conversation, id string) (bot.Change, error) {
		return c.Replies(anna, id, "I look into it.", c.Epoch, h.now)
	})
}

func (h *house) says(after time.Duration, conversation string) {
	h.after(after, conversation, func(c bot.Conversation, id string) (bot.Change, error) {
		return c.Says(id, "Is there news?", "", bot.Around{Staff: true}, h.now)
	})
}

func (h *house) resolves(after time.Duration, conversation string) {
	h.after(after, conversation, func(c bot.Conversation, id string) (bot.Change, error) {
		return c.Resolve(anna, id, "Delivery", c.Epoch, h.now)
	})
}

// promises makes a promise that is due in an hour, and keeps it after so long.
func (h *house) promises(conversation string, kept time.Duration) {
	ch := h.after(0, conversation, func(c bot.Conversation, id string) (bot.Change, error) {
		return c.MakesPromise(anna, id, "the refund", h.now.Add(time.Hour), c.Epoch, h.now)
	})
	h.after(kept, conversation, func(c bot.Conversation, id string) (bot.Change, error) {
		return c.EndsPromise(anna, id, ch.Promises[0], true, "", h.now)
	})
}

func figure(n, judged, kept int, median, p90 time.Duration) insight.Figure {
	return insight.Figure{N: n, Judged: judged, Kept: kept, Median: median, P90: p90}
}

// What customers and agents do under the real rules, and what managers read of it.
func TestReport(t *testing.T) { each(t, testReport) }

func testReport(t *testing.T) {
	const s, min = time.Second, time.Minute
	h := openHouse(t)
	// In the period before: answered in time, and one that nobody took.
	h.asks("conversation-before")
	h.claims(10*s, "conversation-before")
	h.replies(20*s, "conversation-before")
	h.asks("conversation-alone1")
	h.after(24*time.Hour, "conversation-alone1", func(c bot.Conversation, _ string) (bot.Change, error) { return c.Rings(h.terms(), 0) })

	h.now = noon.Add(10 * 24 * time.Hour)
	// Answered late: 5 minutes where 4 are the standard. Then in time, then late again.
	h.asks("conversation-late01")
	h.claims(100*s, "conversation-late01")
	h.replies(200*s, "conversation-late01")
	h.says(0, "conversation-late01")
	h.replies(60*s, "conversation-late01")
	h.says(0, "conversation-late01")
	h.replies(130*s, "conversation-late01")
	h.promises("conversation-late01", 30*min)
	h.promises("conversation-late01", 90*min)
	h.resolves(0, "conversation-late01")
	// Answered in time, and urgent, which follows the usual standard.
	h.asks("conversation-urgent")
	h.after(0, "conversation-urgent", func(c bot.Conversation, id string) (bot.Change, error) {
		return c.Prioritize(anna, id, bot.Urgent, h.now)
	})
	h.claims(20*s, "conversation-urgent")
	h.replies(220*s, "conversation-urgent")

	r := h.report(7)
	if !r.Until.Equal(h.now) || !r.Since.Equal(h.now.Add(-7*24*time.Hour)) {
		t.Errorf("the period is %s to %s", r.Since, r.Until)
	}
	none := insight.Figure{}
	late := r.Standards[slices.IndexFunc(r.Standards, func(s insight.Standard) bool { return s.Kind == bot.MeasureResolve })].Now
	want := []insight.Standard{
		{"support", bot.Urgent, bot.MeasureWait, figure(1, 0, 0, 20*s, 20*s), none},
		{"support", bot.Urgent, bot.MeasureFirst, figure(1, 1, 1, 240*s, 240*s), none},
		{"support", bot.Normal, bot.MeasureWait, figure(1, 0, 0, 100*s, 100*s), figure(1, 0, 0, 10*s, 10*s)},
		// The hand-off that nobody took was no answer in time either. A day is 86,400 s; it is read to 0.4 %.
		{"support", bot.Normal, bot.MeasureFirst, figure(1, 1, 0, 301*s, 301*s), figure(2, 2, 1, 30*s, 86272*s)},
		{"support", bot.Normal, bot.MeasureNext, figure(2, 2, 1, 60*s, 130*s), none},
		{"support", bot.Normal, bot.MeasureResolve, late, figure(1, 1, 0, 86272*s, 86272*s)},
		{"support", bot.Normal, bot.MeasurePromise, figure(2, 2, 1, 0, 0), none},
		{"support", bot.Normal, bot.MeasureExpired, none, figure(1, 0, 0, 86272*s, 86272*s)},
	}
	if !slices.Equal(r.Standards, want) {
		t.Errorf("the report is\n%+v\nwant\n%+v", r.Standards, want)
	}
	// The end waited for the customer most of the time: two hours by the clock, and in time all the same.
	if late.Kept != 1 || late.Median < 2*time.Hour {
		t.Errorf("the end after a long wait for the customer: %+v", late)
	}
	if share := want[4].Now.Share(); share != 0.5 {
		t.Errorf("the share kept is %v", share)
	}
}

func TestReportOfNothing(t *testing.T) { each(t, testReportOfNothing) }

func testReportOfNothing(t *testing.T) {
	h := openHouse(t)
	if r := h.report(366); len(r.Standards) != 0 {
		t.Errorf("an empty house has %+v", r.Standards)
	}
	if share := (insight.Figure{N: 3}).Share(); share != 0 {
		t.Errorf("without a standard the share kept is %v", share)
	}
}

// Each measure is in exactly one period: its end belongs to it, its beginning to the one before.
func TestReportAtTheEdges(t *testing.T) { each(t, testReportAtTheEdges) }

func testReportAtTheEdges(t *testing.T) {
	h := openHouse(t)
	week := 7 * 24 * time.Hour
	h.measure(bot.MeasureFirst, h.now.Add(-2*week), time.Second)                  // too long ago
	h.measure(bot.MeasureFirst, h.now.Add(-2*week+time.Millisecond), time.Second) // before
	h.measure(bot.MeasureFirst, h.now.Add(-week), time.Second)                    // before
	h.measure(bot.MeasureFirst, h.now.Add(-week+time.Millisecond), time.Second)   // now
	h.measure(bot.MeasureFirst, h.now, time.Second)                               // now
	h.measure(bot.MeasureFirst, h.now.Add(time.Millisecond), time.Second)         // not yet
	r := h.report(7)
	if len(r.Standards) != 1 || r.Standards[0].Now.N != 2 || r.Standards[0].Before.N != 2 {
		t.Errorf("the report is %+v", r.Standards)
	}
}

// measure writes what took so long and ended at a time, in time.
func (h *house) measure(kind string, ended time.Time, took time.Duration) {
	h.t.Helper()
	err := h.db.Write(h.t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`INSERT INTO measure (conversation, seq, kind, team, priority, agent, began, due, ended, kept) VALUES ('c', 1, $1, 'support', '', '', $2, $3, $3, TRUE)`,
			kind, ended.Add(-took).UnixMilli(), ended.UnixMilli())
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
}
