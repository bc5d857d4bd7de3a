package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/bot"
	"frontdesk/bot/store"
	"frontdesk/knowledge/sqldb"
)

// put writes a conversation as it might have become, with messages of the customer and a cause if it is resolved.
func put(t testing.TB, db *sqldb.DB, id, visitor string, at time.Time, cause string, texts ...string) {
	t.Helper()
	status := "open"
	if cause != "" {
		status = "resolved"
	}
	err := db.Write(context.Background(), func(tx *sqldb.Tx) error {
		if _, err := tx.Exec(`INSERT INTO visitor (id, token_hash, site, created, seen) VALUES ($1, $1, 'shop', 1, 1) ON CONFLICT DO NOTHING`, visitor); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO conversation (id, visitor, site, status, owner, agent, epoch, name, email, locale, page, created, updated, queued, reason, last_agent)
			VALUES ($1, $2, 'shop', $3, 'bot', '', 1, '', '', 'en', '', $4, $4, 0, '', '')`, id, visitor, status, at.UnixMilli())
		for i, text := range append(texts, cause) {
			kind, body := "message", bot.Body{Text: text}
			if i == len(texts) {
				if cause == "" {
					break
				}
				kind, body = "resolved", bot.Body{Cause: cause}
			}
			j, jsonErr := json.Marshal(body)
			_, insertErr := tx.Exec(`INSERT INTO event (conversation, seq, kind, author, author_id, author_name, client_id, at, epoch, body, trace)
				VALUES ($1, $2, $3, 'customer', '', '', '', $4, 1, $5, '')`, id, i+1, kind, at.UnixMilli(), string(j))
			err = errors.Join(err, jsonErr, insertErr)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func ids(f store.Found) (out []string) {
	for _, l := range f.Lines {
		out = append(out, l.ID)
	}
	return out
}

// Whatever a message says, each of its words finds it, however JSON writes them down and whatever they mean to LIKE.
func TestFindEveryWord(t *testing.T) { each(t, testFindEveryWord) }

func testFindEveryWord(t *testing.T, e engine) {
	s, db := open(t, e)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		word := rapid.StringOfN(rapid.SampledFrom([]rune(`aZ9%_!\"'<>&/-.?*[]{}$#äÖßñЖж退🎁`+"\u2028\t\x01")), 1, 12, -1)
		words := strings.Fields(strings.Join(rapid.SliceOfN(word, 1, 5).Draw(rt, "words"), " "))
		if len(words) == 0 {
			return
		}
		n++
		id := fmt.Sprintf("conversation-%06d", n)
		put(t, db, id, "v", noon.Add(time.Duration(n)*time.Second), "", strings.Join(words, " "))
		ask := rapid.SampledFrom(words).Draw(rt, "asked")
		if rapid.Bool().Draw(rt, "loud") && strings.EqualFold(strings.ToUpper(ask), ask) {
			ask = strings.ToUpper(ask)
		}
		found, err := s.Find(context.Background(), store.Find{Text: ask})
		if err != nil || len(found.Lines) == 0 || found.Lines[0].ID != id {
			rt.Fatalf("%q does not find %q: %v, %v", ask, words, ids(found), err)
		}
		for _, l := range found.Lines {
			if !strings.Contains(strings.ToLower(l.Snippet), strings.ToLower(ask)) {
				rt.Fatalf("%q finds %q", ask, l.Snippet)
			}
		}
	})
}

// The words may be spread over a conversation, and what JSON has around them finds nothing.
func TestFindWords(t *testing.T) { each(t, testFindWords) }

func testFindWords(t *testing.T, e engine) {
	s, db := open(t, e)
	put(t, db, "conversation-one", "v", noon, "delivery/late", "My parcel is late", "It was a present for my "+strings.Repeat("very ", 40)+"old uncle")
	put(t, db, "conversation-two", "v", noon.Add(time.Hour), "", "Your uncle called")
	for text, want := range map[string][]string{
		"uncle": {"conversation-two", "conversation-one"}, "uncle parcel": {"conversation-one"}, "uncle aunt": nil, "text": nil, "cause": nil,
		"delivery": nil, `{"text"`: nil, "   ": {"conversation-two", "conversation-one"}, "a r c i l s t m zzz": {"conversation-one"}, // the ninth word does not count
	} {
		found, err := s.Find(t.Context(), store.Find{Text: text})
		if err != nil || !slices.Equal(ids(found), want) || found.Next != "" || !found.Until.IsZero() {
			t.Errorf("%q: %v %q, %v; want %v", text, ids(found), found.Next, err, want)
		}
	}
	found, err := s.Find(t.Context(), store.Find{Text: "uncle", Status: bot.Resolved})
	if err != nil || len(found.Lines) != 1 || found.Lines[0].Snippet != "… very very very very very very very old uncle" || found.Lines[0].Cause != "delivery/late" {
		t.Errorf("found %+v, %v", found, err)
	}
	none := func(bot.Conversation) bool { return false }
	if found, err := s.Find(t.Context(), store.Find{Sees: none}); err != nil || len(found.Lines) != 0 {
		t.Errorf("found what may not be seen: %v, %v", ids(found), err)
	}
	for _, bad := range []string{"x", "!", "eA", "LjE", strings.Repeat("A", 500)} {
		if _, err := s.Find(t.Context(), store.Find{Before: bad}); !errors.Is(err, bot.ErrInvalid) {
			t.Errorf("going on from %q: %v", bad, err)
		}
	}
}

