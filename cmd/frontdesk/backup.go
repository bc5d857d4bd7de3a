package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"frontdesk/knowledge/backup"
	"frontdesk/knowledge/sqldb"
)

// backupCommand copies a desk into a file.
type backupCommand struct {
	File string `arg:"" help:"The file to write; a name with the day in it keeps the older ones." type:"path"`
	deskAt
	backupLock
	Over bool `help:"Replace the file if it exists."`
}

// Help is shown below the options.
func (backupCommand) Help() string {
	return `Everything that is kept is copied as it is at one moment: articles, conversations, settings, staff, mail that waits. Servers go on working meanwhile. The file has the same form from SQLite and from PostgreSQL, and each can be filled from the other's. What is not in it can be made again: the search index, and the options that servers are started with.

  frontdesk backup desk-2026-01-31.backup
  frontdesk backup --store postgres://name@db.example/desk desk.backup

Whoever can read the file can read all conversations, and sign in as the staff do. Encrypt it if it leaves the machine, for a public key whose secret part lies elsewhere, or with a passphrase:

  frontdesk backup --recipient age1… desk.backup
  frontdesk backup --passphrase-file secret.txt desk.backup

Keep beside the newest backup the newest list of the customers who were erased ("frontdesk customer erased"): "frontdesk restore --erased" applies it. Look at a file with "frontdesk verify", and restore one now and then for practice.

The file appears under its name only when it is whole and on the disk.`
}

// Run makes the backup.
func (c *backupCommand) Run(ctx context.Context, common *common) error {
	start := time.Now()
	lock, err := c.lock()
	if err != nil {
		return err
	}
	stage := newStages(0)
	defer stage.end()
	var s backup.Summary
	var size counter
	err = common.withDatabase(ctx, c.deskAt, func(db *sqldb.DB) error {
		return backup.Create(c.File, c.Over, func(w io.Writer) error {
			size.w = w
			s, err = writeBackup(ctx, db, &size, lock, stage.show)
			return err
		})
	})
	stage.end()
	if err != nil {
		return fmt.Errorf("no backup was made: %w", err)
	}
	fmt.Printf("%d rows of %d tables written to %s (%s, %.1f s)\n", s.Rows, len(s.Tables), c.File, megabytes(size.n), time.Since(start).Seconds())
	fmt.Printf("fingerprint %s\n\"frontdesk verify\" prints it again.\n", backup.Fingerprint(s.Tables))
	if lock.Passphrase == "" && len(lock.Recipients) == 0 {
		fmt.Fprintln(os.Stderr, "the backup is not encrypted; keep it where only you can read it")
	}
	return nil
}

// writeBackup copies the database through the lock.
func writeBackup(ctx context.Context, db *sqldb.DB, w io.Writer, lock backup.Lock, progress backup.Progress) (backup.Summary, error) {
	sealed, err := backup.Seal(w, lock)
	if err != nil {
		return backup.Summary{}, err
	}
	s, err := backup.Write(ctx, db, sealed, backup.Options{Program: version(), Clock: time.Now, Progress: progress})
	if err != nil {
		return s, err
	}
	return s, sealed.Close()
}

// backupLock says for whom a backup is encrypted.
type backupLock struct {
	Recipient      []string `help:"Encrypt for this public key, \"age1…\", as age-keygen prints it; repeat for more. Default: not encrypted." placeholder:"KEY"`
	PassphraseFile string   `help:"Encrypt with the passphrase in this file; - reads standard input." placeholder:"FILE"`
}

func (c backupLock) lock() (backup.Lock, error) {
	l := backup.Lock{Recipients: c.Recipient}
	var err error
	if c.PassphraseFile != "" {
		if l.Passphrase, err = passphrase(c.PassphraseFile); err != nil {
			return l, err
		}
	}
	return l, l.Check()
}

// backupKeys say how an encrypted backup is opened.
type backupKeys struct {
	Identity       string `help:"File with the secret key that an encrypted backup was made for, as age-keygen writes it." placeholder:"FILE"`
	PassphraseFile string `help:"File with the passphrase of the backup; - reads standard input." placeholder:"FILE"`
}

func (c backupKeys) keys() (k backup.Keys, err error) {
	if c.Identity != "" {
		if k.Identities, err = readText(c.Identity, "the secret key", maxKeyFile); err != nil {
			return k, err
		}
	}
	if c.PassphraseFile != "" {
		if k.Passphrase, err = passphrase(c.PassphraseFile); err != nil {
			return k, err
		}
	}
	return k, k.Check()
}

// checkBackup reads a whole backup and says what to do if it cannot be used.
func checkBackup(path string, keys backup.Keys, progress backup.Progress) (backup.Summary, error) {
	file, err := openBackup(path, keys)
	if err != nil {
		return backup.Summary{}, explain(path, err)
	}
	defer file.Close()
	s, err := backup.Check(file, progress)
	return s, explain(path, err)
}

// openBackup opens a backup and decrypts it.
func openBackup(path string, keys backup.Keys) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r, err := backup.Unseal(f, keys)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return struct {
		io.Reader
		io.Closer
	}{r, f}, nil
}

// explain adds to an error what to do.
func explain(path string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, backup.ErrDamaged):
		return fmt.Errorf("%s: %w; take another copy of it, or an older backup", path, err)
	case errors.Is(err, backup.ErrSealed):
		return fmt.Errorf("%s: %w; give --identity FILE or --passphrase-file FILE", path, err)
	case errors.Is(err, backup.ErrWrongKey):
		return fmt.Errorf("%s: %w; give the one that it was made for (if that is the one, its beginning was altered)", path, err)
	case errors.Is(err, backup.ErrNotSealed):
		return fmt.Errorf("%s: %w; make sure that it is the right file, and leave the key out", path, err)
	}
	return fmt.Errorf("%s: %w", path, err)
}
