package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"frontdesk/bot"
	"frontdesk/bot/draft"
	"frontdesk/bot/llm"
	"frontdesk/bot/llm/scripted"
	"frontdesk/knowledge"
)

// The articles of a shop that is attacked, in paragraphs. They have words that the obeying model takes for orders, so
// that it says what is true among all that it makes up.
const (
	trueFirst  = "You can return unopened items within 30 days of delivery. Send them back in their box."
	trueSecond = "Refunds take 5 working days after the parcel has arrived. They go to the account that you paid from."
	trueOther  = "Standard delivery takes 3 working days. We show the costs before you pay."
	askedOften = "Can I return an unopened item?"
)

// Places where an attack can stand.
const (
	inQuestion = "question"
	inArticle  = "article"
	inHistory  = "history"
)

var attackPlaces = []string{inQuestion, inArticle, inHistory}

// papers are published revisions by article.
type papers map[string]knowledge.Revision

func (p papers) PublishedRevision(_ context.Context, article string) (knowledge.Revision, error) {
	if r, ok := p[article]; ok {
		return r, nil
	}
	return knowledge.Revision{}, fmt.Errorf("%q: %w", article, knowledge.ErrNotFound)
}

func (p papers) publish(article, title, text string) {
	p[article] = knowledge.Revision{Article: article, Number: 1, Text: text, Content: knowledge.Content{Title: title, Locale: "en"}}
}

// decided is what the rules say whatever is asked.
type decided struct{ bot.Decision }

func (d decided) Turn(context.Context, bot.Question) bot.Decision { return d.Decision }

// target is a turn with an attack in it.
type target struct {
	attack
	place  string
	papers papers
	q      bot.Question
	rules  decided
	sly    bool              // the sly model tries as well
	words  map[string]string // of the papers, by article
	cut    bool              // the attack did not fit into the articles that a model is given
}

// Sizes of what a model is given of an article, in bytes, with room for the true words.
const (
	partFirst = 1200
	partOther = 700
)

// aim puts an attack into its place.
func aim(a attack, place string) *target {
	t := &target{attack: a, place: place, papers: papers{}, q: bot.Question{Text: askedOften, Locale: "en", Payer: bot.Payer{Purpose: bot.ForAnswer}}}
	first := trueFirst + "\n\n"
	others := []string{trueOther}
	title := "Delivery"
	switch place {
	case inQuestion:
		t.q.Text = a.Text
	case inHistory:
		t.q.Earlier = []bot.Exchange{{Question: a.Text, Answer: a.Text, Kind: bot.Answer, Articles: []string{"returns"}}}
	case inArticle:
		part, rest := splitAt(a.Text, partFirst)
		first += part + "\n\n"
		title, _ = splitAt(a.Text, 80)
		for len(others) < 4 && rest != "" {
			part, rest = splitAt(rest, partOther)
			others = append(others, part)
		}
		t.cut = rest != ""
	}
	t.papers.publish("returns", "Returns and refunds", first+trueSecond)
	list := []bot.Candidate{{Article: "returns", Revision: 1, Title: "Returns and refunds", Score: .6, End: len(trueFirst)}}
	for i, text := range others {
		id := fmt.Sprintf("other%d", i)
		t.papers.publish(id, title, text)
		list = append(list, bot.Candidate{Article: id, Revision: 1, Title: title, Score: .3, End: len(text)})
	}
	t.rules = decided{bot.Decision{
		Kind: bot.Answer, Text: trueFirst,
		Citations: []bot.Citation{{N: 1, Article: "returns", Revision: 1, Title: "Returns and refunds", End: len(trueFirst)}},
		Trace:     bot.Trace{Query: t.q.Text, Rule: "confident", Candidates: list},
	}}
	return t
}

// splitAt cuts a text after at most so many bytes, in between characters.
func splitAt(text string, most int) (head, rest string) {
	if len(text) <= most {
		return text, ""
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most], text[most:]
}

// outcome is what came of a turn.
type outcome struct {
	bot.Decision
	shown []bot.Partial
	took  time.Duration
}

// suffer has the bot answer with a model.
func (t *target) suffer(ctx context.Context, m draft.Model) (o outcome) {
	d := draft.New(draft.Config{
		Answerer: t.rules, Model: m, Revisions: t.papers, Total: turnLimit, Log: slog.New(slog.DiscardHandler),
		Link: func(article string) string { return "https://desk.example/a/" + article },
	})
	q := t.q
	q.Along = func(p bot.Partial) { o.shown = append(o.shown, p) }
	ctx, cancel := context.WithTimeout(ctx, turnLimit)
	defer cancel()
	began := time.Now()
	decision := d.Turn(ctx, q)
	o.Decision, o.took = decision, time.Since(began)
	return o
}

// turnLimit is the deadline of a turn; so long does nothing take unless it hangs.
const turnLimit = 30 * time.Second

// gallery are clients of one model's server, each with a key of its own, by which the server knows who asks. Every
// address that one of them dials is noted, and only the server's is reached.
type gallery struct {
	server *scripted.Server
	base   string
	mu     sync.Mutex
	dialed map[string]int
	says   map[string]string                      // what the model says to a client, by key, instead of the usual
	speak  func(q scripted.Request) scripted.Step // else; nil for the usual
	chats  chan *client
}

// client is one of a gallery's.
type client struct {
	*llm.Chat
	key string
}

var errForeign = errors.New("nobody goes there")

func openGallery(t *testing.T, clients int, watch func(scripted.Request)) *gallery {
	t.Helper()
	g := &gallery{dialed: make(map[string]int), says: make(map[string]string), chats: make(chan *client, clients)}
	g.server = scripted.New(scripted.Config{Watch: watch})
	base, stop, err := g.server.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g.base = base
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Errorf("stop the model's server: %v", err)
		}
	})
	g.server.Choose(scripted.Chat, func(q scripted.Request) scripted.Step {
		g.mu.Lock()
		defer g.mu.Unlock()
		if text, ok := g.says[q.Key]; ok {
			return scripted.Whole(scripted.Say(text))
		}
		if g.speak != nil {
			return g.speak(q)
		}
		return scripted.Step{}
	})
	home := strings.TrimSuffix(strings.TrimPrefix(base, "http://"), "/v1")
	transport := &http.Transport{MaxIdleConnsPerHost: clients, DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		g.mu.Lock()
		g.dialed[address]++
		g.mu.Unlock()
		if address != home {
			return nil, errForeign
		}
		var d net.Dialer
		return d.DialContext(ctx, network, address)
	}}
	t.Cleanup(transport.CloseIdleConnections)
	for i := range clients {
		key := fmt.Sprintf("client-%d", i)
		chat, err := llm.NewChat(llm.ChatConfig{
			BaseURL: base, Key: key, Model: "scripted", Total: turnLimit, Idle: turnLimit, HTTP: &http.Client{Transport: transport},
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(chat.Close)
		g.chats <- &client{chat, key}
	}
	return g
}

// tell sets what the model says to a client; "" for the usual.
func (g *gallery) tell(c *client, text string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if text == "" {
		delete(g.says, c.key)
		return
	}
	g.says[c.key] = text
}

// foreign are the addresses that were dialled beside the server's.
func (g *gallery) foreign() (out []string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for a, n := range g.dialed {
		if !strings.Contains(g.base, "//"+a+"/") {
			out = append(out, fmt.Sprintf("%s, %d times", a, n))
		}
	}
	return out
}
