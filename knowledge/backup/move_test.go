package backup_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"frontdesk/knowledge/backup"
	"frontdesk/knowledge/sqldb"
)

// crowd puts enough into a desk that it is copied in several steps.
func crowd(t testing.TB, db *sqldb.DB) {
	t.Helper()
	fill(t, db)
	var rows [][]any
	for i := range 4000 {
		rows = append(rows, []any{"Änne", int64(1000 + i), strings.Repeat(fmt.Sprint(i, " "), 150), nil, nil, nil, nil})
	}
	load(t, db, "a_line", rows...)
}

func TestMove(t *testing.T) {
	for _, from := range places(t) {
		for _, to := range places(t) {
			t.Run(from.name+" to "+to.name, func(t *testing.T) {
				a, b := from.desk(t), to.empty(t)
				crowd(t, a)
				done, err := backup.Move(t.Context(), a, b, backup.Moving{From: "a", Parts: parts})
				if err != nil {
					t.Fatal(err)
				}
				if _, unfinished, err := b.Unfinished(t.Context()); err != nil || unfinished {
					t.Fatalf("unfinished: %v, %v", unfinished, err)
				}
				if is, want := fingerprint(t, b), fingerprint(t, a); is != want || !strings.HasPrefix(want, backup.Fingerprint(done)) {
					t.Fatalf("%s and %s, want %s", is, backup.Fingerprint(done), want)
				}
				if _, err := backup.Move(t.Context(), a, b, backup.Moving{From: "a", Anew: true, Parts: parts}); !errors.Is(err, backup.ErrOccupied) {
					t.Fatalf("over a desk: %v", err)
				}
			})
		}
	}
}

// An interrupted move goes on where it was, and copies nothing twice.
func TestMoveGoesOn(t *testing.T) {
	for _, to := range places(t) {
		t.Run(to.name, func(t *testing.T) {
			a, b := sqlite.desk(t), to.empty(t)
			crowd(t, a)
			ctx, cancel := context.WithCancel(t.Context())
			var first int64
			_, err := backup.Move(ctx, a, b, backup.Moving{From: "a", Parts: parts, Progress: func(doing string, done, total int64) {
				if done > 1000 {
					first = done
					cancel()
				}
			}})
			if !errors.Is(err, context.Canceled) || first == 0 {
				t.Fatal(first, err)
			}
			if _, unfinished, err := b.Unfinished(t.Context()); err != nil || !unfinished {
				t.Fatalf("unfinished: %v, %v", unfinished, err)
			}
			if _, err := backup.Move(t.Context(), a, b, backup.Moving{From: "another", Parts: parts}); err == nil || !strings.Contains(err.Error(), "from a;") {
				t.Fatalf("from another place: %v", err)
			}
			if err := restore(t.Context(), b, written(t, a)); err == nil || !strings.Contains(err.Error(), "migrate") {
				t.Fatalf("a restore over it: %v", err)
			}
			least := int64(-1)
			_, err = backup.Move(t.Context(), a, b, backup.Moving{From: "a", Parts: parts, Progress: func(doing string, done, total int64) {
				if doing == "copying" && least < 0 && done > 10 {
					least = done
				}
			}})
			if err != nil {
				t.Fatal(err)
			}
			if least < first {
				t.Errorf("it began again at row %d, after %d rows were there", least, first)
			}
			if fingerprint(t, a) != fingerprint(t, b) {
				t.Error("the copy is another")
			}
		})
	}
}

// What is written to the desk while it is moved is noticed, wherever it is, and the next run begins anew.
func TestMoveOfADeskThatChanges(t *testing.T) {
	for name, change := range map[string]string{
		"a row more":    `INSERT INTO customer (id, name) VALUES ('new', '')`,
		"a row less":    `DELETE FROM measured WHERE kind = 'a'`,
		"another value": `UPDATE a_line SET body = 'x' WHERE seq = -1`,
		"a null":        `UPDATE a_line SET share = NULL WHERE seq = 10`,
	} {
		for _, to := range places(t) {
			t.Run(name+" "+to.name, func(t *testing.T) {
				a, b := sqlite.desk(t), to.empty(t)
				fill(t, a)
				changed := false
				_, err := backup.Move(t.Context(), a, b, backup.Moving{From: "a", Parts: parts, Progress: func(doing string, done, total int64) {
					if doing != "copying" || changed {
						return
					}
					changed = true
					if err := a.Write(context.Background(), func(tx *sqldb.Tx) error { _, err := tx.Exec(change); return err }); err != nil {
						t.Error(err)
					}
				}})
				if !errors.Is(err, backup.ErrChanged) {
					t.Fatal(err)
				}
				if _, unfinished, err := b.Unfinished(t.Context()); err != nil || !unfinished {
					t.Fatalf("unfinished: %v, %v", unfinished, err)
				}
				if _, err := backup.Move(t.Context(), a, b, backup.Moving{From: "a", Parts: parts}); err != nil {
					t.Fatal(err)
				}
				if fingerprint(t, a) != fingerprint(t, b) {
					t.Error("the copy is another")
				}
			})
		}
	}
}

// What another command left unfinished is emptied only if that is asked for.
func TestMoveAnew(t *testing.T) {
	a, b := sqlite.desk(t), sqlite.empty(t)
	fill(t, a)
	if err := restore(t.Context(), b, written(t, a)); err != nil {
		t.Fatal(err)
	}
	load(t, b, "customer", []any{"left over", nil})
	if _, err := backup.Move(t.Context(), a, b, backup.Moving{From: "a", Parts: parts}); err == nil || !strings.Contains(err.Error(), "restore") {
		t.Fatal(err)
	}
	if _, err := backup.Move(t.Context(), a, b, backup.Moving{From: "a", Anew: true, Parts: parts}); err != nil {
		t.Fatal(err)
	}
	if fingerprint(t, a) != fingerprint(t, b) {
		t.Error("the copy is another")
	}
}

// PostgreSQL cannot keep every text that SQLite can; the row is named.
func TestTextThatPostgresCannotKeep(t *testing.T) {
	a, b := sqlite.desk(t), postgres.empty(t)
	load(t, a, "customer", []any{"zero", "a\x00b"})
	_, err := backup.Move(t.Context(), a, b, backup.Moving{From: "a", Parts: parts})
	if err == nil || !strings.Contains(err.Error(), `the column name of the row "zero"`) {
		t.Fatal(err)
	}
	c := sqlite.empty(t)
	if err := restore(t.Context(), c, written(t, a)); err != nil {
		t.Fatalf("SQLite can: %v", err)
	}
}
