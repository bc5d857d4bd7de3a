package sqldb_test

import (
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/pgtest"
)

// crashes are ways in which a server forgets what has not reached its disk, and the numbers of transactions with it.
var crashes = map[string]func(server *pgtest.Server, pid int) error{
	"the server is stopped at once": func(server *pgtest.Server, _ int) error {
		if err := server.Stop(true); err != nil {
			return err
		}
		return server.Start()
	},
	"a session crashes": func(_ *pgtest.Server, pid int) error { return syscall.Kill(pid, syscall.SIGKILL) },
}

// overtaken makes a write whose transaction is lost in a crash just before its commit, and whose number somebody else
// is given and commits with. The number goes to lost; it returns how often the write was made, and whether the number
// was given out again.
func overtaken(t *testing.T, db *sqldb.DB, address string, lost *int64, crash func(pid int) error) (runs int, again bool) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *sqldb.Tx) error {
		if _, err := tx.Exec("INSERT INTO kv VALUES ('a', 1) ON CONFLICT (k) DO UPDATE SET v = kv.v + 1"); err != nil {
			return err
		}
		if runs++; runs > 1 {
			return nil
		}
		var pid int
		if err := tx.QueryRow("SELECT pg_backend_pid(), CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)").Scan(&pid, lost); err != nil {
			return err
		}
		if err := crash(pid); err != nil {
			return err
		}
		for id := int64(0); id < *lost; {
			id = other(t, address)
			again = again || id == *lost
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return runs, again
}

// other commits a transaction of somebody else, as soon as the server is there again, and returns its number.
func other(t *testing.T, address string) (id int64) {
	t.Helper()
	for until := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		conn, err := pgx.Connect(t.Context(), address)
		if err == nil {
			err = conn.QueryRow(t.Context(), "INSERT INTO kv VALUES ('other', 1) ON CONFLICT (k) DO UPDATE SET v = kv.v + 1 RETURNING CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)").Scan(&id)
			conn.Close(t.Context())
		}
		if err == nil {
			return id
		}
		if time.Now().After(until) {
			t.Fatal(err)
		}
	}
}

// A transaction that was lost in a crash is not taken for the one that got its number afterwards.
func TestNumbersAreGivenOutAgain(t *testing.T) {
	for how, crash := range crashes {
		for _, byNumber := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, asked by number %v", how, byNumber), func(t *testing.T) {
				server := pgtest.New(t)
				address := server.Open(t)
				db := openAt(t, address, sqldb.Options{Patience: time.Minute})
				if err := add(db, "a"); err != nil {
					t.Fatal(err)
				}
				var lost int64
				if byNumber {
					sqldb.AskByNumber(db, &lost)
				}
				for tries := 1; ; tries++ {
					before := number(t, db, "a")
					runs, again := overtaken(t, db, address, &lost, func(pid int) error { return crash(server, pid) })
					got := number(t, db, "a") - before
					switch {
					case !again && tries < 10: // the log reached the disk in this moment
						continue
					case !again:
						t.Fatal("the number is never given out again")
					case byNumber && (got != 0 || runs != 1):
						t.Fatalf("asked by its number, the write was made %d times and kept %d times: the test does not notice what is lost", runs, got)
					case !byNumber && (got != 1 || runs != 2):
						t.Fatalf("the write was made %d times and kept %d times", runs, got)
					}
					return
				}
			})
		}
	}
}

// rows counts the rows that transactions have left.
func rows(t *testing.T, db *sqldb.DB, where string) (n int) {
	t.Helper()
	if err := db.Read().QueryRowContext(t.Context(), "SELECT count(*) FROM writer_outcome WHERE "+where).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// Every writer leaves one row, whatever happens to its connections, and writes that change nothing leave none.
func TestOutcomesAreFew(t *testing.T) {
	p, address := startProxy(t, pgtest.Open(t))
	db := openAt(t, address, sqldb.Options{Connections: 4})
	for i := range 12 {
		if i%3 == 0 {
			p.cutNext(1, "COMMIT\x00", []cut{cutBefore, cutAfter}[i/3%2])
		}
		if err := add(db, "a"); err != nil {
			t.Fatal(err)
		}
		if err := db.Write(t.Context(), func(*sqldb.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if n := rows(t, db, "true"); n != 1 || number(t, db, "a") != 12 {
		t.Errorf("there are %d rows after %d writes by one writer", n, number(t, db, "a"))
	}
}

// What writers of long ago have left is cleared away, and nothing else.
func TestOldOutcomes(t *testing.T) {
	address := pgtest.Open(t)
	first := openAt(t, address, sqldb.Options{})
	if err := add(first, "a"); err != nil {
		t.Fatal(err)
	}
	err := first.Write(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec("INSERT INTO writer_outcome SELECT 'day' || d, true, now() - d * interval '1 day' FROM generate_series(1, 20) d")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	second := openAt(t, address, sqldb.Options{})
	if err := second.Write(t.Context(), func(*sqldb.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if gone, left := rows(t, first, "at < now() - interval '7 days'"), rows(t, first, "token LIKE 'day%'"); gone != 0 || left != 6 {
		t.Errorf("%d old rows are left, and %d of the 6 newer ones", gone, left)
	}
}

// The rows are no part of what is kept, and their table is made anew where it is missing.
func TestOutcomesAreNotKept(t *testing.T) {
	address := pgtest.Open(t)
	db, err := sqldb.Open(t.Context(), address, sqldb.Options{Unfinished: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	none := func(*sqldb.Tx) error { return nil }
	if err := db.Write(t.Context(), none); err != nil {
		t.Fatal(err)
	}
	if empty, err := db.Empty(t.Context()); err != nil || !empty {
		t.Errorf("after a write of nothing, the database is empty: %v, %v", empty, err)
	}
	if err := db.Migrate(t.Context(), "test", kv); err != nil {
		t.Fatal(err)
	}
	if err := add(db, "a"); err != nil {
		t.Fatal(err)
	}
	if tables, err := db.Tables(t.Context()); err != nil || len(tables) != 1 || tables[0].Name != "kv" {
		t.Errorf("the tables are %v, %v", tables, err)
	}
	if err := db.Mark(t.Context(), "clear"); err != nil {
		t.Fatal(err)
	}
	if err := db.Clear(t.Context()); err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for range 2 {
		if err := db.Finish(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := db.Migrate(t.Context(), "test", kv); err != nil {
			t.Fatal(err)
		}
		if err := add(db, "a"); err != nil || number(t, db, "a") != 1 {
			t.Fatalf("after the tables were dropped: %v", err)
		}
		if _, err := conn.Exec(t.Context(), "DROP TABLE writer_outcome, kv, test_version, schema_least"); err != nil {
			t.Fatal(err)
		}
	}
}
