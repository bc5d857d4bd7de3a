package bench

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"frontdesk/widget/wire"
)

// Each desk breaks one promise, and the bench counts how often.
func TestSabotage(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		harm func(f *fake, h *hand, in *wire.In) bool
		last func(t *kept)
		want func(n int64) Faults
	}{
		"acknowledges without storing": {
			harm: func(f *fake, h *hand, in *wire.In) bool {
				if !f.now(in) {
					return false
				}
				f.harms()
				t := f.talks[in.Conversation]
				ack(h, in, int64(len(t.events))+1)
				t.show(f.answer(t))
				t.show(f.answer(t)) // what is awaited has a number beyond the one that was told
				return true
			},
			want: func(n int64) Faults { return Faults{Lost: n} },
		},
		"shows twice": {
			harm: func(f *fake, h *hand, in *wire.In) bool {
				if !f.now(in) {
					return false
				}
				f.harms()
				t := f.talks[in.Conversation]
				seq, _ := f.keep(in)
				ack(h, in, seq)
				t.show(seq)
				t.show(seq)
				t.show(f.answer(t))
				return true
			},
			want: func(n int64) Faults { return Faults{Duplicated: n} },
		},
		"stores twice": {
			harm: func(f *fake, h *hand, in *wire.In) bool {
				if !f.now(in) {
					return false
				}
				f.harms()
				t := f.talks[in.Conversation]
				seq, _ := f.keep(in)
				ack(h, in, seq)
				t.show(seq)
				t.show(t.add(t.events[seq-1]))
				t.show(f.answer(t))
				return true
			},
			want: func(n int64) Faults { return Faults{Duplicated: n} },
		},
		"shows the answer before the question": {
			harm: func(f *fake, h *hand, in *wire.In) bool {
				if !f.now(in) {
					return false
				}
				f.harms()
				t := f.talks[in.Conversation]
				seq, _ := f.keep(in)
				ack(h, in, seq)
				t.show(f.answer(t))
				t.show(seq)
				return true
			},
			want: func(n int64) Faults { return Faults{OutOfOrder: n} },
		},
		"acknowledges under the number of something else": {
			harm: func(f *fake, h *hand, in *wire.In) bool {
				if !f.now(in) {
					return false
				}
				f.harms()
				t := f.talks[in.Conversation]
				seq, _ := f.keep(in)
				ack(h, in, seq+1)
				t.show(seq)
				t.show(f.answer(t))
				t.show(f.answer(t))
				return true
			},
			want: func(n int64) Faults { return Faults{OutOfOrder: n} },
		},
		"stores another text": {
			harm: func(f *fake, h *hand, in *wire.In) bool {
				if f.now(in) {
					f.harms()
					in.Text += "!"
				}
				return false
			},
			want: func(n int64) Faults { return Faults{Altered: n} },
		},
		"stores what nobody sent": {
			harm: func(f *fake, h *hand, in *wire.In) bool {
				if f.now(in) {
					f.harms()
					t := f.talks[in.Conversation]
					t.show(t.add(wire.Event{Kind: "message", From: "customer", ID: "b99999", Text: in.Text}))
				}
				return false
			},
			want: func(n int64) Faults { return Faults{Altered: n} },
		},
		"changes what it has shown": {
			harm: count(100),
			last: func(t *kept) { t.events[1].Text = "No." },
			want: func(int64) Faults { return Faults{Altered: 8} },
		},
		"forgets the end": {
			harm: count(100),
			last: func(t *kept) { t.events = t.events[:len(t.events)-1] },
			want: func(int64) Faults { return Faults{Lost: 8} },
		},
		"has a gap in the numbers": {
			harm: count(100),
			last: func(t *kept) {
				if n := len(t.events); t.events[n-1].Seq == int64(n) {
					t.events[n-1].Seq = int64(n + 1)
				}
			},
			want: func(int64) Faults { return Faults{Lost: 8} },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t, tt.harm)
			f.last = tt.last
			r := drive(t, f, nil)
			got, want := r.Faults, tt.want(f.times())
			if len(got.Examples) == 0 {
				t.Errorf("nothing is told in words")
			}
			got.Examples = nil
			if fmt.Sprint(got) != fmt.Sprint(want) || r.Whole() {
				t.Errorf("found %+v, want %+v; such as\n%s", got, want, strings.Join(r.Examples, "\n"))
			}
		})
	}
}

// Everything is lost if the desk does not know its conversations any more, or its visitors.
func TestForgetful(t *testing.T) {
	t.Parallel()
	for name, forget := range map[string]func(f *fake){
		"conversations": func(f *fake) { clear(f.talks) },
		"visitors":      func(f *fake) { clear(f.tokens) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var over atomic.Bool
			f := newFake(t, nil)
			f.harm = func(f *fake, h *hand, in *wire.In) bool {
				if in.Type == wire.TypeHello && in.Token != "" && over.CompareAndSwap(false, true) {
					forget(f) // they come to compare
				}
				return count(100)(f, h, in)
			}
			r := drive(t, f, nil)
			if r.Lost != r.Acked || r.Whole() {
				t.Errorf("%d were acknowledged, %d counted as lost; such as\n%s", r.Acked, r.Lost, strings.Join(r.Examples, "\n"))
			}
		})
	}
}
