package editing_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
)

// gateRace has two processes withdraw one of two articles each, either of which answers a question. Both sit their exam
// before either writes, and both pass it: the other article is still there. It says what became of the question.
func gateRace(t *testing.T, careless bool) error {
	first := open(t)
	other := first.beside(t, editing.Config{})
	for _, id := range []string{"a", "b"} {
		first.write(t, id, "k1", "mia")
		first.publish(t, id, 1)
	}
	var both sync.WaitGroup // ends when both have looked
	both.Add(2)
	var rooms [2]*editing.Room
	for i, b := range []*bench{first, other} {
		var once sync.Once
		meet := func(context.Context) error {
			once.Do(func() {
				both.Done()
				both.Wait()
			})
			return nil
		}
		rooms[i] = editing.New(editing.Config{Store: b.store, Clock: b.clock, Log: discard, Gate: &words{store: b.store, during: meet}})
		if careless {
			rooms[i].Careless()
		}
	}
	var errs [2]error
	var all sync.WaitGroup
	for i, id := range []string{"a", "b"} {
		all.Go(func() { _, _, errs[i] = rooms[i].Withdraw(t.Context(), editing.Step{ID: id, Author: "mia"}) })
	}
	all.Wait()
	if worse := declines(first.history(t)); len(worse) > 0 {
		return fmt.Errorf("nobody overruled the exam, and it got worse: %q", worse)
	}
	stopped := 0
	for _, err := range errs {
		switch {
		case errors.Is(err, knowledge.ErrExam):
			stopped++
		case err != nil:
			t.Fatal(err)
		}
	}
	if stopped != 1 {
		t.Errorf("%d of two were stopped: %v", stopped, errs)
	}
	return nil
}

// TestSabotage checks the promise twice: on the room as it is, where it must hold, and on one that does not demand the
// corpus that was examined, where it must not. A proof that cannot fail proves nothing.
func TestSabotage(t *testing.T) {
	if err := gateRace(t, false); err != nil {
		t.Errorf("the promise is broken: %v", err)
	}
	if err := gateRace(t, true); err == nil {
		t.Error("the check passes without the protection: it proves nothing")
	}
}
