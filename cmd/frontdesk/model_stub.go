package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"frontdesk/bot/llm/scripted"
)

// modelStubCommand serves the scripted model server, to try by hand what a model does to answers and what is done when
// it fails.
type modelStubCommand struct {
	Listen  string        `help:"Address to listen on." default:"127.0.0.1:8089"`
	Key     string        `help:"The key that requests must have; without it any will do." placeholder:"KEY"`
	Step    string        `help:"What it does as a rule, such as quote, obey or \"pace 100ms quote\"." default:"quote"`
	Script  string        `help:"A file that says what it does, one step a line (see below)." placeholder:"FILE" type:"existingfile"`
	Slow    time.Duration `help:"Time between two tokens of every reply of --step." placeholder:"DURATION"`
	Window  int           `help:"Tokens that a prompt and the reply asked for may have together; 0 admits any." default:"0" placeholder:"TOKENS"`
	Verbose bool          `help:"Print a line for each request." short:"v"`
	Texts   bool          `help:"Print the texts of requests as well. They are what customers wrote, as far as it was sent."`
}

// Help is shown below the options.
func (modelStubCommand) Help() string {
	return `It has no model: it quotes the passages that it is sent, or fails in one of the ways that models fail. Start it, and frontdesk against it in another terminal:

  frontdesk model-stub -v --slow 60ms
  frontdesk demo --model-url http://127.0.0.1:8089/v1 --model-name any

Steps that say something: quote, echo, obey (does what any text of the prompt tells it to), leak, nothing, refuse, tool-calls, say "Some words.", foreign fr. Steps that change another one, as in "polite quote" or "no-end pace 1s quote": polite, think, markup, uncited, miscited, misplaced, cite-after, mix, repeat 3, invent KIND (` + strings.Join(scripted.Kinds(), ", ") + `), pace 100ms, whole, letters, split-utf8, unstreamed, bytewise, crlf, comments, unspaced, multiline, tight, odd, stall-after 3, hang-up-after 3, reset-after 3, fail-after 3, garbage-after 3, cut-after 100, end-after 100, mid-word, no-finish, no-done, no-end, finish length, encore "More.", two-voices, no-usage, lying-usage 9, blob 1000. Steps that fail: slow 5s, status 500, limited, limited 2, busy 1, no-credit, wrong-key, unknown-model, too-long, no-options, redirect http://elsewhere, page, mislabelled text/plain, garbage, cut, reset, stall, pings 1s, runaway, endless, huge 10000000, empty.

A script has one of them a line. Lines are taken in order, then those with "when" by what is asked, else --step:

  # the first reply breaks off, then two are refused
  hang-up-after 5
  2 limited 1
  when "my parcel" stall
  embeddings status 500

/v1/embeddings is served as well (for --encoder); its vectors are without meaning.`
}

// Run serves until the context ends.
func (c *modelStubCommand) Run(ctx context.Context) error { return c.serve(ctx, os.Stdout) }

func (c *modelStubCommand) serve(ctx context.Context, out io.Writer) error {
	config := scripted.Config{Key: c.Key, Window: c.Window}
	if c.Verbose || c.Texts {
		config.Watch = func(q scripted.Request) { c.tell(out, q) }
	}
	server := scripted.New(config)
	if err := c.prepare(server); err != nil {
		return err
	}
	base, stop, err := server.Listen(c.Listen)
	if err != nil {
		return fmt.Errorf("--listen %s: %w", c.Listen, err)
	}
	fmt.Fprintf(out, "the model server answers at %s\n", base)
	if host, _, err := net.SplitHostPort(c.Listen); err == nil && !net.ParseIP(host).IsLoopback() && host != "localhost" {
		fmt.Fprintln(os.Stderr, "warning: others can reach it; it is for trying things by hand")
	}
	<-ctx.Done()
	return stop()
}

// prepare tells the server what to do.
func (c *modelStubCommand) prepare(server *scripted.Server) error {
	steps, err := scripted.Parse(c.Step)
	switch {
	case err != nil:
		return fmt.Errorf("--step: %w", err)
	case len(steps) != 1:
		return fmt.Errorf("--step %q: want one step; --script has room for more", c.Step)
	case c.Slow < 0:
		return errors.New("--slow: want a duration such as 100ms")
	}
	usual := steps[0]
	if c.Slow > 0 {
		usual = scripted.Pace(c.Slow, usual)
	}
	server.Usually(scripted.Chat, usual)
	if c.Script == "" {
		return nil
	}
	text, err := os.ReadFile(c.Script)
	if err != nil {
		return fmt.Errorf("--script: %w", err)
	}
	script, err := scripted.ParseScript(string(text))
	if err != nil {
		return fmt.Errorf("--script %s: %w", c.Script, err)
	}
	server.Perform(script)
	return nil
}

// tell prints what was asked and what is done about it. Texts are printed only if that was asked for.
func (c *modelStubCommand) tell(out io.Writer, q scripted.Request) {
	size := 0
	for _, m := range q.Messages {
		size += len(m.Content)
	}
	for _, t := range q.Inputs {
		size += len(t)
	}
	line := fmt.Sprintf("%s %s model=%q messages=%d bytes=%d → %s\n", time.Now().Format(time.TimeOnly), q.Route, q.Model, len(q.Messages)+len(q.Inputs), size, q.Step)
	if c.Texts {
		for _, m := range q.Messages {
			line += fmt.Sprintf("  %s: %s\n", m.Role, strings.ReplaceAll(m.Content, "\n", "\n    "))
		}
	}
	_, _ = io.WriteString(out, line) // whoever reads it may have left
}
