package llm

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot/llm/scripted"
)

func dot(a, b []float32) (sum float64) {
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

func TestVectorsHaveLengthOneAndTellLikeness(t *testing.T) {
	t.Parallel()
	s := play(t, scripted.Config{Dimensions: 256})
	v, err := s.encode("xylophone lessons", "lesson for the xylophone", "parking nearby")
	if err != nil {
		t.Fatal(err)
	}
	for i := range v {
		if length := dot(v[i], v[i]); math.Abs(length-1) > 1e-6 {
			t.Errorf("vector %d has length² %v", i, length)
		}
	}
	if near, far := dot(v[0], v[1]), dot(v[0], v[2]); near < far+0.3 {
		t.Errorf("%.2f to the like, %.2f to the unlike", near, far)
	}
	if r := s.server.Requests()[0]; r.Key != secretKey || r.Model != "small" || r.Dimensions != 0 {
		t.Errorf("asked with %+v", r)
	}
}

func TestBatchesKeepTheOrder(t *testing.T) {
	t.Parallel()
	s := play(t, scripted.Config{}, func(c *EmbedderConfig) { c.Batch = 3 })
	texts := []string{"one", "two", "three", "", "four", "five", "!?", "six", "seven"}
	v, err := s.encode(texts...)
	if err != nil {
		t.Fatal(err)
	}
	var sizes []int
	for _, r := range s.server.Requests() {
		sizes = append(sizes, len(r.Inputs))
	}
	if !slices.Equal(sizes, []int{3, 3, 1}) {
		t.Errorf("requests of %v texts", sizes)
	}
	for i, text := range texts {
		alone, err := s.encode(text)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(v[i], alone[0]) {
			t.Errorf("text %d %q has another vector among others than alone", i, text)
		}
	}
}

func TestTextsWithoutWordsAreZerosAndNotSent(t *testing.T) {
	t.Parallel()
	s := play(t, scripted.Config{Dimensions: 9})
	for range 2 {
		v, err := s.encode("", " \n", "🙂🙂", "?!")
		if err != nil {
			t.Fatal(err)
		}
		for i := range v {
			if len(v[i]) != 9 || dot(v[i], v[i]) != 0 {
				t.Errorf("text %d gives %v", i, v[i])
			}
		}
	}
	if r := s.server.Requests(); len(r) != 1 || !slices.Equal(r[0].Inputs, []string{probeText}) {
		t.Errorf("the server was asked %+v; want one question for the length alone", r)
	}
	if v, err := s.Encode(t.Context(), nil); err != nil || len(v) != 0 || s.server.Received() != 1 {
		t.Errorf("no texts give %v, %v", v, err)
	}
}

func TestLongTextsAreCutBetweenCharacters(t *testing.T) {
	t.Parallel()
	s := play(t, scripted.Config{})
	if _, err := s.encode("x" + strings.Repeat("€", 5000)); err != nil {
		t.Fatal(err)
	}
	if got, want := s.server.Requests()[0].Inputs[0], "x"+strings.Repeat("€", 2666); got != want {
		t.Errorf("sent %d bytes ending in %q, want %d", len(got), got[len(got)-3:], len(want))
	}
}

func TestNameAndLength(t *testing.T) {
	t.Parallel()
	s := play(t, scripted.Config{Dimensions: 12})
	host := strings.TrimSuffix(strings.TrimPrefix(s.base, "http://"), "/v1")
	if s.Name() != host+"/small" || s.Dimensions() != 0 {
		t.Errorf("before: %s, %d", s.Name(), s.Dimensions())
	}
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s.Name() != host+"/small" || s.Dimensions() != 12 {
		t.Errorf("after: %s, %d", s.Name(), s.Dimensions())
	}
	chosen := play(t, scripted.Config{Dimensions: 12}, func(c *EmbedderConfig) { c.Dimensions = 7 })
	if !strings.HasSuffix(chosen.Name(), "/small/7") || chosen.Dimensions() != 7 {
		t.Errorf("chosen: %s, %d", chosen.Name(), chosen.Dimensions())
	}
	v, err := chosen.ask()
	if err != nil || len(v[0]) != 7 || chosen.server.Requests()[0].Dimensions != 7 {
		t.Errorf("the length chosen is not asked for: %v, %v", v, err)
	}
}

func TestACallerWhoLeavesIsNoFailure(t *testing.T) {
	t.Parallel()
	thinking := make(chan struct{})
	s := play(t, scripted.Config{Sleep: func(ctx context.Context, _ time.Duration) error {
		thinking <- struct{}{}
		<-ctx.Done()
		return ctx.Err()
	}})
	s.server.Usually(scripted.Embeddings, scripted.Slow(time.Hour, scripted.OK()))
	for range 2 * failuresToOpen {
		ctx, leave := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { _, err := s.Encode(ctx, []string{secretWord}); done <- err }()
		<-thinking
		leave()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v", err)
		}
	}
	if s.Status().Down {
		t.Error("the server is taken to be down because customers left")
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	before := s.server.Received()
	if _, err := s.Encode(gone, []string{secretWord}); !errors.Is(err, context.Canceled) || s.server.Received() != before {
		t.Errorf("for one who has left already: %v and %d requests", err, s.server.Received()-before)
	}
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	s := play(t, scripted.Config{}, func(c *EmbedderConfig) { c.Batch = 2 })
	s.server.Play(scripted.Embeddings, scripted.Status(500), scripted.Reset(), scripted.Shuffled(), scripted.Limited("1"))
	want := make(map[string][]float32)
	for i := range 8 {
		text := fmt.Sprintf("text number %d", i)
		v, err := s.encode(text)
		if err != nil {
			t.Fatal(err)
		}
		want[text] = v[0]
	}
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			texts := slices.Collect(maps.Keys(want))
			got, err := s.Encode(t.Context(), texts)
			if err != nil {
				t.Error(err)
				return
			}
			for i, text := range texts {
				if !slices.Equal(got[i], want[text]) {
					t.Errorf("%q got another's vector", text)
				}
			}
		})
	}
	all.Wait()
}

func TestNothingIsSentAfterClose(t *testing.T) {
	t.Parallel()
	s := play(t, scripted.Config{})
	s.Close()
	s.Close()
	if _, err := s.ask(); err == nil || s.server.Received() != 0 {
		t.Errorf("got %v after %d requests", err, s.server.Received())
	}
}
