// Package live holds the open sockets. A [Hub] accepts connections of customers and staff, checks every
// frame, passes acts on to the chat and the desk, and brings each connection the events of the
// conversations it follows, in order and without gaps.
//
// # How a connection stays complete
//
// Following a conversation means having a cursor, the number of the newest event passed on. News from the
// bus that continues at the cursor is passed on as it is; anything else makes the connection read the log
// from its cursor. The connection is registered for news before it first reads the log, so nothing falls
// between. News is only a hint: the heads in each pong let the client notice what was lost.
//
// # How a slow reader harms nobody
//
// Each connection has a queue bounded in bytes and a deadline for each write. Who cannot keep up is
// closed with a code that says "come back". The writer goroutine exists only while there is something to
// write, so that an idle connection costs one goroutine.
package live

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"frontdesk/bot"
	"frontdesk/bot/chat"
	"frontdesk/bot/desk"
	"frontdesk/widget/wire"
)

// Room is the chat as customers use it.
type Room interface {
	Say(ctx context.Context, a chat.Act, text, choice string) (int64, error)
	AskForPerson(ctx context.Context, a chat.Act) (int64, error)
	Feedback(ctx context.Context, a chat.Act, ref int64, helpful bool) (int64, error)
	Rate(ctx context.Context, a chat.Act, score int, comment string) (int64, error)
	LeaveContact(ctx context.Context, a chat.Act, email, name string) (int64, error)
}

// Log reads conversations.
type Log interface {
	Events(ctx context.Context, conversation string, after int64, limit int) ([]bot.Event, error)
	Conversation(ctx context.Context, id string) (bot.Conversation, error)
	Lines(ctx context.Context, v bot.View, who string, limit int) ([]bot.Line, error)
}

// Visitors knows who holds which token.
type Visitors interface {
	AddVisitor(ctx context.Context, v bot.Visitor, tokenHash string, now time.Time) error
	VisitorByToken(ctx context.Context, tokenHash string, now time.Time) (bot.Visitor, bool, error)
}

// Bus carries announcements.
type Bus interface {
	Publish(subject string, v any) error
	Listen(subject string, decode func(data []byte) (any, error), f func(subject string, v any)) (cancel func(), err error)
}

// Config is what a hub is made of. All fields must be set.
type Config struct {
	Room        Room
	Desk        *desk.Desk
	Log         Log
	Visitors    Visitors
	Bus         Bus
	KnownSite   func(site string) bool
	CheckOrigin func(r *http.Request) bool // exact list; refuses with a constant 403
	Address     func(r *http.Request) string
	NewToken    func() string             // 256 random bits
	HashToken   func(token string) string // how tokens are stored
	AgentName   func(ctx context.Context, agent string) string
	NewID       func() string                                  // 128 random bits
	SignedIn    func(ctx context.Context, session string) bool // whether a staff session still holds
	Clock       func() time.Time
	Limits      Limits
	Count       func(event string, n int) // metrics: "opened", "closed", "slow", "refused", "frame", "error"
	Logger      *slog.Logger
}

// Hub holds the open sockets of one process.
type Hub struct {
	Config
	upgrader websocket.Upgrader
	limits   *limiters

	mu        sync.Mutex
	conns     map[*conn]struct{}
	followers map[string][]*conn
	staff     map[*conn]struct{}
	draining  bool

	work    sync.WaitGroup // one per connection
	refresh refresher
}

// New returns a hub. It follows the bus once Run is called.
func New(c Config) *Hub {
	h := &Hub{
		Config:    c,
		limits:    newLimiters(c.Limits, c.Clock),
		conns:     make(map[*conn]struct{}),
		followers: make(map[string][]*conn),
		staff:     make(map[*conn]struct{}),
		refresh:   newRefresher(),
	}
	h.upgrader = websocket.Upgrader{
		// Small buffers, because ten thousand connections are idle most of the time; write buffers are
		// lent from a pool while there is something to write. Compression stays off: with it the read
		// limit counts compressed bytes.
		ReadBufferSize:  512,
		WriteBufferSize: 1024,
		WriteBufferPool: &sync.Pool{},
		CheckOrigin:     c.CheckOrigin,
		Error: func(w http.ResponseWriter, _ *http.Request, status int, _ error) {
			c.Count("refused", 1)
			http.Error(w, http.StatusText(status), status)
		},
	}
	return h
}

