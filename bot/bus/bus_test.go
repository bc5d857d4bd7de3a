package bus

import (
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
)

type step struct{ N int }

func decode(data []byte) (any, error) {
	var s step
	err := json.Unmarshal(data, &s)
	return s, err
}

func open(t *testing.T) *Bus {
	t.Helper()
	b, err := Open(t.Context(), slog.New(slog.DiscardHandler), Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

func TestLocalListenersAreCalledDirectly(t *testing.T) {
	b := open(t)
	var got []int
	cancel, err := b.Listen("conversation.*", decode, func(subject string, v any) {
		if subject != "conversation.c" {
			t.Errorf("heard %s", subject)
		}
		got = append(got, v.(step).N)
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		if err := b.Publish("conversation.c", step{i}); err != nil {
			t.Fatal(err)
		}
	}
	b.Publish("desk", step{-1})
	if len(got) != 100 || got[0] != 0 || got[99] != 99 {
		t.Fatalf("heard %v", got)
	}
	cancel()
	b.Publish("conversation.c", step{100})
	if len(got) != 100 {
		t.Fatal("heard something after having left")
	}
}

// Another process is connected: it hears us, we hear it, and nobody hears themselves twice.
func TestOthersAreReachedThroughNATS(t *testing.T) {
	b := open(t)
	ours := make(chan step, 10)
	if _, err := b.Listen("conversation.*", decode, func(_ string, v any) { ours <- v.(step) }); err != nil {
		t.Fatal(err)
	}
	other, err := nats.Connect("", nats.InProcessServer(b.server))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	theirs := make(chan string, 10)
	if _, err := other.Subscribe("conversation.*", func(m *nats.Msg) { theirs <- string(m.Data) }); err != nil {
		t.Fatal(err)
	}
	if err := other.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := b.Publish("conversation.c", step{1}); err != nil {
		t.Fatal(err)
	}
	select {
	case s := <-theirs:
		if s != `{"N":1}` {
			t.Fatalf("they heard %s", s)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("they heard nothing")
	}
	if s := <-ours; s.N != 1 {
		t.Fatalf("we heard %v", s)
	}
	for _, data := range []string{"not JSON", `{"N":2}`} {
		if err := other.Publish("conversation.c", []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case s := <-ours:
		if s.N != 2 {
			t.Fatalf("we heard %v", s)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("we heard nothing")
	}
	select {
	case s := <-ours:
		t.Fatalf("heard twice: %v", s)
	case <-time.After(20 * time.Millisecond):
	}
}
