package llm

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"
)

// Defaults of a [ChatConfig].
const (
	DefaultWindow   = 8192
	DefaultReply    = 600
	DefaultTotal    = 6 * time.Second
	DefaultIdle     = 3 * time.Second
	DefaultParallel = 256
	DefaultBytes    = 1 << 20
)

// LeastWindow is the smallest window, in tokens, that drafting works with: instructions, a few passages, the
// question and a reply.
const LeastWindow = 2048

// ChatConfig says which model writes, and how it is treated. Only BaseURL and Model must be set. Printing it does
// not print the key.
type ChatConfig struct {
	BaseURL string `json:"base_url"` // up to and without /chat/completions, such as https://api.openai.com/v1
	Key     string `json:"-"`        // sent as a bearer token; empty for servers that want none
	Model   string `json:"model"`    // the server's name for it

	Window int           // tokens of prompt and reply together; 0 means DefaultWindow
	Reply  int           // most tokens of a reply; 0 means DefaultReply
	Total  time.Duration // for a whole reply, with a second try; 0 means DefaultTotal
	Idle   time.Duration // between two pieces of a reply, and before the first; 0 means DefaultIdle
	Bytes  int64         // most bytes of an answer with its framing; 0 means DefaultBytes

	// Parallel is how many requests are under way at the same time; 0 means DefaultParallel. Those beyond it are
	// not sent and do not wait.
	Parallel int

	HTTP *http.Client // nil means connections of its own, which Close ends; one given should allow Parallel of them
	Log  *slog.Logger // nil means that nothing is logged

	// For tests; nil means the real ones.
	Now    func() time.Time
	Sleep  func(ctx context.Context, d time.Duration) error // returns the context's error if that ends first
	Random func() float64                                   // from 0 to below 1
}

// String names what is not secret.
func (c ChatConfig) String() string { return "model " + c.Model }

// GoString names what is not secret.
func (c ChatConfig) GoString() string { return c.String() }

// LogValue names what is not secret.
func (c ChatConfig) LogValue() slog.Value { return slog.StringValue(c.String()) }

// complete fills in what was left out, or says what is wrong.
func (c ChatConfig) complete() (ChatConfig, error) {
	if c.Window < 0 || c.Reply < 0 || c.Total < 0 || c.Idle < 0 || c.Parallel < 0 || c.Bytes < 0 {
		return c, errors.New("the window, the length of a reply, times, and the numbers of requests and bytes must not be negative; 0 is the default")
	}
	c.Window, c.Reply = or(c.Window, DefaultWindow), or(c.Reply, DefaultReply)
	c.Total, c.Idle = or(c.Total, DefaultTotal), or(c.Idle, DefaultIdle)
	c.Parallel, c.Bytes = or(c.Parallel, DefaultParallel), or(c.Bytes, DefaultBytes)
	if c.Reply >= c.Window {
		return c, fmt.Errorf("a reply of %d tokens leaves no room for a question in a window of %d; allow shorter replies, or set the model's real window", c.Reply, c.Window)
	}
	c.Log, c.Now, c.Sleep, c.Random = orReal(c.Log, c.Now, c.Sleep, c.Random)
	return c, nil
}

// or returns the default in place of 0.
func or[T int | int64 | time.Duration](v, usual T) T {
	if v == 0 {
		return usual
	}
	return v
}

// share is the part of a limit, made for the usual reply, that a reply of the given number of tokens has: a longer
// one takes longer and has more bytes.
func (c ChatConfig) share(limit int64, tokens int) int64 {
	if tokens <= c.Reply {
		return limit
	}
	return int64(float64(limit) * float64(tokens) / float64(c.Reply))
}
