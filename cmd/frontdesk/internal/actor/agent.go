package actor

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"frontdesk/widget/wire"
)

// Agent is a member of the staff at the console.
type Agent struct {
	*client
	Staff
	at       string          // conversation on the screen
	followed map[string]bool // conversations that are asked for anew after a reconnect
}

// NewAgent returns an agent who has not signed in yet.
func NewAgent(name string) *Agent {
	return &Agent{client: newClient(name), Staff: Staff{name: name}, followed: make(map[string]bool)}
}

// Connect opens the console's socket and takes up every conversation where it was left.
func (a *Agent) Connect(ctx context.Context, url string) error {
	if err := a.open(ctx, url+"/ws/staff", http.Header{"Origin": {url}, "Cookie": {a.cookie}}); err != nil {
		return err
	}
	if err := a.await(ctx, "the welcome", func() bool { return a.welcome != nil && a.desk != nil }); err != nil {
		return err
	}
	for id := range a.followed {
		if err := a.follow(id); err != nil {
			return err
		}
	}
	return nil
}

func (a *Agent) follow(id string) error {
	a.mu.Lock()
	held := int64(len(a.log(id).Events))
	a.mu.Unlock()
	a.followed[id] = true
	return a.send(wire.In{Type: wire.TypeResume, Conversation: id, After: held})
}

// Open puts a conversation on the screen instead of the one that is there, and waits until its state is
// known.
func (a *Agent) Open(ctx context.Context, id string) error {
	if a.at != "" && a.at != id {
		delete(a.followed, a.at)
		if err := a.send(wire.In{Type: wire.TypeLeave, Conversation: a.at}); err != nil {
			return err
		}
	}
	a.at = id
	a.mu.Lock()
	a.loose, a.log(id).State = nil, nil
	a.mu.Unlock()
	if err := a.follow(id); err != nil {
		return err
	}
	err := a.await(ctx, "the conversation", func() bool { return a.log(id).State != nil || len(a.loose) > 0 })
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.loose) > 0 {
		return refusedBy(a.loose[0])
	}
	return nil
}

// Do sends an act about a conversation and returns its number once it is acknowledged. The act's id and
// epoch must be set.
func (a *Agent) Do(ctx context.Context, in wire.In) (int64, error) { return a.request(ctx, in) }

// Accept takes a conversation, puts it on the screen and waits until the state says that it is the agent's.
func (a *Agent) Accept(ctx context.Context, id string) error {
	return a.AcceptAs(ctx, id, rand.Text())
}

// AcceptAs is Accept with the act's id given, so that it can be tried again.
func (a *Agent) AcceptAs(ctx context.Context, id, act string) error {
	if _, err := a.request(ctx, wire.In{Type: wire.TypeAccept, ID: act, Conversation: id}); err != nil {
		return err
	}
	if err := a.Open(ctx, id); err != nil {
		return err
	}
	return a.await(ctx, "the conversation to be theirs", func() bool {
		s := a.log(id).State
		return s != nil && s.Mine
	})
}

// act is Do for the conversation on the screen.
func (a *Agent) act(ctx context.Context, in wire.In) (int64, error) {
	if a.at == "" {
		return 0, fmt.Errorf("%s has no conversation on the screen", a.client.name)
	}
	in.ID, in.Conversation, in.Epoch = rand.Text(), a.at, a.Epoch(a.at)
	return a.Do(ctx, in)
}

// Waiting returns the ids of the conversations that wait, next first, as last shown.
func (a *Agent) Waiting() (ids []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.desk == nil {
		return nil
	}
	for _, r := range a.rows(wire.ViewWaiting) {
		ids = append(ids, r.ID)
	}
	return ids
}

// rows returns the conversations of a view; those that wait, next first. The caller holds the lock.
func (a *Agent) rows(view string) (out []wire.Row) {
	for _, r := range a.desk.Rows {
		if r.View == view {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(x, y wire.Row) int { return cmp.Or(cmp.Compare(x.Since, y.Since), cmp.Compare(x.ID, y.ID)) })
	return out
}

// person returns the staff id of a colleague.
func (a *Agent) person(ctx context.Context, name string) (id string, err error) {
	err = a.await(ctx, "the colleague "+name, func() bool {
		i := slices.IndexFunc(a.desk.People, func(p wire.Person) bool { return strings.EqualFold(p.Name, name) })
		if i >= 0 {
			id = a.desk.People[i].ID
		}
		return i >= 0
	})
	return id, err
}

// Holds returns the events of a conversation that the agent has got so far.
func (a *Agent) Holds(id string) []wire.Event {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]wire.Event(nil), a.log(id).Events...)
}

// Broken returns what the server did against its promises, such as a gap in the numbers.
func (a *Agent) Broken() []string { return a.broken() }

// Settle waits until the agent holds everything there is of the conversation on the screen. It is a sign of life.
func (a *Agent) Settle(ctx context.Context) error { return a.settle(ctx) }

// Reply writes in the conversation on the screen.
func (a *Agent) Reply(ctx context.Context, text string) (int64, error) {
	return a.act(ctx, wire.In{Type: wire.TypeSend, Text: text})
}

// Leave drops the connection without a word.
func (a *Agent) Leave() { a.close() }

// Epoch returns the epoch of a conversation as last heard.
func (a *Agent) Epoch(id string) int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	if s := a.log(id).State; s != nil {
		return s.Epoch
	}
	return 0
}

// Gone reports whether the connection has ended.
func (a *Agent) Gone() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.end != nil
}
