package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/llm/scripted"
	"frontdesk/cmd/frontdesk/internal/actor"
	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/cmd/frontdesk/internal/demo"
	"frontdesk/knowledge/importing/importtest"
	"frontdesk/widget/wire"
)

// thorough reports whether the proofs about the model are to be carried out in full, which takes minutes; otherwise each
// takes a sample.
func thorough() bool { return os.Getenv("FRONTDESK_PROOFS") == "all" }

// The deadlines of a desk whose model is hostile.
const (
	modelTotal   = 1500 * time.Millisecond // for a reply
	modelIdle    = 700 * time.Millisecond  // for a word
	modelReserve = 2 * time.Second         // what an answer may take beyond its deadline
)

// withModel starts a model's server and has the desk use it.
func withModel(t *testing.T, changes ...func(*app.Config)) (*premises, *scripted.Server) {
	t.Helper()
	s, base := startModel(t)
	p := openPremises(t, append([]func(*app.Config){func(c *app.Config) {
		c.Unlimited = true
		c.Model = app.ModelConfig{URL: base, Name: "scripted", Timeout: modelTotal, Idle: modelIdle}
		c.TurnDeadline = modelTotal + time.Second
	}}, changes...)...)
	p.learned()
	return p, s
}

// startModel starts a model's server until the test ends.
func startModel(t *testing.T) (s *scripted.Server, base string) {
	t.Helper()
	s = scripted.New(scripted.Config{})
	base, stop, err := s.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Errorf("stop the model's server: %v", err)
		}
	})
	return s, base
}

// someone connects a customer.
func (p *premises) someone(ctx context.Context, name string) (*actor.Customer, error) {
	c := actor.NewCustomer(name, demo.Site)
	return c, c.Connect(ctx, p.app.URL)
}

var (
	blanks   = regexp.MustCompile(`\s+`)
	listMark = regexp.MustCompile(`(?m)^\s*(?:[•\-–*]|\d+[.)])\s+`)
)

// bare is a text without line breaks and the marks of lists.
func bare(text string) string {
	return strings.TrimSpace(blanks.ReplaceAllString(listMark.ReplaceAllString(text, " "), " "))
}

// rests says what is wrong with a text that the bot said, or was about to say, if the model can do nothing but quote or
// lie: every part of it stands word for word in the revision that it cites, and between the parts stands nothing.
func (p *premises) rests(ctx context.Context, text string, citations []wire.Citation) error {
	for _, canary := range scripted.Canaries() {
		if strings.Contains(text, canary) {
			return fmt.Errorf("%q was made up", canary)
		}
	}
	at := 0
	for _, c := range citations {
		end := c.At + c.End - c.Start
		if c.Len > 0 {
			end = c.At + c.Len
		}
		if c.At < 0 || end > len(text) || end < c.At {
			return fmt.Errorf("the citation %+v is not in the text of %d bytes", c, len(text))
		}
		rev, err := p.app.Corpus.Articles.Revision(ctx, c.Article, c.Revision)
		if err != nil {
			return err
		}
		if part := bare(text[c.At:end]); !strings.Contains(bare(rev.Text), part) {
			return fmt.Errorf("%q is not in revision %d of %q", part, c.Revision, c.Article)
		}
		if between := bare(text[min(at, c.At):c.At]); between != "" {
			return fmt.Errorf("%q rests on nothing", between)
		}
		at = max(at, end)
	}
	if rest := bare(text[at:]); rest != "" {
		return fmt.Errorf("%q rests on nothing", rest)
	}
	return nil
}

// why returns what a model had to do with an event, as the staff may see it.
func (p *premises) why(ctx context.Context, conversation string, seq int64) (why bot.Drafting, err error) {
	var text string
	err = p.app.Corpus.DB.Read().QueryRowContext(ctx, `SELECT trace FROM event WHERE conversation = $1 AND seq = $2`, conversation, seq).Scan(&text)
	if err != nil {
		return why, fmt.Errorf("read the trace of event %d: %w", seq, err)
	}
	var trace bot.Trace
	if err := json.Unmarshal([]byte(text), &trace); err != nil || trace.Draft == nil {
		return why, fmt.Errorf("the trace of event %d tells of no model: %s", seq, text)
	}
	return *trace.Draft, nil
}

// sharedLines are the JSON lines of a file of the shared test data, without which the test is skipped; unless the proofs
// are thorough, one of every so many of them.
func sharedLines[T any](t *testing.T, name string, sample int) (all []T) {
	t.Helper()
	file, err := os.Open(importtest.Shared(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for n := 0; lines.Scan(); n++ {
		var line T
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		if thorough() || n%sample == 0 {
			all = append(all, line)
		}
	}
	if err := lines.Err(); err != nil || len(all) == 0 {
		t.Fatalf("%d lines of %s were read: %v", len(all), name, err)
	}
	return all
}
