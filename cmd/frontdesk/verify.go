package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/backup"
	"frontdesk/knowledge/sqldb"
)

// verifyCommand checks a backup or a desk.
type verifyCommand struct {
	File string `arg:"" optional:"" help:"A backup. Without it, the desk of --data or --store is checked." type:"path"`
	deskAt
	backupKeys
	Deep bool `help:"Restore the backup into a throw-away directory and check the desk there too."`
}

// Help is shown below the options.
func (verifyCommand) Help() string {
	return `Of a backup, every byte is read, and it is said whether it is as it was written:

  frontdesk verify desk.backup
  frontdesk verify desk.backup --deep --identity key.txt

Of a desk, which may be served meanwhile, every row is read: whether the database's file is whole, no reference leads nowhere, the log of every conversation and the list of changes have no gaps, files are what they are named for, and nobody changed the audit log:

  frontdesk verify --data frontdesk-data
  frontdesk verify --store postgres://name@db.example/desk

--deep does that with what is in a backup. It needs as much room for temporary files as the desk takes.

The fingerprint is made of all rows: a backup, what is restored from it and what is moved from it to another database have the same one, as long as nothing is changed. The exit code is 1 if anything is wrong.`
}

// Run checks what was named.
func (c *verifyCommand) Run(ctx context.Context, common *common) error {
	if c.File == "" {
		if c.Deep || c.Identity != "" || c.PassphraseFile != "" {
			return errors.New("--deep, --identity and --passphrase-file are for backups; name the file")
		}
		return c.desk(ctx, common)
	}
	return c.backup(ctx, common)
}

// desk checks a desk.
func (c *verifyCommand) desk(ctx context.Context, common *common) error {
	var x backup.Examination
	err := common.withDatabase(ctx, c.deskAt, func(db *sqldb.DB) (err error) {
		x, err = examine(ctx, db)
		return err
	})
	if err != nil {
		return err
	}
	return report(x)
}

// backup checks a file.
func (c *verifyCommand) backup(ctx context.Context, common *common) error {
	keys, err := c.keys()
	if err != nil {
		return err
	}
	info, err := os.Stat(c.File)
	if err != nil {
		return err
	}
	stage := newStages(info.Size())
	defer stage.end()
	s, err := checkBackup(c.File, keys, stage.show)
	stage.end()
	if err != nil {
		return err
	}
	fmt.Printf("made on %s by frontdesk %s, from %s\n", s.Made.Local().Format("2006-01-02 15:04:05"), s.Program, s.Engine)
	printTables(s.Tables)
	fmt.Printf("%d rows of %d tables, nothing was altered\nfingerprint %s\n", s.Rows, len(s.Tables), backup.Fingerprint(s.Tables))
	if !c.Deep {
		return nil
	}
	x, err := c.deep(ctx, s, keys, common)
	if err != nil {
		return err
	}
	return report(x)
}

// deep restores the backup into a throw-away directory and examines it there.
func (c *verifyCommand) deep(ctx context.Context, s backup.Summary, keys backup.Keys, common *common) (x backup.Examination, err error) {
	dir, err := os.MkdirTemp("", "frontdesk-verify-*")
	if err != nil {
		return x, fmt.Errorf("make a directory for temporary files: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	restore := restoreCommand{File: c.File}
	stage := newStages(0)
	defer stage.end()
	r := backup.Restoration{Open: restore.opener(keys), Summary: s, Parts: partsOf(common.quiet()), Progress: stage.show}
	o := sqldb.Options{Synchronous: "OFF", Log: common.quiet(), Unfinished: true, Versions: s.Versions}
	err = openAt(ctx, dir, o, func(db *sqldb.DB) error {
		if err := backup.Restore(ctx, db, r); err != nil {
			return err
		}
		stage.end()
		x, err = examine(ctx, db)
		return err
	})
	return x, err
}

// examine checks everything that can be checked about a desk.
func examine(ctx context.Context, db *sqldb.DB) (backup.Examination, error) {
	stage := newStages(0)
	defer stage.end()
	x, err := backup.Examine(ctx, db, deskRules, stage.show)
	if err != nil || x.Versions["audit"] == 0 {
		return x, err
	}
	if _, _, err := audit.Verify(ctx, db, ""); err != nil {
		if _, broken := errors.AsType[*audit.BrokenError](err); !broken {
			return x, err
		}
		x.Faults = append(x.Faults, err.Error())
	}
	return x, nil
}

// report prints what was found.
func report(x backup.Examination) error {
	for _, f := range x.Faults {
		fmt.Fprintln(os.Stderr, f)
	}
	if n := len(x.Faults); n > 0 {
		return fmt.Errorf("%d faults found; restore the newest backup that \"frontdesk verify --deep\" finds whole, and keep a copy of what is here", n)
	}
	printTables(x.Tables)
	fmt.Printf("%d rows of %d tables, no fault found\nfingerprint %s\n", x.Rows, len(x.Tables), backup.Fingerprint(x.Tables))
	return nil
}

// printTables prints how many rows there are.
func printTables(tables []backup.TableEnd) {
	byName := slices.Clone(tables)
	slices.SortFunc(byName, func(a, b backup.TableEnd) int { return strings.Compare(a.Table, b.Table) })
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, t := range byName {
		fmt.Fprintf(w, "%d\t %s\n", t.Rows, t.Table)
	}
	w.Flush()
}