// Run follows the bus until ctx ends.
func (h *Hub) Run(ctx context.Context) error {
	cancelNews, err := h.Bus.Listen(chat.SubjectConversation+"*", decodeNews, func(_ string, v any) { h.dispatch(v.(*bot.News)) })
	if err != nil {
		return err
	}
	defer cancelNews()
	cancelDesk, err := h.Bus.Listen(chat.SubjectDesk, decodeNothing, func(string, any) { h.refresh.everything() })
	if err != nil {
		return err
	}
	defer cancelDesk()
	cancelTyping, err := h.Bus.Listen(subjectTyping+"*", decodeText, func(subject string, v any) {
		h.typing(strings.TrimPrefix(subject, subjectTyping), v.(string))
	})
	if err != nil {
		return err
	}
	defer cancelTyping()
	h.keepFresh(ctx)
	return nil
}

// What other processes announce, decoded.
func decodeNews(data []byte) (any, error) {
	n := new(bot.News)
	err := json.Unmarshal(data, n)
	return n, err
}

func decodeText(data []byte) (any, error) {
	var s string
	err := json.Unmarshal(data, &s)
	return s, err
}

func decodeNothing([]byte) (any, error) { return nil, nil }

// dispatch brings news to everybody who follows the conversation.
func (h *Hub) dispatch(n *bot.News) {
	h.mu.Lock()
	followers := append([]*conn(nil), h.followers[n.Conversation]...)
	anyStaff := len(h.staff) > 0
	h.mu.Unlock()
	var frames newsFrames
	for _, c := range followers {
		c.news(n, &frames)
	}
	if n.Moved || leavesContact(n.Events) {
		h.refresh.moved(n.Conversation)
	} else if anyStaff {
		h.refresh.desk()
	}
}

// leavesContact reports whether the customer's name or address changed, which is part of the state.
func leavesContact(events []bot.Event) bool {
	return slices.ContainsFunc(events, func(e bot.Event) bool { return e.Kind == bot.EventContact })
}

// Drain tells every client to come back later and waits until they are gone or ctx ends. New connections
// are refused from the first moment on.
func (h *Hub) Drain(ctx context.Context) {
	h.mu.Lock()
	h.draining = true
	open := make([]*conn, 0, len(h.conns))
	for c := range h.conns {
		open = append(open, c)
	}
	h.mu.Unlock()
	for _, c := range open {
		c.bye(wire.CloseDraining, "draining", "the server restarts", drainRetry)
	}
	gone := make(chan struct{})
	go func() { h.work.Wait(); close(gone) }()
	select {
	case <-gone:
	case <-ctx.Done():
		for _, c := range open {
			c.ws.Close()
		}
		<-gone
	}
}

// drainRetry is after how long clients should come back, in milliseconds; they add their own jitter.
const drainRetry = 1000

// SignOut closes the sockets of a staff session that has ended, or of all sessions of the staff member if
// session is "".
func (h *Hub) SignOut(staff, session string) {
	h.mu.Lock()
	var gone []*conn
	for c := range h.staff {
		if a := c.agent; a.ID == staff && (session == "" || a.Session == session) {
			gone = append(gone, c)
		}
	}
	h.mu.Unlock()
	for _, c := range gone {
		c.close(wire.CloseSignedOut, "signed out")
	}
}

func (h *Hub) agentName(id string) string {
	ctx, cancel := context.WithTimeout(context.Background(), actTimeout)
	defer cancel()
	return h.AgentName(ctx, id)
}

// Open counts the open connections.
func (h *Hub) Open() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.conns)
}

func (h *Hub) add(c *conn) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.draining {
		return false
	}
	h.conns[c] = struct{}{}
	if c.agent != nil {
		h.staff[c] = struct{}{}
	}
	h.work.Add(1)
	h.Count("opened", 1)
	return true
}

func (h *Hub) remove(c *conn) {
	h.mu.Lock()
	delete(h.conns, c)
	delete(h.staff, c)
	for _, f := range c.follows {
		h.unfollowLocked(f.id, c)
	}
	h.mu.Unlock()
	h.Count("closed", 1)
	h.work.Done()
}

func (h *Hub) follow(id string, c *conn) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, other := range h.followers[id] {
		if other == c {
			return
		}
	}
	h.followers[id] = append(h.followers[id], c)
}

func (h *Hub) unfollow(id string, c *conn) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.unfollowLocked(id, c)
}

// unfollowLocked makes a new list, because a dispatch may be reading the old one.
func (h *Hub) unfollowLocked(id string, c *conn) {
	var rest []*conn
	for _, other := range h.followers[id] {
		if other != c {
			rest = append(rest, other)
		}
	}
	if rest == nil {
		delete(h.followers, id)
	} else {
		h.followers[id] = rest
	}
}
