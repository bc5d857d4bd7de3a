package live_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/aid"
	"frontdesk/bot/chat"
	"frontdesk/bot/desk"
	"frontdesk/bot/store"
	"frontdesk/widget/live"
	"frontdesk/widget/wire"
)

// people are everybody who can send a frame about a conversation, in the order of the matrix's columns. The
// conversation is one of the owner's, at the shop, in the hands of ana of the support team.
var people = []string{
	"mute",      // a customer's socket that has not said hello
	"owner",     // the visitor whose conversation it is
	"other",     // another visitor of the shop
	"elsewhere", // a visitor of another site of the desk
	"misplaced", // somebody who shows the owner's token on another site
	"blocked",   // a visitor who is kept out
	"ana",       // the agent who has the conversation
	"cleo",      // a colleague of the team
	"ben",       // an agent of another team
	"reader",    // a member of the team who may only read
	"sue",       // a supervisor
}

// verb is one row of the socket's matrix: a frame, and what comes of it for each of the people.
type verb struct {
	frame wire.In
	want  [11]string
}

// What can come of a frame.
const (
	ack     = wire.TypeAck
	pong    = wire.TypePong
	welcome = wire.TypeWelcome
	reads   = "reads"   // it gets events or the state of the conversation
	shown   = "shown"   // the other side sees it
	nothing = "nothing" // nobody notices
	hidden  = wire.CodeNotFound
	never   = wire.CodeForbidden
	taken   = wire.CodeTaken
)

var (
	early  = fmt.Sprint("closed ", wire.CloseProtocol)
	stale  = fmt.Sprint("closed ", wire.CloseTokenStale)
	banned = fmt.Sprint("closed ", wire.CloseBanned)
)

// byCustomer is a row of what only customers do; byStaff of what only staff do.
func byCustomer(owner string) [11]string {
	return [11]string{early, owner, hidden, hidden, stale, banned, never, never, never, never, never}
}

func byStaff(ana, cleo, sue string) [11]string {
	return [11]string{early, never, never, never, stale, banned, ana, cleo, hidden, never, sue}
}

// unnoticed is a row of what has no answer: what the owner and ana cause, and nothing for everybody else.
func unnoticed(owner, ana string) [11]string {
	return [11]string{early, owner, nothing, nothing, stale, banned, ana, nothing, nothing, nothing, nothing}
}

// inAnHour stands for that time.
const inAnHour = -100

