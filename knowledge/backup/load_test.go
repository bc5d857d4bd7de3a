package backup_test

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"frontdesk/knowledge/backup"
	"frontdesk/knowledge/sqldb"
)

// backupsByDefault is how many backups are made under load on each engine, unless FRONTDESK_BACKUPS says otherwise.
const backupsByDefault = 5

// writers is how many logs are written at the same time.
const writers = 8

// logs are written until the test ends, each by one goroutine, which appends a line when the one before was acknowledged.
type logs struct {
	acked [writers]atomic.Int64
	all   sync.WaitGroup
}

// begin starts the writers. On PostgreSQL they commit side by side.
func (l *logs) begin(ctx context.Context, t *testing.T, db *sqldb.DB) {
	for i := range writers {
		load(t, db, "customer", []any{fmt.Sprint("c", i), nil})
	}
	for i := range writers {
		l.all.Go(func() {
			name := fmt.Sprint("c", i)
			for seq := int64(1); ctx.Err() == nil; seq++ {
				err := db.WriteKey(context.Background(), name, func(tx *sqldb.Tx) error {
					_, err := tx.Exec(`INSERT INTO a_line (customer, seq, body) VALUES ($1, $2, $3)`, name, seq, fmt.Sprint(name, " says ", seq))
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
// without gaps, with everything that was acknowledged before the backup began, and nothing that was sent after it ended.
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
				// Into the other engine, so that nothing of the first helps.
				to := places(t)[i%2]
				before := l.now()
				file := written(t, db)
				after := l.now()
				copied := to.empty(t)
				if err := restore(t.Context(), copied, file); err != nil {
					t.Fatal(err)
				}
				rows := 0
				for i := range writers {
					last := lastOf(t, copied, fmt.Sprint("c", i))
					if last < before[i] || last > after[i]+1 { // one may be committed and not yet acknowledged
						t.Errorf("the log of c%d ends at %d; %d was acknowledged before the backup, %d after it", i, last, before[i], after[i])
					}
					rows += int(last)
				}
				if s, err := backup.Check(bytes.NewReader(file), nil); err != nil || s.Rows != int64(rows+writers+1) {
					t.Errorf("the file has %d rows, and %d are in the logs: %v", s.Rows, rows, err)
				}
				if t.Failed() {
					break
				}
			}
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
