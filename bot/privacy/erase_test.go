package privacy_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/bot/privacy"
	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
)

// ours are tables that tell of an erasure, and have no personal data.
var ours = []string{"audit", "erased", "erasure", "swept"}

// linked are tables whose rows stay without their lead.
var linked = []string{"measure", "suggestion"}

// After an erasure nothing in the database has any mark of the customer, and everything of others is as it was.
func TestNothingIsLeftAndOthersAreAsTheyWere(t *testing.T) {
	engines(t, func(t *testing.T, fresh func(testing.TB) *stage) {
		s, runs := fresh(t), 0
		rapid.Check(t, func(r *rapid.T) {
			if runs++; runs > 15 && s.db.Engine() == sqldb.Postgres {
				return // every row is a sync to the disk there, and the statements are the same
			}
			s.clear()
			s.article()
			n := rapid.IntRange(1, 4).Draw(r, "customers")
			mark := func(i int) string { return fmt.Sprintf("Zq%dxMark", i) }
			for i := range n {
				site := rapid.SampledFrom([]string{"shop", "club"}).Draw(r, "site")
				id := fmt.Sprintf("visitor-%d-abc", i)
				s.visitor(id, site, mark(i), s.now.Add(-day))
				for k := range rapid.IntRange(0, 3).Draw(r, "conversations") {
					s.conversation(fmt.Sprintf("conversation-%d-%d", i, k), id, site, mark(i), s.now.Add(-day))
				}
			}
			whom := rapid.IntRange(0, n-1).Draw(r, "whom")
			visitor := fmt.Sprintf("visitor-%d-abc", whom)
			before := s.dump()
			had := s.one(`SELECT count(*) FROM conversation WHERE visitor = $1`, visitor)

			got, err := s.Erase(audit.By(context.Background(), "m1"), visitor)
			if err != nil || got != had {
				r.Fatalf("erased %d conversations, %v; want %d", got, err, had)
			}
			after := s.dump()
			theirs := func(row string) bool {
				return strings.Contains(row, mark(whom)) || strings.Contains(row, visitor) || strings.Contains(row, fmt.Sprintf("conversation-%d-", whom))
			}
			for table, rows := range after {
				for _, row := range rows {
					if theirs(row) && !slices.Contains(linked, table) {
						r.Fatalf("%s still has %s", table, row)
					}
					if strings.Contains(row, mark(whom)) || strings.Contains(row, fmt.Sprintf(`"conversation-%d-`, whom)) {
						r.Fatalf("%s still leads to the customer: %s", table, row)
					}
				}
				if slices.Contains(ours, table) {
					continue
				}
				kept := slices.DeleteFunc(slices.Clone(before[table]), theirs)
				if slices.Contains(linked, table) {
					kept, rows = before[table], slices.Clone(rows)
					if len(rows) != len(kept) {
						r.Fatalf("%s has %d rows, had %d: figures must stay", table, len(rows), len(kept))
					}
					kept = slices.DeleteFunc(slices.Clone(kept), theirs)
					rows = slices.DeleteFunc(rows, func(row string) bool { return strings.Contains(row, `conversation="" `) })
				}
				if !slices.Equal(rows, kept) {
					r.Fatalf("%s has changed for others:\n%s\nwas\n%s", table, strings.Join(rows, "\n"), strings.Join(kept, "\n"))
				}
			}
			if len(s.audited()) != 1 || !strings.HasPrefix(s.audited()[0], "m1 customer.erase "+privacy.Reference(visitor)) {
				r.Fatalf("the audit log says %q", s.audited())
			}
			if _, err := s.Erase(context.Background(), visitor); !errors.Is(err, privacy.ErrNotFound) {
				r.Fatalf("erased again: %v", err)
			}
		})
	})
}

