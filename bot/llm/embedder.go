package llm

import (
	"context"
	"fmt"
	"strconv"
	"sync/atomic"
)

// embedderConnections is how many requests for vectors are under way at most; more wait for a connection rather
// than open a thousand.
const embedderConnections = 16

// Embedder makes vectors of sentences with a model at a server. It is safe for concurrent use.
type Embedder struct {
	*asker
	set    EmbedderConfig // complete
	length atomic.Int64   // of the vectors; 0 until known
}

// NewEmbedder returns an embedder, or says in one sentence what cannot be right about the configuration.
// Nothing is sent yet; see [Embedder.Check].
func NewEmbedder(c EmbedderConfig) (*Embedder, error) {
	c, err := c.complete()
	if err != nil {
		return nil, fmt.Errorf("embeddings: %w", err)
	}
	at, err := newEndpoint(whereabouts{
		base: c.BaseURL, route: "/embeddings", key: c.Key, model: c.Model,
		client: c.HTTP, connections: embedderConnections, now: c.Now,
	})
	if err != nil {
		return nil, fmt.Errorf("embeddings: %w", err)
	}
	e := &Embedder{set: c}
	e.asker = newAsker(at, manner{
		what: "embeddings are", down: ErrDown, retries: c.Retries,
		probe: func(ctx context.Context) error { _, err := e.try(ctx, []string{probeText}); return err },
		log:   c.Log, now: c.Now, sleep: c.Sleep, random: c.Random,
	})
	e.length.Store(int64(c.Dimensions))
	return e, nil
}

// Name returns "host/model", and "/length" if one was configured. It never changes, and has neither the key
// nor the path of the address, which may be secret.
func (e *Embedder) Name() string {
	name := e.at.host + "/" + e.at.model
	if e.set.Dimensions > 0 {
		name += "/" + strconv.Itoa(e.set.Dimensions)
	}
	return name
}

// Dimensions returns the length of the vectors: the one configured, or else that of the first answer, and 0
// until there was one. A successful [Embedder.Check] is an answer.
func (e *Embedder) Dimensions() int { return int(e.length.Load()) }

// Encode returns a vector of length one for each text, in order, or an error and no vectors. Texts without
// letters and digits are not sent and give zeros; of long ones the first 8,000 bytes count. The context bounds
// everything. The error is [ErrDown], at once, while the server is taken to be dead, else an [Error] or the
// context's.
func (e *Embedder) Encode(ctx context.Context, texts []string) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	var places []int
	var words []string
	for i, t := range texts {
		if wordy(t) {
			places = append(places, i)
			words = append(words, clip(t, textBytes))
		}
	}
	if len(texts) > 0 && len(words) == 0 && e.Dimensions() == 0 {
		if err := e.learn(ctx); err != nil {
			return nil, fmt.Errorf("learn the length of vectors: %w", err)
		}
	}
	done := 0
	for _, batch := range batches(words, e.set.Batch, batchBytes) {
		got, err := e.request(ctx, batch)
		if err != nil {
			return nil, fmt.Errorf("make vectors of %d texts: %w", len(texts), err)
		}
		for i, v := range got {
			vectors[places[done+i]] = v
		}
		done += len(got)
	}
	if done < len(texts) {
		zeros := make([]float32, e.Dimensions())
		for i, v := range vectors {
			if v == nil {
				vectors[i] = zeros
			}
		}
	}
	return vectors, nil
}

// Check asks for one vector, once, whatever went wrong before, and says in one sentence what is wrong. An
// [Error] of which Fix is false may be over by itself.
func (e *Embedder) Check(ctx context.Context) error {
	_, err := e.try(ctx, []string{probeText})
	e.judge(ctx, err)
	if err != nil {
		return fmt.Errorf("embeddings: %w", err)
	}
	return nil
}

// learn finds the length of vectors out.
func (e *Embedder) learn(ctx context.Context) error {
	_, err := e.request(ctx, []string{probeText})
	return err
}
