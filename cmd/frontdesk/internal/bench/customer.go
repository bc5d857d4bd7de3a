package bench

import (
	"context"
	"errors"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"frontdesk/widget/wire"
)

// customer is a visitor who asks, reads and comes back. One goroutine does all of it.
type customer struct {
	crowd  *crowd
	number int
	chance *rand.Rand
	slow   bool

	token  string
	socket atomic.Pointer[socket] // nil while there is none; others only nudge it or hang up
	line   uint16                 // counts the connections
	beat   time.Duration          // between pings
	ping   time.Time              // when the next one is due
	pong   time.Time              // until when the last one must be answered; zero if it was
	back   backoff
	asked  time.Duration // for which the desk has asked to stay away
	stop   bool          // the desk has said not to come back

	talk      *talk
	past      []*talk
	following bool
	open      []int     // places of messages that are not acknowledged
	due       time.Time // when the next is said; zero while an answer is awaited
	retry     time.Time // when what was refused is sent again; zero if nothing was
	stall     time.Time // until when a slow one does not read
	behind    int64     // head that was heard of and not shown by the last pong

	began    time.Time // when the newest message was to be sent
	wait     string    // whose answer is awaited: bot, agent or nobody's
	after    int64     // number of the message that is to be answered; 0 if not known yet
	patience time.Time // until when
	spoilt   bool      // its connection was broken on purpose
	phase    int32     // that the customer has noticed
	checked  bool      // a pong has come since the end began
	faults   Faults    // broken promises, as they were noticed
}

// Times of customers.
const (
	perTalk        = 40               // messages, after which another conversation begins
	answerPatience = 30 * time.Second // for the bot
	personPatience = 10 * time.Minute
	endBeat        = 400 * time.Millisecond // between pings at the end
	stallFor       = 20 * time.Second       // how long a slow reader does not read
	readFor        = 2 * time.Second        // and does
	slowReceive    = 4096                   // bytes the system keeps for a slow reader
)

var messages = sync.Pool{New: func() any { b := make([]byte, 0, 2048); return &b }}

// run is the customer's day.
func (c *customer) run(ctx context.Context) {
	for !c.stop && c.crowd.busy(c) && ctx.Err() == nil {
		s := c.socket.Load()
		if s == nil {
			c.arrive(ctx)
			continue
		}
		err := c.turn(ctx, s)
		if err != nil {
			c.leave(s, err)
		}
	}
	if s := c.socket.Swap(nil); s != nil {
		c.crowd.tally.connected.Add(-1)
		s.leave()
	}
	if c.stop {
		c.crowd.tally.ended.Add(1)
	}
}

// turn waits until something comes or is to be done, and deals with it.
func (c *customer) turn(ctx context.Context, s *socket) error {
	now := time.Now()
	until := c.next(now)
	if c.stall.After(now) && c.crowd.phase.Load() == talking {
		c.crowd.pause(ctx, until.Sub(now))
		return c.onTime(time.Now(), s)
	}
	phase := c.crowd.phase.Load()
	_ = s.conn.SetReadDeadline(until)
	if c.crowd.phase.Load() != phase { // the nudge came before the deadline
		return c.onTime(time.Now(), s)
	}
	err := s.wait(until)
	if err == nil {
		err = c.listen(s)
	}
	if err != nil && !errors.Is(err, errQuiet) {
		return err
	}
	return c.onTime(time.Now(), s)
}

// next is when there will be something to do.
func (c *customer) next(now time.Time) time.Time {
	until := c.ping
	if c.slow && len(c.open) == 0 && c.stall.Before(now) && c.crowd.phase.Load() == talking {
		until = earlier(until, c.stall.Add(readFor)) // when it ceases to read
	}
	for _, t := range []time.Time{c.pong, c.retry, c.patience, c.stall} {
		if !t.IsZero() && t.Before(until) && t.After(now) {
			until = t
		}
	}
	if c.crowd.phase.Load() == talking && !c.due.IsZero() {
		until = earlier(until, c.due)
	}
	return until
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// beats pings: it is the sign of life, and the answer to it tells of lost announcements.
func (c *customer) beats(now time.Time, s *socket) error {
	every := c.beat
	if c.crowd.phase.Load() >= settling {
		every = endBeat
	}
	c.ping = now.Add(every)
	if !c.stall.After(now) && c.pong.IsZero() {
		c.pong = now.Add(wire.PongMillis * time.Millisecond)
		if c.crowd.phase.Load() >= settling {
			c.pong = now.Add(c.crowd.Patience)
		}
	}
	return s.write(opText, pingFrame)
}

var (
	pingFrame = encode(wire.In{Type: wire.TypePing})
	errSilent = errors.New("the desk did not answer a ping")
)

// settled reports whether nothing is owed to the customer any more.
func (c *customer) settled() bool {
	t := c.talk
	return len(c.open) == 0 && c.wait == "" && (len(t.messages) == 0 || c.checked && t.held >= t.head)
}

// id makes the id of a conversation.
func (c *crowd) id(number, talk int) string {
	return "bench-" + c.name + "-" + strconv.Itoa(number) + "-" + strconv.Itoa(talk)
}
