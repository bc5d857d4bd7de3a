package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/store"
	"frontdesk/knowledge/sqldb"
)

func say(s *store.Store, conversation, id, text string) (bot.Outcome, error) {
	create := &bot.Conversation{ID: conversation, Visitor: "v", Site: "shop", Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerBot}, Epoch: 1}
	try := bot.Event{Kind: bot.EventMessage, Author: bot.Customer("v"), ClientID: id, Body: bot.Body{Text: text}}
	return s.Change(context.Background(), conversation, create, try, func(c bot.Conversation) (bot.Change, error) {
		return c.Says(id, text, "", bot.Around{}, time.Now())
	})
}

// What a write remembers in memory must not outlive a rolled-back transaction: other writes that fail after
// they changed something make their whole group run again.
func TestRollbackLeavesNoGap(t *testing.T) { each(t, testRollbackLeavesNoGap) }

func testRollbackLeavesNoGap(t *testing.T, e engine) {
	s, db := open(t, e)
	const writers, each = 16, 60
	stop := make(chan struct{})
	var spoilers sync.WaitGroup
	spoiled := 0
	spoilers.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			err := db.Write(context.Background(), func(tx *sqldb.Tx) error {
				if _, err := tx.Exec(`DELETE FROM turn WHERE conversation = ''`); err != nil {
					return err
				}
				return errors.New("spoiled")
			})
			if err != nil && err.Error() == "spoiled" {
				spoiled++
			}
		}
	})
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			conversation := fmt.Sprintf("conversation-%04d", w%4)
			for i := range each {
				id := fmt.Sprintf("%d-%d", w, i)
				first, err := say(s, conversation, id, id)
				if err != nil {
					t.Error(err)
					return
				}
				if again, err := say(s, conversation, id, id); err != nil || again.Seq != first.Seq {
					t.Errorf("a retry of %s got %d, %v; the first %d", id, again.Seq, err, first.Seq)
				}
			}
		})
	}
	wg.Wait()
	close(stop)
	spoilers.Wait()
	if spoiled == 0 {
		t.Fatal("nothing was ever rolled back: this test proves nothing")
	}
	for c := range 4 {
		conversation := fmt.Sprintf("conversation-%04d", c)
		log, err := s.Events(context.Background(), conversation, 0, 10000)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for i, e := range log {
			if e.Seq != int64(i+1) {
				t.Fatalf("%s: event %d has number %d", conversation, i+1, e.Seq)
			}
			if seen[e.ClientID] {
				t.Fatalf("%s: %s is stored twice", conversation, e.ClientID)
			}
			seen[e.ClientID] = true
		}
		if len(log) != writers/4*each {
			t.Fatalf("%s has %d events, %d were acknowledged", conversation, len(log), writers/4*each)
		}
	}
}

// Another process over the same database: neither may miss what the other has written.
func TestTwoWritersOverOneDatabase(t *testing.T) { each(t, testTwoWritersOverOneDatabase) }

func testTwoWritersOverOneDatabase(t *testing.T, e engine) {
	stores := [2]*store.Store{e.node(t), e.node(t)}
	addVisitor(t, stores[0])
	const c = "conversation-0001"
	const tries = 400
	for i := range tries {
		s := stores[i%2]
		id := fmt.Sprint("m", i/2) // each id is tried on both
		out, err := say(s, c, id, id)
		if err != nil {
			t.Fatal(err)
		}
		if want := int64(i/2 + 1); out.Seq != want {
			t.Fatalf("try %d: number %d, want %d", i, out.Seq, want)
		}
	}
	for _, s := range stores {
		log, err := s.Events(t.Context(), c, 0, tries)
		if err != nil || len(log) != tries/2 {
			t.Fatalf("%d events, %v", len(log), err)
		}
		for i, e := range log {
			if e.Seq != int64(i+1) || e.ClientID != fmt.Sprint("m", i) {
				t.Fatalf("event %d is %d, %s", i+1, e.Seq, e.ClientID)
			}
		}
		if conv, err := s.Conversation(t.Context(), c); err != nil || conv.Head != tries/2 {
			t.Fatalf("head %d, %v", conv.Head, err)
		}
	}
	// An owner change by one process is seen by the other, whatever it remembers.
	if _, err := stores[0].Change(t.Context(), c, nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) { return c.AsksForPerson("", time.Now()) }); err != nil {
		t.Fatal(err)
	}
	_, err := stores[1].Change(t.Context(), c, nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) {
		return c.Decides(bot.Decision{Kind: bot.Answer, Text: "late"}, "Bot", tries/2, 1, time.Now())
	})
	if !errors.Is(err, bot.ErrStaleEpoch) {
		t.Fatalf("an answer from the old epoch: %v", err)
	}
}

