package chat

import "sync"

// scheduler holds the conversations whose turn is to be run, each once.
type scheduler struct {
	mu      sync.Mutex
	pending map[string]*pending // queued or running
	queue   chan string
}

// pending is a turn that is queued or running.
type pending struct {
	again   bool   // run again when done
	held    bool   // claimed by this node
	address string // network that the customer wrote from last, "" if unknown; kept no longer than the turn is pending
}

func newScheduler() scheduler {
	return scheduler{pending: make(map[string]*pending), queue: make(chan string, 4096)}
}

// wake asks for a conversation's turn to be run, for words that came from the address; "" if nobody knows. If the
// queue is full, the next poll finds the turn.
func (s *scheduler) wake(id, address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.pending[id]; p != nil {
		p.again = true
		if address != "" {
			p.address = address
		}
		return
	}
	select {
	case s.queue <- id:
		s.pending[id] = &pending{address: address}
	default:
	}
}

// poll asks for a turn to be run that was found in the store, unless it is pending already; held says that it was
// claimed.
func (s *scheduler) poll(id string, held bool) {
	s.mu.Lock()
	known := s.pending[id] != nil
	s.mu.Unlock()
	if !known {
		s.wake(id, "")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.pending[id]; p != nil {
		p.held = held
	}
}

// held reports whether this node has claimed the turn, and forgets it: another run is another turn.
func (s *scheduler) held(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.pending[id]
	held := p.held
	p.held = false
	return held
}

// len is how many turns are queued or running.
func (s *scheduler) len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.pending)
}

// address returns from where the customer wrote what is pending, "" if nobody knows.
func (s *scheduler) address(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.pending[id]; p != nil {
		return p.address
	}
	return ""
}

// done ends a run and reports whether another was asked for meanwhile.
func (s *scheduler) done(id string) (again bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.pending[id]
	if again = p.again; again {
		p.again = false
	} else {
		delete(s.pending, id)
	}
	return again
}
