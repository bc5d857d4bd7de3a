package bus_test

import (
	"fmt"
	"log/slog"
	"testing"
	"time"

	"frontdesk/bot/bus"
)

func TestDeliversInOrder(t *testing.T) {
	b, err := bus.Open(slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	got := make(chan string, 200)
	cancel, err := b.Subscribe("conversation.*", func(subject string, data []byte) { got <- subject + " " + string(data) })
	if err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		if err := b.Publish("conversation.c", fmt.Append(nil, i)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 100 {
		select {
		case s := <-got:
			if want := fmt.Sprintf("conversation.c %d", i); s != want {
				t.Fatalf("announcement %d is %q, want %q", i, s, want)
			}
		case <-time.After(5 * time.Second):
			t.Fatalf("announcement %d never came", i)
		}
	}
	cancel()
	if err := b.Publish("conversation.c", nil); err != nil {
		t.Fatal(err)
	}
	select {
	case s := <-got:
		t.Fatalf("%q was delivered after the listener left", s)
	case <-time.After(50 * time.Millisecond):
	}
}

func BenchmarkPublish(b *testing.B) {
	bs, err := bus.Open(slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	defer bs.Close()
	done := make(chan struct{}, 1)
	n := 0
	if _, err := bs.Subscribe("x.*", func(string, []byte) {
		if n++; n == b.N {
			done <- struct{}{}
		}
	}); err != nil {
		b.Fatal(err)
	}
	data := make([]byte, 512)
	b.ResetTimer()
	for i := range b.N {
		if err := bs.Publish("x.y", data); err != nil {
			b.Fatal(err)
		}
		if i%1024 == 1023 {
			time.Sleep(0)
		}
	}
	select {
	case <-done:
	case <-time.After(5 * time.Second):
		b.Logf("lost some of %d", b.N)
	}
}
