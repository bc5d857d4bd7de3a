package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/language"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

// synonymsCommand keeps the list of what means the same.
type synonymsCommand struct {
	Show  synonymsShow  `cmd:"" help:"Print the list in use as it was written; its version goes to standard error."`
	Set   synonymsSet   `cmd:"" help:"Replace the list. A running server takes it up within a second."`
	Check synonymsCheck `cmd:"" help:"Say what is wrong with a list and change nothing."`
}

// Help is shown below the commands.
func (synonymsCommand) Help() string {
	return `Customers write "wlan" and the article says "wifi". A list of synonyms, one group a line, brings them together:

  wifi, wi-fi, wlan           # each finds the others
  mobile, handset => phone    # who asks on the left finds what is on the right, and not the other way
  cash on delivery, cod       # a term may have several words

What follows # is a comment. An exact word still counts more than a synonym. Nothing is indexed anew: the list is looked up when a question is asked.

English has a built-in list of everyday words besides, which counts less than yours ("frontdesk synonyms show --built-in" prints it). Where one of your lines names two terms, only your line says which finds the other. To leave words of it out, or all of it:

  ! no built-in synonyms for cell, charge
  ! no built-in synonyms`
}

// synonymsFile says where the list is kept.
type synonymsFile struct {
	deskAt `embed:""`
}

// with opens the store, runs f and closes it.
func (s synonymsFile) with(ctx context.Context, common *common, f func(*store.Store) error) error {
	return common.withDatabase(ctx, s.deskAt, func(db *sqldb.DB) error {
		articles := store.New(db)
		if err := articles.Migrate(ctx); err != nil {
			return err
		}
		return f(articles)
	})
}

type synonymsShow struct {
	synonymsFile `embed:""`
	BuiltIn      bool `help:"Print the built-in English list instead." name:"built-in"`
}

// Run prints the list.
func (c *synonymsShow) Run(ctx context.Context, common *common) error {
	if c.BuiltIn {
		fmt.Print(language.BuiltInSynonyms(language.Of("en")))
		return nil
	}
	return c.with(ctx, common, func(s *store.Store) error {
		list, err := s.Synonyms(ctx)
		switch {
		case err != nil:
			return err
		case list.Version == 0:
			fmt.Fprintln(os.Stderr, "version 0: nobody wrote any yet")
			return nil
		}
		fmt.Print(list.Text)
		fmt.Fprintf(os.Stderr, "version %d, by %s, %s\n", list.Version, list.Author, list.At.Local().Format("2006-01-02 15:04"))
		return nil
	})
}

type synonymsSet struct {
	synonymsFile `embed:""`
	File         string `arg:"" help:"The list; - reads standard input."`
	Over         *int   `help:"Replace this version only, as \"show\" told it, and refuse if there is a newer one. Default: whatever is in use." placeholder:"VERSION"`
}

// Run checks the list and replaces the one in use.
func (c *synonymsSet) Run(ctx context.Context, common *common) error {
	text, err := readText(c.File, "the synonyms", language.MaxSynonyms)
	if err != nil {
		return err
	}
	parsed, err := parseSynonyms(c.File, text)
	if err != nil {
		return fmt.Errorf("%w; nothing was changed", err)
	}
	return c.with(ctx, common, func(s *store.Store) error {
		known, err := s.Synonyms(ctx)
		if err != nil {
			return err
		}
		over := known.Version
		if c.Over != nil {
			over = *c.Over
		}
		list, err := s.PutSynonyms(ctx, store.SynonymList{Version: over, Text: text, Author: "cli", At: time.Now()})
		switch {
		case errors.Is(err, knowledge.ErrConflict):
			return errors.New("the list was changed meanwhile; look at it with \"frontdesk synonyms show\" and try again; nothing was changed")
		case err != nil:
			return err
		case list.Version == known.Version:
			fmt.Printf("version %d has these lines already; nothing was changed\n", list.Version)
		default:
			fmt.Printf("version %d is in use: %s\n", list.Version, lines(parsed.Len()))
		}
		return nil
	})
}

type synonymsCheck struct {
	synonymsFile `embed:""`
	File         string `arg:"" optional:"" help:"The list; - reads standard input. Default: the list in use in the data directory."`
}

// Run checks the list.
func (c *synonymsCheck) Run(ctx context.Context, common *common) error {
	name, text := c.File, ""
	var err error
	if name == "" {
		name = "synonyms"
		err = c.with(ctx, common, func(s *store.Store) error {
			list, err := s.Synonyms(ctx)
			text = list.Text
			return err
		})
	} else {
		text, err = readText(name, "the synonyms", language.MaxSynonyms)
	}
	if err != nil {
		return err
	}
	parsed, err := parseSynonyms(name, text)
	if err != nil {
		return err
	}
	fmt.Printf("%s, nothing is wrong\n", lines(parsed.Len()))
	return nil
}

func lines(n int) string {
	if n == 1 {
		return "1 line of synonyms"
	}
	return fmt.Sprintf("%d lines of synonyms", n)
}

// parseSynonyms reads a list and prints what is wrong with its lines.
func parseSynonyms(name, text string) (*language.Synonyms, error) {
	if name == "-" {
		name = "standard input"
	}
	parsed, err := language.ParseSynonyms(text)
	if err == nil {
		return parsed, nil
	}
	faults := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		faults = joined.Unwrap()
	}
	for i, fault := range faults {
		if i == maxPrinted {
			fmt.Fprintf(os.Stderr, "… and %d more\n", len(faults)-i)
			break
		}
		var at *language.SynonymError
		if errors.As(fault, &at) {
			fmt.Fprintf(os.Stderr, "%s:%d: %s\n", name, at.Line, at.Problem)
		} else {
			fmt.Fprintln(os.Stderr, fault)
		}
	}
	if len(faults) == 1 {
		return nil, fmt.Errorf("a line of %s cannot be used", name)
	}
	return nil, fmt.Errorf("%d lines of %s cannot be used", len(faults), name)
}

// putSynonyms keeps the list of a file in a store that has none yet.
func putSynonyms(ctx context.Context, s *store.Store, file string) error {
	text, err := readText(file, "the synonyms", language.MaxSynonyms)
	if err != nil {
		return fmt.Errorf("--synonyms: %w", err)
	}
	if _, err := parseSynonyms(file, text); err != nil {
		return fmt.Errorf("--synonyms: %w", err)
	}
	_, err = s.PutSynonyms(ctx, store.SynonymList{Text: text, Author: "eval", At: time.Now()})
	return err
}
