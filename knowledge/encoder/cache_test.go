package encoder_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/encoder"
)

var (
	_ knowledge.Encoder = (*encoder.Cached)(nil)
	_ knowledge.Encoder = (*encoder.Store)(nil)
)

// counting is an encoder of three dimensions that counts how often it was asked for each text.
type counting struct {
	mu     sync.Mutex
	name   string
	asked  map[string]int
	fail   error
	vector func(text string) []float32
}

func newCounting() *counting {
	return &counting{name: "counting/1", asked: make(map[string]int), vector: func(text string) []float32 {
		return []float32{float32(len(text)), 1, -2}
	}}
}

func (c *counting) Name() string    { return c.name }
func (c *counting) Dimensions() int { return 3 }

func (c *counting) Encode(_ context.Context, texts []string) ([][]float32, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fail != nil {
		return nil, c.fail
	}
	var vectors [][]float32
	for _, text := range texts {
		c.asked[text]++
		vectors = append(vectors, c.vector(text))
	}
	return vectors, nil
}

// total is how many texts were encoded.
func (c *counting) total() (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, times := range c.asked {
		n += times
	}
	return n
}

// ask encodes texts and compares the vectors with those of counting, as far as an encoder may round.
func ask(t *testing.T, e knowledge.Encoder, texts ...string) {
	t.Helper()
	vectors, err := e.Encode(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	if len(vectors) != len(texts) {
		t.Fatalf("%d vectors for %d texts", len(vectors), len(texts))
	}
	for i, v := range vectors {
		want := newCounting().vector(texts[i])
		if len(v) != 3 || !near(v[0], want[0]) || !near(v[1], want[1]) || !near(v[2], want[2]) {
			t.Errorf("the vector of %q is %v, want %v", texts[i], v, want)
		}
	}
}

func near(a, b float32) bool { return a-b < .2 && b-a < .2 }

func TestCachedAsksOnce(t *testing.T) {
	inner := newCounting()
	c := encoder.NewCached(inner, 10)
	ask(t, c, "a", "bb", "a")
	ask(t, c, "bb", "ccc")
	ask(t, c)
	if inner.total() != 3 {
		t.Errorf("asked for %v", inner.asked)
	}
	if c.Name() != inner.Name() || c.Dimensions() != 3 {
		t.Errorf("it calls itself %s with %d dimensions", c.Name(), c.Dimensions())
	}
}

func TestCachedForgetsWhatWasNotAskedForLongest(t *testing.T) {
	inner := newCounting()
	c := encoder.NewCached(inner, 2)
	ask(t, c, "a", "b")
	ask(t, c, "a")
	ask(t, c, "c") // b goes
	ask(t, c, "a", "c")
	if inner.total() != 3 {
		t.Errorf("asked for %v before what is forgotten is asked for", inner.asked)
	}
	ask(t, c, "b")
	if inner.asked["b"] != 2 {
		t.Errorf("b was asked for %d times", inner.asked["b"])
	}
}

func TestCachedWithoutRoom(t *testing.T) {
	for _, entries := range []int{0, -1} {
		inner := newCounting()
		c := encoder.NewCached(inner, entries)
		ask(t, c, "a")
		ask(t, c, "a")
		if inner.total() != 2 {
			t.Errorf("%d entries: asked for %v", entries, inner.asked)
		}
	}
}

func TestCachedDoesNotKeepLongTexts(t *testing.T) {
	inner := newCounting()
	c := encoder.NewCached(inner, 10)
	long := strings.Repeat("a", 2000)
	for range 2 {
		ask(t, c, long)
	}
	if inner.total() != 2 {
		t.Error("a long text was kept")
	}
}

func TestCachedDoesNotRememberFailures(t *testing.T) {
	inner := newCounting()
	c := encoder.NewCached(inner, 10)
	inner.fail = errors.New("out of order")
	if _, err := c.Encode(t.Context(), []string{"a"}); !errors.Is(err, inner.fail) {
		t.Errorf("error %v", err)
	}
	inner.fail = nil
	ask(t, c, "a")
}

func TestCachedAtTheSameTime(t *testing.T) {
	c := encoder.NewCached(newCounting(), 5)
	var wait sync.WaitGroup
	for g := range 8 {
		wait.Go(func() {
			for i := range 200 {
				text := fmt.Sprint((i * (g + 1)) % 11)
				v, err := c.Encode(context.Background(), []string{text, "x"})
				if err != nil || !slices.Equal(v[0], []float32{float32(len(text)), 1, -2}) {
					t.Errorf("%q: %v, %v", text, v, err)
				}
			}
		})
	}
	wait.Wait()
}
