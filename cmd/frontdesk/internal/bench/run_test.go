package bench

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/widget/wire"
)

type nobody struct{}

func (nobody) Show(Progress) {}

// drive runs eight customers against a fake until it has broken its word often enough, or said enough.
func drive(t *testing.T, f *fake, change func(c *Config)) *Report {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	f.mu.Lock()
	f.enough = cancel
	f.mu.Unlock()
	c := Config{URLs: []string{f.url}, Site: "main", Customers: 8, Duration: 2 * time.Minute, Think: 5 * time.Millisecond, Patience: 20 * time.Second, Seed: 1}
	if change != nil {
		change(&c)
	}
	r, err := Run(ctx, c, "test"+fmt.Sprint(c.Seed)+"0123456789", nobody{})
	if err != nil {
		t.Fatal(err)
	}
	if n := f.times(); n < enoughHarm {
		t.Fatalf("the desk got round to it %d times only", n)
	}
	return r
}

// count has an honest desk end the run after so many messages.
func count(n int) func(f *fake, h *hand, in *wire.In) bool {
	return func(f *fake, h *hand, in *wire.In) bool {
		if f.sends >= n {
			f.harmed = enoughHarm
			f.enough()
		}
		return false
	}
}

func TestHonestDesk(t *testing.T) {
	t.Parallel()
	f := newFake(t, count(200))
	r := drive(t, f, nil)
	if !r.Whole() || r.Sent < 200 || r.Acked != r.Sent || r.Unacked != 0 || r.Late != 0 || len(r.Errors) > 0 || r.Ack.Count == 0 || r.Answer.Count == 0 {
		t.Errorf("an honest desk is blamed: %+v", r)
	}
	if r.Checked.Messages != r.Acked || r.Checked.Conversations < 8 || r.Checked.Events != 2*r.Acked {
		t.Errorf("not everything was compared: %+v", r.Checked)
	}
}

// What goes wrong on the way and is put right is no fault of the desk.
func TestTroubleIsNoFault(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		harm   func(f *fake, h *hand, in *wire.In) bool
		change func(c *Config)
		fits   func(r *Report) bool
	}{
		"an announcement is lost": {
			harm: func(f *fake, h *hand, in *wire.In) bool {
				if !f.now(in) {
					return false
				}
				f.harms()
				seq, _ := f.keep(in)
				ack(h, in, seq)
				f.answer(f.talks[in.Conversation])
				return true
			},
			fits: func(r *Report) bool { return r.Healed > 0 && r.Late == 0 },
		},
		"the desk says wait": {
			harm: func(f *fake, h *hand, in *wire.In) bool {
				if !f.now(in) {
					return false
				}
				f.harms()
				h.say(wire.Out{Type: wire.TypeError, ID: in.ID, Conversation: in.Conversation, Code: wire.CodeRateLimited, RetryAfter: 1})
				return true
			},
			fits: func(r *Report) bool { return r.Refused[wire.CodeRateLimited] >= enoughHarm && r.Resent >= enoughHarm },
		},
		"the desk drains": {
			harm: func(f *fake, h *hand, in *wire.In) bool {
				if !f.now(in) {
					return false
				}
				f.harms()
				h.say(wire.Out{Type: wire.TypeBye, Code: "draining", RetryAfter: 1})
				h.close(wire.CloseDraining)
				return true
			},
			fits: func(r *Report) bool { return r.Closes["4000"] >= enoughHarm && r.Resent >= enoughHarm },
		},
		"the acknowledgement is lost with the connection": {
			harm: func(f *fake, h *hand, in *wire.In) bool {
				if !f.now(in) {
					return false
				}
				f.harms()
				f.keep(in)
				f.answer(f.talks[in.Conversation])
				h.ws.NetConn().Close()
				return true
			},
			fits: func(r *Report) bool { return r.Broken >= enoughHarm && r.Resent >= enoughHarm },
		},
		"connections are cut": {
			harm:   count(300),
			change: func(c *Config) { c.Cut = 0.2 },
			fits:   func(r *Report) bool { return r.Cut > 10 && r.Resent > 0 },
		},
		"half of them do not read": {
			harm:   count(100),
			change: func(c *Config) { c.Slow = 0.5 },
			fits:   func(r *Report) bool { return r.Unacked == 0 && r.Answers == r.Acked },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := drive(t, newFake(t, tt.harm), tt.change)
			if !r.Whole() || r.Unacked > 0 || r.Acked != r.Checked.Messages || r.Acked == 0 || !tt.fits(r) {
				t.Errorf("the report says %+v", r)
			}
		})
	}
}

// A desk that never acknowledges is told, and one that says "stop" is obeyed.
func TestSilence(t *testing.T) {
	t.Parallel()
	silent := newFake(t, func(f *fake, h *hand, in *wire.In) bool {
		if in.Type == wire.TypeSend {
			f.harms()
		}
		return in.Type == wire.TypeSend
	})
	r := drive(t, silent, func(c *Config) { c.Patience = time.Second })
	if r.Unacked == 0 || r.Unacked != r.Sent || r.Acked != 0 || r.Any() {
		t.Errorf("the desk never acknowledged: %+v", r)
	}
	stern := newFake(t, func(f *fake, h *hand, in *wire.In) bool {
		if in.Type == wire.TypeSend {
			f.harms()
			h.close(wire.CloseBanned)
		}
		return in.Type == wire.TypeSend
	})
	r = drive(t, stern, nil)
	if r.Closes["4502"] < enoughHarm || r.Connections > 8+r.Checked.Conversations || len(r.Errors) != 1 {
		t.Errorf("customers who were told to stop come back: %+v", r)
	}
}

// All connections break at once, and everybody comes back.
func TestStorm(t *testing.T) {
	t.Parallel()
	f := newFake(t, nil)
	f.harmed = enoughHarm
	r := drive(t, f, func(c *Config) { c.Storm, c.Duration = true, 3*time.Second })
	if r.Storm == nil || !r.Storm.AllBack || r.Cut < 8 || !r.Whole() {
		t.Errorf("after the storm the report says %+v, %+v", r.Storm, r)
	}
}

func TestNobodyThere(t *testing.T) {
	t.Parallel()
	c := Config{URLs: []string{"http://127.0.0.1:1"}, Customers: 1, Duration: time.Second, Patience: time.Second}
	if _, err := Run(t.Context(), c, "x", nobody{}); err == nil || !strings.Contains(err.Error(), "does not get in") {
		t.Errorf("nobody answers there, and it says %v", err)
	}
}
