package bench

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"
	"time"

	"frontdesk/widget/wire"
)

// greetTimeout is how long a desk may take to greet.
const greetTimeout = 20 * time.Second

// arrive connects and takes the conversation up where it was left. If that does not work out, the customer stays away
// for a while.
func (c *customer) arrive(ctx context.Context) {
	if c.line > 0 || c.back.tries > 0 {
		c.crowd.pause(ctx, c.back.next(c.asked, c.chance.Float64()))
		if ctx.Err() != nil || !c.crowd.busy(c) {
			return
		}
	}
	c.asked = 0
	began := time.Now()
	s, err := c.greet(ctx)
	if err != nil {
		c.away(err)
		return
	}
	c.settleIn(s, began)
	if err := c.takeUp(s); err != nil {
		c.leave(s, err)
	}
}

// greet opens a socket at the next node and says hello.
func (c *customer) greet(ctx context.Context) (*socket, error) {
	node := c.crowd.URLs[(c.number+int(c.line)+c.back.tries)%len(c.crowd.URLs)]
	c.crowd.tally.dials.Add(1)
	receive := 0
	if c.slow {
		receive = slowReceive
	}
	s, err := dial(ctx, node+"/ws/customer", c.crowd.header(node), receive)
	if err != nil {
		return nil, err
	}
	if err := c.hello(s, node); err != nil {
		s.conn.Close()
		return nil, err
	}
	return s, nil
}

// hello waits for the welcome.
func (c *customer) hello(s *socket, node string) error {
	hello := wire.In{Type: wire.TypeHello, Site: c.crowd.Site, Token: c.token, Locale: "en", Page: node + "/bench"}
	if err := s.write(opText, encode(hello)); err != nil {
		return err
	}
	until := time.Now().Add(greetTimeout)
	for {
		if err := s.wait(until); err != nil {
			return err
		}
		b, err := s.message(nil)
		if err != nil {
			return err
		}
		var f frame
		if len(b) == 0 {
			continue
		}
		if err := f.read(b); err != nil {
			return err
		}
		switch f.Type {
		case wire.TypeWelcome:
			c.token = f.Token
			c.beat = max(time.Second, time.Duration(f.Heartbeat)*time.Millisecond)
			return nil
		case wire.TypeBye, wire.TypeError:
			c.asked = time.Duration(f.RetryAfter) * time.Millisecond
			c.crowd.tally.refused(f.Code)
			if f.Code == wire.CodeUnknownSite {
				return fmt.Errorf("the desk does not know the site %q; name one of its own with --site", c.crowd.Site)
			}
		}
	}
}

// settleIn notes a connection that was greeted.
func (c *customer) settleIn(s *socket, began time.Time) {
	t := c.crowd.tally
	if c.line == 0 {
		t.greeted.Add(1)
	}
	t.connect.Add(time.Since(began))
	t.connected.Add(1)
	t.greets.Add(1)
	c.line++
	c.back.tries, c.following, c.behind, c.checked = 0, false, 0, false
	c.pong, c.stall = time.Time{}, time.Time{}
	c.ping = time.Now().Add(time.Duration(float64(c.beat) * (0.5 + c.chance.Float64()/2)))
	if c.phase >= settling {
		c.ping = time.Now()
	}
	c.socket.Store(s)
}

// takeUp asks for what was missed and sends again what was not acknowledged.
func (c *customer) takeUp(s *socket) error {
	if c.talk.newest > 0 {
		if err := c.follow(s); err != nil {
			return err
		}
	}
	c.retry = time.Time{}
	return c.repeat(s)
}

// leave ends a connection that does not work any more.
func (c *customer) leave(s *socket, err error) {
	t := c.crowd.tally
	if !c.socket.CompareAndSwap(s, nil) {
		return
	}
	t.connected.Add(-1)
	if errors.Is(err, errCut) || errors.Is(err, net.ErrClosed) {
		t.cuts.Add(1)
		c.spoilt = true
		s.hangUp()
		return
	}
	s.conn.Close()
	t.broke(err)
	c.hold(err)
}

// away notes why the customer could not come.
func (c *customer) away(err error) {
	t := c.crowd.tally
	if no, ok := errors.AsType[*refused](err); ok {
		t.refused(fmt.Sprint(no.status))
		c.asked = max(c.asked, no.retry)
		if no.status != 429 && no.status != 503 {
			t.failed(no.Error())
			c.stop = no.status < 500
		}
		return
	}
	if _, ok := errors.AsType[*closed](err); !ok && c.asked == 0 {
		t.failed("not let in: " + plain(err))
	}
	t.broke(err)
	c.hold(err)
}

// hold obeys the code with which the desk has closed.
func (c *customer) hold(err error) {
	end, ok := errors.AsType[*closed](err)
	if !ok {
		return
	}
	switch {
	case end.code == wire.CloseTokenStale:
		c.forgotten()
	case end.code >= 4000 && !wire.Resumable(end.code):
		c.crowd.tally.failed(fmt.Sprintf("told not to come back: %d %s", end.code, end.reason))
		c.stop = true
	}
}

// forgotten begins anew as somebody whom the desk has never seen. What it has acknowledged can never be read again.
func (c *customer) forgotten() {
	for _, t := range append(c.past, c.talk) {
		for i := range t.messages {
			if t.messages[i].seq > 0 {
				c.faults.add(lost, "%s of %s was acknowledged, and the desk does not know the customer any more", idOf(i), t.id)
			}
		}
	}
	c.token, c.past, c.open, c.wait = "", nil, nil, ""
	c.talk = &talk{id: c.crowd.id(c.number, int(c.line)+perTalk*1000), owner: "bot"}
	c.due = time.Now().Add(c.think())
}

// plain is an error in words, without what differs from one connection to the next, so that it can be counted.
func plain(err error) string {
	if errors.Is(err, syscall.EMFILE) {
		return "this process may not open more connections: raise the limit with ulimit -n"
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Err != nil {
		return op.Op + ": " + op.Err.Error()
	}
	return err.Error()
}