var verbs = []verb{
	{wire.In{Type: wire.TypeHello, Site: "shop"}, [11]string{welcome, early, early, early, stale, banned, early, early, early, early, early}},
	{wire.In{Type: wire.TypePing}, [11]string{pong, pong, pong, pong, stale, banned, pong, pong, pong, pong, pong}},
	{wire.In{Type: wire.TypeResume}, [11]string{early, reads, hidden, hidden, stale, banned, reads, reads, hidden, reads, reads}},
	{wire.In{Type: wire.TypeLeave}, unnoticed(nothing, nothing)},
	{wire.In{Type: wire.TypeTyping, Text: "typed"}, unnoticed(shown, shown)},
	{wire.In{Type: wire.TypeStop}, unnoticed(nothing, nothing)}, // that it ends nobody else's answer, the tests of drafts show
	{wire.In{Type: wire.TypeSeen, Seq: 2}, unnoticed(shown, shown)},

	{wire.In{Type: wire.TypeSend, Text: "words"}, [11]string{early, ack, hidden, hidden, stale, banned, ack, taken, hidden, never, taken}},
	{wire.In{Type: wire.TypePerson}, byCustomer(ack)},
	{wire.In{Type: wire.TypeFeedback, Seq: 2, Helpful: new(bool)}, byCustomer(ack)},
	{wire.In{Type: wire.TypeRate, Score: 5}, byCustomer(ack)},
	{wire.In{Type: wire.TypeContact, Email: "ann@shop.example"}, byCustomer(ack)},

	{wire.In{Type: wire.TypeAccept}, byStaff(ack, taken, taken)},
	{wire.In{Type: wire.TypeNote, Text: "a note"}, byStaff(ack, ack, ack)},
	{wire.In{Type: wire.TypeHandBack}, byStaff(ack, taken, taken)},
	{wire.In{Type: wire.TypeRelease}, byStaff(ack, taken, taken)},
	{wire.In{Type: wire.TypeResolve, Cause: "refund"}, byStaff(ack, taken, taken)},
	{wire.In{Type: wire.TypeTakeOver}, [11]string{early, never, never, never, stale, banned, never, never, never, never, ack}},
	{wire.In{Type: wire.TypeAssign, To: "cleo"}, [11]string{early, never, never, never, stale, banned, never, never, never, never, taken}},
	{wire.In{Type: wire.TypeTransfer, To: "cleo"}, byStaff(ack, taken, taken)},
	{wire.In{Type: wire.TypeSnooze}, byStaff(ack, taken, taken)},
	{wire.In{Type: wire.TypeTag, Tags: []string{"vip"}}, byStaff(ack, ack, ack)},
	{wire.In{Type: wire.TypePriority, Priority: "high"}, byStaff(ack, ack, ack)},
	{wire.In{Type: wire.TypePromise, Text: "a call", Until: inAnHour}, byStaff(ack, taken, taken)},
	{wire.In{Type: wire.TypeKept}, byStaff(ack, ack, ack)},
	{wire.In{Type: wire.TypeTakeBack, Text: "why"}, byStaff(ack, ack, ack)},
	{wire.In{Type: wire.TypeMerge}, byStaff(ack, taken, ack)},
	{wire.In{Type: wire.TypeBlock, Text: "abuse"}, byStaff(ack, ack, ack)},
	{wire.In{Type: wire.TypeUnblock, Text: "sorry"}, byStaff(ack, ack, ack)},
	{wire.In{Type: wire.TypeStep, Playbook: "parcel", Step: 0, Done: true}, byStaff(ack, ack, ack)},
	{wire.In{Type: wire.TypeFollowUp, Text: "called"}, byStaff(ack, ack, ack)},
	{wire.In{Type: wire.TypeStatus, Status: "online"}, [11]string{early, never, never, never, stale, banned, ack, ack, ack, never, ack}},
}

// removed are the checks that a twin of the matrix goes without.
type removed struct {
	reading bool // a conversation's visitor when it is read
	acting  bool // a conversation's visitor when something is done in it
	team    bool // an agent's team
	role    bool // whether a member of the staff may take conversations
}

// scene is the desk of the matrix and the conversation it is tried on.
type scene struct {
	*stage
	removed removed
	intrude struct {
		sync.Mutex
		visitor string // whom the twin takes for the owner
	}
	tokens map[string]string // of visitors
	ids    map[string]string
	watch  struct{ owner, ana *client } // the other sides
	id     string                       // conversation
	second string                       // another of the owner's, to be merged into
	epoch  int64
	n      int
}

// deceived is a store whose conversations belong to whoever asks.
type deceived struct {
	*store.Store
	scene           *scene
	reading, acting bool
}

func (d deceived) deceive(c bot.Conversation) bot.Conversation {
	d.scene.intrude.Lock()
	defer d.scene.intrude.Unlock()
	if d.scene.intrude.visitor != "" {
		c.Visitor = d.scene.intrude.visitor
	}
	return c
}

func (d deceived) Conversation(ctx context.Context, id string) (bot.Conversation, error) {
	c, err := d.Store.Conversation(ctx, id)
	if d.reading {
		c = d.deceive(c)
	}
	return c, err
}

func (d deceived) Change(ctx context.Context, id string, create *bot.Conversation, try bot.Event, rule bot.Rule) (bot.Outcome, error) {
	if !d.acting {
		return d.Store.Change(ctx, id, create, try, rule)
	}
	return d.Store.Change(ctx, id, create, try, func(c bot.Conversation) (bot.Change, error) { return rule(d.deceive(c)) })
}

