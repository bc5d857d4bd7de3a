package main_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"frontdesk/cmd/frontdesk/internal/actor"
	"frontdesk/widget/wire"
)

// agentChild makes the test's own program an agent, who can be stopped as a process is: the orders for them.
const agentChild = "FRONTDESK_TEST_AGENT"

// orders tell an agent in a process of their own what to do.
type orders struct {
	Name, URL, Link, Conversation string
}

// pinging is how often the agent's browser pings.
const pinging = 5 * time.Second

// beAgent accepts a conversation, and each time that a line comes tries to write in it, with the epoch that they knew
// when they accepted it. What became of it goes out, a line each.
func beAgent(in io.Reader, out io.Writer) (status int) {
	var o orders
	if err := json.Unmarshal([]byte(os.Getenv(agentChild)), &o); err != nil {
		fmt.Fprintln(out, err)
		return 1
	}
	ctx := context.Background()
	a := actor.NewAgent(o.Name)
	if err := errors.Join(a.SignIn(ctx, o.URL, o.Link), a.Connect(ctx, o.URL), a.AcceptAs(ctx, o.Conversation, "accept")); err != nil {
		fmt.Fprintln(out, err)
		return 1
	}
	epoch := a.Epoch(o.Conversation)
	fmt.Fprintln(out, "accepted")
	lines := make(chan string)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(in); s.Scan(); {
			lines <- s.Text()
		}
	}()
	for {
		select {
		case text, more := <-lines:
			if !more {
				return 0
			}
			fmt.Fprintln(out, says(ctx, a, o, wire.In{Type: wire.TypeSend, ID: text, Text: text, Conversation: o.Conversation, Epoch: epoch}))
		case <-time.After(pinging):
			_ = a.Settle(ctx) // if the connection is gone, who writes finds out
		}
	}
}

// says writes, over a new connection if the old one is gone.
func says(ctx context.Context, a *actor.Agent, o orders, in wire.In) string {
	for tries := 0; ; tries++ {
		_, err := a.Do(ctx, in)
		r, refused := errors.AsType[*actor.Refused](err)
		switch {
		case err == nil:
			return "kept"
		case refused:
			return "refused " + r.Code
		case tries > 0:
			return err.Error()
		}
		if err := a.Connect(ctx, o.URL); err != nil {
			return err.Error()
		}
	}
}

// agentProcess is an agent in a process of their own.
type agentProcess struct {
	t     *testing.T
	cmd   *exec.Cmd
	in    io.WriteCloser
	lines *bufio.Scanner
}

// startAgent starts an agent who accepts a conversation, and waits until they have it.
func startAgent(t *testing.T, o orders) *agentProcess {
	t.Helper()
	b, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	p := &agentProcess{t: t, cmd: exec.Command(os.Args[0])}
	p.cmd.Env, p.cmd.Stderr = append(os.Environ(), agentChild+"="+string(b)), os.Stderr
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.lines = bufio.NewScanner(out)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		_ = p.cmd.Wait() // it was killed
	})
	if said := p.hears(); said != "accepted" {
		t.Fatalf("%s: %s", o.Name, said)
	}
	return p
}

func (p *agentProcess) hears() string {
	p.t.Helper()
	if !p.lines.Scan() {
		p.t.Fatalf("the agent's process ended: %v", p.lines.Err())
	}
	return p.lines.Text()
}

func (p *agentProcess) freeze() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		p.t.Fatal(err)
	}
}

// thaws goes on and writes; it returns what became of that.
func (p *agentProcess) thaws(text string) string {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		p.t.Fatal(err)
	}
	if _, err := fmt.Fprintln(p.in, text); err != nil {
		p.t.Fatal(err)
	}
	return p.hears()
}
