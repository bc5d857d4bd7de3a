package bench

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"frontdesk/widget/wire"
)

// agent is a member of the staff who takes customers of this run, answers and hands them back to the bot. Customers
// of others are left alone. Where all customers wait in the queue, agents are there and take nobody.
type agent struct {
	crowd   *crowd
	number  int
	chance  *rand.Rand
	cookie  string
	socket  atomic.Pointer[socket]
	waiting map[string]bool
	ping    time.Time
	back    backoff
	asked   time.Duration
	acts    int
	lines   int // counts the connections
	stop    bool
	there   bool // has been shown the overview: the desk knows that somebody is there
}

// Times of agents.
const (
	staffBeat   = wire.HeartbeatMillis * time.Millisecond / 2
	lookAround  = 500 * time.Millisecond
	actPatience = 20 * time.Second
)

// errRefused means that the desk has said no to an act; the frame says why.
var errRefused = errors.New("refused")

// run is the agent's day. Whom the agent has taken at the end is still answered.
func (a *agent) run(ctx context.Context) {
	for a.crowd.phase.Load() < settling && ctx.Err() == nil && !a.stop {
		if id := a.pick(); id != "" {
			if err := a.serve(ctx, id); err != nil && !errors.Is(err, errRefused) {
				a.crowd.tally.failed("an agent's work: " + plain(err))
			}
			continue
		}
		if err := a.listenUntil(ctx, time.Now().Add(lookAround), nil); err != nil {
			a.crowd.pause(ctx, lookAround)
		}
	}
	if s := a.socket.Swap(nil); s != nil {
		s.leave()
	}
}

// pick takes somebody who waits and whom no other agent of this run goes for; "" if there is nobody, or nobody is to be
// taken.
func (a *agent) pick() string {
	if a.crowd.Queue {
		return ""
	}
	for id := range a.waiting {
		if _, ok := a.crowd.desired.LoadAndDelete(id); ok {
			return id
		}
	}
	return ""
}

// serve takes a conversation, answers after a thought and hands it back.
func (a *agent) serve(ctx context.Context, id string) error {
	seq, err := a.act(ctx, wire.In{Type: wire.TypeAccept, Conversation: id}, nil)
	if err != nil {
		return err
	}
	delete(a.waiting, id)
	epoch, err := a.open(ctx, id, seq)
	if err != nil {
		return err
	}
	think := time.Duration(float64(a.crowd.Think) * (0.5 + a.chance.Float64()) / 2)
	if err := a.listenUntil(ctx, time.Now().Add(think), nil); err != nil {
		a.crowd.tally.failed("an agent's connection: " + plain(err))
	}
	text := fmt.Sprintf("I have looked into it, that is settled now. (%s/%d/%d)", a.crowd.name, a.number, a.acts)
	in := wire.In{Type: wire.TypeSend, Conversation: id, Text: text, Epoch: epoch, After: seq, Confirm: []string{"newer", "never_say"}}
	if seq, err = a.act(ctx, in, nil); err != nil {
		return err
	}
	a.crowd.tally.replies.Add(1)
	a.crowd.written.add(id, reply{text, seq})
	if _, err := a.act(ctx, wire.In{Type: wire.TypeHandBack, Conversation: id, Epoch: epoch}, nil); err != nil {
		return err
	}
	if s := a.socket.Load(); s != nil {
		return s.write(opText, encode(wire.In{Type: wire.TypeLeave, Conversation: id}))
	}
	return nil
}

// open puts the conversation on the screen and returns its epoch.
func (a *agent) open(ctx context.Context, id string, after int64) (epoch int64, err error) {
	_, err = a.act(ctx, wire.In{Type: wire.TypeResume, Conversation: id, After: after}, func(f *frame) bool {
		if f.Type == wire.TypeState && f.Conversation == id && f.State != nil && f.State.Mine {
			epoch = f.State.Epoch
			return true
		}
		return false
	})
	return epoch, err
}