func newScene(t *testing.T, without removed) *scene {
	sc := &scene{removed: without, tokens: map[string]string{}, ids: map[string]string{}}
	sc.stage = setUp(t, live.Limits{}, func(c *chat.Config) {
		c.Log = deceived{c.Log.(*store.Store), sc, false, without.acting}
	})
	sc.settings(func(in *bot.Settings) {
		members := func(ids ...string) (out []bot.Member) {
			for _, id := range ids {
				out = append(out, bot.Member{Agent: id})
			}
			return out
		}
		in.Teams = []bot.Team{
			{ID: "support", Title: "Support", Members: members("ana", "cleo", "reader")},
			{ID: "returns", Title: "our returns team", Members: members("ben")},
		}
	})
	s := sc.stage
	s.put(desk.DocPlaybooks, []aid.Playbook{{ID: "parcel", Title: "Lost parcel", Steps: []string{"Ask the carrier", "Tell the customer"}}})
	s.config.KnownSite = func(site string) bool { return site == "shop" || site == "elsewhere" }
	s.config.Log = deceived{s.store, sc, without.reading, false}
	hub := live.New(s.config)
	mux := http.NewServeMux()
	mux.HandleFunc("/ws/customer", hub.ServeCustomer)
	mux.HandleFunc("/ws/staff", func(w http.ResponseWriter, r *http.Request) {
		id := r.URL.Query().Get("agent")
		hub.ServeStaff(w, r, live.Agent{ID: id, Name: "Agent " + id, Session: "s-" + id,
			MayTake: id != "reader" || without.role, Supervisor: id == "sue" || without.team && id == "ben"})
	})
	server := httptest.NewServer(mux)
	s.url = "ws" + strings.TrimPrefix(server.URL, "http")
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- hub.Run(ctx) }()
	t.Cleanup(func() {
		drain, stop := context.WithTimeout(context.Background(), 5*time.Second)
		defer stop()
		hub.Drain(drain)
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		server.Close()
	})
	for _, who := range []string{"other", "elsewhere", "blocked"} {
		c := s.dial("/ws/customer")
		site := "shop"
		if who == "elsewhere" {
			site = who
		}
		c.send(wire.In{Type: wire.TypeHello, Site: site})
		sc.tokens[who] = c.next(wire.TypeWelcome).Token
		id := newConversation()
		c.does(wire.In{Type: wire.TypePerson, ID: "p", Conversation: id})
		conv, err := s.store.Conversation(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		sc.ids[who] = conv.Visitor
		if who == "blocked" {
			s.staff("ana").does(wire.In{Type: wire.TypeBlock, ID: "b", Conversation: id, Text: "abuse"})
		}
	}
	sc.staff("cleo") // to be passed on to
	return sc
}

// fresh begins a conversation of a new owner's and has ana take it.
func (sc *scene) fresh() {
	sc.t.Helper()
	c, in := sc.customer("")
	sc.tokens["owner"], sc.id, sc.second = in.Token, newConversation(), newConversation()
	c.does(wire.In{Type: wire.TypeSend, ID: "m", Conversation: sc.id, Text: "hello"})
	c.send(wire.In{Type: wire.TypeResume, Conversation: sc.id})
	c.until(nil, 2) // the bot has answered
	c.does(wire.In{Type: wire.TypePerson, ID: "p", Conversation: sc.id})
	c.does(wire.In{Type: wire.TypePerson, ID: "p2", Conversation: sc.second})
	ana := sc.staff("ana")
	ana.does(wire.In{Type: wire.TypeAccept, ID: "k", Conversation: sc.id})
	ana.send(wire.In{Type: wire.TypeResume, Conversation: sc.id})
	for out := range ana.frames() { // before that she is shown nothing that passes
		if out.Type == wire.TypeState && out.Conversation == sc.id {
			break
		}
	}
	sc.watch.owner, sc.watch.ana = c, ana
	conv, err := sc.store.Conversation(sc.t.Context(), sc.id)
	if err != nil {
		sc.t.Fatal(err)
	}
	sc.epoch = conv.Epoch
}

// head is the number of the newest event of the conversation.
func (sc *scene) head() int64 {
	conv, err := sc.store.Conversation(sc.t.Context(), sc.id)
	if err != nil {
		sc.t.Fatal(err)
	}
	return conv.Head
}

// enter opens the socket of somebody, as far as they get.
func (sc *scene) enter(who string) *client {
	sc.t.Helper()
	switch who {
	case "mute":
		return sc.dial("/ws/customer")
	case "owner", "other", "elsewhere", "misplaced", "blocked":
		c, site, token := sc.dial("/ws/customer"), "shop", sc.tokens[who]
		if who == "misplaced" {
			site, token = "elsewhere", sc.tokens["owner"]
		} else if who == "elsewhere" {
			site = who
		}
		c.send(wire.In{Type: wire.TypeHello, Site: site, Token: token})
		if who != "misplaced" && who != "blocked" {
			c.next(wire.TypeWelcome)
		}
		return c
	}
	return sc.staff(who)
}

