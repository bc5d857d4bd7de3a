package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"frontdesk/bot/account"
	"frontdesk/knowledge/sqldb"
)

// userCommand keeps the register of the staff.
type userCommand struct {
	Add     userAdd     `cmd:"" help:"Add a member of the staff and print a one-time sign-in link."`
	Link    userLink    `cmd:"" help:"Print a new one-time sign-in link."`
	List    userList    `cmd:"" help:"List the staff."`
	Disable userDisable `cmd:"" help:"Keep somebody from signing in and end their sessions."`
}

// staffFile says where the register is.
type staffFile struct {
	deskAt    `embed:""`
	PublicURL string `help:"Address at which browsers reach the server, for the link." default:"http://127.0.0.1:8080" name:"public-url"`
}

// with opens the register, runs f and closes it. Only adding somebody may begin a new one.
func (s staffFile) with(ctx context.Context, common *common, begin bool, f func(*account.Accounts) error) error {
	open := common.withDatabase
	if begin {
		open = common.withNewDatabase
	}
	return open(ctx, s.deskAt, func(db *sqldb.DB) error {
		if err := account.Migrate(ctx, db); err != nil {
			return err
		}
		return f(account.New(db, time.Now, rand.Reader, common.quiet()))
	})
}

// printLink issues a link and prints it. The token stands behind the #, which browsers do not send.
func (s staffFile) printLink(ctx context.Context, a *account.Accounts, who account.Staff) error {
	token, err := a.IssueLink(ctx, who.ID, 0)
	if err != nil {
		return err
	}
	fmt.Printf("%s signs in once with %s/sign-in#link=%s\n", who.Email, strings.TrimSuffix(s.PublicURL, "/"), token)
	return nil
}

type userAdd struct {
	staffFile `embed:""`
	Email     string   `arg:"" help:"E-mail address, the name to sign in with."`
	Name      string   `help:"Name shown to customers and colleagues. Default: what stands before the @."`
	Role      []string `help:"agent, editor, manager or admin; repeat or separate with commas." default:"agent" enum:"agent,editor,manager,admin"`
}

// Run adds the person.
func (c *userAdd) Run(ctx context.Context, common *common) error {
	name := c.Name
	if name == "" {
		name, _, _ = strings.Cut(c.Email, "@")
	}
	roles := make([]account.Role, len(c.Role))
	for i, r := range c.Role {
		roles[i] = account.Role(r)
	}
	return c.with(ctx, common, true, func(a *account.Accounts) error {
		who, err := a.Create(ctx, c.Email, name, roles)
		if err != nil {
			return err
		}
		return c.printLink(ctx, a, who)
	})
}

type userLink struct {
	staffFile `embed:""`
	Email     string `arg:"" help:"E-mail address of the person."`
}

// Run issues a link.
func (c *userLink) Run(ctx context.Context, common *common) error {
	return c.with(ctx, common, false, func(a *account.Accounts) error {
		who, err := a.ByEmail(ctx, c.Email)
		if err != nil {
			return err
		}
		return c.printLink(ctx, a, who)
	})
}

type userList struct {
	staffFile `embed:""`
}

// Run prints the register.
func (c *userList) Run(ctx context.Context, common *common) error {
	return c.with(ctx, common, false, func(a *account.Accounts) error {
		all, err := a.List(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "E-MAIL\tNAME\tROLES\tSTATE")
		for _, s := range all {
			state := "active"
			switch {
			case s.Disabled:
				state = "disabled"
			case !s.Password:
				state = "no password yet"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", s.Email, s.Name, strings.Trim(fmt.Sprint(s.Roles), "[]"), state)
		}
		return w.Flush()
	})
}

type userDisable struct {
	staffFile `embed:""`
	Email     string `arg:"" help:"E-mail address of the person."`
}

// Run disables the account.
func (c *userDisable) Run(ctx context.Context, common *common) error {
	return c.with(ctx, common, false, func(a *account.Accounts) error {
		who, err := a.ByEmail(ctx, c.Email)
		if err != nil {
			return err
		}
		if err := a.Disable(ctx, who.ID); err != nil {
			return err
		}
		fmt.Printf("%s cannot sign in any more\n", who.Email)
		return nil
	})
}
