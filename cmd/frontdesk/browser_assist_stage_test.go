package main

import (
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot/llm/scripted"
	"frontdesk/cmd/frontdesk/internal/app"
)

// What a model is asked for, told by how its instructions begin.
const (
	toWordAnswers  = "You word the answers of"
	toSummarise    = "You summarise a conversation"
	toReword       = "You reword a message"
	toTranslate    = "You translate a message"
	toDraftArticle = "You draft a help article"
	toAskOtherwise = "You know how customers put their questions"
	toTellTwoApart = "Two articles of a company"
)

// speaker is a model that says to each task what the test has it say.
type speaker struct {
	mu    sync.Mutex
	says  map[string]scripted.Step // by task
	asked map[string]int
	down  bool
}

// on has the model take a step whenever it is asked for something.
func (m *speaker) on(task string, step scripted.Step) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.says[task] = step
}

// fails has the model fail whatever it is asked for, or no longer.
func (m *speaker) fails(is bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.down = is
}

// times is how often it was asked for something.
func (m *speaker) times(task string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.asked[task]
}

// step is what the model does with a request; the zero step is to quote.
func (m *speaker) step(q scripted.Request) scripted.Step {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, task := range []string{toWordAnswers, toSummarise, toReword, toTranslate, toDraftArticle, toAskOtherwise, toTellTwoApart} {
		if !strings.HasPrefix(q.System, task) {
			continue
		}
		m.asked[task]++
		if !m.down {
			return m.says[task]
		}
	}
	if m.down {
		return scripted.Status(500)
	}
	return scripted.Step{}
}

// withSpeaker opens a desk whose model is a speaker.
func withSpeaker(t *testing.T) (*premises, *speaker) {
	t.Helper()
	server, base := startModel(t)
	m := &speaker{says: make(map[string]scripted.Step), asked: make(map[string]int)}
	server.Choose(scripted.Chat, m.step)
	return openPremises(t, func(c *app.Config) {
		c.Model = app.ModelConfig{URL: base, Name: "small", Timeout: 20 * time.Second, Idle: 20 * time.Second}
		c.TurnDeadline = 25 * time.Second
	}), m
}

// sentByAgents is how many messages of agents there are in all conversations.
func (p *premises) sentByAgents() int {
	p.t.Helper()
	return p.counts(`SELECT count(*) FROM event WHERE kind = 'message' AND author = 'agent'`)
}

// readable is how many articles customers can read.
func (p *premises) readable() int {
	p.t.Helper()
	return p.counts(`SELECT count(*) FROM article WHERE published > 0`)
}

func (p *premises) counts(query string) (n int) {
	p.t.Helper()
	if err := p.app.Corpus.DB.Read().QueryRowContext(p.t.Context(), query).Scan(&n); err != nil {
		p.t.Fatal(err)
	}
	return n
}
