package main

import (
	"context"
	"fmt"

	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
)

// auditCommand reads the log of who did what when.
type auditCommand struct {
	Show   auditShow   `cmd:"" help:"Print the newest entries."`
	Verify auditVerify `cmd:"" help:"Check that no entry was changed, left out or put in between."`
}

// auditOf says where the log is.
type auditOf struct {
	deskAt `embed:""`
}

func (a auditOf) with(ctx context.Context, common *common, f func(*sqldb.DB) error) error {
	return common.withDatabase(ctx, a.deskAt, func(db *sqldb.DB) error {
		if err := audit.Migrate(ctx, db); err != nil {
			return err
		}
		return f(db)
	})
}

type auditShow struct {
	auditOf `embed:""`
	Object  string `help:"Only what was done to this: the id of an article, a member of the staff, or a setting." placeholder:"ID"`
	Who     string `help:"Only what this person did: a staff id, or \"command line\"." placeholder:"ID"`
	Limit   int    `help:"How many entries." default:"50"`
}

// Run prints entries, newest first.
func (c *auditShow) Run(ctx context.Context, common *common) error {
	return c.with(ctx, common, func(db *sqldb.DB) error {
		entries, err := audit.List(ctx, db, audit.Filter{Object: c.Object, Who: c.Who, Limit: c.Limit})
		if err != nil {
			return err
		}
		for _, e := range entries {
			fmt.Printf("%d\t%s\t%s\t%s\t%s\t%s\n", e.Seq, e.At.Local().Format("2006-01-02 15:04:05"), e.Who, e.What, e.Object, e.Detail)
		}
		return nil
	})
}

type auditVerify struct {
	auditOf `embed:""`
	Seen    string `help:"A hash that an earlier run printed: it must still be in the log. Without it, an end that was cut off is not noticed." placeholder:"HASH"`
}

// Run checks the log and prints its last hash, to be noted elsewhere.
func (c *auditVerify) Run(ctx context.Context, common *common) error {
	return c.with(ctx, common, func(db *sqldb.DB) error {
		n, last, err := audit.Verify(ctx, db, c.Seen)
		if err != nil {
			return err
		}
		fmt.Printf("%d entries, nothing was changed\n", n)
		if n > 0 {
			fmt.Printf("last hash %s\nNote it elsewhere, and give it to the next run with --seen.\n", last)
		}
		return nil
	})
}
