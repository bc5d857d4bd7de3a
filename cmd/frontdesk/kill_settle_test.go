package main_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"frontdesk/cmd/frontdesk/internal/actor"
	"frontdesk/knowledge/sqldb"
)

// finish lets everybody get what they are at acknowledged, and returns what went wrong for somebody. After the limit,
// who still waits for something goes without.
func (c *crowd) finish(limit time.Duration) (faults []string) {
	start := time.Now()
	c.ending.Store(true)
	over := time.AfterFunc(limit, c.leave)
	c.done.Wait()
	over.Stop()
	c.finishing = time.Since(start)
	for _, err := range c.errs {
		faults = append(faults, err.Error())
	}
	return faults
}

// settle waits until everybody who is there holds all there is, and returns what an agent sees waiting who comes to the
// server at url. Who was just thinking when a server was killed for the last time comes back now.
func (c *crowd) settle(ctx context.Context, url string) (waiting, faults []string) {
	c.leave()
	c.ctx, c.leave = context.WithCancel(ctx)
	for i, who := range c.last {
		chance := rand.New(rand.NewPCG(1, uint64(i)))
		if _, err := c.persist(who, chance, func() (int64, error) { return 0, who.Settle(c.ctx) }); err != nil {
			faults = append(faults, err.Error())
		}
	}
	if len(c.team) == 0 {
		return nil, append(faults, "no agent could sign in")
	}
	a := c.team[0]
	if err := a.Connect(c.ctx, url); err != nil { // a fresh picture of the desk
		return nil, append(faults, err.Error())
	}
	// A long desk comes in parts: it is complete once nothing has come for a while.
	waiting = a.Waiting()
	for still := 0; still < 20; sleep(c.ctx, 100*time.Millisecond) {
		now := a.Waiting()
		if still++; len(now) != len(waiting) {
			still = 0
		}
		waiting = now
	}
	return waiting, faults
}

// part has everybody leave.
func (c *crowd) part() {
	for _, who := range c.last {
		who.Leave()
	}
	for _, a := range c.team {
		a.Leave()
	}
}

// converge waits until every customer who is there holds what the database has, every event and whose it is now, and
// says who does not. They ask for it as browsers do with every heartbeat, only sooner.
func (c *crowd) converge(t *testing.T, db *sqldb.DB, patience time.Duration) (faults []string) {
	t.Helper()
	for start := time.Now(); ; sleep(c.ctx, 200*time.Millisecond) {
		faults = nil
		for _, who := range c.last {
			if fault := differs(t, db, who); fault != "" {
				faults = append(faults, fault)
				_ = who.Settle(c.ctx) // if it fails, they still differ
			}
		}
		if len(faults) == 0 || time.Since(start) > patience || c.ctx.Err() != nil {
			return faults
		}
	}
}

// differs says in what a customer's conversation is another than the database's.
func differs(t *testing.T, db *sqldb.DB, who *actor.Customer) (fault string) {
	held := len(who.Holds())
	status, owner := who.Stands()
	query(t, db, fmt.Sprintf(`SELECT (SELECT count(*) FROM event WHERE conversation = c.id), status, owner FROM conversation c WHERE id = '%s'`, who.Conversation), func(r *sql.Rows) error {
		var head int
		var wantStatus, wantOwner string
		if err := r.Scan(&head, &wantStatus, &wantOwner); err != nil {
			return err
		}
		if held != head || status != wantStatus || owner != wantOwner {
			fault = fmt.Sprintf("%s: the customer has not converged: they hold %d events of %d and see it %s with the %s; it is %s with the %s", who.Conversation, held, head, status, owner, wantStatus, wantOwner)
		}
		return nil
	})
	return fault
}
