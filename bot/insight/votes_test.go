package insight_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"frontdesk/bot/insight"
	"frontdesk/knowledge/sqldb"
)

func open(t *testing.T, clock func() time.Time) *insight.Votes {
	t.Helper()
	db, err := sqldb.Open(t.Context(), address(t), sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := insight.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	return insight.NewVotes(db, clock)
}

func TestBest(t *testing.T) { each(t, testBest) }

func testBest(t *testing.T) {
	now := time.Date(2026, 1, 1, 23, 59, 0, 0, time.UTC)
	v := open(t, func() time.Time { return now })
	vote := func(article string, revision, up, down int) {
		t.Helper()
		for i := range up + down {
			if err := v.Add(t.Context(), article, revision, i < up); err != nil {
				t.Fatal(err)
			}
		}
	}
	vote("old", 1, 50, 0)
	now = now.Add(60 * 24 * time.Hour)
	vote("returns", 1, 3, 1)
	vote("returns", 2, 4, 0) // net 6, up 7
	vote("quarrel", 1, 10, 4)
	vote("parcel", 1, 6, 0)
	vote("address", 1, 6, 0) // ties with parcel in everything but its id
	vote("even", 1, 2, 2)
	vote("bad", 1, 1, 3)
	now = now.Add(20 * time.Hour) // the next day
	vote("parcel", 1, 1, 1)

	got, err := v.Best(t.Context(), 30*24*time.Hour, 10)
	want := []insight.Tally{
		{Article: "quarrel", Up: 10, Down: 4}, {Article: "parcel", Up: 7, Down: 1}, {Article: "returns", Up: 7, Down: 1},
		{Article: "address", Up: 6},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Fatalf("best: %v, %v\nwant  %v", got, err, want)
	}
	if got, err = v.Best(t.Context(), 90*24*time.Hour, 1); err != nil || len(got) != 1 || got[0].Net() != 50 {
		t.Fatalf("best of 90 days: %v, %v", got, err)
	}
}

func TestVotesAtOnceAreAllCounted(t *testing.T) { each(t, testVotesAtOnceAreAllCounted) }

func testVotesAtOnceAreAllCounted(t *testing.T) {
	v := open(t, time.Now)
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			if err := v.Add(context.Background(), "returns", 1, true); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	got, err := v.Best(t.Context(), 48*time.Hour, 1)
	if err != nil || len(got) != 1 || got[0].Up != 100 {
		t.Fatalf("%v, %v", got, err)
	}
}

func TestByRevision(t *testing.T) { each(t, testByRevision) }

func testByRevision(t *testing.T) {
	now := time.Date(2026, 1, 1, 23, 59, 0, 0, time.UTC)
	v := open(t, func() time.Time { return now })
	for _, vote := range []struct {
		article  string
		revision int
		helpful  bool
	}{{"b", 1, true}, {"a", 2, false}, {"a", 1, true}, {"a", 2, false}, {"a", 2, true}} {
		if err := v.Add(t.Context(), vote.article, vote.revision, vote.helpful); err != nil {
			t.Fatal(err)
		}
	}
	got, err := v.ByRevision(t.Context(), 24*time.Hour)
	if want := []insight.RevisionTally{{"a", 1, 1, 0}, {"a", 2, 1, 2}, {"b", 1, 1, 0}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
	now = now.Add(3 * 24 * time.Hour)
	if got, err = v.ByRevision(t.Context(), 24*time.Hour); err != nil || len(got) != 0 {
		t.Errorf("later %v, %v", got, err)
	}
}
