package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

func appointment(id string, act store.Act, revision int, due time.Time) store.Scheduled {
	return store.Scheduled{Article: id, Act: act, Revision: revision, Due: due, Author: "mia"}
}

func schedules(t *testing.T, s *store.Store, db *sqldb.DB) {
	ctx := t.Context()
	must[knowledge.Article](t)(s.Create(ctx, draft("a", 0)))
	must[knowledge.Article](t)(s.Create(ctx, draft("b", 0)))
	first := appointment("a", store.ActPublish, 1, day.Add(time.Hour))
	first.Overrule = "better all the same"
	gone := appointment("a", store.ActWithdraw, 0, day.Add(3*time.Hour))
	other := appointment("b", store.ActPublish, 1, day.Add(2*time.Hour))
	for _, p := range []store.Scheduled{appointment("a", store.ActPublish, 1, day.Add(9*time.Hour)), gone, other, first} {
		if err := s.PutScheduled(ctx, p, day); err != nil {
			t.Fatal(err)
		}
	}
	read := must[[]store.Scheduled](t)
	for name, c := range map[string]struct{ got, want []store.Scheduled }{
		"of a":        {read(s.Scheduled(ctx, "a")), []store.Scheduled{first, gone}},
		"of none":     {read(s.Scheduled(ctx, "x")), nil},
		"all":         {read(s.AllScheduled(ctx)), []store.Scheduled{first, other, gone}},
		"too early":   {read(s.Due(ctx, day.Add(time.Hour-time.Millisecond), 9)), nil},
		"one due":     {read(s.Due(ctx, day.Add(time.Hour), 9)), []store.Scheduled{first}},
		"two due":     {read(s.Due(ctx, day.Add(2*time.Hour), 9)), []store.Scheduled{first, other}},
		"only one":    {read(s.Due(ctx, day.Add(9*time.Hour), 1)), []store.Scheduled{first}},
		"long passed": {read(s.Due(ctx, day.Add(900*time.Hour), 9)), []store.Scheduled{first, other, gone}},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, c.got, c.want)
		}
	}
	failed := first
	failed.Fault = "the exam gets worse"
	if err := s.FailScheduled(ctx, failed, day); err != nil {
		t.Fatal(err)
	}
	if err := s.FailScheduled(ctx, failed, day); !errors.Is(err, store.ErrUnscheduled) {
		t.Errorf("failing twice: %v", err)
	}
	if got := read(s.Scheduled(ctx, "a")); !reflect.DeepEqual(got, []store.Scheduled{failed, gone}) {
		t.Errorf("a failed appointment is left as %+v", got)
	}
	if got := read(s.Due(ctx, day.Add(900*time.Hour), 9)); !reflect.DeepEqual(got, []store.Scheduled{other, gone}) {
		t.Errorf("a failed appointment is due: %+v", got)
	}
	if err := s.DropScheduled(ctx, "a", store.ActPublish, day); err != nil {
		t.Fatal(err)
	}
	want := []string{"article.create: revision 1", "schedule.set: publish revision 1 at 2026-03-01T21:00:00Z", "schedule.set: withdraw at 2026-03-01T15:00:00Z",
		"schedule.set: publish revision 1 at 2026-03-01T13:00:00Z, overruling the exam: better all the same", "schedule.fail: publish: the exam gets worse", "schedule.drop: publish"}
	if got := trail(t, db, "a"); !slices.Equal(got, want) {
		t.Errorf("the log says %q, want %q", got, want)
	}
}

