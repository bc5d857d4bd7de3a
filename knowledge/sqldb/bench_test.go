package sqldb_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/pgtest"
)

// The table of the benchmarks.
const logTable = "CREATE TABLE log (k TEXT, n BIGINT, body TEXT, PRIMARY KEY (k, n))"

const logInsert = "INSERT INTO log (k, n, body) VALUES ($1, $2, $3)"

var producers = []int{1, 64, 256}

// BenchmarkAppend is the floor that durable messages are compared with: one insert of 512 bytes a write, group commit.
// On PostgreSQL every producer has a key of its own, as customers have their conversations.
func BenchmarkAppend(b *testing.B) {
	for name, address := range map[string]func(b *testing.B) string{
		"sqlite":   func(b *testing.B) string { return filepath.Join(b.TempDir(), "x.db") },
		"postgres": func(b *testing.B) string { return pgtest.Open(b) },
	} {
		for _, n := range producers {
			b.Run(fmt.Sprint(name, "/", n), func(b *testing.B) {
				db := openAt(b, address(b), sqldb.Options{})
				if err := db.Write(b.Context(), func(tx *sqldb.Tx) error {
					_, err := tx.Exec(logTable)
					return err
				}); err != nil {
					b.Fatal(err)
				}
				appendAll(b, n, func(key string, i int64, body string) error {
					return db.WriteKey(context.Background(), key, func(tx *sqldb.Tx) error {
						_, err := tx.Exec(logInsert, key, i, body)
						return err
					})
				})
			})
		}
	}
}

// BenchmarkAppendAlone is Append on PostgreSQL with writes that are alone in the whole database.
func BenchmarkAppendAlone(b *testing.B) {
	for _, n := range producers {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			db := openAt(b, pgtest.Open(b), sqldb.Options{})
			if err := db.Write(b.Context(), func(tx *sqldb.Tx) error { _, err := tx.Exec(logTable); return err }); err != nil {
				b.Fatal(err)
			}
			appendAll(b, n, func(key string, i int64, body string) error {
				return db.Write(context.Background(), func(tx *sqldb.Tx) error { _, err := tx.Exec(logInsert, key, i, body); return err })
			})
		})
	}
}

// appendAll has n producers append.
func appendAll(b *testing.B, n int, append func(key string, i int64, body string) error) {
	body := fmt.Sprintf("%0512d", 0)
	var who, next atomic.Int64
	b.SetParallelism((n + 1) / 2)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		key := fmt.Sprintf("conversation-%08d", who.Add(1))
		for pb.Next() {
			if err := append(key, next.Add(1), body); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
}

// BenchmarkAppendFloor is what PostgreSQL itself does with the same inserts: as many connections as sqldb writes with,
// each of which commits whatever waits when its last commit is done. There are no locks, no numbers of transactions and
// nothing that could be run again.
func BenchmarkAppendFloor(b *testing.B) {
	type insert struct {
		key  string
		i    int64
		body string
		done chan error
	}
	for _, n := range producers {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			address := pgtest.Open(b)
			queue := make(chan insert, 1024)
			var all sync.WaitGroup
			for i := range 4 {
				conn, err := pgx.Connect(b.Context(), address)
				if err != nil {
					b.Fatal(err)
				}
				if i == 0 {
					if _, err := conn.Exec(b.Context(), logTable); err != nil {
						b.Fatal(err)
					}
				}
				all.Go(func() {
					defer conn.Close(context.Background())
					var group []insert
					for first := range queue {
						group = append(group[:0], first)
						for more := true; more && len(group) < 64; {
							select {
							case j, ok := <-queue:
								if more = ok; ok {
									group = append(group, j)
								}
							default:
								more = false
							}
						}
						ctx := context.Background()
						_, err := conn.Exec(ctx, "BEGIN")
						for _, j := range group {
							if err == nil {
								_, err = conn.Exec(ctx, logInsert, j.key, j.i, j.body)
							}
						}
						if err == nil {
							_, err = conn.Exec(ctx, "COMMIT")
						}
						for _, j := range group {
							j.done <- err
						}
					}
				})
			}
			appendAll(b, n, func(key string, i int64, body string) error {
				j := insert{key, i, body, make(chan error, 1)}
				queue <- j
				return <-j.done
			})
			close(queue)
			all.Wait()
		})
	}
}
