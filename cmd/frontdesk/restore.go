package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/knowledge/backup"
	"frontdesk/knowledge/sqldb"
)

// restoreCommand fills an empty place with a backup.
type restoreCommand struct {
	File  string `arg:"" help:"The backup." type:"path"`
	Data  string `help:"Data directory to fill: an empty one, or one that does not exist yet." default:"frontdesk-data" type:"path"`
	Store string `help:"Empty PostgreSQL database to fill, in place of a data directory; better set in the environment." placeholder:"URL"`
	backupKeys
	Erased string `help:"List of the customers who were erased since, as \"frontdesk customer erased\" writes it: they are erased here too before anybody can work with the desk." placeholder:"FILE"`
}

// Help is shown below the options.
func (restoreCommand) Help() string {
	return `The whole file is checked first: if it was altered or cut short anywhere, nothing is changed. Then it goes into an empty data directory, or into an empty PostgreSQL database, and what was written is compared with the file. If something fails, the place is empty again.

  frontdesk restore desk.backup --data new-desk
  frontdesk restore desk.backup --store postgres://name@db.example/desk
  frontdesk restore desk.backup --data new-desk --identity key.txt --erased erased.txt

A backup of an older version of frontdesk can be restored by a newer one, not the other way round. The backup may come from SQLite or from PostgreSQL.

After it, start the server over the new place. The search index is made anew by itself. Mail that waited when the backup was made is sent then, also if it was sent after the backup.

Without --erased, customers who were erased after the backup was made are there again. Write the list at times with "frontdesk customer erased" and keep it beside the backups.`
}

// Run restores the backup.
func (c *restoreCommand) Run(ctx context.Context, common *common) error {
	start := time.Now()
	keys, err := c.keys()
	if err != nil {
		return err
	}
	erased, err := c.list()
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
	if err != nil {
		return fmt.Errorf("nothing was restored: %w", err)
	}
	place := deskAt{Data: c.Data, Store: c.Store}.place()
	to, err := takeEmpty(place, app.LockData)
	if err != nil {
		return fmt.Errorf("nothing was restored: %w", err)
	}
	r := backup.Restoration{Open: c.opener(keys), Summary: s, Parts: partsOf(common.quiet()), Progress: stage.show, Discard: to.fresh()}
	gone, err := fillPlace(ctx, place, r, erased, common.quiet())
	stage.end()
	if err = errors.Join(err, to.leave(err == nil)); err != nil {
		return fmt.Errorf("nothing was restored: %w", explainPlace(place, err))
	}
	fmt.Printf("%d rows of %d tables restored to %s (%.1f s), as they were on %s\n", s.Rows, len(s.Tables), told(place), time.Since(start).Seconds(), s.Made.Local().Format("2006-01-02 15:04:05"))
	if c.Erased != "" {
		fmt.Printf("%d customers and conversations of the list erased\n", gone)
	}
	return nil
}

// opener opens the file once more, after it was checked.
func (c *restoreCommand) opener(keys backup.Keys) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return openBackup(c.File, keys) }
}

// list reads the list of erased customers whole, so that one that cannot be read stops everything before it begins.
func (c *restoreCommand) list() (string, error) {
	if c.Erased == "" {
		return "", nil
	}
	text, err := os.ReadFile(c.Erased)
	if err != nil {
		return "", fmt.Errorf("read the list of erased customers: %w", err)
	}
	return string(text), nil
}

// fillPlace restores and erases whom the list names; only then the place is finished.
func fillPlace(ctx context.Context, place string, r backup.Restoration, erased string, log *slog.Logger) (gone int, err error) {
	o := sqldb.Options{Log: log, Unfinished: true, Versions: r.Summary.Versions}
	if err := openAt(ctx, place, o, func(db *sqldb.DB) error { return alone(ctx, db, func() error { return backup.Restore(ctx, db, r) }) }); err != nil {
		return 0, err
	}
	o.Versions = nil
	err = openAt(ctx, place, o, func(db *sqldb.DB) error {
		if gone, err = complete(ctx, db, r.Parts, erased, log); err != nil && !r.Discard {
			return errors.Join(err, backup.Undo(ctx, db))
		}
		return err
	})
	return gone, err
}

// complete does what is left to do after everything was written. Without a list, the desk stays exactly as it was, and the
// server brings its tables up to date when it starts.
func complete(ctx context.Context, db *sqldb.DB, parts []backup.Part, erased string, log *slog.Logger) (gone int, err error) {
	if erased != "" {
		if err := upToDate(ctx, db, parts); err != nil {
			return 0, err
		}
		p, err := customers(ctx, db, log)
		if err != nil {
			return 0, err
		}
		if gone, err = p.Apply(ctx, strings.NewReader(erased)); err != nil {
			return gone, err
		}
	}
	return gone, db.Finish(ctx)
}

// errBusy is returned if another process fills the same database.
var errBusy = errors.New("another \"frontdesk restore\" or \"frontdesk migrate\" is filling this database; wait for its end")

// alone runs f while no other process fills the database.
func alone(ctx context.Context, db *sqldb.DB, f func() error) error {
	release, ok, err := db.Alone(ctx, "fill")
	if err != nil {
		return err
	}
	if !ok {
		return errBusy
	}
	defer release()
	return f()
}

// explainPlace adds to an error what to do about the place.
func explainPlace(place string, err error) error {
	if errors.Is(err, backup.ErrOccupied) {
		return fmt.Errorf("%s: %w", told(place), err)
	}
	return err
}