// try has somebody send a frame about the conversation, and says what comes of it and how long the log was before and
// after.
func (sc *scene) try(who string, in wire.In, want string) (outcome string, before, after int64) {
	sc.t.Helper()
	in = sc.fill(in)
	before = sc.head()
	outcome = sc.outcome(who, in, want)
	return outcome, before, sc.head()
}

// fill completes a frame of the matrix for the conversation as it is.
func (sc *scene) fill(in wire.In) wire.In {
	sc.n++
	in.Conversation, in.Epoch = sc.id, sc.epoch
	switch {
	case in.Type == wire.TypeMerge:
		in.Into = sc.second
	case in.Type == wire.TypeKept, in.Type == wire.TypeTakeBack:
		in.Promise = fmt.Sprintf("made-%d", sc.n)
		sc.watch.ana.does(wire.In{Type: wire.TypePromise, ID: in.Promise, Conversation: sc.id, Epoch: sc.epoch, Text: "a refund", Until: time.Now().Add(time.Hour).UnixMilli()})
	case in.Type == wire.TypeSnooze: // which needs an answer first
		sc.watch.ana.does(wire.In{Type: wire.TypeSend, ID: fmt.Sprintf("answer-%d", sc.n), Conversation: sc.id, Epoch: sc.epoch, Text: "We are looking into it.", Confirm: []string{"newer"}})
		in.Until = time.Now().Add(time.Hour).UnixMilli()
	case in.Until == inAnHour:
		in.Until = time.Now().Add(time.Hour).UnixMilli()
	}
	return in
}

// outcome is what comes of a frame that somebody sends.
func (sc *scene) outcome(who string, in wire.In, want string) string {
	sc.t.Helper()
	sc.intrude.Lock()
	sc.intrude.visitor = sc.ids[who]
	sc.intrude.Unlock()
	defer func() {
		sc.intrude.Lock()
		sc.intrude.visitor = ""
		sc.intrude.Unlock()
	}()
	c := sc.enter(who)
	defer c.ws.Close()
	answered := false
	switch in.Type {
	case wire.TypeHello, wire.TypePing, wire.TypeResume:
	case wire.TypeLeave, wire.TypeTyping, wire.TypeStop, wire.TypeSeen:
		if who != "mute" {
			c.send(wire.In{Type: wire.TypeResume, Conversation: sc.id}) // as far as they may
			c.send(wire.In{Type: wire.TypePing})
			for out := range c.frames() {
				if out.Type == wire.TypePong {
					break
				}
			}
		}
	default:
		in.ID, answered = fmt.Sprintf("try-%d", sc.n), true
	}
	c.send(in)
	if in.Type != wire.TypePing {
		c.send(wire.In{Type: wire.TypePing})
	}
	for out := range c.frames() {
		switch {
		case answered && out.ID == in.ID && out.Type == wire.TypeAck:
			return ack
		case out.Type == wire.TypeError && (!answered || out.ID == in.ID) && out.Code != wire.CodeInvalid:
			return out.Code
		case answered && out.Type == wire.TypeError && out.ID == in.ID:
			return out.Code
		case in.Type == wire.TypeResume && (out.Type == wire.TypeEvents || out.Type == wire.TypeState):
			return reads
		case out.Type == wire.TypeWelcome && in.Type == wire.TypeHello:
			return welcome
		case out.Type == wire.TypePong && in.Type == wire.TypePing:
			return pong
		case out.Type == wire.TypePong && !answered && in.Type != wire.TypeHello && in.Type != wire.TypeResume:
			return sc.effect(in, want)
		}
	}
	select {
	case code := <-c.code:
		return fmt.Sprint("closed ", code)
	default:
		return "no answer"
	}
}

// frames are what comes until the connection ends or nothing comes for too long.
func (c *client) frames() func(yield func(wire.Out) bool) {
	return func(yield func(wire.Out) bool) {
		timeout := time.After(patience)
		for {
			out, open, inTime := c.receive(timeout)
			if !open || !inTime || !yield(out) {
				return
			}
		}
	}
}

