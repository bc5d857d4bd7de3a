package encoder

import (
	"container/list"
	"context"
	"sync"

	"frontdesk/knowledge"
)

// longest is the length in bytes of the longest text that is remembered: nobody types a longer one twice, and it bounds
// what the texts take.
const longest = 1024

// Cached is an encoder that remembers the vectors of the texts it was last asked for. It is safe for concurrent use.
type Cached struct {
	knowledge.Encoder
	entries int

	mu     sync.Mutex
	known  map[string]*list.Element // by text
	recent *list.List               // of remembered; the latest first
}

// remembered is a text with its vector.
type remembered struct {
	text   string
	vector []float32
}

// NewCached returns an encoder that remembers so many texts of another. Each takes about as much memory as its vector.
// With no entries nothing is remembered.
func NewCached(e knowledge.Encoder, entries int) *Cached {
	return &Cached{Encoder: e, entries: entries, known: make(map[string]*list.Element), recent: list.New()}
}

// Encode returns what is remembered and asks the other encoder, once, for the rest.
func (c *Cached) Encode(ctx context.Context, texts []string) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	missing := c.recall(texts, vectors)
	if len(missing) == 0 {
		return vectors, nil
	}
	if err := fill(ctx, c.Encoder, texts, vectors, missing); err != nil {
		return nil, err
	}
	c.remember(texts, vectors, missing)
	return vectors, nil
}

// recall sets the vectors that are known and returns the indices of the others.
func (c *Cached) recall(texts []string, vectors [][]float32) (missing []int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, text := range texts {
		if e := c.known[text]; e != nil {
			c.recent.MoveToFront(e)
			vectors[i] = e.Value.(remembered).vector
		} else {
			missing = append(missing, i)
		}
	}
	return missing
}

// remember keeps the vectors of the texts with the indices given and forgets what was not asked for longest.
func (c *Cached) remember(texts []string, vectors [][]float32, indices []int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, i := range indices {
		if len(texts[i]) > longest || c.known[texts[i]] != nil {
			continue
		}
		c.known[texts[i]] = c.recent.PushFront(remembered{texts[i], vectors[i]})
		if c.recent.Len() > max(c.entries, 0) {
			oldest := c.recent.Back()
			delete(c.known, oldest.Value.(remembered).text)
			c.recent.Remove(oldest)
		}
	}
}
