package app

import (
	"context"

	"golang.org/x/sync/errgroup"

	"frontdesk/bot/desk"
	"frontdesk/knowledge/sqldb"
)

// Names of the leases: what one node does for all.
const (
	leaseKeeper     = "keeper"     // clocks, alarms, routing, promises
	leasePublishing = "publishing" // what is scheduled for articles
	leaseGaps       = "gaps"       // questions without a good answer
	leaseQuotes     = "quotes"     // counts of what answers quote
	leaseFolder     = "folder"     // the folder of --corpus, by a node that has it
	leaseShare      = "share"      // the share of questions without an answer
	leaseRetention  = "retention"  // what is not to be kept any longer, and erasures that were interrupted
)

// chores starts what one node does for all, each under its lease, and what this node does for itself. What customers
// and agents wait for lasts until inner ends, the rest until run does.
func (a *App) chores(g *errgroup.Group, run, inner context.Context) {
	hold := func(ctx context.Context, name string, work func(ctx context.Context) error) {
		g.Go(func() error { return a.leases.Hold(ctx, name, work) })
	}
	hold(inner, leaseKeeper, func(ctx context.Context) error {
		// A keeper looks at what the one before left: its copy of the rules is not older than what that one wrote.
		if err := a.Book.Follow(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("new settings not read; the old ones hold", "error", err)
		}
		return a.keeper.Run(ctx)
	})
	hold(run, leasePublishing, a.publishDue)
	hold(run, leaseGaps, a.gaps.follow)
	hold(run, leaseQuotes, a.care.follow)
	hold(run, leaseRetention, a.privacy.Run)
	g.Go(func() error {
		a.Corpus.traffic.learnForAll(run, a.history, a.Corpus.Index, func(ctx context.Context, work func(context.Context) error) error {
			return a.leases.Hold(ctx, leaseShare, work)
		})
		return nil
	})
	if a.folder != nil {
		g.Go(func() error { a.folder.keepFollowing(run, a.leases, a.log); return nil })
	}
	g.Go(func() error { return a.floor.Run(inner, a.log) })
	g.Go(func() error {
		if a.settle(run) {
			giveBack()
			a.care.lists.Follow(run) // an editor who asks for the lists before has them made at once
		}
		return nil
	})
	g.Go(func() error { a.exam.follow(run); return nil })
	g.Go(func() error { a.model.run(inner); return nil })
	g.Go(func() error { return a.privacy.Watch(run) }) // each node notices what the command line has erased
	g.Go(func() error { a.Corpus.traffic.heed(run, a.Corpus.Index); return nil })
	if a.shared() && len(a.config.Bus) == 0 {
		g.Go(func() error { a.noticeCompany(run, companyEvery, companyStays); return nil })
	}
	if a.mail != nil {
		g.Go(func() error { return a.mail.Run(inner) }) // letters are claimed one by one
	}
}

// shared reports whether other servers may work on the same database.
func (a *App) shared() bool { return a.Corpus.DB.Engine() == sqldb.Postgres }

// unite makes this server known to the others of the desk, and takes over what they know.
func (a *App) unite(ctx context.Context) error {
	// A server that was killed has turns under its name, which would wait until their claims end.
	if a.shared() {
		if err := a.conversations.FreeTurns(ctx, a.node); err != nil {
			return err
		}
	}
	if err := a.Corpus.traffic.look(ctx, a.Corpus.Index); err != nil {
		return err
	}
	return a.floor.Unite(ctx, &roll{store: a.conversations, node: a.node})
}

var _ desk.Nodes = (*roll)(nil)