// act sends a frame until it is answered, over as many connections as it takes, and returns the number in the
// acknowledgement. done says what answers it, if that is not an acknowledgement.
func (a *agent) act(ctx context.Context, in wire.In, done func(*frame) bool) (seq int64, err error) {
	a.acts++
	if in.ID = fmt.Sprintf("%s-a%d-%d", a.crowd.name, a.number, a.acts); done != nil {
		in.ID = ""
	}
	sent := encode(in)
	end := time.Now().Add(actPatience)
	for {
		answered, no := false, ""
		err = a.say(ctx, sent)
		if err == nil {
			err = a.listenUntil(ctx, end, func(f *frame) bool {
				switch {
				case done != nil && done(f):
					answered = true
				case in.ID != "" && f.ID == in.ID && f.Type == wire.TypeAck:
					answered, seq = true, f.Seq
				case f.Type == wire.TypeError && f.ID == in.ID && (in.ID != "" || f.Conversation == in.Conversation):
					answered, no = true, f.Code
				}
				return answered
			})
		}
		switch {
		case no == wire.CodeRateLimited || no == wire.CodeUnavailable || no == wire.CodeInternal:
			a.crowd.tally.refused(no)
			a.crowd.pause(ctx, lookAround)
		case no != "":
			a.crowd.tally.refused(no)
			return 0, errRefused
		case answered:
			return seq, nil
		}
		if time.Now().After(end) || ctx.Err() != nil || a.stop {
			return 0, errors.Join(fmt.Errorf("%s was not answered", in.Type), err)
		}
	}
}

func (a *agent) say(ctx context.Context, b []byte) error {
	s, err := a.here(ctx)
	if err != nil {
		return err
	}
	if err := s.write(opText, b); err != nil {
		a.lost(s, err)
		return err
	}
	return nil
}

// here returns the connection, a new one if there is none.
func (a *agent) here(ctx context.Context) (*socket, error) {
	if s := a.socket.Load(); s != nil {
		return s, nil
	}
	if a.lines > 0 || a.back.tries > 0 {
		a.crowd.pause(ctx, a.back.next(a.asked, a.chance.Float64()))
	}
	node := a.crowd.URLs[(a.number+a.lines+a.back.tries)%len(a.crowd.URLs)]
	h := a.crowd.header(node)
	h.Set("Cookie", a.cookie)
	a.crowd.tally.dials.Add(1)
	s, err := dial(ctx, node+"/ws/staff", h, 0)
	if err != nil {
		if no, ok := errors.AsType[*refused](err); ok {
			a.crowd.tally.refused(strconv.Itoa(no.status))
			a.stop = no.status == http.StatusUnauthorized || no.status == http.StatusForbidden
		}
		return nil, err
	}
	a.back.tries, a.asked = 0, 0
	a.lines++
	a.ping = time.Now().Add(staffBeat)
	a.socket.Store(s)
	return s, nil
}

// lost ends a connection that does not work any more.
func (a *agent) lost(s *socket, err error) {
	if a.socket.CompareAndSwap(s, nil) {
		s.conn.Close()
		a.crowd.tally.broke(err)
		if end, ok := errors.AsType[*closed](err); ok && end.code >= 4000 && !wire.Resumable(end.code) {
			a.stop = true
		}
	}
}

// listenUntil takes frames in until the time, or until one is what is waited for.
func (a *agent) listenUntil(ctx context.Context, end time.Time, is func(*frame) bool) error {
	for now := time.Now(); now.Before(end) && ctx.Err() == nil; now = time.Now() {
		s, err := a.here(ctx)
		if err != nil {
			return err
		}
		found, err := a.listen(s, end, is)
		if err != nil {
			a.lost(s, err)
			return err
		}
		if found {
			return nil
		}
		if is == nil && a.crowd.phase.Load() >= settling {
			return nil
		}
	}
	return ctx.Err()
}

// listen takes in one frame, or pings if it is time.
func (a *agent) listen(s *socket, end time.Time, is func(*frame) bool) (found bool, err error) {
	err = s.wait(earlier(end, a.ping))
	if now := time.Now(); !now.Before(a.ping) {
		a.ping = now.Add(staffBeat)
		if err := s.write(opText, encode(wire.In{Type: wire.TypePing, Active: true})); err != nil {
			return false, err
		}
	}
	if errors.Is(err, errQuiet) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	b, err := s.message(nil)
	if err != nil || len(b) == 0 {
		return false, err
	}
	var f frame
	if err := f.read(b); err != nil {
		return false, err
	}
	a.see(&f)
	return is != nil && is(&f), nil
}

// see takes up what the overview says of who waits.
func (a *agent) see(f *frame) {
	switch f.Type {
	case wire.TypeBye:
		a.asked = time.Duration(f.RetryAfter) * time.Millisecond
	case wire.TypeDesk:
		clear(a.waiting)
		if !a.there {
			a.there = true
			a.crowd.tally.staffed.Add(1)
		}
	}
	if f.Desk == nil {
		return
	}
	for _, r := range f.Desk.Rows {
		if r.View == wire.ViewWaiting {
			a.waiting[r.ID] = true
		} else {
			delete(a.waiting, r.ID)
		}
	}
	for _, id := range f.Desk.Gone {
		delete(a.waiting, id)
	}
}
