package llm

import (
	"errors"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"frontdesk/bot"
)

// Each thing that can be wrong is said in one sentence, with what to do about it.
func TestCheckSaysWhatIsWrongWithAModel(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		a      answer
		change func(*ChatConfig)
		reason Reason
		fix    bool
		says   string
	}{
		"no key":             {refused(401, `{"error":{"message":"%"}}`), func(c *ChatConfig) { c.Key = "" }, ReasonKey, true, "wants a key (401), and none is set"},
		"a wrong key":        {refused(401, `{"error":{"message":"%"}}`), nil, ReasonKey, true, "set the right one"},
		"an unknown model":   {refused(404, `{"error":{"code":"model_not_found"}}`), nil, ReasonModel, true, `no model "large" (404): check its name`},
		"a wrong path":       {refused(404, `{"detail":"Not Found"}`), nil, ReasonPath, true, "often ends in /v1"},
		"a page":             {answer{kind: "text/html"}, nil, ReasonPath, true, "is the base URL that of its API"},
		"no credit":          {refused(429, `{"error":{"type":"insufficient_quota"}}`), nil, ReasonCredit, true, "pay, or set another key"},
		"nothing there":      {answer{fails: &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}}, nil, ReasonUnreachable, false, "is it running, and is the port right"},
		"an unknown host":    {answer{fails: &net.DNSError{IsNotFound: true}}, nil, ReasonUnreachable, true, "cannot be found under this name: check the base URL"},
		"another protocol":   {answer{status: 400, body: "Client sent an HTTP request to an HTTPS server."}, nil, ReasonRefused, false, "begin with https://"},
		"no stream":          {answer{kind: "application/json", body: "{}"}, nil, ReasonMalformed, false, "choose a server that streams"},
		"embeddings only":    {refused(400, `{"error":{"message":"%"}}`), nil, ReasonRefused, false, "is one to chat with"},
		"empty":              {streams(ended("stop"), done), nil, ReasonEmpty, true, "check that model \"large\" is one to chat with, and that the server has a template"},
		"a refusal":          {streams(eventOf(`{"choices":[{"delta":{"refusal":"no"}}]}`)), nil, ReasonDeclined, true, "choose another model, or loosen its filter"},
		"a filter":           {refused(400, `{"error":{"code":"content_filter"}}`), nil, ReasonDeclined, true, "the question was a harmless one"},
		"no end":             {streams(said("hot"), ended("length"), done), nil, ReasonCut, true, "allow longer replies"},
		"thoughts":           {streams(said("\n<think>"), said("hm</think>hot"), ended("stop"), done), nil, ReasonMalformed, true, "switch its thinking off"},
		"a small window":     {good(), func(c *ChatConfig) { c.Window = LeastWindow - 1 }, ReasonWindow, true, "at least 2048"},
		"long replies":       {good(), func(c *ChatConfig) { c.Window, c.Reply = 4096, 2049 }, ReasonWindow, true, "allow at most 2048"},
		"a smaller window":   {refused(400, `{"error":{"code":"context_length_exceeded"}}`), nil, ReasonWindow, true, "a window of at least 2048 tokens at the server"},
		"all well":           {good(), nil, "", false, ""},
		"all well, just so":  {good(), func(c *ChatConfig) { c.Window, c.Reply = LeastWindow, LeastWindow/2 }, "", false, ""},
		"all well, but slow": {answer{fails: slowNet{}}, nil, ReasonTimeout, false, "choose a faster model, or allow more time"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.says == "" {
				c.reason = ""
			}
			b := with(t, c.change, c.a)
			err := b.Check(t.Context())
			var fault *Error
			errors.As(err, &fault)
			switch {
			case c.reason == "" && err == nil:
			case fault == nil || fault.Reason != c.reason || fault.Fix != c.fix || !strings.Contains(err.Error(), c.says) || !strings.HasPrefix(err.Error(), "drafting: ") || strings.Contains(err.Error(), "\n"):
				t.Fatalf("got %+v %v, want %s with %q", fault, err, c.reason, c.says)
			default:
				noSecrets(t, err.Error())
			}
			if n := len(b.server.requests); n > 2 {
				t.Errorf("asked %d times", n)
			}
		})
	}
}

// slowNet is an error of a connection that timed out.
type slowNet struct{}

func (slowNet) Error() string   { return secretWord }
func (slowNet) Timeout() bool   { return true }
func (slowNet) Temporary() bool { return true }

// A check is made even of a server that is taken to be dead, and brings it back.
func TestCheckBringsAModelBack(t *testing.T) {
	t.Parallel()
	b := with(t, nil, answer{status: 500})
	for range failuresToOpen {
		_, _, _ = b.ask()
	}
	if _, _, err := b.ask(); !errors.Is(err, bot.ErrModelDown) {
		t.Fatalf("got %v", err)
	}
	b.server.answers = []answer{good()}
	if err := b.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.ask(); err != nil {
		t.Error(err)
	}
}

// A check of a server that does not answer ends, and says why.
func TestACheckEnds(t *testing.T) {
	t.Parallel()
	onWires(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, nil, func(t *testing.T, h *Chat) {
		began := time.Now()
		if err := h.Check(t.Context()); !errors.Is(err, bot.ErrModelLate) || time.Since(began) != DefaultIdle || !strings.Contains(err.Error(), "was silent for 3s: choose a faster model") {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}
