package store_test

import (
	"testing"
	"time"
)

// What is kept on one node is taken on another, once, in time, by who acted.
func TestUndo(t *testing.T) {
	each(t, func(t *testing.T, e engine) {
		one, _ := e.nodeDB(t)
		two, db := e.nodeDB(t)
		now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		keep := func(id string) {
			t.Helper()
			if err := one.KeepUndo(t.Context(), id, "ana", []byte{0, 1, 0xff}, now, now.Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
		}
		take := func(id, agent string, at time.Time, want bool) {
			t.Helper()
			body, ok, err := two.TakeUndo(t.Context(), id, agent, at)
			if err != nil || ok != want || ok && string(body) != "\x00\x01\xff" {
				t.Errorf("%s by %s after %v: %q %v %v", id, agent, at.Sub(now), body, ok, err)
			}
		}
		keep("a")
		keep("b")
		take("a", "ben", now, false)
		take("a", "ana", now.Add(time.Minute), true)
		take("a", "ana", now, false)
		take("b", "ana", now.Add(time.Minute+time.Millisecond), false)
		now = now.Add(time.Hour)
		keep("c")
		var left int
		if err := db.Read().QueryRowContext(t.Context(), `SELECT COUNT(*) FROM bulk_undo`).Scan(&left); err != nil || left != 1 {
			t.Errorf("%d are kept, %v; want the newest", left, err)
		}
	})
}
