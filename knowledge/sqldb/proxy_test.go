package sqldb_test

import (
	"bytes"
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
)

// cut is what a proxy does with a message that it was waiting for.
type cut string

const (
	cutBefore cut = "before it arrives"   // the message is dropped and the connection closed
	cutAfter  cut = "after it was done"   // the message is passed on, and the connection closed instead of the answer
	cutAtOnce cut = "right after sending" // the message is passed on and the connection closed without waiting
	halfOpen  cut = "without a word"      // the message and whatever follows is swallowed, and nothing closed
)

// proxy stands between a database and its server, and cuts connections.
type proxy struct {
	t      testing.TB
	l      net.Listener
	server string

	mu    sync.Mutex
	when  []byte // what the message contains at which it cuts, nil for never
	how   cut
	times int // how often it still cuts
	conns map[net.Conn]bool
	all   sync.WaitGroup
}

// startProxy returns a proxy for the server of an address, and the address that leads through it.
func startProxy(t testing.TB, address string) (*proxy, string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{t: t, l: l, server: u.Host, conns: make(map[net.Conn]bool)}
	u.Host = l.Addr().String()
	p.all.Go(p.accept)
	t.Cleanup(func() {
		l.Close()
		p.cutAll()
		p.all.Wait()
	})
	return p, u.String()
}

// cutNext has the proxy cut the next times that a message contains the text.
func (p *proxy) cutNext(times int, text string, how cut) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.when, p.how, p.times = []byte(text), how, times
}

// cutAll closes every connection there is.
func (p *proxy) cutAll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		c.Close()
	}
}

func (p *proxy) accept() {
	for {
		c, err := p.l.Accept()
		if err != nil {
			return
		}
		s, err := net.Dial("tcp", p.server)
		if err != nil {
			c.Close()
			continue
		}
		p.mu.Lock()
		p.conns[c], p.conns[s] = true, true
		p.mu.Unlock()
		answers := &gate{w: c}
		p.all.Go(func() { p.pass(c, s, answers) })
		p.all.Go(func() {
			io.Copy(answers, s)
			answers.end()
			p.close(c, s)
		})
	}
}

// pass passes on what the client sends.
func (p *proxy) pass(client, server net.Conn, answers *gate) {
	defer p.close(client, server)
	buf := make([]byte, 64<<10)
	for {
		n, err := client.Read(buf)
		if err != nil {
			return
		}
		switch p.found(buf[:n]) {
		case cutBefore:
			return
		case cutAtOnce:
			server.Write(buf[:n])
			return
		case cutAfter:
			answers.shut()
			server.Write(buf[:n])
			<-answers.tried
			return
		case halfOpen:
			io.Copy(io.Discard, client)
			return
		}
		if _, err := server.Write(buf[:n]); err != nil {
			return
		}
	}
}

// found tells what to do with a message.
func (p *proxy) found(message []byte) cut {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.times == 0 || !bytes.Contains(message, p.when) {
		return ""
	}
	p.times--
	return p.how
}

func (p *proxy) close(conns ...net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range conns {
		c.Close()
		delete(p.conns, c)
	}
}

// gate passes answers on until it is shut; then it says when there is one, or when there can be none any more.
type gate struct {
	w io.Writer

	mu    sync.Mutex
	tried chan struct{} // nil while it is open
	ended bool
	once  sync.Once
}

func (g *gate) shut() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.tried = make(chan struct{}); g.ended {
		g.once.Do(func() { close(g.tried) })
	}
}

// end says that no answer comes any more.
func (g *gate) end() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.ended = true; g.tried != nil {
		g.once.Do(func() { close(g.tried) })
	}
}

// Write implements io.Writer.
func (g *gate) Write(b []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.tried == nil {
		return g.w.Write(b)
	}
	g.once.Do(func() { close(g.tried) })
	return len(b), nil
}
