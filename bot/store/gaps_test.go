package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"frontdesk/bot"
)

// Pages go on where the last one ended, whatever the status, also among conversations of the same time.
func TestWrittenPageByPage(t *testing.T) { each(t, testWrittenPageByPage) }

func testWrittenPageByPage(t *testing.T, e engine) {
	s, _ := open(t, e)
	start := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	for i := range 7 {
		at := start.Add(time.Duration(i/3) * time.Hour) // three at a time
		id := fmt.Sprintf("conversation-%04d", i)
		decide(t, s, id, "q", at)
		if i%2 == 0 {
			end := bot.Event{Kind: bot.EventResolved}
			if _, err := s.Change(t.Context(), id, nil, end, func(c bot.Conversation) (bot.Change, error) {
				ch := bot.Change{Before: c, After: c, Events: []bot.Event{{Kind: bot.EventResolved, At: at}}}
				ch.After.Status = bot.Resolved
				return ch, nil
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
	var got []string
	since, after := start.Add(time.Minute), ""
	for {
		written, err := s.Written(t.Context(), since, after, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range written {
			got = append(got, c.ID[len(c.ID)-1:])
			if want := int64(2 + (int(c.ID[len(c.ID)-1])+1)%2); c.Head != want {
				t.Errorf("%s has %d events, want %d", c.ID, c.Head, want)
			}
		}
		if len(written) < 2 {
			break
		}
		since, after = written[1].Updated, written[1].ID
	}
	if want := []string{"3", "4", "5", "6"}; !slices.Equal(got, want) {
		t.Errorf("written since then are %v, want %v", got, want)
	}
}
