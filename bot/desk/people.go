package desk

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Person is an agent as colleagues and the routing see them.
type Person struct {
	ID     string
	Name   string
	Status Status
	Load   int // conversations that need them at the moment
}

// Colleague is somebody who may take conversations.
type Colleague struct{ ID, Name string }

// fresh is how long a conversation counts for its agent after the last word, unless the customer waits: a customer
// who closed the tab costs nobody's capacity.
const fresh = 10 * time.Minute

// People returns everybody who may take conversations, by name.
func (d *Desk) People(ctx context.Context) ([]Person, error) {
	staff, err := d.staff.Colleagues(ctx)
	if err != nil {
		return nil, err
	}
	loads, err := d.Floor.waits.Loads(ctx, d.clock().Add(-fresh))
	if err != nil {
		return nil, err
	}
	out := make([]Person, 0, len(staff))
	for _, s := range staff {
		out = append(out, Person{ID: s.ID, Name: s.Name, Status: d.Floor.Status(s.ID), Load: loads[s.ID]})
	}
	slices.SortFunc(out, func(a, b Person) int {
		if c := strings.Compare(a.Name, b.Name); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out, nil
}

// median is the middle of durations, which it sorts; zero for none.
func median(all []time.Duration) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/2]
}
