package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/knowledge/backup"
	"frontdesk/knowledge/sqldb"
)

// migrateCommand moves a desk from one database to another.
type migrateCommand struct {
	From string `required:"" help:"The desk as it is: a data directory, or the address of a PostgreSQL database." placeholder:"DIR|URL"`
	To   string `required:"" help:"Where it goes: a directory or a PostgreSQL database that is empty, or holds what an interrupted run left." placeholder:"DIR|URL"`
	Anew bool   `help:"Empty what an interrupted run left, and begin anew."`
}

// Help is shown below the options.
func (migrateCommand) Help() string {
	return `Copies a whole desk, from SQLite to PostgreSQL, back, or from one of a kind to another, and compares both sides at the end, row by row. Stop the server first:

  frontdesk migrate --from frontdesk-data --to postgres://name@db.example/desk
  frontdesk serve --store postgres://name@db.example/desk

If it is interrupted, run it again with the same arguments: it goes on where it was. Until both sides were found to be the same, no server starts on the new one. The old one is only read; keep it until the new one has proved itself, and start no server on it any more, or there are two desks.`
}

// Run moves the desk.
func (c *migrateCommand) Run(ctx context.Context, common *common) (err error) {
	start := time.Now()
	from, err := absolute(c.From)
	if err != nil {
		return err
	}
	to, err := absolute(c.To)
	if err != nil {
		return err
	}
	if from == to {
		return errors.New("--from and --to are the same")
	}
	release, err := keepServersAway(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	stage := newStages(0)
	defer stage.end()
	var done []backup.TableEnd
	err = openAt(ctx, from, sqldb.Options{Log: common.quiet()}, func(source *sqldb.DB) error {
		if err := unserved(ctx, source); err != nil {
			return err
		}
		done, err = moveTo(ctx, source, to, backup.Moving{From: told(from), Anew: c.Anew, Parts: partsOf(common.quiet()), Progress: stage.show}, common)
		return err
	})
	stage.end()
	if errors.Is(err, backup.ErrChanged) {
		return fmt.Errorf("%w; stop every server and command that works on it, and run this again: it begins anew", err)
	}
	if err != nil {
		return explainPlace(to, err)
	}
	rows := int64(0)
	for _, t := range done {
		rows += t.Rows
	}
	fmt.Printf("%d rows of %d tables are the same in %s (%.1f s)\nfingerprint %s\n", rows, len(done), told(to), time.Since(start).Seconds(), backup.Fingerprint(done))
	return nil
}

// moveTo opens the new place and moves the desk there.
func moveTo(ctx context.Context, source *sqldb.DB, to string, m backup.Moving, common *common) (done []backup.TableEnd, err error) {
	versions, err := source.Versions(ctx)
	if err != nil {
		return nil, err
	}
	place, err := takeEmpty(to, app.LockData)
	if err != nil {
		return nil, err
	}
	// What was copied stays, to go on from.
	defer func() { err = errors.Join(err, place.leave(true)) }()
	o := sqldb.Options{Log: common.quiet(), Unfinished: true, Versions: versions}
	err = openAt(ctx, to, o, func(target *sqldb.DB) error {
		return alone(ctx, target, func() error {
			done, err = backup.Move(ctx, source, target, m)
			return err
		})
	})
	return done, err
}

// keepServersAway makes sure that no server runs over a data directory, and that none is started before release.
func keepServersAway(place string) (release func() error, err error) {
	if isURL(place) {
		return func() error { return nil }, nil
	}
	if err := thereIsDesk(place); err != nil {
		return nil, err
	}
	return app.LockData(place)
}

// unserved refuses a desk that servers work on.
func unserved(ctx context.Context, db *sqldb.DB) error {
	nodes, err := backup.Served(ctx, db)
	if err != nil {
		return err
	}
	if db.Engine() == sqldb.Postgres && len(nodes) > 0 {
		return fmt.Errorf("the desk is served by %s; stop that first (a server that was killed is known to be gone after some seconds)", strings.Join(nodes, ", "))
	}
	return nil
}