// SQLite's files have none of the bytes any more: neither the file nor its log.
func TestNoBytesAreLeftInSQLite(t *testing.T) {
	s := openStage(t, t.TempDir()+"/desk.db")
	s.article()
	for i := range 30 {
		id := fmt.Sprintf("visitor-%d", i)
		mark := fmt.Sprintf("Qq%dKept", i)
		if i == 7 {
			mark = "WipedMark"
		}
		s.visitor(id, "shop", mark, s.now)
		s.conversation(fmt.Sprintf("conversation-%d", i), id, "shop", strings.Repeat(mark+" ", 40), s.now)
	}
	if !contains(t, s.file, "WipedMark") {
		t.Fatal("the mark is not in the files at first, so that the test would see nothing")
	}
	_, err := s.Erase(t.Context(), "visitor-7")
	s.must(err)
	if contains(t, s.file, "WipedMark") || contains(t, s.file, "visitor-7") {
		t.Error("the bytes of what was erased are still in the files")
	}
	if !contains(t, s.file, "Qq8Kept") {
		t.Error("the test reads the wrong files")
	}
}

func contains(t *testing.T, file, mark string) bool {
	t.Helper()
	for _, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(file + suffix)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte(mark)) {
			return true
		}
	}
	return false
}

// errCut is the power cut of a test.
var errCut = errors.New("cut")

// Whenever an erasure is cut off, no conversation is half gone, and the next look finishes it; it is noted once.
func TestErasureIsFinishedWheneverItIsCutOff(t *testing.T) {
	engines(t, func(t *testing.T, fresh func(testing.TB) *stage) {
		s := fresh(t)
		for cut := 1; ; cut++ {
			s.clear()
			s.article()
			s.visitor("v1", "shop", "GoneMark", s.now)
			s.visitor("v2", "shop", "StayMark", s.now)
			for i := range 3 {
				s.conversation(fmt.Sprint("gone-", i), "v1", "shop", "GoneMark", s.now)
			}
			s.conversation("stays", "v2", "shop", "StayMark", s.now)
			left := cut
			ctx := sqldb.Guard(audit.By(context.Background(), "m1"), func(*sqldb.Tx) error {
				if left--; left == 0 {
					return errCut
				}
				return nil
			})
			_, err := s.Erase(ctx, "v1")
			if err == nil {
				if cut < 6 {
					t.Fatalf("an erasure has only %d writes; nothing was cut", cut-1)
				}
				return
			}
			if !errors.Is(err, errCut) {
				t.Fatal(err)
			}
			for i := range 3 {
				head, known := s.one(`SELECT count(*) FROM event WHERE conversation = $1`, fmt.Sprint("gone-", i)), s.one(`SELECT count(*) FROM conversation WHERE id = $1`, fmt.Sprint("gone-", i))
				if head != 5*known {
					t.Fatalf("cut at write %d: a conversation has %d of its 5 events", cut, head)
				}
			}
			s.again()
			if cut == 1 { // it never began
				_, err = s.Erase(audit.By(t.Context(), "m1"), "v1")
			} else {
				err = s.Finish(t.Context())
			}
			s.must(err)
			for table, rows := range s.dump() {
				for _, row := range rows {
					if strings.Contains(row, "GoneMark") || strings.Contains(row, `"gone-`) {
						t.Fatalf("cut at write %d: %s still has %s", cut, table, row)
					}
				}
			}
			if got, want := s.audited(), []string{"m1 customer.erase " + privacy.Reference("v1") + ": 3 conversations"}; !slices.Equal(got, want) {
				t.Fatalf("cut at write %d: the audit log says %q", cut, got)
			}
			if n := s.one(`SELECT count(*) FROM erased`); n != 4 {
				t.Fatalf("cut at write %d: %d notes of what was erased, want 4", cut, n)
			}
			if s.one(`SELECT count(*) FROM event`) != 5 || s.one(`SELECT count(*) FROM erasure`) != 0 {
				t.Fatalf("cut at write %d: the other customer was touched, or the erasure is not over", cut)
			}
		}
	})
}

