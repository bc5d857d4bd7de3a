package llm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"frontdesk/bot"
)

// answer is what a canned server gives.
type answer struct {
	status int // 0 means 200
	kind   string
	body   string
	after  string // Retry-After
	end    error  // of the reading of the body; nil means that it ends well
	fails  error  // in place of an answer
	small  bool   // the body comes byte by byte
}

// event is an event of a stream.
func eventOf(data string) string { return "data: " + data + "\n\n" }

// said is an event with a piece of text.
func said(piece string) string {
	b, err := json.Marshal(piece)
	if err != nil {
		panic(err)
	}
	return eventOf(`{"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":` + string(b) + `},"finish_reason":null}],"usage":null}`)
}

// ended is the event that says why a reply ended.
func ended(reason string) string {
	return eventOf(`{"choices":[{"index":0,"delta":{},"finish_reason":"` + reason + `"}]}`)
}

const (
	counted = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":41,\"completion_tokens\":7,\"total_tokens\":48}}\n\n"
	done    = "data: [DONE]\n\n"
)

// streams is a stream of the events.
func streams(events ...string) answer {
	return answer{kind: "text/event-stream; charset=utf-8", body: strings.Join(events, "")}
}

// good is a reply as it should be.
func good() answer { return streams(said("Hello "), said("you."), ended("stop"), counted, done) }

// refused is a refusal with a JSON body, which repeats secrets as servers do.
func refused(status int, body string) answer {
	return answer{status: status, kind: "application/json", body: strings.ReplaceAll(body, "%", secretWord+" "+secretKey)}
}

// canned is a server within the process, of which the last answer is given again and again.
type canned struct {
	mu       sync.Mutex
	answers  []answer
	requests []map[string]any
	open     int // bodies that are not closed
}

// RoundTrip gives the next answer.
func (c *canned) RoundTrip(r *http.Request) (*http.Response, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	var q map[string]any
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
		return nil, err
	}
	c.requests = append(c.requests, q)
	a := c.answers[0]
	if len(c.answers) > 1 {
		c.answers = c.answers[1:]
	}
	if a.fails != nil {
		return nil, a.fails
	}
	if a.status == 0 {
		a.status = http.StatusOK
	}
	header := http.Header{"Content-Type": {a.kind}}
	if a.after != "" {
		header.Set("Retry-After", a.after)
	}
	if a.end == nil {
		a.end = io.EOF
	}
	c.open++
	var body io.Reader = io.MultiReader(strings.NewReader(a.body), iotest.ErrReader(a.end))
	if a.small {
		body = iotest.OneByteReader(body)
	}
	return &http.Response{StatusCode: a.status, Header: header, Body: &cannedBody{Reader: body, c: c}, Request: r}, nil
}

type cannedBody struct {
	io.Reader
	c    *canned
	once sync.Once
}

func (b *cannedBody) Close() error {
	b.once.Do(func() {
		b.c.mu.Lock()
		b.c.open--
		b.c.mu.Unlock()
	})
	return nil
}

// booth is a chat with a canned server.
type booth struct {
	*Chat
	t      testing.TB
	server *canned

	mu    sync.Mutex
	slept []time.Duration
	log   bytes.Buffer
}

// with sets a booth up. At its end it is closed, and its log and errors are searched for secrets.
func with(t testing.TB, change func(*ChatConfig), answers ...answer) *booth {
	t.Helper()
	b := &booth{t: t, server: &canned{answers: answers}}
	c := ChatConfig{
		BaseURL: "https://models.example/v1", Key: secretKey, Model: "large",
		Total: time.Hour, Idle: time.Hour, // times are tried out on wires
		HTTP:   &http.Client{Transport: b.server},
		Log:    slog.New(slog.NewTextHandler(b, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Random: func() float64 { return 0 },
		Sleep: func(ctx context.Context, d time.Duration) error {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.slept = append(b.slept, d)
			return ctx.Err()
		},
	}
	if change != nil {
		change(&c)
	}
	var err error
	if b.Chat, err = NewChat(c); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		b.Close()
		noSecrets(t, b.logged())
		noSecrets(t, b.Status().Why)
		if b.server.open != 0 {
			t.Errorf("%d answers are not closed", b.server.open)
		}
		if len(b.slots) != 0 {
			t.Errorf("%d requests are still counted", len(b.slots))
		}
	})
	return b
}

// Write takes a line of the log.
func (b *booth) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.log.Write(p)
}

func (b *booth) logged() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.log.String()
}

// ask has a reply written, and holds the outcome against the rules that always hold.
func (b *booth) ask() (string, bot.Usage, error) { return b.stream(hello()) }

func (b *booth) stream(p bot.Prompt) (string, bot.Usage, error) {
	b.t.Helper()
	var got strings.Builder
	used, err := b.Stream(context.Background(), p, func(piece string) error {
		if piece == "" {
			b.t.Error("an empty piece")
		}
		got.WriteString(piece)
		return nil
	})
	if err != nil {
		noSecrets(b.t, err.Error())
		if strings.Contains(err.Error(), "\n") {
			b.t.Errorf("an error of several lines: %v", err)
		}
	}
	return got.String(), used, err
}

func noSecrets(t testing.TB, text string) {
	t.Helper()
	for _, secret := range []string{secretKey, secretKey[3:], secretWord, "Bearer"} {
		if strings.Contains(text, secret) {
			t.Errorf("%q is told in: %s", secret, text)
		}
	}
}

// hello is a small prompt.
func hello() bot.Prompt {
	return bot.Prompt{System: "Be brief about the " + secretWord + ".", Spoken: []bot.Spoken{{Text: "Hello, " + secretWord}}}
}

// onWires tells a story of a chat with a server over connections within the process, of which the time is that of
// the bubble.
func onWires(t *testing.T, server http.HandlerFunc, change func(*ChatConfig), story func(t *testing.T, h *Chat)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := pipes{make(chan net.Conn), make(chan struct{})}
		read := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body) // only then a server notices that a client has gone
			r.Body = io.NopCloser(bytes.NewReader(body))
			server(w, r)
		})
		s := &http.Server{Handler: read, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
		served := make(chan error, 1)
		go func() { served <- s.Serve(p) }()
		c := ChatConfig{BaseURL: "http://models.example/v1", Model: "large", Key: secretKey}
		if change != nil {
			change(&c)
		}
		c, err := c.complete()
		if err != nil {
			t.Fatal(err)
		}
		lines := transport(c.Parallel + 2)
		lines.DialContext = p.dial
		c.HTTP = &http.Client{Transport: lines}
		h, err := NewChat(c)
		if err != nil {
			t.Fatal(err)
		}
		story(t, h)
		h.Close()
		synctest.Wait()
		if len(h.slots) != 0 {
			t.Errorf("%d requests are still counted", len(h.slots))
		}
		lines.CloseIdleConnections()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
}

// send writes parts of a stream, each at once.
func send(w http.ResponseWriter, parts ...string) {
	w.Header().Set("Content-Type", "text/event-stream")
	for _, part := range parts {
		if _, err := io.WriteString(w, part); err != nil {
			return
		}
		_ = http.NewResponseController(w).Flush()
	}
}