// A token is good as long as it is used now and then.
func TestTokenExpires(t *testing.T) { each(t, testTokenExpires) }

func testTokenExpires(t *testing.T, e engine) {
	s, _ := open(t, e)
	now := time.Now()
	known := func(at time.Time) bool {
		t.Helper()
		v, ok, err := s.VisitorByToken(t.Context(), "h", at)
		if err != nil || ok != (v.ID == "v") {
			t.Fatalf("%+v, %v, %v", v, ok, err)
		}
		return ok
	}
	for range 3 { // each use makes it last longer
		if now = now.Add(store.TokenLife - time.Hour); !known(now) {
			t.Fatal("a token in use expired")
		}
	}
	if known(now.Add(store.TokenLife + time.Hour)) {
		t.Fatal("a token that nobody used is still good")
	}
	if _, ok, err := s.VisitorByToken(t.Context(), "other", now); ok || err != nil {
		t.Fatalf("an unknown token: %v, %v", ok, err)
	}
}

// A full disk: nothing is acknowledged that is not kept, what is kept can be read, and the same act goes
// through once there is room again.
func TestFullDisk(t *testing.T) {
	s, db := open(t, sqlite(t))
	if _, err := say(s, "conversation-0001", "m0", "before"); err != nil {
		t.Fatal(err)
	}
	limit := func(pages int) {
		t.Helper()
		if err := db.Write(context.Background(), func(tx *sqldb.Tx) error {
			return tx.QueryRow(fmt.Sprintf("PRAGMA max_page_count = %d", pages)).Scan(new(int))
		}); err != nil {
			t.Fatal(err)
		}
	}
	limit(1) // SQLite raises it to what is in use
	text := strings.Repeat("x", 4000)
	kept, refused := 0, ""
	for i := 0; refused == ""; i++ {
		id := fmt.Sprint("m", i+1)
		_, err := say(s, "conversation-0001", id, text)
		switch {
		case err == nil && i < 1000:
			kept++
		case err == nil:
			t.Fatal("the disk is never full")
		default:
			refused = id
		}
	}
	log, err := s.Events(t.Context(), "conversation-0001", 0, 2000)
	if err != nil || len(log) != kept+1 {
		t.Fatalf("%d events are kept and %d were acknowledged, %v", len(log), kept+1, err)
	}
	limit(1 << 30)
	out, err := say(s, "conversation-0001", refused, text)
	if err != nil || out.Seq != int64(kept+2) {
		t.Fatalf("after there was room again: %d, %v; want %d", out.Seq, err, kept+2)
	}
}

func TestListsAndQueue(t *testing.T) { each(t, testListsAndQueue) }

func testListsAndQueue(t *testing.T, e engine) {
	s, _ := open(t, e)
	for i := range 3 {
		if _, err := say(s, fmt.Sprintf("conversation-%04d", i), "m", fmt.Sprint("text ", i)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Millisecond)
	}
	lines, err := s.Lines(t.Context(), bot.ViewBot, "", 10)
	if err != nil || len(lines) != 3 || lines[0].Snippet != "text 2" || lines[0].SnippetBy != bot.ByCustomer || lines[0].Head != 1 {
		t.Fatalf("%+v, %v", lines, err)
	}
	if lines, err = s.Lines(t.Context(), bot.ViewVisitor, "v", 2); err != nil || len(lines) != 2 {
		t.Fatalf("%+v, %v", lines, err)
	}
	// Staff see what the customer wrote last, the customer sees what was said last.
	if _, err := s.Change(t.Context(), "conversation-0002", nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) {
		return c.Decides(bot.Decision{Kind: bot.Handoff, Text: "a person then", Reason: bot.ReasonLowConfidence}, "Bot", 1, 1, time.Now())
	}); err != nil {
		t.Fatal(err)
	}
	if lines, err = s.Lines(t.Context(), bot.ViewWaiting, "", 10); err != nil || len(lines) != 1 || lines[0].Snippet != "text 2" || lines[0].Head != 3 {
		t.Fatalf("%+v, %v", lines, err)
	}
	if lines, err = s.Lines(t.Context(), bot.ViewVisitor, "v", 1); err != nil || lines[0].Snippet != "a person then" {
		t.Fatalf("%+v, %v", lines, err)
	}
	if _, err := s.Conversation(t.Context(), "nobody"); !errors.Is(err, bot.ErrNotFound) {
		t.Fatal(err)
	}
}