func schedulesRefused(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx := t.Context()
	must[knowledge.Article](t)(s.Create(ctx, draft("a", 0)))
	folder := draft("f", 0)
	folder.Source = "folder"
	must[knowledge.Article](t)(s.Create(ctx, folder))
	for name, c := range map[string]struct{ got, want error }{
		"no article":     {s.PutScheduled(ctx, appointment("x", store.ActPublish, 1, day), day), knowledge.ErrNotFound},
		"revision 0":     {s.PutScheduled(ctx, appointment("a", store.ActPublish, 0, day), day), knowledge.ErrNotFound},
		"revision 2":     {s.PutScheduled(ctx, appointment("a", store.ActPublish, 2, day), day), knowledge.ErrNotFound},
		"no act":         {s.PutScheduled(ctx, appointment("a", "burn", 1, day), day), knowledge.ErrInvalid},
		"kept elsewhere": {s.PutScheduled(ctx, appointment("f", store.ActPublish, 1, day), day), knowledge.ErrSource},
		"drop none":      {s.DropScheduled(ctx, "a", store.ActPublish, day), knowledge.ErrNotFound},
		"fail none":      {s.FailScheduled(ctx, appointment("a", store.ActPublish, 1, day), day), store.ErrUnscheduled},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	if got := must[[]store.Scheduled](t)(s.AllScheduled(ctx)); len(got) != 0 {
		t.Errorf("refusals left %+v", got)
	}
}

// overtaken proves which appointments end when something is done by hand before them.
func overtaken(t *testing.T, s *store.Store, db *sqldb.DB) {
	ctx := t.Context()
	publish, withdraw := appointment("a", store.ActPublish, 2, day.Add(time.Hour)), appointment("a", store.ActWithdraw, 0, day.Add(2*time.Hour))
	for name, c := range map[string]struct {
		do   func(id string) error
		left []store.Act
	}{
		"a newer revision is saved":      {func(id string) error { return second(s.SaveDraft(ctx, draft(id, 3))) }, []store.Act{store.ActPublish, store.ActWithdraw}},
		"an older one is published":      {func(id string) error { return second(s.Publish(ctx, id, 1, day)) }, []store.Act{store.ActPublish, store.ActWithdraw}},
		"the same one is published":      {func(id string) error { return second(s.Publish(ctx, id, 2, day)) }, []store.Act{store.ActWithdraw}},
		"a newer one is published":       {func(id string) error { return second(s.Publish(ctx, id, 3, day)) }, []store.Act{store.ActWithdraw}},
		"an import writes and publishes": {func(id string) error { p := draft(id, 3); p.Publish = true; return write(s, p) }, []store.Act{store.ActWithdraw}},
		"it is withdrawn": {func(id string) error {
			return errors.Join(second(s.Publish(ctx, id, 1, day)), second(s.Withdraw(ctx, id, day)))
		}, []store.Act{store.ActPublish}},
		"a folder takes it over": {func(id string) error { p := draft(id, 3); p.Source = "folder"; return write(s, p) }, nil},
	} {
		for n := 1; n <= 3; n++ {
			must[knowledge.Article](t)(save(t, s, draft(name, n-1)))
		}
		for _, p := range []store.Scheduled{publish, withdraw} {
			p.Article = name
			if err := s.PutScheduled(ctx, p, day); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.do(name); err != nil {
			t.Fatal(name, err)
		}
		var left []store.Act
		for _, p := range must[[]store.Scheduled](t)(s.Scheduled(ctx, name)) {
			left = append(left, p.Act)
		}
		if !slices.Equal(left, c.left) {
			t.Errorf("%s: there is left %q, want %q", name, left, c.left)
		}
	}
	if got := trail(t, db, "a newer one is published"); !slices.Contains(got, "schedule.drop: publish, since revision 3 was published") {
		t.Errorf("the log says %q", got)
	}
	intact(t, db)
}

// save writes the next revision, the first one too.
func save(t *testing.T, s *store.Store, p store.Put) (knowledge.Article, error) {
	if p.Base == 0 {
		return s.Create(t.Context(), p)
	}
	return s.SaveDraft(t.Context(), p)
}

// write writes one revision as an import does.
func write(s *store.Store, p store.Put) error {
	return s.Write(background, store.Batch{Puts: []store.Put{p}, At: day, Head: store.AnyHead})
}

// racingSchedulers lets many carry out the same appointments: each is done once.
func racingSchedulers(t *testing.T, s *store.Store, db *sqldb.DB) {
	ctx := t.Context()
	const articles = 12
	for i := range articles {
		id := fmt.Sprint("a", i)
		must[knowledge.Article](t)(s.Create(ctx, draft(id, 0)))
		if err := s.PutScheduled(ctx, appointment(id, store.ActPublish, 1, day), day); err != nil {
			t.Fatal(err)
		}
	}
	var done, late atomic.Int32
	var all sync.WaitGroup
	due := must[[]store.Scheduled](t)(s.Due(ctx, day, 100))
	for range 4 {
		all.Go(func() {
			for _, p := range due {
				_, err := s.Carry(ctx, store.Examined{Act: p.Act, Article: p.Article, Revision: p.Revision, At: day, Head: store.AnyHead, Due: &p})
				switch {
				case err == nil:
					done.Add(1)
				case errors.Is(err, store.ErrUnscheduled):
					late.Add(1)
				default:
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if done.Load() != articles || late.Load() != 3*articles {
		t.Errorf("%d were carried out and %d came late, of %d", done.Load(), late.Load(), articles)
	}
	if head := must[int64](t)(s.Head(ctx)); head != articles {
		t.Errorf("%d appointments made %d changes", articles, head)
	}
	if left := must[[]store.Scheduled](t)(s.AllScheduled(ctx)); len(left) != 0 {
		t.Errorf("there is left %+v", left)
	}
	if got, want := trail(t, db, "a0"), []string{"article.create: revision 1", "schedule.set: publish revision 1 at 2026-03-01T12:00:00Z", "article.publish: revision 1 as mia scheduled it"}; !slices.Equal(got, want) {
		t.Errorf("the log says %q, want %q", got, want)
	}
	intact(t, db)
}

// changedAppointment proves that what was changed after it was read is not carried out as it was.
func changedAppointment(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx := t.Context()
	must[knowledge.Article](t)(s.Create(ctx, draft("a", 0)))
	must[knowledge.Article](t)(s.SaveDraft(ctx, draft("a", 1)))
	was := appointment("a", store.ActPublish, 1, day)
	carry := func() error {
		return second(s.Carry(ctx, store.Examined{Act: was.Act, Article: "a", Revision: 1, At: day, Head: store.AnyHead, Due: &was}))
	}
	failed := was
	failed.Fault = "x"
	for name, now := range map[string]store.Scheduled{
		"another revision": appointment("a", store.ActPublish, 2, day), "another time": appointment("a", store.ActPublish, 1, day.Add(time.Hour)), "it failed": failed,
	} {
		if err := s.PutScheduled(ctx, now, day); err != nil {
			t.Fatal(err)
		}
		if err := carry(); !errors.Is(err, store.ErrUnscheduled) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.DropScheduled(ctx, "a", store.ActPublish, day); err != nil {
		t.Fatal(err)
	}
	if err := carry(); !errors.Is(err, store.ErrUnscheduled) {
		t.Errorf("cancelled: %v", err)
	}
	if a := must[knowledge.Article](t)(s.Article(ctx, "a")); a.Status != knowledge.Draft {
		t.Errorf("the article is %+v", a)
	}
}
