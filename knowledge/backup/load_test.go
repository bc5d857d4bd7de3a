package backup_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/knowledge/sqldb"
)

// backupsByDefault is how many backups are made under load on each engine, unless FRONTDESK_BACKUPS says otherwise.
const backupsByDefault = 5

// writers is how many logs are written at the same time, and linesARound how many lines each of them writes at most for
// every backup, so that a hundred backups do not take for ever.
const (
	writers     = 8
	linesARound = 200
)

// logs are written until the test ends, each by one goroutine, which appends a line when the one before was acknowledged.
type logs struct {
	acked [writers]atomic.Int64
	round atomic.Int64 // how many backups were begun
	all   sync.WaitGroup
}

// begin starts the writers. On PostgreSQL they commit side by side. Each line comes with a row of another table.
func (l *logs) begin(ctx context.Context, t *testing.T, db *sqldb.DB) {
	for i := range writers {
		load(t, db, "customer", []any{fmt.Sprint("c", i), nil})
	}
	for i := range writers {
		l.all.Go(func() {
			name := fmt.Sprint("c", i)
			for seq := int64(1); ctx.Err() == nil; seq++ {
				for seq > l.round.Load()*linesARound && ctx.Err() == nil {
					time.Sleep(time.Millisecond)
				}
				err := db.WriteKey(context.Background(), name, func(tx *sqldb.Tx) error {
					if _, err := tx.Exec(`INSERT INTO a_line (customer, seq, body) VALUES ($1, $2, $3)`, name, seq, fmt.Sprint(name, " says ", seq)); err != nil {
						return err
					}
					_, err := tx.Exec(`INSERT INTO measured (kind, took) VALUES ($1, $2)`, name, seq)
					return err
				})
				if err != nil {
					t.Error(err)
					return
				}
				l.acked[i].Store(seq)
			}
		})
	}
}

// now returns how far every log is acknowledged.
func (l *logs) now() (out [writers]int64) {
	for i := range out {
		out[i] = l.acked[i].Load()
	}
	return out
}

// Backups that are made while logs are written restore to what was committed at one moment: of every log a beginning
// without gaps, with everything that was acknowledged before the backup began, nothing that was sent after it ended, and
// as much of it in one table as in the other.
func TestBackupsUnderLoad(t *testing.T) {
	n := fromEnv(t, "FRONTDESK_BACKUPS", backupsByDefault)
	t.Logf("FRONTDESK_BACKUPS=%d", n)
	for _, p := range places(t) {
		t.Run(p.name, func(t *testing.T) {
			db := p.desk(t)
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			var l logs
			l.begin(ctx, t, db)
			for i := range n {
				// Into the other engine by turns, so that nothing of the first helps.
				to := places(t)[i%2]
				l.round.Add(1)
				before := l.now()
				file := written(t, db)
				after := l.now()
				copied := to.empty(t)
				if err := restore(t.Context(), copied, file); err != nil {
					t.Fatal(err)
				}
				for _, fault := range torn(t, copied, before, after) {
					t.Error(fault)
				}
				if err := copied.Close(); err != nil {
					t.Error(err)
				}
			}
			l.copyWithoutSnapshot(t, db)
			stop()
			l.all.Wait()
			total := int64(0)
			for _, n := range l.now() {
				total += n
			}
			t.Logf("%d backups while %d lines were written", n, total)
		})
	}
}

// copyWithoutSnapshot is the twin: tables that are read one after the other, as they are then, are a copy in which
// something is missing, and that is noticed.
func (l *logs) copyWithoutSnapshot(t *testing.T, db *sqldb.DB) {
	t.Helper()
	shape, copied := tables(t, db), sqlite.desk(t)
	before := l.now()
	for _, name := range []string{"customer", "a_line", "measured"} {
		l.round.Add(1)
		var rows [][]any
		err := shape[name].Each(t.Context(), db.Engine(), db.Read(), nil, func(row []any) error {
			rows = append(rows, row)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		load(t, copied, name, rows...)
		then := l.now()
		l.round.Add(1)        // the writers may be through with this one
		for l.now() == then { // somebody writes on before the next table is read
			time.Sleep(time.Millisecond)
		}
	}
	if faults := torn(t, copied, before, l.now()); len(faults) == 0 {
		t.Error("a copy that was not made at one moment is not noticed")
	}
}

// torn says where a copy is not the logs as they were at one moment between two.
func torn(t *testing.T, db *sqldb.DB, before, after [writers]int64) (faults []string) {
	t.Helper()
	for i := range writers {
		name := fmt.Sprint("c", i)
		last := lastOf(t, db, name)
		if last < before[i] || last > after[i]+1 { // one may be committed and not yet acknowledged
			faults = append(faults, fmt.Sprintf("the log of %s ends at %d; %d was acknowledged before the backup, %d after it", name, last, before[i], after[i]))
		}
		var measured int64
		if err := db.Read().QueryRowContext(t.Context(), `SELECT count(*) FROM measured WHERE kind = $1`, name).Scan(&measured); err != nil {
			t.Fatal(err)
		}
		if measured != last {
			faults = append(faults, fmt.Sprintf("the log of %s ends at %d, and %d was measured", name, last, measured))
		}
	}
	return faults
}

// lastOf returns the end of a log, which must be without gaps and have its own lines.
func lastOf(t *testing.T, db *sqldb.DB, name string) (last int64) {
	t.Helper()
	rows, err := db.Read().QueryContext(t.Context(), `SELECT seq, body FROM a_line WHERE customer = $1 ORDER BY seq`, name)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var seq int64
		var body string
		if err := rows.Scan(&seq, &body); err != nil {
			t.Fatal(err)
		}
		if seq != last+1 || body != fmt.Sprint(name, " says ", seq) {
			t.Fatalf("after %d comes %d, %q", last, seq, body)
		}
		last = seq
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return last
}
