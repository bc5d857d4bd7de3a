package bench

import (
	"context"
	"sync"
	"time"
)

// View is told how far a run is, several times a second.
type View interface{ Show(p Progress) }

// Progress is a picture of a run.
type Progress struct {
	Part      string // connecting, talking, settling or comparing
	Elapsed   time.Duration
	Customers int
	Connected int64
	Sent      int64
	Acked     int64
	PerSecond float64 // acknowledged, since the last picture
	Answers   int64
	Ack       Times
	Answer    Times
	Refused   int64
	Errors    int64
	Done, Of  int // of the comparing
}

// lookEvery is the time between two pictures, and memoryEvery between two looks at the desk's memory.
const (
	lookEvery   = 200 * time.Millisecond
	memoryEvery = time.Second
)

// Run drives a desk as the configuration says and compares afterwards what it has kept with what it has acknowledged.
// name tells runs apart; it is part of the ids of conversations. If ctx ends, customers stop talking, and what there
// is up to then is compared all the same.
func Run(ctx context.Context, c Config, name string, view View) (*Report, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	w := newCrowd(c, name)
	if err := w.hire(ctx); err != nil {
		return nil, err
	}
	var g gauge
	g.before(w.scrape(ctx))
	// What the people do goes on when ctx ends: they are told to settle.
	lasting, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	var work, watch sync.WaitGroup
	watching, unwatch := context.WithCancel(lasting)
	defer func() { unwatch(); watch.Wait() }()
	began := time.Now()
	watch.Go(func() { w.watch(watching, began, view) })
	watch.Go(func() { w.weigh(watching, &g) })
	if err := w.gather(lasting, ctx.Done(), &work); err != nil {
		return nil, err
	}
	g.connected(w.scrape(lasting))

	started := time.Now()
	storm := w.talk(ctx)
	talked, acked := time.Since(started), w.tally.acked.Load()
	w.settle(lasting, &work)
	g.look(w.scrape(lasting)) // now, so that what is made of the last questions counts for them
	unwatch()
	watch.Wait()

	checked := w.checkAll(lasting, func(done, of int) {
		if done%100 == 0 || done == of {
			view.Show(Progress{Part: "comparing", Elapsed: time.Since(began), Customers: len(w.customers), Done: done, Of: of})
		}
	})
	r := w.report(talked, acked, &g, checked, storm)
	r.Ended = ctx.Err() != nil
	return r, nil
}

// talk lets the customers talk for their time.
func (w *crowd) talk(ctx context.Context) (s *Storm) {
	w.turn(talking)
	ctx, stop := context.WithTimeout(ctx, w.Duration)
	defer stop()
	if w.Storm {
		w.pause(ctx, w.Duration/2)
		took, ok := w.storm(ctx)
		s = &Storm{Seconds: took.Seconds(), AllBack: ok}
	}
	<-ctx.Done()
	return s
}

// settle waits until nothing is owed to anybody, or patience ends.
func (w *crowd) settle(ctx context.Context, work *sync.WaitGroup) {
	w.turn(settling)
	done := make(chan struct{})
	go func() { work.Wait(); close(done) }()
	timer := time.NewTimer(w.Patience)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	}
	w.turn(over)
	<-done
}

// watch shows how far the run is until ctx ends.
func (w *crowd) watch(ctx context.Context, began time.Time, view View) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	acked, last := int64(0), began
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			p := w.progress(now.Sub(began))
			p.PerSecond = float64(p.Acked-acked) / now.Sub(last).Seconds()
			acked, last = p.Acked, now
			view.Show(p)
		}
	}
}

func (w *crowd) progress(elapsed time.Duration) Progress {
	t := w.tally
	closes, no, errs, _ := t.named()
	return Progress{
		Part: map[int32]string{gathering: "connecting", talking: "talking", settling: "settling", over: "settling"}[w.phase.Load()], Elapsed: elapsed,
		Customers: len(w.customers), Connected: t.connected.Load(), Sent: t.sent.Load(), Acked: t.acked.Load(), Answers: t.answers.Load(),
		Ack: t.ack.Times(), Answer: t.answer.Times(), Refused: total(no) + total(closes), Errors: total(errs),
	}
}

// weigh follows the desk's memory until ctx ends.
func (w *crowd) weigh(ctx context.Context, g *gauge) {
	tick := time.NewTicker(memoryEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if w.phase.Load() == talking {
				g.look(w.scrape(ctx))
			}
		}
	}
}
