package store

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
)

// The log's key lets only one of several processes append an event, and should it ever not, the condition on the epoch
// lets only one of them become the owner. Here the key is taken away, so that the condition has to hold by itself; and
// then the condition too.
func TestEpochHoldsWithoutTheLogsKey(t *testing.T) { each(t, testEpochHoldsWithoutTheLogsKey) }

func testEpochHoldsWithoutTheLogsKey(t *testing.T, database func(testing.TB) string) {
	if faults := twoProcesses(t, database(t), false); len(faults) > 0 {
		t.Errorf("with the condition on the epoch: %d faults, such as %s", len(faults), faults[0])
	}
	defer func(kept string) { saveSQL = kept }(saveSQL)
	cut := strings.Replace(saveSQL, "AND epoch = ", "AND 0 < ", 1)
	if cut == saveSQL {
		t.Fatal("the statement has no condition on the epoch")
	}
	saveSQL = cut
	if faults := twoProcesses(t, database(t), false); len(faults) == 0 {
		t.Error("without the condition on the epoch nothing is wrong either: the test proves nothing")
	}
}

func TestLogsKeyHoldsAmongProcesses(t *testing.T) { each(t, testLogsKeyHoldsAmongProcesses) }

func testLogsKeyHoldsAmongProcesses(t *testing.T, database func(testing.TB) string) {
	if faults := twoProcesses(t, database(t), true); len(faults) > 0 {
		t.Errorf("%d faults, such as %s", len(faults), faults[0])
	}
}

// twoProcesses has agents of two processes, each with what it remembers, race for conversations on one database, and
// says where more than one has won an epoch.
func twoProcesses(t *testing.T, address string, key bool) (faults []string) {
	t.Helper()
	ctx, stores := context.Background(), nodes(t, address, 2)
	if !key {
		dropKey(t, stores[0].db)
	}
	for i := range 40 {
		id := fmt.Sprintf("conversation-%04d", i)
		wait(t, stores, id)
		won := make([]int, 2)
		var wg sync.WaitGroup
		for p, s := range stores {
			wg.Go(func() {
				agent := bot.Author{Kind: bot.ByAgent, ID: fmt.Sprint("a", p)}
				_, err := s.Change(ctx, id, nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) { return c.Claim(agent, "", time.Now()) })
				if err == nil {
					won[p]++
				}
			})
		}
		wg.Wait()
		if won[0]+won[1] != 1 {
			faults = append(faults, fmt.Sprintf("%s was won %d times", id, won[0]+won[1]))
		}
	}
	return faults
}

// wait puts a conversation into the queue and has both processes remember it as waiting.
func wait(t *testing.T, stores []*Store, id string) {
	t.Helper()
	ctx, now := context.Background(), time.Now()
	create := &bot.Conversation{ID: id, Visitor: "v", Site: "shop", Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerBot}, Epoch: 1}
	if _, err := stores[0].Change(ctx, id, create, bot.Event{}, func(c bot.Conversation) (bot.Change, error) { return c.AsksForPerson("", now) }); err != nil {
		t.Fatal(err)
	}
	note := bot.Author{Kind: bot.ByAgent, ID: "n"}
	if _, err := stores[1].Change(ctx, id, nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) { return c.Notes(note, "", "seen", nil, now) }); err != nil {
		t.Fatal(err)
	}
	err := stores[0].db.Write(ctx, func(tx *sqldb.Tx) error {
		v, err := look(tx, id)
		if err == nil {
			stores[0].recent.put(v)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// dropKey makes the log anew without its key.
func dropKey(t *testing.T, db *sqldb.DB) {
	t.Helper()
	err := db.Write(context.Background(), func(tx *sqldb.Tx) error {
		for _, q := range []string{`CREATE TABLE keyless AS SELECT * FROM event`, `DROP TABLE event`, `ALTER TABLE keyless RENAME TO event`} {
			if _, err := tx.Exec(q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
