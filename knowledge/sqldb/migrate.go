package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

// Migrate brings the tables of one part of the program up to date. The SQL files stand in the folder "migrations" of
// fsys; each part has its own version table, so that parts can be migrated in any order. They are written for SQLite
// and rewritten for PostgreSQL, see [translated].
//
// # An older program beside a newer one
//
// While a desk of several nodes is deployed, nodes of the version before work on tables that the first new node has
// migrated. So every migration must leave what the version before reads and writes: new columns have defaults, and what
// is not used any more goes one version later. The line
//
//	-- frontdesk: least N
//
// in the file with number V says that programs whose own newest file has number N or more can work on what it leaves.
// Without that line N is V − 1: the version before can. A program that is older than that gets [ErrNewer].
func (d *DB) Migrate(ctx context.Context, name string, fsys fs.FS) error {
	if err := d.migrate(ctx, name, fsys); err != nil {
		return fmt.Errorf("migrate %s: %w", name, err)
	}
	return nil
}

func (d *DB) migrate(ctx context.Context, name string, fsys fs.FS) error {
	files, err := fs.Sub(fsys, "migrations")
	if err != nil {
		return err
	}
	steps, err := readSteps(files)
	if err != nil {
		return err
	}
	if d.versions != nil {
		to, ok := d.versions[name]
		if !ok {
			return nil
		}
		if steps, err = steps.upTo(to); err != nil {
			return err
		}
	}
	if done, err := d.upToDate(ctx, name, steps); done || err != nil {
		return err
	}
	return d.alone(ctx, func(db *sql.DB, dialect goose.Dialect) error {
		// Another node may have been faster.
		if done, err := d.upToDate(ctx, name, steps); done || err != nil {
			return err
		}
		store, err := database.NewStore(dialect, name+"_version")
		if err != nil {
			return err
		}
		if d.engine == Postgres {
			files = translated{files}
		}
		p, err := goose.NewProvider("", db, files, goose.WithStore(store), goose.WithDisableGlobalRegistry(true))
		if err != nil {
			return err
		}
		return d.untilFree(ctx, name, func() error {
			if err := tellLeast(ctx, db, name, steps); err != nil {
				return err
			}
			_, err := p.UpTo(ctx, steps.newest())
			return err
		})
	})
}

// ErrTablesInUse says that tables could not be changed since somebody held on to them for too long.
var ErrTablesInUse = errors.New("somebody else is using the tables that have to be changed, such as a backup or a transaction that was left open; start again when that is done")

// lockLimit is how long a migration on PostgreSQL waits for the lock of a table at once: while it waits, everybody who
// wants to read or write the table queues up behind it.
const lockLimit = 3 * time.Second

// lockPause is how long it lets the others work until it tries again.
const lockPause = time.Second

// untilFree runs a migration again and again while tables are in use, for as long as the database may be away.
func (d *DB) untilFree(ctx context.Context, name string, migrate func() error) error {
	for began := time.Now(); ; {
		err := migrate()
		e, ok := errors.AsType[*pgconn.PgError](err)
		if !ok || e.Code != pgNoLock {
			return err
		}
		if time.Since(began)+lockPause >= d.pg.patience {
			return fmt.Errorf("%w (%w)", ErrTablesInUse, err)
		}
		d.log.Warn("tables that have to be changed are in use; this is tried again", "part", name, "waited", time.Since(began).Round(time.Second))
		if err := sleep(ctx, lockPause); err != nil {
			return fmt.Errorf("%w (%w)", ErrTablesInUse, err)
		}
	}
}

// upToDate reports whether there is nothing to do. It returns an ErrNewer if this program is too old for the tables.
func (d *DB) upToDate(ctx context.Context, name string, steps steps) (bool, error) {
	there, err := d.tableNames(ctx)
	if err != nil || !slices.Contains(there, name+"_version") {
		return false, err
	}
	var now int64
	if err := d.read.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM `+quoted(name+"_version")+` WHERE is_applied`).Scan(&now); err != nil {
		return false, fmt.Errorf("read the version of the tables: %w", err)
	}
	least, told := int64(0), false
	if slices.Contains(there, leastTable) {
		if least, told, err = d.least(ctx, name, now); err != nil {
			return false, err
		}
	}
	switch mine := steps.newest(); {
	case now > mine && (!told || mine < least):
		return false, newer(name, now, mine)
	case now > mine:
		return true, nil
	default:
		return now == mine && told, nil
	}
}

// ErrNewer says that the database was made by a newer version of frontdesk, with which this one cannot work.
var ErrNewer = errors.New("the database was made by a newer version of frontdesk")

func newer(name string, now, mine int64) error {
	return fmt.Errorf("%w: its tables of the part %q have version %d, and this program knows them up to %d; start the newer version, or restore a backup that was made with this one", ErrNewer, name, now, mine)
}

// alone runs f while no other node migrates.
func (d *DB) alone(ctx context.Context, f func(db *sql.DB, dialect goose.Dialect) error) error {
	if d.pg == nil {
		return f(d.write, goose.DialectSQLite3)
	}
	db := d.pg.unlimited()
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() // and with it the lock
	if _, err := conn.ExecContext(ctx, `SET lock_timeout = 0`); err != nil {
		return fmt.Errorf("wait for other nodes that migrate: %w", err)
	}
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, lockOf("migration", "")); err != nil {
		return fmt.Errorf("wait for other nodes that migrate: %w", err)
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock_all()`)
	return f(db, goose.DialectPostgres)
}
