package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/desk"
	"frontdesk/bot/store"
	"frontdesk/knowledge/sqldb"
)

// maxDocument is the longest document of settings, in bytes.
const maxDocument = 512 << 10

// settingsCommand keeps the rules of the house.
type settingsCommand struct {
	Show  settingsShow  `cmd:"" help:"Print a document as JSON; its revision goes to standard error."`
	Set   settingsSet   `cmd:"" help:"Replace a document. A running server takes it up within a second."`
	Check settingsCheck `cmd:"" help:"Say what is wrong with a document and change nothing."`
}

// Help is shown below the commands.
func (settingsCommand) Help() string {
	return `There are seven documents, which managers otherwise change at /settings:

  desk        teams with opening hours, standards and members, routes, and how long things may take
  causes      the tree of causes of contact
  canned      canned replies
  playbooks   steps for a kind of case
  neversay    what must not be said, and what to say instead
  voice       tone, length and language of what a model words
  keep        for how many days conversations, mail and other things are kept

"show" prints the default of a document that nobody has written yet, to begin with:

  frontdesk settings show desk > desk.json
  frontdesk settings set desk desk.json`
}

// settingsOf opens the book of a data directory.
type settingsOf struct {
	deskAt   `embed:""`
	Document string `arg:"" help:"desk, causes, canned, playbooks, neversay, voice or keep." enum:"desk,causes,canned,playbooks,neversay,voice,keep"`
}

func (s settingsOf) with(ctx context.Context, common *common, f func(*desk.Book) error) error {
	return common.withDatabase(ctx, s.deskAt, func(db *sqldb.DB) error {
		conversations, err := store.New(ctx, db, nil, nil)
		if err != nil {
			return err
		}
		book, err := desk.OpenBook(ctx, conversations, func(string, any) error { return nil })
		if err != nil {
			return err
		}
		return f(book)
	})
}

type settingsShow struct {
	settingsOf `embed:""`
}

// Run prints a document.
func (c *settingsShow) Run(ctx context.Context, common *common) error {
	return c.with(ctx, common, func(b *desk.Book) error {
		s, err := b.Get(ctx, c.Document)
		if err != nil {
			return err
		}
		var out bytes.Buffer
		if err := json.Indent(&out, []byte(s.Body), "", "  "); err != nil {
			return fmt.Errorf("print the setting %s: %w", c.Document, err)
		}
		fmt.Println(out.String())
		fmt.Fprintf(os.Stderr, "revision %d\n", s.Revision)
		return nil
	})
}

type settingsSet struct {
	settingsOf `embed:""`
	File       string `arg:"" help:"The document as JSON; - reads standard input."`
	Over       *int64 `help:"Replace this revision only, as \"show\" told it, and refuse if there is a newer one. Default: whatever is in use." placeholder:"REVISION"`
}

// Run checks a document and replaces the one in use.
func (c *settingsSet) Run(ctx context.Context, common *common) error {
	text, err := readText(c.File, "the document", maxDocument)
	if err != nil {
		return err
	}
	return c.with(ctx, common, func(b *desk.Book) error {
		known, err := b.Get(ctx, c.Document)
		if err != nil {
			return err
		}
		over := known.Revision
		if c.Over != nil {
			over = *c.Over
		}
		revision, err := b.Put(ctx, bot.Setting{Name: c.Document, Revision: over, Body: text, At: time.Now()})
		switch {
		case errors.Is(err, bot.ErrConflict):
			return fmt.Errorf("revision %d is in use by now; see it with \"frontdesk settings show %s\", then set yours over it", known.Revision, c.Document)
		case err != nil:
			return fmt.Errorf("%s: %w; nothing was changed", c.File, err)
		}
		fmt.Printf("revision %d is in use\n", revision)
		return nil
	})
}

type settingsCheck struct {
	settingsOf `embed:""`
	File       string `arg:"" help:"The document as JSON; - reads standard input."`
}

// Run checks a document.
func (c *settingsCheck) Run() error {
	text, err := readText(c.File, "the document", maxDocument)
	if err != nil {
		return err
	}
	if err := desk.CheckDocument(c.Document, text); err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	fmt.Println("nothing is wrong with it")
	return nil
}
