package live

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/bot/desk"
)

// queueReader counts how often a queue is read, each time for a while.
type queueReader struct {
	mu    sync.Mutex
	reads int
	takes time.Duration
	of    map[string]desk.Place
	err   error
}

func (q *queueReader) read(context.Context) (map[string]desk.Place, error) {
	time.Sleep(q.takes)
	q.mu.Lock()
	defer q.mu.Unlock()
	q.reads++
	return q.of, q.err
}

func TestPlacesAreReadOnceForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &queueReader{takes: 30 * time.Millisecond, of: map[string]desk.Place{"a": {Place: 1}, "b": {Place: 2}}}
		p := newPlaces()
		look := func(id string) desk.Place {
			of, err := p.look(t.Context(), id, time.Now, q.read)
			if err != nil {
				t.Error(err)
			}
			return of[id]
		}
		var all sync.WaitGroup
		for range 1000 {
			all.Go(func() {
				if got := look("b"); got.Place != 2 {
					t.Errorf("place %d", got.Place)
				}
			})
		}
		all.Wait()
		if q.reads != 1 {
			t.Fatalf("the queue was read %d times for a thousand who asked at once", q.reads)
		}

		q.of = map[string]desk.Place{"b": {Place: 1}, "c": {Place: 2}}
		if got := look("c"); got.Place != 2 || q.reads != 2 {
			t.Fatalf("who has just come is at place %d, read %d times", got.Place, q.reads)
		}
		q.of = map[string]desk.Place{"c": {Place: 1}}
		if got := look("c"); got.Place != 2 || q.reads != 2 {
			t.Fatalf("place %d, read %d times though nothing is known to have moved", got.Place, q.reads)
		}
		p.moved()
		if got := look("c"); got.Place != 1 {
			t.Fatalf("place %d after the queue has moved", got.Place)
		}
		q.of = map[string]desk.Place{"c": {Place: 3}}
		time.Sleep(placesFresh)
		if got := look("c"); got.Place != 3 {
			t.Fatalf("place %d of a reading that is too old", got.Place)
		}
	})
}

// What moves while the queue is read may not be in what was read.
func TestPlacesThatMoveMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &queueReader{takes: 30 * time.Millisecond, of: map[string]desk.Place{"a": {Place: 2}}}
		p := newPlaces()
		go func() {
			time.Sleep(10 * time.Millisecond)
			p.moved()
		}()
		for range 2 {
			if _, err := p.look(t.Context(), "a", time.Now, q.read); err != nil {
				t.Fatal(err)
			}
		}
		if q.reads != 2 {
			t.Fatalf("read %d times", q.reads)
		}
	})
}

func TestPlacesThatCannotBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		away := errors.New("the database is away")
		q := &queueReader{takes: time.Minute, err: away}
		p := newPlaces()
		go func() { _, _ = p.look(context.Background(), "a", time.Now, q.read) }()
		synctest.Wait()
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		if _, err := p.look(short, "a", time.Now, q.read); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Second {
			t.Fatalf("%v after %v: nobody waits longer than they want for another's reading", err, time.Since(began))
		}
		time.Sleep(time.Minute)
		if _, err := p.look(t.Context(), "a", time.Now, q.read); !errors.Is(err, away) {
			t.Fatalf("%v", err)
		}
		q.mu.Lock()
		q.err, q.of = nil, map[string]desk.Place{"a": {Place: 1}}
		q.mu.Unlock()
		if of, err := p.look(t.Context(), "a", time.Now, q.read); err != nil || of["a"].Place != 1 {
			t.Fatalf("%v, %v", of, err)
		}
	})
}
