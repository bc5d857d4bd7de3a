package store_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/store"
)

// Customers who ask for a person at the same time, at several nodes whose clocks differ, are told places of which no two
// are the same.
func TestPlacesAreDistinct(t *testing.T) { each(t, testPlacesAreDistinct) }

func testPlacesAreDistinct(t *testing.T, e engine) {
	const n = 24
	a, _ := open(t, e)
	nodes := []*store.Store{a, e.node(t)}
	for i := range n {
		if _, err := say(nodes[i%2], fmt.Sprint("conversation-", i), "m1", "hello"); err != nil {
			t.Fatal(err)
		}
	}
	places := make([]int, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			at := time.Now().Add(-time.Duration(i%3) * time.Second)
			out, err := nodes[i%2].Change(context.Background(), fmt.Sprint("conversation-", i), nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) {
				return c.AsksForPerson("h", at)
			})
			if err != nil {
				t.Error(err)
				return
			}
			for _, event := range out.Events {
				places[i] += event.Body.Place
			}
		})
	}
	all.Wait()
	slices.Sort(places)
	for i, place := range places {
		if place != i+1 {
			t.Fatalf("the places are %v", places)
		}
	}
}