// effect looks whether somebody on the other side, or the owner's, was shown what was sent. Where nothing is wanted it
// does not wait long.
func (sc *scene) effect(in wire.In, want string) string {
	patient := 30 * time.Millisecond
	if want == shown {
		patient = patience
	}
	timeout := time.After(patient)
	for {
		var out wire.Out
		select {
		case out = <-sc.watch.owner.in:
		case out = <-sc.watch.ana.in:
		case <-timeout:
			return nothing
		}
		if s := out.State; out.Type == wire.TypeState && (in.Type == wire.TypeTyping && (s.Typing != "" || s.Preview != "") || in.Type == wire.TypeSeen && s.Read >= in.Seq) {
			return shown
		}
	}
}

// socketMatrix tries verbs as everybody, and lists what differs from the matrix.
func socketMatrix(t *testing.T, without removed, rows []verb) (differs []string) {
	sc := newScene(t, without)
	for _, v := range rows {
		dirty := true
		for i, who := range people {
			if dirty {
				sc.fresh()
			}
			got, before, after := sc.try(who, v.frame, v.want[i])
			if got != v.want[i] {
				differs = append(differs, fmt.Sprintf("%s as %s: %s, want %s", v.frame.Type, who, got, v.want[i]))
			}
			dirty = got == ack || got == shown
			if !dirty && after != before {
				differs = append(differs, fmt.Sprintf("%s as %s: %s, and yet it was written down", v.frame.Type, who, got))
			}
		}
	}
	return differs
}

// clientFrames reads the table of frames that clients send from the protocol's source.
func clientFrames(t *testing.T) (out []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../wire/frame.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST || !strings.Contains(g.Doc.Text(), "a client sends") {
			continue
		}
		for _, s := range g.Specs {
			value := s.(*ast.ValueSpec)
			name, err := strconv.Unquote(value.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, name)
		}
	}
	if len(out) < 20 {
		t.Fatalf("only %v were found in the table of frames", out)
	}
	return out
}

// unlisted are the frames that are in the protocol and in no row, and the other way round.
func unlisted(frames []string, rows []verb) (out []string) {
	listed := make(map[string]bool)
	for _, v := range rows {
		listed[v.frame.Type] = true
	}
	for _, f := range frames {
		if !listed[f] {
			out = append(out, f+" is in no row of the matrix")
		}
		delete(listed, f)
	}
	for f := range listed {
		out = append(out, f+" is no frame of the protocol")
	}
	return out
}

// Promise P7 on the socket: every frame of the protocol does for everybody what the matrix says, and none is missing
// from it.
func TestSocketMatrix(t *testing.T) {
	for _, fault := range unlisted(clientFrames(t), verbs) {
		t.Error(fault)
	}
	for _, fault := range socketMatrix(t, removed{}, verbs) {
		t.Error(fault)
	}
}

// The sabotage twins of P7 on the socket: without one of its checks, and with a frame that nobody thought about, the
// matrix must find it out.
func TestSocketMatrixFindsSabotage(t *testing.T) {
	for _, twin := range []struct {
		without removed
		want    []string
	}{
		{removed{reading: true}, []string{"resume as other: reads, want not_found", "resume as elsewhere: reads, want not_found"}},
		{removed{acting: true}, []string{"send as other: ack, want not_found", "rate as elsewhere: ack, want not_found", "contact as other: ack, want not_found"}},
		{removed{team: true}, []string{"resume as ben: reads, want not_found", "note as ben: ack, want not_found"}},
		{removed{role: true}, []string{"note as reader: ack, want forbidden", "status as reader: ack, want forbidden"}},
	} {
		t.Run(fmt.Sprintf("%+v", twin.without), func(t *testing.T) {
			tried := slices.DeleteFunc(slices.Clone(verbs), func(v verb) bool {
				return !slices.ContainsFunc(twin.want, func(want string) bool { return strings.HasPrefix(want, v.frame.Type+" ") })
			})
			differs := socketMatrix(t, twin.without, tried)
			for _, want := range twin.want {
				if !slices.Contains(differs, want) {
					t.Errorf("the matrix does not find %q; it finds %q", want, differs)
				}
			}
		})
	}
	if got := unlisted(append(clientFrames(t), "spy"), verbs); !slices.Equal(got, []string{"spy is in no row of the matrix"}) {
		t.Errorf("a forgotten frame: %v", got)
	}
	if got := unlisted(clientFrames(t), verbs[1:]); len(got) != 1 {
		t.Errorf("a forgotten row: %v", got)
	}
}