// Pages put together are everything, each once, newest first, also where many were written in the same millisecond and
// new ones come in while somebody turns the pages.
func TestFindTurnsPages(t *testing.T) { each(t, testFindTurnsPages) }

func testFindTurnsPages(t *testing.T, e engine) {
	s, db := open(t, e)
	const n = 3*store.FindPage + 20
	var want []string
	for i := range n {
		id, cause := fmt.Sprintf("conversation-%06d", (i*7919)%1000), ""
		if i%3 == 0 {
			cause = "returns"
		}
		put(t, db, id, "v", noon.Add(time.Duration(i/20)*time.Second), cause, "where is it")
		want = append(want, fmt.Sprintf("%03d %s", i/20, id))
	}
	slices.Sort(want)
	slices.Reverse(want)
	var got []string
	f := store.Find{Text: "where"}
	for more, pages := true, 0; more; pages++ {
		found, err := s.Find(t.Context(), f)
		if err != nil || pages > 10 {
			t.Fatalf("page %d: %v", pages, err)
		}
		for _, l := range found.Lines {
			got = append(got, fmt.Sprintf("%03d %s", int(l.Updated.Sub(noon)/time.Second), l.ID))
		}
		put(t, db, fmt.Sprintf("conversation-new-%d", pages), "v", noon.Add(time.Hour), "", "where is it")
		f.Before, more = found.Next, found.Next != ""
	}
	if !slices.Equal(got, want) {
		t.Errorf("%d found, %d there:\n%v\n%v", len(got), len(want), got, want)
	}
}

// A rare word does not read the whole history at once: the page ends early, says how far it came, and can be gone on from.
func TestFindEndsEarly(t *testing.T) { each(t, testFindEndsEarly) }

func testFindEndsEarly(t *testing.T, e engine) {
	s, db := open(t, e)
	put(t, db, "conversation-old", "v", noon.Add(-time.Hour), "", "an heirloom")
	err := db.Write(t.Context(), func(tx *sqldb.Tx) error {
		for i := range 25_000 {
			if _, err := tx.Exec(`INSERT INTO conversation (id, visitor, site, status, owner, agent, epoch, name, email, locale, page, created, updated, queued, reason, last_agent)
				VALUES ($1, 'v', 'shop', 'open', 'bot', '', 1, '', '', 'en', '', $2, $2, 0, '', '')`, fmt.Sprintf("conversation-%06d", i), noon.UnixMilli()+int64(i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	first, err := s.Find(t.Context(), store.Find{Text: "heirloom"})
	if err != nil || len(first.Lines) != 0 || first.Next == "" || first.Until.IsZero() || first.Until.Before(noon) {
		t.Fatalf("first page: %v, %q, %v, %v", ids(first), first.Next, first.Until, err)
	}
	second, err := s.Find(t.Context(), store.Find{Text: "heirloom", Before: first.Next})
	if err != nil || !slices.Equal(ids(second), []string{"conversation-old"}) || second.Next != "" || !second.Until.IsZero() {
		t.Fatalf("second page: %v, %q, %v, %v", ids(second), second.Next, second.Until, err)
	}
	// It ends as early as whoever asks wants it to.
	asked := 0
	short, err := s.Find(t.Context(), store.Find{Text: "heirloom", Enough: func() bool { asked++; return asked == 2 }})
	if err != nil || len(short.Lines) != 0 || !short.Until.After(first.Until) || short.Next == "" {
		t.Fatalf("short page: %v, %q, %v, %v", ids(short), short.Next, short.Until, err)
	}
}

func TestPast(t *testing.T) { each(t, testPast) }

func testPast(t *testing.T, e engine) {
	s, db := open(t, e)
	for i := range 5 {
		put(t, db, fmt.Sprintf("conversation-%06d", i), "someone", noon.Add(time.Duration(i)*time.Minute), "returns", fmt.Sprint("question ", i))
	}
	put(t, db, "conversation-else", "somebody else", noon, "", "mine")
	seen := func(c bot.Conversation) bool { return c.ID != "conversation-000002" }
	past, err := s.Past(t.Context(), "someone", "conversation-000004", 2, seen)
	if err != nil || len(past) != 2 || past[0].ID != "conversation-000003" || past[1].ID != "conversation-000001" || past[0].Cause != "returns" || past[0].Snippet != "question 3" || past[0].Score != 0 {
		t.Errorf("past %+v, %v", past, err)
	}
	rate := func(conversation string, score int) {
		if _, err := s.Change(t.Context(), conversation, nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) { return c.Rate("", score, "", noon) }); err != nil {
			t.Fatal(err)
		}
	}
	if n, mean, err := s.Ratings(t.Context(), "someone"); n != 0 || mean != 0 || err != nil {
		t.Errorf("no ratings: %d, %v, %v", n, mean, err)
	}
	rate("conversation-000000", 1)
	rate("conversation-000001", 2)
	rate("conversation-000001", 5)
	if n, mean, err := s.Ratings(t.Context(), "someone"); n != 2 || math.Abs(mean-3) > 1e-9 || err != nil {
		t.Errorf("ratings: %d, %v, %v", n, mean, err)
	}
	if past, err := s.Past(t.Context(), "someone", "", 10, nil); err != nil || len(past) != 5 || past[3].Score != 5 {
		t.Errorf("past %+v, %v", past, err)
	}
	if past, err := s.Past(t.Context(), "nobody", "", 10, nil); err != nil || len(past) != 0 {
		t.Errorf("past of nobody %+v, %v", past, err)
	}
}
