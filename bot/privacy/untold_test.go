package privacy_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/privacy"
	articles "frontdesk/knowledge/store"
)

// What the command line has erased beside a server is announced by each server once, and the note of it goes.
func TestErasedWithoutABus(t *testing.T) {
	engines(t, func(t *testing.T, fresh func(testing.TB) *stage) {
		s := fresh(t)
		s.article()
		s.visitor("visitor-1", "shop", "Mark", s.now)
		s.conversation("conversation-1", "visitor-1", "shop", "Mark", s.now)
		config := s.Config
		config.Announce = nil
		line, err := privacy.New(t.Context(), config)
		s.must(err)
		if n, err := line.Erase(t.Context(), "visitor-1"); err != nil || n != 1 {
			t.Fatal(n, err)
		}
		if len(s.told) != 0 {
			t.Fatalf("told without a bus: %+v", s.told)
		}
		seen := map[string]bool{}
		for range 2 {
			s.must(privacy.Hear(t.Context(), s.Privacy, seen))
		}
		want := privacy.Erased{Visitor: "visitor-1", Conversations: []string{"conversation-1"}}
		if len(s.told) != 2 || !slices.ContainsFunc(s.told, func(e privacy.Erased) bool { return fmt.Sprint(e) == fmt.Sprint(want) }) {
			t.Errorf("told %+v; want %+v before and after", s.told, want)
		}
		s.told = nil
		s.must(privacy.Hear(t.Context(), s.Privacy, map[string]bool{})) // another server
		if len(s.told) != 2 {
			t.Errorf("another server is told %+v", s.told)
		}
		s.exec(`UPDATE erased_untold SET at = at - 600000`)
		s.must(privacy.Hear(t.Context(), s.Privacy, seen))
		if n := s.one(`SELECT COUNT(*) FROM erased_untold`); n != 0 {
			t.Errorf("%d notes are kept for ever", n)
		}
		s.must(privacy.Hear(t.Context(), s.Privacy, seen))
		if len(seen) != 0 {
			t.Errorf("%d notes are remembered for ever", len(seen))
		}
	})
}

// A server whose bus is away leaves a note for the others; one that cannot announce what it has found tries again.
func TestErasedWhileTheBusIsAway(t *testing.T) {
	s := openStage(t, t.TempDir()+"/desk.db")
	s.article()
	s.visitor("visitor-1", "shop", "", s.now)
	away := true
	var told []string
	p, err := privacy.New(t.Context(), privacy.Config{
		DB: s.db, Keep: func() bot.Keep { return s.keep }, Clock: time.Now, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler),
		Announce: func(_ string, v any) error {
			if away {
				return errors.New("away")
			}
			told = append(told, v.(*privacy.Erased).Visitor)
			return nil
		},
	})
	s.must(err)
	_, err = p.Erase(t.Context(), "visitor-1")
	s.must(err)
	seen := map[string]bool{}
	if err := privacy.Hear(t.Context(), p, seen); err == nil {
		t.Error("what could not be announced is taken for announced")
	}
	away = false
	s.must(privacy.Hear(t.Context(), p, seen))
	if strings.Join(told, " ") != "visitor-1 visitor-1" {
		t.Errorf("told %q", told)
	}
}

// Watch ends with its context.
func TestWatchEnds(t *testing.T) {
	s := openStage(t, t.TempDir()+"/desk.db")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s.must(s.Watch(ctx))
}

// What an editor has uploaded and not applied goes when its time is over.
func TestUploadsGo(t *testing.T) {
	s := openStage(t, t.TempDir()+"/desk.db")
	shelf := articles.New(s.db)
	for token, stays := range map[string]time.Duration{"over": 0, "waits": time.Hour} {
		s.must(shelf.BeginImport(t.Context(), token, "mia", 4, time.Hour))
		s.must(shelf.KeepImport(t.Context(), token, "digest", strings.NewReader("articles"), stays))
	}
	s.must(privacy.Look(t.Context(), s.Privacy))
	if imports, parts := s.one(`SELECT COUNT(*) FROM waiting_import`), s.one(`SELECT COUNT(*) FROM waiting_part`); imports != 1 || parts != 1 {
		t.Errorf("%d imports with %d parts are kept; want 1 with 1", imports, parts)
	}
}
