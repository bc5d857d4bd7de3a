package storetest

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

// rows counts those of a table.
func rows(t *testing.T, db *sqldb.DB, table string) (n int) {
	t.Helper()
	if err := db.Read().QueryRowContext(t.Context(), `SELECT COUNT(*) FROM `+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// waiting imports are handed to who sent them, once at a time, with every byte, on any node.
func waiting(t *testing.T, s *store.Store, db *sqldb.DB) {
	ctx, other := t.Context(), store.New(db)
	batch := make([]byte, 5<<20/2)
	for i := range batch {
		batch[i] = byte(rand.Uint32())
	}
	for _, size := range []int{0, 1, 1 << 20, len(batch)} {
		if err := s.BeginImport(ctx, "t", "mia", 2, time.Minute); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.TakeImport(ctx, "t", "mia", time.Minute); !errors.Is(err, knowledge.ErrNotFound) {
			t.Errorf("taken before it was kept: %v", err)
		}
		if err := s.KeepImport(ctx, "t", "digest", bytes.NewReader(batch[:size]), time.Hour); err != nil {
			t.Fatal(err)
		}
		if _, _, err := other.TakeImport(ctx, "t", "bob", time.Minute); !errors.Is(err, knowledge.ErrNotFound) {
			t.Errorf("taken by somebody else: %v", err)
		}
		for range 2 {
			digest, r, err := other.TakeImport(ctx, "t", "mia", time.Minute)
			if err != nil || digest != "digest" {
				t.Fatal(digest, err)
			}
			if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, batch[:size]) {
				t.Errorf("%d bytes of %d came back: %v", len(got), size, err)
			}
			if _, _, err := s.TakeImport(ctx, "t", "mia", time.Minute); !errors.Is(err, knowledge.ErrNotFound) {
				t.Errorf("taken twice: %v", err)
			}
			if err := s.ReturnImport(ctx, "t"); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.DropImport(ctx, "t"); err != nil {
			t.Fatal(err)
		}
		if n := rows(t, db, "waiting_import") + rows(t, db, "waiting_part"); n != 0 {
			t.Errorf("%d rows of %d bytes are left", n, size)
		}
	}
	if err := s.DropImport(ctx, "t"); err != nil {
		t.Errorf("nothing to drop: %v", err)
	}
}

// waitingEnds has imports end by the store's clock, and with them what was kept.
func waitingEnds(t *testing.T, s *store.Store, db *sqldb.DB) {
	ctx := t.Context()
	keep := func(token string, batch io.Reader, stays time.Duration) error {
		t.Helper()
		if err := s.BeginImport(ctx, token, "mia", 9, time.Minute); err != nil {
			t.Fatal(err)
		}
		return s.KeepImport(ctx, token, "digest", batch, stays)
	}
	if err := keep("over", bytes.NewReader(make([]byte, 11<<20)), 0); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.TakeImport(ctx, "over", "mia", time.Minute); !errors.Is(err, knowledge.ErrNotFound) {
		t.Errorf("one whose time is over: %v", err)
	}
	if err := keep("taken", bytes.NewReader([]byte("x")), time.Hour); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.TakeImport(ctx, "taken", "mia", 0); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.TakeImport(ctx, "taken", "mia", time.Minute); err != nil {
		t.Errorf("who took it has let it lie: %v", err)
	}
	if err := keep("torn", iotest.TimeoutReader(bytes.NewReader(make([]byte, 3<<20))), time.Hour); !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("what could not be read: %v", err)
	}
	if err := s.BeginImport(ctx, "late", "mia", 9, 0); err != nil {
		t.Fatal(err)
	}
	if err := s.KeepImport(ctx, "late", "digest", bytes.NewReader([]byte("x")), time.Hour); !errors.Is(err, knowledge.ErrNotFound) {
		t.Errorf("what came too late: %v", err)
	}
	if err := s.SweepImports(ctx); err != nil {
		t.Fatal(err)
	}
	if n, parts := rows(t, db, "waiting_import"), rows(t, db, "waiting_part"); n != 2 || parts != 2 { // torn is swept when its time is over
		t.Errorf("%d imports with %d parts are left", n, parts)
	}
}

// racingImports has many take one import, and many begin one.
func racingImports(t *testing.T, s *store.Store, _ *sqldb.DB) {
	ctx := t.Context()
	var mu sync.Mutex
	begun, taken := 0, 0
	count := func(n *int, err error, refusal error) {
		mu.Lock()
		defer mu.Unlock()
		if err == nil {
			*n++
		} else if !errors.Is(err, refusal) {
			t.Error(err)
		}
	}
	var all sync.WaitGroup
	for i := range 12 {
		all.Go(func() {
			count(&begun, s.BeginImport(ctx, string(rune('a'+i)), "mia", 4, time.Minute), store.ErrImports)
		})
	}
	all.Wait()
	if begun != 4 {
		t.Errorf("%d imports have begun; want 4", begun)
	}
	for i := range 12 { // those that have begun
		if err := s.KeepImport(ctx, string(rune('a'+i)), "digest", bytes.NewReader(nil), time.Hour); err != nil && !errors.Is(err, knowledge.ErrNotFound) {
			t.Fatal(err)
		}
	}
	if err := s.BeginImport(ctx, "z", "bob", 4, time.Minute); !errors.Is(err, store.ErrImports) {
		t.Errorf("a fifth, of somebody else: %v", err)
	}
	if err := s.BeginImport(ctx, "z", "mia", 4, time.Minute); err != nil {
		t.Errorf("instead of her oldest: %v", err)
	}
	if err := s.KeepImport(ctx, "z", "digest", bytes.NewReader(nil), time.Hour); err != nil {
		t.Fatal(err)
	}
	for range 12 {
		all.Go(func() {
			_, _, err := s.TakeImport(ctx, "z", "mia", time.Minute)
			count(&taken, err, knowledge.ErrNotFound)
		})
	}
	all.Wait()
	if taken != 1 {
		t.Errorf("%d have taken one import", taken)
	}
}
