package scripted

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Route is a path of the server that answers to POST.
type Route string

// The routes.
const (
	Embeddings Route = "/v1/embeddings"
	Chat       Route = "/v1/chat/completions"
)

// Bounds of what is taken in and remembered.
const (
	requestBytes    = 16 << 20
	requestsAtLeast = 1024 // the last ones are remembered
)

// Config is how a [Server] behaves when it behaves. All of it may be left out.
type Config struct {
	Key        string   // the bearer token that requests must have; empty admits all
	Models     []string // the names that are known; empty admits all
	Dimensions int      // the length of vectors; 0 means 64
	Window     int      // tokens that a prompt and the reply asked for may have together; 0 admits any

	// Watch is told of each request, with the step that is taken, before it is answered; by one goroutine at a time.
	Watch func(Request)

	// Sleep is what slow steps do; nil waits for real. It returns early, with an error, when the context ends.
	Sleep func(ctx context.Context, d time.Duration) error
}

// Request is what the server received, and what it did.
type Request struct {
	Route      Route
	Key        string // the bearer token
	Model      string
	Inputs     []string // of Embeddings: the texts
	Dimensions int      // of Embeddings: the length asked for, or 0

	Messages  []Message // of Chat: what was said, the instructions among it
	System    string    // of Chat: the instructions, which are the messages of the role "system" joined by line feeds
	Stream    bool      // of Chat: the reply is to come in pieces
	Usage     bool      // of Chat: the stream is to end with what it took
	MaxTokens int       // of Chat: the most tokens asked for, or 0; kept in mind, but replies are not cut to it
	JSON      bool      // of Chat: the reply is to be a JSON object

	Body []byte
	Step string // the name of the step that was taken
}

// Message is something said in a request to [Chat].
type Message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// Server is a scripted model server. It is safe for concurrent use.
type Server struct {
	set Config

	mu       sync.Mutex
	queues   map[Route][]Step
	choosers map[Route]func(Request) Step
	usual    map[Route]Step
	requests []Request
	received int
	open     int
}

// New returns a server that is not yet reachable: see [Server.Handler] and [Server.Listen].
func New(c Config) *Server {
	if c.Dimensions == 0 {
		c.Dimensions = 64
	}
	if c.Sleep == nil {
		c.Sleep = sleep
	}
	return &Server{set: c, queues: make(map[Route][]Step), choosers: make(map[Route]func(Request) Step), usual: make(map[Route]Step)}
}

// Play appends steps to a route's queue.
func (s *Server) Play(r Route, steps ...Step) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queues[r] = append(s.queues[r], steps...)
}

// Choose sets a function that chooses a step by what is asked, when the route's queue is empty. Where it returns the
// zero Step, the usual step is taken. The function is called by one goroutine at a time and must not call the server.
func (s *Server) Choose(r Route, step func(Request) Step) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.choosers[r] = step
}

// Usually sets the step that is taken when nothing else says which.
func (s *Server) Usually(r Route, step Step) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.usual[r] = step
}

// Requests returns the last thousand requests or so, oldest first.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Received returns how many requests there have been.
func (s *Server) Received() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.received
}

// Open returns how many requests are being answered at the moment.
func (s *Server) Open() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open
}

// Handler returns the server's routes.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+string(Embeddings), s.counted(s.embeddings))
	mux.HandleFunc("POST "+string(Chat), s.counted(s.chat))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		// Like many servers in front of models, in other words than the protocol's.
		writeJSON(w, http.StatusNotFound, map[string]string{"detail": "Not Found"})
	})
	return mux
}

// counted keeps Open right, also when a step breaks the connection off.
func (s *Server) counted(h http.HandlerFunc) http.HandlerFunc {
	count := func(by int) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.open += by
	}
	return func(w http.ResponseWriter, r *http.Request) {
		count(1)
		defer count(-1)
		h(w, r)
	}
}

// Listen serves on an address such as "127.0.0.1:0" until it is stopped. It returns the base URL for clients,
// and a function that breaks off every connection and waits for the serving to end.
func (s *Server) Listen(address string) (base string, stop func() error, err error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return "", nil, fmt.Errorf("listen for models' clients: %w", err)
	}
	server := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	stop = sync.OnceValue(func() error {
		err := server.Close()
		if e := <-served; !errors.Is(e, http.ErrServerClosed) {
			err = errors.Join(err, e)
		}
		return err
	})
	return "http://" + l.Addr().String() + "/v1", stop, nil
}

// take notes a request and returns the step for it. Requests without the key or for an unknown model are
// refused and leave the script as it is.
func (s *Server) take(q Request) Step {
	s.mu.Lock()
	defer s.mu.Unlock()
	var step Step
	switch queue := s.queues[q.Route]; {
	case s.set.Key != "" && q.Key != s.set.Key:
		step = WrongKey()
	case len(s.set.Models) > 0 && !slices.Contains(s.set.Models, q.Model):
		step = UnknownModel()
	case len(queue) > 0:
		step, s.queues[q.Route] = queue[0], queue[1:]
	default:
		if choose := s.choosers[q.Route]; choose != nil {
			step = choose(q)
		}
		if step.isZero() {
			step = s.usual[q.Route]
		}
	}
	q.Step = step.String()
	if len(s.requests) >= 2*requestsAtLeast {
		s.requests = slices.Clone(s.requests[requestsAtLeast:])
	}
	s.requests = append(s.requests, q)
	s.received++
	if s.set.Watch != nil {
		s.set.Watch(q)
	}
	return step
}

// receive reads what all routes have in common: the key and the body, of which it decodes what into knows.
func (s *Server) receive(w http.ResponseWriter, r *http.Request, into any) (key string, body []byte, ok bool) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, requestBytes))
	if err != nil {
		writeError(w, http.StatusRequestEntityTooLarge, "the request is too large", "invalid_request_error", "")
		return "", nil, false
	}
	if err := json.Unmarshal(body, into); err != nil {
		writeError(w, http.StatusBadRequest, "the request is not the JSON expected: "+err.Error(), "invalid_request_error", "")
		return "", nil, false
	}
	key, _ = strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return key, body, true
}

// sleep waits, or returns the context's error as soon as that has ended.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
