package live

import (
	"testing"
	"testing/synctest"
	"time"
)

// Turns are given in the order in which they are waited for; who waits too long gets none, and takes none from others.
func TestTurnstile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s turnstile
		for range turns {
			if !s.enter() {
				t.Fatal("there is room, and no turn")
			}
		}
		through := make(chan int, 3)
		late := make(chan time.Duration, 1)
		go func() { began := time.Now(); s.enter(); late <- time.Since(began) }()
		synctest.Wait()
		time.Sleep(turnPatience / 2)
		for i := range 3 {
			go func() {
				if s.enter() {
					through <- i
				}
			}()
			synctest.Wait()
		}
		if took := <-late; took != turnPatience {
			t.Errorf("waited %s", took)
		}
		for want := range 3 {
			s.leave()
			if synctest.Wait(); len(through) != 1 {
				t.Fatalf("%d went through at one leave", len(through))
			}
			if got := <-through; got != want {
				t.Errorf("%d went before %d", got, want)
			}
		}
		for range turns {
			s.leave()
		}
		if s.inside != 0 || len(s.waiting) != 0 {
			t.Errorf("%d inside, %d waiting, and all have left", s.inside, len(s.waiting))
		}
	})
}