// From the first moment on nobody comes back as the customer, and everybody who has a conversation open is told.
func TestErasureVoidsTokensAndIsAnnounced(t *testing.T) {
	engines(t, func(t *testing.T, fresh func(testing.TB) *stage) {
		s := fresh(t)
		s.article()
		s.visitor("v1", "shop", "Mark", s.now)
		s.conversation("c1", "v1", "shop", "Mark", s.now)
		s.conversation("c2", "v1", "shop", "Mark", s.now)
		left := 2
		ctx := sqldb.Guard(t.Context(), func(*sqldb.Tx) error {
			if left--; left == 0 {
				return errCut
			}
			return nil
		})
		if _, err := s.Erase(ctx, "v1"); !errors.Is(err, errCut) {
			t.Fatal(err)
		}
		if s.one(`SELECT count(*) FROM visitor_token`) != 0 || s.one(`SELECT count(*) FROM visitor WHERE token_hash = 'hash v1' OR subject <> ''`) != 0 {
			t.Error("the customer's tokens still open the door")
		}
		want := privacy.Erased{Visitor: "v1", Conversations: []string{"c1", "c2"}}
		if len(s.told) != 1 || s.told[0].Visitor != want.Visitor || !slices.Equal(s.told[0].Conversations, want.Conversations) {
			t.Errorf("announced %+v before anything was gone, want %+v", s.told, want)
		}
		if c, err := s.Customer(t.Context(), "v1"); err != nil || !c.Erasing {
			t.Errorf("%+v, %v: it must say that the customer is being erased", c, err)
		}
		s.must(s.Finish(t.Context()))
		if len(s.told) != 3 || !slices.Equal(s.told[2].Conversations, want.Conversations) {
			t.Errorf("announced %+v in the end", s.told)
		}
	})
}

// A list of what was erased cleans a desk that was restored from a backup from before, and no other desk.
func TestListCleansARestoredDesk(t *testing.T) {
	engines(t, func(t *testing.T, fresh func(testing.TB) *stage) {
		s, restored, other := fresh(t), fresh(t), fresh(t)
		var key string
		s.must(s.db.Read().QueryRow(`SELECT value FROM erased_key`).Scan(&key))
		restored.exec(`UPDATE erased_key SET value = $1`, key) // a backup has the key
		restored.again()
		for _, d := range []*stage{s, restored, other} {
			d.article()
			for i := range 3 {
				id := fmt.Sprint("v", i)
				d.visitor(id, "shop", fmt.Sprintf("Mark%dx", i), d.now)
				d.conversation(fmt.Sprint("c", i), id, "shop", fmt.Sprintf("Mark%dx", i), d.now)
			}
		}
		_, err := s.Erase(t.Context(), "v1")
		s.must(err)
		var list bytes.Buffer
		if n, err := s.WriteErased(t.Context(), &list); n != 2 || err != nil {
			t.Fatalf("listed %d, %v; want a visitor and a conversation", n, err)
		}
		if strings.Contains(list.String(), "v1") || strings.Contains(list.String(), "Mark") {
			t.Errorf("the list names the customer: %s", list.String())
		}
		before := other.dump()
		if _, err := other.Apply(t.Context(), bytes.NewReader(list.Bytes())); !errors.Is(err, privacy.ErrList) {
			t.Errorf("a list of another desk: %v", err)
		}
		for table, rows := range other.dump() {
			if !slices.Equal(rows, before[table]) {
				t.Errorf("a list of another desk has changed %s", table)
			}
		}
		for want := 1; want >= 0; want-- { // the second time there is nothing to do
			if n, err := restored.Apply(t.Context(), bytes.NewReader(list.Bytes())); n != want || err != nil {
				t.Fatalf("cleaned %d, %v; want %d", n, err, want)
			}
		}
		for table, rows := range restored.dump() {
			for _, row := range rows {
				if strings.Contains(row, "Mark1x") {
					t.Errorf("%s still has %s", table, row)
				}
			}
		}
		if n := restored.one(`SELECT count(*) FROM conversation`); n != 2 {
			t.Errorf("%d conversations are left, want 2", n)
		}
		if n := restored.one(`SELECT count(*) FROM erased`); n != 2 {
			t.Errorf("the restored desk's own list has %d entries, want 2", n)
		}
	})
}
