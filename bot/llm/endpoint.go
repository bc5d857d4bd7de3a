package llm

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/sashabaranov/go-openai"
)

// endpoint is a model at a server: where it is and how it is reached.
type endpoint struct {
	base  string
	key   string
	host  string // for people; never with a user, a path or a query, which may be secrets
	model string
	http  *http.Client
	own   *http.Transport // set if the connections are ours to close
	now   func() time.Time
}

// whereabouts is what an endpoint is made of.
type whereabouts struct {
	base, key, model string
	route            string       // of the requests, which people copy with the base URL
	client           *http.Client // nil for connections of the endpoint's own
	connections      int          // how many of its own there may be; more requests wait
	now              func() time.Time
}

// newEndpoint checks an address, a key and a model's name. The client's redirects are switched off in a copy.
func newEndpoint(w whereabouts) (*endpoint, error) {
	u, err := address(w.base, w.route)
	if err != nil {
		return nil, err
	}
	key, model := strings.TrimSpace(w.key), strings.TrimSpace(w.model)
	if strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, errors.New("the model server's key has a space, line break or letter that no key has; copy it again")
	}
	if model == "" {
		return nil, errors.New("no model is named; write the name that the model server knows it by")
	}
	if strings.ContainsFunc(model, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return nil, errors.New("the model's name has a line break or control character; copy it again")
	}
	p := &endpoint{base: u.String(), key: key, host: u.Host, model: model, now: w.now}
	client := w.client
	if client == nil {
		p.own = transport(w.connections)
		client = &http.Client{Transport: p.own}
	}
	still := *client
	still.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	p.http = &still
	return p, nil
}

// address parses a base URL, with or without the route. It does not repeat it in errors, since people put keys into addresses.
func address(base, route string) (*url.URL, error) {
	base = strings.TrimSpace(base)
	if base == "" {
		return nil, errors.New("the model server's base URL is missing; write one like https://host/v1")
	}
	u, err := url.Parse(base)
	switch {
	case err != nil && strings.Contains(base, "://"), err == nil && u.Host == "" && strings.Contains(base, "://"):
		return nil, errors.New("the model server's base URL cannot be read; write one like https://host/v1")
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return nil, errors.New("the model server's base URL does not begin with https:// or http://; write one like https://host/v1")
	case u.User != nil:
		return nil, errors.New("the model server's base URL has a user or password in it; give it as the key instead")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, errors.New("the model server's base URL has a ? or # in it; end it with the path, like https://host/v1, and give a key as the key")
	}
	u.Path = strings.TrimSuffix(strings.TrimRight(u.Path, "/"), route)
	u.RawPath = ""
	return u, nil
}

// transport returns connections like the default ones, but at most the given number, of which a quarter are kept
// for the next requests.
func transport(connections int) *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxConnsPerHost = connections
	t.MaxIdleConnsPerHost = connections / 4
	t.MaxIdleConns = 0 // there is one host
	return t
}

// open reports whether the key travels unencrypted to another machine.
func (p *endpoint) open() bool {
	name, _, _ := strings.Cut(p.host, ":")
	return p.key != "" && strings.HasPrefix(p.base, "http://") && name != "localhost" && name != "127.0.0.1" && !strings.HasPrefix(p.host, "[::1]")
}

// client returns a client of go-openai whose answers may have the given number of bytes.
func (p *endpoint) client(bytes int64) *openai.Client {
	c := openai.DefaultConfig(p.key)
	c.BaseURL = p.base
	c.HTTPClient = guard{endpoint: p, bytes: bytes}
	return openai.NewClientWithConfig(c)
}

// fault makes an error of which the text begins with the server's name.
func (p *endpoint) fault(r Reason, format string, args ...any) *Error {
	return &Error{Reason: r, text: "the model server at " + p.host + " " + fmt.Sprintf(format, args...)}
}

// lasting makes an error that stays until a person changes something.
func (p *endpoint) lasting(r Reason, format string, args ...any) *Error {
	e := p.fault(r, format, args...)
	e.Fix = true
	return e
}

// timeout makes the error of a server that was too slow.
func (p *endpoint) timeout(format string, args ...any) *Error {
	e := p.fault(ReasonTimeout, format, args...)
	e.cause = context.DeadlineExceeded
	return e
}

// close ends idle connections if they are ours.
func (p *endpoint) close() {
	if p.own != nil {
		p.own.CloseIdleConnections()
	}
}
