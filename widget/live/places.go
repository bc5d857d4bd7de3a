package live

import (
	"context"
	"sync"
	"time"

	"frontdesk/bot/desk"
)

// placesFresh is for how long a reading of the queue serves those who ask for a place.
const placesFresh = 250 * time.Millisecond

// places is who waits where in the queue, as it was read last. When thousands come back at once, each asks for a place;
// one reading serves all who ask while nothing has moved.
type places struct {
	reading chan struct{} // buffered by one: somebody reads

	mu    sync.Mutex
	of    map[string]desk.Place
	at    time.Time // when it was read
	moves int       // counts what has moved
	as    int       // what moves was when it was read
}

func newPlaces() places { return places{reading: make(chan struct{}, 1)} }

// moved says that somebody has come to the queue or left it.
func (p *places) moved() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.moves++
}

// known returns the places as they were read last, if they still hold at a time and tell that of a conversation. If they
// do not, moves is what a new reading is as of.
func (p *places) known(id string, now time.Time) (of map[string]desk.Place, moves int, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	age := now.Sub(p.at)
	_, ok = p.of[id]
	return p.of, p.moves, ok && p.as == p.moves && age >= 0 && age < placesFresh
}

// look returns all places, one of which is to be that of a conversation in the queue. Nobody writes to the map. One reads
// at a time, and the others wait for that.
func (p *places) look(ctx context.Context, id string, clock func() time.Time, read func(context.Context) (map[string]desk.Place, error)) (map[string]desk.Place, error) {
	if of, _, ok := p.known(id, clock()); ok {
		return of, nil
	}
	select {
	case p.reading <- struct{}{}:
		defer func() { <-p.reading }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	at := clock()
	of, moves, ok := p.known(id, at)
	if ok {
		return of, nil
	}
	of, err := read(ctx)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.of, p.at, p.as = of, at, moves
	return of, nil
}
