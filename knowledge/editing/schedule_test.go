package editing_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/store"
)

func plan(act store.Act, revision int, in time.Duration) store.Scheduled {
	return store.Scheduled{Article: "a", Act: act, Revision: revision, Due: morning.Add(in), Author: "mia"}
}

// run carries out what is due.
func (b *bench) run(t tester) {
	t.Helper()
	if err := b.RunDue(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// scheduled returns what is to happen to article a.
func (b *bench) scheduled(t tester) []store.Scheduled {
	t.Helper()
	all, err := b.store.Scheduled(context.Background(), "a")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (b *bench) state(t tester, id string) knowledge.Article {
	t.Helper()
	a, err := b.store.Article(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestSchedule(t *testing.T) {
	b, ctx := open(t, editing.Config{Gate: new(words)}), t.Context()
	b.write(t, "a", "k1", "mia")
	for _, s := range []store.Scheduled{plan(store.ActPublish, 1, time.Hour), plan(store.ActWithdraw, 0, 2*time.Hour)} {
		if err := b.Schedule(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	b.write(t, "a", "later and unsaid", "mia")
	b.later(time.Hour - time.Millisecond)
	b.run(t)
	if a := b.state(t, "a"); a.Status != knowledge.Draft || b.announced.Load() != 0 {
		t.Errorf("before its time it is %+v", a)
	}
	b.later(time.Millisecond)
	for range 2 {
		b.run(t)
	}
	if a := b.state(t, "a"); a.Published != 1 || a.Latest != 2 || b.announced.Load() != 1 {
		t.Errorf("at its time it is %+v, announced %d", a, b.announced.Load())
	}
	b.later(time.Hour)
	b.run(t) // the question would get worse now, and nobody overruled it: it had no answer when this was scheduled
	left := b.scheduled(t)
	if a := b.state(t, "a"); a.Status != knowledge.Published || len(left) != 1 || left[0].Fault != "the exam gets worse: one question of 3 would be answered worse: “k1”" {
		t.Errorf("it is %+v, with %+v", a, left)
	}
	b.run(t) // and it is not tried for ever
	again := plan(store.ActWithdraw, 0, 3*time.Hour)
	again.Overrule = "the season is over"
	if err := b.Schedule(ctx, again); err != nil {
		t.Fatal(err)
	}
	b.later(time.Hour)
	b.run(t)
	if a := b.state(t, "a"); a.Status != knowledge.Withdrawn || len(b.scheduled(t)) != 0 {
		t.Errorf("it is %+v, with %+v", a, b.scheduled(t))
	}
	log := strings.Join(b.trail(t, "a"), "\n")
	for _, want := range []string{"article.publish: revision 1 as mia scheduled it", "schedule.fail: withdraw: the exam gets worse", "article.withdraw: as mia scheduled it\narticle.overrule: 1 question gets worse: the season is over"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q:\n%s", want, log)
		}
	}
}

func TestScheduleRefused(t *testing.T) {
	b, ctx := open(t, editing.Config{Gate: new(words)}), t.Context()
	b.write(t, "a", "k1", "mia")
	none := "the article is not published and will not be before that time, so there is nothing to withdraw"
	says(t, "now", b.Schedule(ctx, plan(store.ActPublish, 1, 0)), knowledge.ErrInvalid, "the time 2026-01-02 03:04 UTC is past; choose a later one")
	says(t, "past", b.Schedule(ctx, plan(store.ActPublish, 1, -time.Hour)), knowledge.ErrInvalid, "the time 2026-01-02 02:04 UTC is past; choose a later one")
	says(t, "no time", b.Schedule(ctx, store.Scheduled{Article: "a", Act: store.ActPublish, Revision: 1}), knowledge.ErrInvalid, "the time 0001-01-01 00:00 UTC is past")
	says(t, "far", b.Schedule(ctx, plan(store.ActPublish, 1, 300_000*time.Hour)), knowledge.ErrInvalid, "the time 2060-")
	says(t, "act", b.Schedule(ctx, plan("burn", 1, time.Hour)), knowledge.ErrInvalid, `an article can be published or withdrawn at a time, not "burn"`)
	says(t, "never published", b.Schedule(ctx, plan(store.ActWithdraw, 0, time.Hour)), knowledge.ErrInvalid, none)
	short := plan(store.ActPublish, 1, time.Hour)
	short.Overrule = "ok"
	says(t, "reason", b.Schedule(ctx, short), knowledge.ErrInvalid, `the reason "ok" is too short`)
	for _, revision := range []int{-1, 0, 2} {
		if err := b.Schedule(ctx, plan(store.ActPublish, revision, time.Hour)); !errors.Is(err, knowledge.ErrNotFound) {
			t.Errorf("revision %d: %v", revision, err)
		}
	}
	if err := b.Unschedule(ctx, "a", store.ActPublish, "mia"); !errors.Is(err, knowledge.ErrNotFound) {
		t.Errorf("cancel none: %v", err)
	}
	if err := b.Schedule(ctx, plan(store.ActPublish, 1, 2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	says(t, "before it is published", b.Schedule(ctx, plan(store.ActWithdraw, 0, time.Hour)), knowledge.ErrInvalid, none)
	if err := b.Unschedule(ctx, "a", store.ActPublish, "mia"); err != nil || len(b.scheduled(t)) != 0 {
		t.Errorf("cancelled: %v, %+v", err, b.scheduled(t))
	}
}

// TestDueWhenThingsChanged has appointments fall due when the article is not as it was.
func TestDueWhenThingsChanged(t *testing.T) {
	b, ctx := open(t, editing.Config{Gate: new(words)}), t.Context()
	b.write(t, "a", "k1", "mia")
	b.write(t, "a", "k1 more", "mia")
	for _, s := range []store.Scheduled{plan(store.ActPublish, 1, time.Hour), plan(store.ActWithdraw, 0, 2*time.Hour)} {
		if err := b.Schedule(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	b.publish(t, "a", 2) // a newer one, by hand
	if left := b.scheduled(t); len(left) != 1 || left[0].Act != store.ActWithdraw {
		t.Errorf("there is left %+v", left)
	}
	if err := b.Schedule(ctx, plan(store.ActPublish, 1, time.Hour)); err != nil { // the older one on purpose
		t.Fatal(err)
	}
	b.later(9 * time.Hour) // the server was down
	b.run(t)
	left := b.scheduled(t)
	if a := b.state(t, "a"); a.Published != 1 || len(left) != 1 || left[0].Fault == "" {
		t.Errorf("it is %+v, with %+v", a, left)
	}
	if _, _, err := b.Withdraw(ctx, editing.Step{ID: "a", Overrule: "by hand then"}); err != nil || len(b.scheduled(t)) != 0 {
		t.Errorf("withdrawn by hand: %v, with %+v", err, b.scheduled(t))
	}
}

// TestSeason schedules the beginning and the end at once: the end cannot be examined yet, and is overruled beforehand.
func TestSeason(t *testing.T) {
	b, ctx := open(t, editing.Config{Gate: new(words)}), t.Context()
	b.write(t, "a", "k1", "mia")
	end := plan(store.ActWithdraw, 0, 2*time.Hour)
	end.Overrule = "the season is over"
	for _, s := range []store.Scheduled{plan(store.ActPublish, 1, time.Hour), end} {
		if err := b.Schedule(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	b.later(2 * time.Hour)
	b.run(t)
	if a := b.state(t, "a"); a.Status != knowledge.Withdrawn || len(b.scheduled(t)) != 0 {
		t.Errorf("it is %+v, with %+v", a, b.scheduled(t))
	}
	if got := b.trail(t, "a"); !slices.Contains(got, "article.overrule: 1 question gets worse: the season is over") {
		t.Errorf("the log says %q", got)
	}
}

// TestDueIsTriedAgain proves that a fault which may pass leaves an appointment as it is.
func TestDueIsTriedAgain(t *testing.T) {
	g := new(words)
	b, ctx := open(t, editing.Config{Gate: g}), t.Context()
	b.write(t, "a", "k1", "mia")
	if err := b.Schedule(ctx, plan(store.ActPublish, 1, time.Hour)); err != nil {
		t.Fatal(err)
	}
	b.later(time.Hour)
	g.during = func(context.Context) error { return errBroken }
	if err := b.RunDue(ctx); !errors.Is(err, errBroken) || !strings.Contains(err.Error(), `publish "a" as scheduled`) {
		t.Errorf("the index is broken: %v", err)
	}
	if left := b.scheduled(t); len(left) != 1 || left[0].Fault != "" {
		t.Errorf("there is left %+v", left)
	}
	g.during = nil
	b.run(t)
	if a := b.state(t, "a"); a.Published != 1 {
		t.Errorf("it is %+v", a)
	}
}

// TestDueBreaks proves that an appointment which breaks the program is marked, and that the others are kept.
func TestDueBreaks(t *testing.T) {
	g := new(words)
	b, ctx := open(t, editing.Config{Gate: g}), t.Context()
	b.write(t, "a", "k1", "mia")
	b.write(t, "b", "k2", "mia")
	other := plan(store.ActPublish, 1, time.Hour+time.Second)
	other.Article = "b"
	for _, s := range []store.Scheduled{plan(store.ActPublish, 1, time.Hour), other} {
		if err := b.Schedule(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	b.later(2 * time.Hour)
	g.during = func(context.Context) error {
		g.during = nil
		panic("poison")
	}
	b.run(t)
	if left := b.scheduled(t); len(left) != 1 || !strings.Contains(left[0].Fault, "the server failed") {
		t.Errorf("there is left %+v", left)
	}
	if a, other := b.state(t, "a"), b.state(t, "b"); a.Published != 0 || other.Published != 1 {
		t.Errorf("they are %+v and %+v", a, other)
	}
}

// TestDueOnce has four rooms over one database, in two processes as it were, keep the same appointments.
func TestDueOnce(t *testing.T) {
	b := open(t, editing.Config{Gate: new(words)})
	other := b.beside(t, editing.Config{Gate: new(words)})
	ids := []string{"a", "b", "c", "d", "e"}
	for _, id := range ids {
		b.write(t, id, "k1", "mia")
		s := plan(store.ActPublish, 1, time.Hour)
		s.Article = id
		if err := b.Schedule(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	var all sync.WaitGroup
	b.later(time.Hour)
	other.later(time.Hour)
	for _, room := range []*bench{b, other, b, other} {
		all.Go(func() {
			for range 100 {
				if err := room.RunDue(t.Context()); err == nil {
					return
				} else if !errors.Is(err, knowledge.ErrMoved) {
					t.Error(err)
					return
				}
			}
			t.Error("it was tried a hundred times")
		})
	}
	all.Wait()
	if head, err := b.store.Head(t.Context()); err != nil || head != int64(len(ids)) {
		t.Errorf("%d appointments made %d changes %v", len(ids), head, err)
	}
	for _, id := range ids {
		published := slices.DeleteFunc(b.trail(t, id), func(s string) bool { return !strings.HasPrefix(s, "article.publish") })
		if len(published) != 1 {
			t.Errorf("%s: %q", id, published)
		}
	}
	if left, err := b.store.AllScheduled(t.Context()); err != nil || len(left) != 0 {
		t.Errorf("there is left %+v %v", left, err)
	}
}
