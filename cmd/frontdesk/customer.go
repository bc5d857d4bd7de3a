package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"frontdesk/bot/insight"
	"frontdesk/bot/mail"
	"frontdesk/bot/privacy"
	"frontdesk/bot/store"
	"frontdesk/knowledge/sqldb"
	articles "frontdesk/knowledge/store"
)

// customerCommand hands out and erases what is kept of a customer.
type customerCommand struct {
	Find   customerFind   `cmd:"" help:"List the customers that fit an e-mail address, a name, an id or a reference."`
	Export customerExport `cmd:"" help:"Write everything that is kept of a customer to a ZIP."`
	Erase  customerErase  `cmd:"" help:"Erase everything that is kept of a customer, for good."`
	Erased customerErased `cmd:"" help:"Print the list of what was erased, by which a restored backup is cleaned."`
}

// Help is shown below the commands.
func (customerCommand) Help() string {
	return `A customer is one browser, or one user for whom your pages vouch: the same person may be listed several times.

  frontdesk customer find anna@customer.example
  frontdesk customer export 3FA9-12BC anna.zip
  frontdesk customer erase 3FA9-12BC --confirm 3FA9-12BC

A backup from before an erasure still has what was erased. Keep the list beside your backups:

  frontdesk customer erased > erased.jsonl
  frontdesk restore desk.backup --erased erased.jsonl`
}

// customerAt opens what erases customers.
type customerAt struct {
	deskAt `embed:""`
}

func (c customerAt) with(ctx context.Context, common *common, f func(*privacy.Privacy) error) error {
	return common.withDatabase(ctx, c.deskAt, func(db *sqldb.DB) error {
		if err := articles.New(db).Migrate(ctx); err != nil {
			return err
		}
		if _, err := store.New(ctx, db, nil, nil); err != nil {
			return err
		}
		for _, migrate := range []func(context.Context, *sqldb.DB) error{insight.Migrate, mail.Migrate} {
			if err := migrate(ctx, db); err != nil {
				return err
			}
		}
		p, err := customers(ctx, db, common.quiet())
		if err != nil {
			return err
		}
		return f(p)
	})
}

// only returns the one customer that fits what was typed.
func only(ctx context.Context, p *privacy.Privacy, typed string) (privacy.Customer, error) {
	found, err := p.Find(ctx, typed)
	switch {
	case err != nil:
		return privacy.Customer{}, err
	case len(found) == 0:
		return privacy.Customer{}, fmt.Errorf("no customer fits %q; look with \"frontdesk customer find\"", typed)
	case len(found) > 1:
		return privacy.Customer{}, fmt.Errorf("%d customers fit %q; give the reference of one, as \"frontdesk customer find\" lists it", len(found), typed)
	}
	return found[0], nil
}

type customerFind struct {
	customerAt `embed:""`
	Who        string `arg:"" help:"E-mail address, part of a name, id of a visitor, a user or a conversation, or a reference."`
}

// Run prints who was found.
func (c *customerFind) Run(ctx context.Context, common *common) error {
	return c.with(ctx, common, func(p *privacy.Privacy) error {
		found, err := p.Find(ctx, c.Who)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			fmt.Println("nobody was found")
			return nil
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "REFERENCE\tSITE\tNAME\tE-MAIL\tCONVERSATIONS\tMESSAGES\tLAST HERE\tSTATE")
		for _, f := range found {
			state := ""
			if f.Erasing {
				state = "being erased"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%d\t%s\t%s\n", f.Reference, f.Site, f.Name, f.Email, f.Conversations, f.Messages, f.Seen.Format("2006-01-02"), state)
		}
		return w.Flush()
	})
}

type customerExport struct {
	customerAt `embed:""`
	Who        string `arg:"" help:"Reference of the customer, or anything else that fits one customer only."`
	File       string `arg:"" help:"ZIP to write; \"-\" is the standard output. A file that exists is not overwritten." type:"path"`
}

// Run writes the ZIP. One that could not be written whole is not left behind.
func (c *customerExport) Run(ctx context.Context, common *common) error {
	return c.with(ctx, common, func(p *privacy.Privacy) error {
		who, err := only(ctx, p, c.Who)
		if err != nil {
			return err
		}
		if filepath.Base(c.File) == "-" {
			return p.Export(ctx, who.Visitor, os.Stdout)
		}
		f, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return fmt.Errorf("write the export: %w", err)
		}
		err = p.Export(ctx, who.Visitor, f)
		if err == nil {
			err = f.Sync()
		}
		if err = errors.Join(err, f.Close()); err != nil {
			return errors.Join(err, os.Remove(c.File))
		}
		fmt.Printf("%s: %d conversations, %d messages\n", c.File, who.Conversations, who.Messages)
		return nil
	})
}

type customerErase struct {
	customerAt `embed:""`
	Who        string `arg:"" help:"Reference of the customer, or anything else that fits one customer only."`
	Confirm    string `help:"The customer's reference or e-mail address, typed again. Without it nothing is erased, and it is said what would be." placeholder:"REFERENCE"`
}

// Run erases the customer, or says what would be erased.
func (c *customerErase) Run(ctx context.Context, common *common) error {
	return c.with(ctx, common, func(p *privacy.Privacy) error {
		who, err := only(ctx, p, c.Who)
		if err != nil {
			return err
		}
		if c.Confirm == "" {
			return fmt.Errorf("nothing was erased; %s has %d conversations with %d messages. To erase them for good, add --confirm %s", who.Reference, who.Conversations, who.Messages, who.Reference)
		}
		if !privacy.Refers(c.Confirm, who.Visitor) && (who.Email == "" || !strings.EqualFold(c.Confirm, who.Email)) {
			return fmt.Errorf("nothing was erased: --confirm is neither %s nor the customer's e-mail address", who.Reference)
		}
		n, err := p.Erase(ctx, who.Visitor)
		if err != nil {
			return fmt.Errorf("%w; what was begun is finished by the server or by the same command again", err)
		}
		fmt.Printf("%s is erased, with %d conversations\n", who.Reference, n)
		return nil
	})
}

type customerErased struct {
	customerAt `embed:""`
}

// Run prints the list, as lines of JSON.
func (c *customerErased) Run(ctx context.Context, common *common) error {
	return c.with(ctx, common, func(p *privacy.Privacy) error {
		_, err := p.WriteErased(ctx, os.Stdout)
		return err
	})
}
