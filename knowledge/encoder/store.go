package encoder

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"frontdesk/knowledge"
)

// atATime is how many texts are encoded before their vectors are written.
const atATime = 512

// Store is an encoder that keeps the vectors of another in a file, so that titles and phrasings need not be encoded
// again at every start. In memory it holds where each vector lies, not the vectors.
//
// The file can be deleted at any time between two runs: all of it can be computed again. A file of another model is
// begun anew, a record that is damaged is not used, and what cannot be written is not kept; all of that is logged and
// none of it is an error. Vectors are rounded to one byte for each number, which costs a few parts in a hundred
// thousand of cosine, and a text has the same vector whether it comes from the file or not.
//
// A Store is safe for concurrent use. Two processes must not use the same file; if they do, they may spoil each other's
// records, which costs time and nothing else.
type Store struct {
	knowledge.Encoder
	log *slog.Logger

	mu   sync.Mutex
	file *file // nil if there is none to be had
}

// OpenStore returns an encoder that keeps the vectors of another in the file at path, which is made if it is missing.
// Close it when it is no longer used.
func OpenStore(path string, e knowledge.Encoder, log *slog.Logger) *Store {
	s := &Store{Encoder: e, log: log}
	f, err := openFile(path, e.Name(), e.Dimensions())
	if err != nil {
		log.Warn("vectors will not be kept", "file", path, "err", err)
		return s
	}
	if f.lost != "" {
		log.Warn("some kept vectors will be computed again", "file", path, "reason", f.lost)
	}
	s.file = f
	return s
}

// Len is how many vectors are kept.
func (s *Store) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		return 0
	}
	return len(s.file.at)
}

// Encode returns the vectors that are kept and asks the other encoder, once for each text, for the rest. If that
// fails or the context ends, what was encoded until then is kept.
func (s *Store) Encode(ctx context.Context, texts []string) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	keys := make([]key, len(texts))
	var missing []int
	for i, text := range texts {
		keys[i] = keyOf(text)
		if vectors[i] = s.recall(keys[i]); vectors[i] == nil {
			missing = append(missing, i)
		}
	}
	for len(missing) > 0 {
		part := missing[:min(atATime, len(missing))]
		missing = missing[len(part):]
		if err := fill(ctx, s.Encoder, texts, vectors, part); err != nil {
			return nil, err
		}
		if err := s.keep(keys, vectors, part); err != nil {
			return nil, err
		}
	}
	return vectors, nil
}

// recall returns the vector that is kept, or nil.
func (s *Store) recall(k key) []float32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		return nil
	}
	r := s.file.read(k)
	if r == nil {
		return nil
	}
	return r.vector()
}

// keep rounds the vectors with the indices given and writes them.
func (s *Store) keep(keys []key, vectors [][]float32, indices []int) error {
	records := make([]record, 0, len(indices))
	for _, i := range indices {
		if len(vectors[i]) != s.Dimensions() {
			return fmt.Errorf("encode a text: %s gave %d dimensions instead of %d", s.Name(), len(vectors[i]), s.Dimensions())
		}
		r, err := newRecord(keys[i], vectors[i])
		if err != nil {
			return fmt.Errorf("encode a text: %s gave %w", s.Name(), err)
		}
		vectors[i] = r.vector()
		records = append(records, r)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		return nil
	}
	if err := s.file.append(records); err != nil {
		s.log.Warn("vectors were not kept", "count", len(records), "err", err)
	}
	return nil
}

// Retain says which texts are still in use. When less than half of the file is, it is written anew without the rest.
func (s *Store) Retain(texts []string) {
	used := make(map[key]bool, len(texts))
	for _, text := range texts {
		used[keyOf(text)] = true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		return
	}
	if err := s.file.retain(used); err != nil {
		s.log.Warn("vectors out of use were not cleared away", "err", err)
	}
}

// Close closes the file. The encoder can still be used; it keeps nothing from then on.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		return nil
	}
	err := s.file.close()
	s.file = nil
	if err != nil {
		return fmt.Errorf("close the file of vectors: %w", err)
	}
	return nil
}
