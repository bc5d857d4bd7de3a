package insight_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/gap"
	"frontdesk/bot/insight"
)

const week = 7 * 24 * time.Hour

// gapsHouse is a house with gaps, in which every conversation has a visitor of its own.
type gapsHouse struct {
	*house
	gaps *insight.Gaps
	ids  int
}

func openGaps(t *testing.T) *gapsHouse {
	t.Helper()
	h := &gapsHouse{house: openHouse(t)}
	if err := insight.Migrate(t.Context(), h.db); err != nil {
		t.Fatal(err)
	}
	h.start()
	return h
}

// start forgets what is in memory, as a restart does.
func (h *gapsHouse) start() {
	h.gaps = insight.NewGaps(insight.GapsConfig{
		DB: h.db, Conversations: h.store, Clock: func() time.Time { return h.now }, Log: slog.New(slog.DiscardHandler),
		Grouping: gap.Config{Languages: []string{"en"}, NewID: func() string { h.ids++; return fmt.Sprint("gap-", h.ids) }},
	})
}

func (h *gapsHouse) follow() {
	h.t.Helper()
	if err := h.gaps.Follow(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

// writes is a message of a customer in a conversation that begins with it, if it does not exist.
func (h *gapsHouse) writes(conversation, visitor, text string) {
	h.t.Helper()
	if _, known, err := h.store.VisitorOf(h.t.Context(), visitor); err != nil {
		h.t.Fatal(err)
	} else if !known {
		if err := h.store.AddVisitor(h.t.Context(), bot.Visitor{ID: visitor, Site: "shop"}, "hash of "+visitor, h.now); err != nil {
			h.t.Fatal(err)
		}
	}
	h.acts++
	id := fmt.Sprint("act-", h.acts)
	create := &bot.Conversation{
		ID: conversation, Visitor: visitor, Site: "shop", Locale: "en", Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerBot}, Epoch: 1, Created: h.now, Updated: h.now,
	}
	_, err := h.store.Change(h.t.Context(), conversation, create, bot.Event{Kind: bot.EventMessage, ClientID: id}, func(c bot.Conversation) (bot.Change, error) {
		ch, err := c.Says(id, text, "", bot.Around{Staff: true}, h.now)
		if err == nil {
			ch.Settle(h.terms())
		}
		return ch, err
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *gapsHouse) decides(conversation string, d bot.Decision) {
	h.t.Helper()
	d.Text = "so"
	d.Trace.Candidates = []bot.Candidate{{Article: "tents", Revision: 1, Title: "Tents", Score: 0.1}}
	h.after(0, conversation, func(c bot.Conversation, _ string) (bot.Change, error) {
		return c.Decides(d, "Bot", c.Head, c.Epoch, h.now)
	})
}

// fails is a question that the bot hands off for want of an answer.
func (h *gapsHouse) fails(conversation, visitor, text string) {
	h.t.Helper()
	h.writes(conversation, visitor, text)
	h.decides(conversation, bot.Decision{Kind: bot.Handoff, Reason: bot.ReasonLowConfidence, Trace: bot.Trace{Rule: "no-answer", Query: text}})
}

func (h *gapsHouse) list(l insight.GapList) []insight.Gap {
	h.t.Helper()
	if l.Span == 0 {
		l.Span = week
	}
	out, err := h.gaps.List(h.t.Context(), l)
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

// inShort is what a list says, in short.
func inShort(gaps []insight.Gap) (out []string) {
	for _, g := range gaps {
		out = append(out, fmt.Sprintf("%s %s %d/%d before %d/%d", g.ID, g.State, g.Now.Questions, g.Now.Customers, g.Before.Questions, g.Before.Customers))
	}
	return out
}

func (h *gapsHouse) wants(want ...string) {
	h.t.Helper()
	if got := inShort(h.list(insight.GapList{States: []gap.State{gap.Open, gap.Reopened, gap.Closed}})); !slices.Equal(got, want) {
		h.t.Errorf("the gaps are %q\nwant %q", got, want)
	}
}

// answering answers the questions given and nothing else.
func answering(questions ...string) insight.Ask {
	return func(_ context.Context, q bot.Question) bot.Decision {
		if slices.Contains(questions, q.Text) {
			return bot.Decision{Kind: bot.Answer, Citations: []bot.Citation{{Article: "rent", Revision: 1}}}
		}
		return bot.Decision{Kind: bot.Handoff, Reason: bot.ReasonLowConfidence}
	}
}

func (h *gapsHouse) recheck(id string, ask insight.Ask) insight.Rechecked {
	h.t.Helper()
	r, err := h.gaps.Recheck(h.t.Context(), id, ask)
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

// What customers ask and agents answer under the real rules becomes gaps, what costs most first.
func TestGaps(t *testing.T) { each(t, testGaps) }

func testGaps(t *testing.T) {
	h := openGaps(t)
	h.fails("conversation-parrot", "w", "can i bring my parrot")
	h.now = h.now.Add(10 * 24 * time.Hour)
	h.fails("conversation-rent01", "a", "do you rent tents")
	h.claims(10*time.Second, "conversation-rent01")
	h.replies(5*time.Minute, "conversation-rent01")
	h.resolves(time.Minute, "conversation-rent01")
	h.fails("conversation-rent02", "b", "rent tents?")
	h.fails("conversation-parr02", "c", "can I bring my parrot?")
	h.writes("conversation-fine01", "d", "opening hours")
	h.decides("conversation-fine01", bot.Decision{Kind: bot.Answer})
	h.writes("conversation-noword", "d", "?!")
	h.decides("conversation-noword", bot.Decision{Kind: bot.Handoff, Reason: bot.ReasonLowConfidence})
	h.follow()
	h.wants("gap-2 open 2/2 before 0/0", "gap-1 open 1/1 before 1/1")

	first := h.list(insight.GapList{})[0]
	if first.Now.Time != 6*time.Minute || first.Now.Messages != 1 || first.Example != "rent tents?" || first.Outcomes[gap.Unanswered] != 2 {
		t.Errorf("%+v", first)
	}
	if got := h.list(insight.GapList{Site: "elsewhere"}); len(got) != 0 {
		t.Errorf("another site has %v", got)
	}
	d, err := h.gaps.Gap(t.Context(), "gap-2", week)
	if err != nil || len(d.Questions) != 2 || d.Questions[0].Text != "rent tents?" || d.Questions[1].Visitor != "a" {
		t.Fatalf("%+v, %v", d.Questions, err)
	}
	if m := d.Material; len(m.Answers) != 1 || m.Answers[0].Text != "I look into it." || len(m.Tried) != 1 || len(m.Phrasings) != 2 {
		t.Errorf("%+v", m)
	}
	if _, err := h.gaps.Gap(t.Context(), "gap-9", week); !errors.Is(err, insight.ErrNoGap) {
		t.Error(err)
	}
}

// Following again changes nothing; what comes later, ratings too, is noticed; a restart goes on.
func TestFollowGoesOn(t *testing.T) { each(t, testFollowGoesOn) }

func testFollowGoesOn(t *testing.T) {
	h := openGaps(t)
	h.fails("conversation-rent01", "a", "do you rent tents")
	h.writes("conversation-wash01", "b", "how to wash a down jacket")
	h.decides("conversation-wash01", bot.Decision{Kind: bot.Answer})
	h.follow()
	h.follow()
	h.wants("gap-1 open 1/1 before 0/0")

	h.now = h.now.Add(2 * time.Hour)
	h.after(0, "conversation-wash01", func(c bot.Conversation, id string) (bot.Change, error) { return c.Feedback(id, 2, false, h.now) })
	h.start()
	h.fails("conversation-rent02", "b", "rent tents")
	h.follow()
	h.wants("gap-1 open 2/2 before 0/0", "gap-2 open 1/1 before 0/0")
	if got := h.list(insight.GapList{})[1]; got.Outcomes[gap.Unhelpful] != 1 {
		t.Errorf("%+v", got)
	}

	// The customer thinks better of it: the gap has no question any more.
	h.after(0, "conversation-wash01", func(c bot.Conversation, id string) (bot.Change, error) { return c.Feedback(id, 2, true, h.now) })
	h.follow()
	h.wants("gap-1 open 2/2 before 0/0")
	if _, err := h.gaps.Gap(t.Context(), "gap-2", week); !errors.Is(err, insight.ErrNoGap) {
		t.Errorf("the empty gap is still there: %v", err)
	}
}

// A clarification counts when nothing is chosen in time, although nothing happens then.
func TestGapOfAClarification(t *testing.T) { each(t, testGapOfAClarification) }

func testGapOfAClarification(t *testing.T) {
	h := openGaps(t)
	h.writes("conversation-rent01", "a", "do you rent tents")
	h.decides("conversation-rent01", bot.Decision{Kind: bot.Clarification, Choices: []bot.Choice{{Article: "tents", Title: "Tents"}}})
	h.follow()
	h.wants()
	h.now = h.now.Add(time.Hour)
	h.follow()
	h.wants("gap-1 open 1/1 before 0/0")
}

// A gap closes when its questions are answered, comes back when it is asked and not answered, or when the answer is gone.
func TestGapClosesAndReopens(t *testing.T) { each(t, testGapClosesAndReopens) }

func testGapClosesAndReopens(t *testing.T) {
	h := openGaps(t)
	h.fails("conversation-rent01", "a", "do you rent tents")
	h.fails("conversation-rent02", "b", "rent tents")
	h.follow()
	if err := h.gaps.Write(t.Context(), "gap-1", "rent"); err != nil {
		t.Fatal(err)
	}
	if got, err := h.gaps.For(t.Context(), "rent"); err != nil || !slices.Equal(got, []string{"gap-1"}) {
		t.Errorf("%v, %v", got, err)
	}
	h.now = h.now.Add(time.Hour)
	both := answering("do you rent tents", "rent tents")
	if r := h.recheck("gap-1", answering("rent tents")); r != (insight.Rechecked{Gap: "gap-1", Asked: 2, Answered: 1, Was: gap.Open, Now: gap.Open}) {
		t.Errorf("one of two: %+v", r)
	}
	if r := h.recheck("gap-1", both); r.Answered != 2 || r.Now != gap.Closed {
		t.Errorf("both: %+v", r)
	}
	if got := h.list(insight.GapList{}); len(got) != 0 {
		t.Errorf("the closed gap is listed: %v", inShort(got))
	}
	h.now = h.now.Add(time.Minute)
	h.fails("conversation-parrot", "d", "can i bring my parrot")
	h.follow()
	h.wants("gap-1 closed 2/2 before 0/0", "gap-2 open 1/1 before 0/0")
	if err := h.gaps.Dismiss(t.Context(), "gap-2"); err != nil {
		t.Fatal(err)
	}
	if d, err := h.gaps.Gap(t.Context(), "gap-1", week); err != nil || !d.Questions[0].Answered || d.Answered != 2 || d.Article != "rent" {
		t.Errorf("%+v, %v", d, err)
	}

	h.now = h.now.Add(time.Hour)
	h.fails("conversation-rent03", "c", "do you rent tents?")
	h.follow()
	h.wants("gap-1 reopened 3/3 before 0/0")

	if r := h.recheck("gap-1", answering("do you rent tents", "rent tents", "do you rent tents?")); r.Was != gap.Reopened || r.Now != gap.Closed {
		t.Errorf("answered again: %+v", r)
	}
	h.follow()
	h.wants("gap-1 closed 3/3 before 0/0")
	all, err := h.gaps.RecheckAll(t.Context(), answering(), 10)
	if err != nil || len(all) != 1 || all[0].Now != gap.Reopened {
		t.Errorf("the article is withdrawn: %+v, %v", all, err)
	}
}

// While nothing can be searched, nothing is known about gaps.
func TestRecheckWhileBroken(t *testing.T) { each(t, testRecheckWhileBroken) }

func testRecheckWhileBroken(t *testing.T) {
	h := openGaps(t)
	h.fails("conversation-rent01", "a", "do you rent tents")
	h.follow()
	h.recheck("gap-1", answering("do you rent tents"))
	_, err := h.gaps.Recheck(t.Context(), "gap-1", func(context.Context, bot.Question) bot.Decision {
		return bot.Decision{Kind: bot.Handoff, Reason: bot.ReasonSearchDown}
	})
	if !errors.Is(err, insight.ErrBroken) {
		t.Error(err)
	}
	h.wants("gap-1 closed 1/1 before 0/0")
}

// A question that breaks the bot leaves its gap as it is, and keeps no other from being asked again.
func TestRecheckPoison(t *testing.T) { each(t, testRecheckPoison) }

func testRecheckPoison(t *testing.T) {
	h := openGaps(t)
	h.fails("conversation-rent01", "a", "do you rent tents")
	h.fails("conversation-parrot", "b", "can i bring my parrot")
	h.follow()
	done, err := h.gaps.RecheckAll(t.Context(), func(ctx context.Context, q bot.Question) bot.Decision {
		if q.Text == "do you rent tents" {
			return bot.Decision{Kind: bot.Handoff, Reason: bot.ReasonBotFailed}
		}
		return answering(q.Text)(ctx, q)
	}, 10)
	if err != nil || len(done) != 1 || done[0].Now != gap.Closed {
		t.Errorf("%+v, %v", done, err)
	}
	_, err = h.gaps.Recheck(t.Context(), done[0].Gap, func(context.Context, bot.Question) bot.Decision {
		return bot.Decision{Kind: bot.Handoff, Reason: bot.ReasonBotFailed}
	})
	if !errors.Is(err, insight.ErrBroken) {
		t.Error(err)
	}
}

// A conversation that breaks what reads it is passed over.
func TestGapsOfPoison(t *testing.T) { each(t, testGapsOfPoison) }

func testGapsOfPoison(t *testing.T) {
	h := openGaps(t)
	h.fails("conversation-poison", "a", "do you rent tents")
	h.fails("conversation-parrot", "b", "can i bring my parrot")
	h.gaps.Conversations = poisoned{h.gaps.Conversations}
	h.follow()
	h.follow()
	h.wants("gap-1 open 1/1 before 0/0")
}

// poisoned is a store with a conversation that breaks whoever reads it.
type poisoned struct{ insight.Conversations }

func (p poisoned) Events(ctx context.Context, id string, after int64, limit int) ([]bot.Event, error) {
	if id == "conversation-poison" {
		panic("poison")
	}
	return p.Conversations.Events(ctx, id, after, limit)
}

// A dismissed gap stays so, until somebody puts it back.
func TestDismissedGap(t *testing.T) { each(t, testDismissedGap) }

func testDismissedGap(t *testing.T) {
	h := openGaps(t)
	h.fails("conversation-rent01", "a", "do you rent tents")
	h.follow()
	if err := h.gaps.Dismiss(t.Context(), "gap-1"); err != nil {
		t.Fatal(err)
	}
	h.now = h.now.Add(time.Hour)
	h.fails("conversation-rent02", "b", "rent tents")
	h.follow()
	h.wants()
	if err := h.gaps.Reopen(t.Context(), "gap-1"); err != nil {
		t.Fatal(err)
	}
	h.wants("gap-1 reopened 2/2 before 0/0")
	if err := h.gaps.Dismiss(t.Context(), "gap-9"); !errors.Is(err, insight.ErrNoGap) {
		t.Error(err)
	}
}

// A question that bridges two gaps makes them one; the id that is gone leads to the other.
func TestGapsMerge(t *testing.T) { each(t, testGapsMerge) }

func testGapsMerge(t *testing.T) {
	h := openGaps(t)
	h.fails("conversation-torn01", "a", "torn tent fabric")
	h.now = h.now.Add(time.Minute)
	h.fails("conversation-leak01", "b", "leaking groundsheet seam")
	h.fails("conversation-leak02", "c", "leaking groundsheet")
	h.follow()
	h.wants("gap-2 open 2/2 before 0/0", "gap-1 open 1/1 before 0/0")
	if err := h.gaps.Write(t.Context(), "gap-1", "repairs"); err != nil {
		t.Fatal(err)
	}
	h.fails("conversation-both01", "d", "torn tent fabric leaking")
	h.fails("conversation-both02", "e", "torn tent leaking groundsheet seam")
	h.fails("conversation-both03", "f", "tent fabric leaking groundsheet")
	h.follow()
	h.wants("gap-2 open 6/6 before 0/0")
	if d, err := h.gaps.Gap(t.Context(), "gap-1", week); err != nil || d.ID != "gap-2" || d.Article != "repairs" {
		t.Errorf("%+v, %v", d.Gap, err)
	}
}

// What is erased is forgotten, and old questions are too.
func TestGapsForget(t *testing.T) { each(t, testGapsForget) }

func testGapsForget(t *testing.T) {
	h := openGaps(t)
	h.fails("conversation-rent01", "a", "do you rent tents")
	h.fails("conversation-rent02", "b", "rent tents")
	h.follow()
	if err := h.gaps.Erase(t.Context(), "conversation-rent01"); err != nil {
		t.Fatal(err)
	}
	h.wants("gap-1 open 1/1 before 0/0")
	h.now = h.now.Add(401 * 24 * time.Hour)
	h.fails("conversation-parrot", "c", "can i bring my parrot")
	h.follow()
	if got := questions(t, h); !maps.Equal(got, map[string]int{"gap-2": 1}) {
		t.Errorf("kept %v", got)
	}
}

func questions(t *testing.T, h *gapsHouse) map[string]int {
	t.Helper()
	rows, err := h.db.Read().QueryContext(t.Context(), `SELECT gap, count(*) FROM gap_question GROUP BY gap`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := make(map[string]int)
	for rows.Next() {
		var id string
		var n int
		if err := rows.Scan(&id, &n); err != nil {
			t.Fatal(err)
		}
		out[id] = n
	}
	return out
}
