package app

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"
)

// Run serves until ctx ends, then lets everybody finish: new connections are refused, every client is told
// to come back, running turns end or stay pending.
func (a *App) Run(ctx context.Context) error {
	g, run := errgroup.WithContext(ctx)
	// The bot and the sockets outlive the last request: they end when the drain is over.
	inner, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	end, err := a.listen(inner)
	if err != nil {
		return err
	}
	defer end()
	g.Go(func() error { return a.chat.Run(inner) })
	g.Go(func() error { return a.hub.Run(inner) })
	a.chores(g, run, inner)
	g.Go(func() error {
		short, cancel := context.WithTimeout(run, hurryTime)
		defer cancel()
		_ = a.Corpus.Index.Wait(short) // an index that cannot be built is no reason to hurry on
		a.Eased()
		return nil
	})
	a.door.open(a.handler)
	g.Go(a.door.serve)
	g.Go(func() error {
		<-run.Done()
		defer stop()
		return a.drain(ctx)
	})
	return g.Wait()
}

// drain has everybody leave: first load balancers, who are told by /readyz, then the connections.
func (a *App) drain(ctx context.Context) error {
	a.stopping.Store(true)
	a.log.Info("stopping", "node", a.node, "connections", a.hub.Open())
	if ctx.Err() != nil { // asked to stop; after a fault there is nothing to wait for
		time.Sleep(a.config.DrainDelay)
	}
	limit, cancel := context.WithTimeout(context.Background(), a.config.Drain)
	defer cancel()
	shut := make(chan error, 1)
	if len(a.config.Bus) == 0 {
		go func() { shut <- a.door.server.Shutdown(limit) }()
		a.hub.Drain(limit)
	} else {
		// The other servers get the connections in steps; new ones are refused from the first moment on.
		a.hub.DrainInSteps(limit, a.config.Drain*stepping/100)
		go func() { shut <- a.door.server.Shutdown(limit) }()
	}
	if err := <-shut; !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	// What is still open now are connections that browsers keep in reserve.
	return a.door.server.Close()
}

// stepping is the part of the drain, in hundredths, in which connections are closed; the rest is for what is under way.
const stepping = 80
