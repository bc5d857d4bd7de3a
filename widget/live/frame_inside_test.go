package live

import (
	"testing"
	"testing/synctest"
	"time"
)

// Whoever acts has actTimeout for it, however many acts share a context, and a ping leaves none behind.
func TestEveryActHasItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := new(conn)
		made := 0
		for last := c.spell(time.Now()); made < 3; {
			time.Sleep(300 * time.Millisecond)
			ctx := c.spell(time.Now())
			if until, ok := ctx.Deadline(); !ok || time.Until(until) < actTimeout || time.Until(until) > actTimeout+deadlineSlack {
				t.Fatalf("an act has %s", time.Until(until))
			}
			if ctx.Err() != nil {
				t.Fatal("an act begins when its time is over")
			}
			if ctx != last {
				if last.Err() == nil {
					t.Error("a context is left behind")
				}
				last, made = ctx, made+1
			}
		}
		ctx := c.lasting.ctx
		c.endSpell()
		if ctx.Err() == nil || c.lasting != nil {
			t.Error("a context is kept")
		}
	})
}
