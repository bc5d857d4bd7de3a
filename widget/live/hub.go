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
//
// # How customers read along
//
// What the bot is about to say comes as drafts, each with all that is known of it. They are shown to the customer who
// follows the conversation, and to nobody else. A connection has at most one draft of a conversation to be sent: a newer
// one takes its place, and none is queued for who reads slowly. None is sent after the message that it became.
//
// # How several nodes are one
//
// Whatever one node commits it announces to the others: events, drafts, who is looking, who was blocked, signed out or
// erased. All of that is a hint. What is lost is found by the next ping: it tells the client the heads of what it follows,
// and the node whether this client may still be here. When the bus was away, every node looks at once.
//
// # How agents see the desk
//
// The lists are read once for all agents. Each connection gets them whole with the welcome and afterwards only the
// rows that changed for it, at once after a quiet time and else every 100 ms, or less often when that takes long. Who reads slowly gets fewer and newer
// rows instead of more. Who is typing, reading or looking is a signal over the bus that nobody stores.
package live

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"frontdesk/bot"
	"frontdesk/bot/chat"
	"frontdesk/bot/desk"
	"frontdesk/bot/privacy"
)

// Room is the chat as customers use it.
type Room interface {
	Say(ctx context.Context, a chat.Act, text, choice string) (int64, error)
	AskForPerson(ctx context.Context, a chat.Act) (int64, error)
	Feedback(ctx context.Context, a chat.Act, ref int64, helpful bool) (int64, error)
	Rate(ctx context.Context, a chat.Act, score int, comment string) (int64, error)
	LeaveContact(ctx context.Context, a chat.Act, email, name string) (int64, error)
	// Stop ends the wording of an answer for its customer, and Left because its customer has gone.
	Stop(conversation, visitor string) error
	Left(conversation string)
}

// Log reads conversations.
type Log interface {
	Events(ctx context.Context, conversation string, after int64, limit int) ([]bot.Event, error)
	Conversation(ctx context.Context, id string) (bot.Conversation, error)
	Lines(ctx context.Context, v bot.View, who string, limit int) ([]bot.Line, error)
	// Seen returns the number of the newest event that somebody has seen; staff is "" for the customer.
	Seen(ctx context.Context, conversation, staff string) (int64, error)
}

// Visitors knows who holds which token.
type Visitors interface {
	AddVisitor(ctx context.Context, v bot.Visitor, tokenHash string, now time.Time) error
	VisitorByToken(ctx context.Context, tokenHash string, now time.Time) (bot.Visitor, bool, error)
	VisitorOf(ctx context.Context, id string) (bot.Visitor, bool, error)
	// Vouch lets a user in whom the host page vouches for; fresh says that in.Token is theirs from now on.
	Vouch(ctx context.Context, in bot.Login, now time.Time) (v bot.Visitor, fresh bool, err error)
}

// Bus carries announcements.
type Bus interface {
	Publish(subject string, v any) error
	Listen(subject string, decode func(data []byte) (any, error), f func(subject string, v any)) (cancel func(), err error)
}

// Config is what a hub is made of. All fields must be set but those that say otherwise.
type Config struct {
	Room        Room
	Desk        *desk.Desk
	Log         Log
	Visitors    Visitors
	Bus         Bus
	KnownSite   func(site string) bool
	Vouch       func(site, token string, now time.Time) (bot.Vouched, error) // checks a host page's word for its user; the customer reads why not
	CheckOrigin func(r *http.Request) bool                                   // exact list; refuses with a constant 403
	Address     func(r *http.Request) string
	NewToken    func() string             // 256 random bits
	HashToken   func(token string) string // how tokens are stored
	AgentName   func(ctx context.Context, agent string) string
	NewID       func() string                                  // 128 random bits
	SignedIn    func(ctx context.Context, session string) bool // whether a staff session still holds
	Generation  string                                         // of the desk: another one since it was restored from a backup; "" is not told
	Clock       func() time.Time
	Limits      Limits
	Count       func(event string, n int) // metrics, see Events
	Logger      *slog.Logger
}

// Events are what Config.Count counts. Those that begin with "limit_" say that a limit has kept somebody from something:
// the connections of one address or of the node, the rate of new ones, of frames, of acts, of requests for a person and
// of new visitors, the bytes that wait for one reader or for all, and for how long they wait.
var Events = []string{"opened", "closed", "refused", "frame", "error", "slow", "looked_again",
	"limit_address", "limit_total", "limit_accepts", "limit_frames", "limit_acts", "limit_staff_acts", "limit_people", "limit_visitors",
	"limit_queue", "limit_queues", "limit_age"}

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

	leaving   leavers
	again     chan struct{} // buffered by one: everything has to be looked at anew
	greeted   atomic.Int64  // hellos and resumes that wait or are being answered
	turnstile turnstile
	queued    atomic.Int64 // bytes that wait for readers, of all connections

	work    sync.WaitGroup // one per connection
	refresh refresher
	board   board
	looks   *looks
	zones   zones
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
		looks:     newLooks(),
		again:     make(chan struct{}, 1),
	}
	h.upgrader = websocket.Upgrader{
		// Small buffers, because ten thousand connections are idle most of the time; write buffers are
		// lent from a pool while there is something to write. Compression stays off: with it the read
		// limit counts compressed bytes.
		ReadBufferSize:  512,
		WriteBufferSize: 1024,
		WriteBufferPool: &sync.Pool{},
		CheckOrigin:     c.CheckOrigin,
		Error: func(w http.ResponseWriter, _ *http.Request, status int, _ error) { // a foreign origin, or no upgrade
			c.Count("refused", 1)
			http.Error(w, http.StatusText(status), status)
		},
	}
	return h
}

// Run follows the bus until ctx ends.
func (h *Hub) Run(ctx context.Context) error {
	for _, l := range []struct {
		subject string
		decode  func([]byte) (any, error)
		f       func(name string, v any)
	}{
		{chat.SubjectConversation + "*", decodeNews, func(_ string, v any) { h.dispatch(v.(*bot.News)) }},
		{chat.SubjectDraft + "*", decodeDraft, func(id string, v any) { h.showDraft(strings.TrimPrefix(id, chat.SubjectDraft), v.(*bot.Partial)) }},
		{chat.SubjectDesk, decodeNothing, func(string, any) { h.refresh.everything() }},
		{desk.SubjectSettings, decodeNothing, func(string, any) { h.refresh.everything() }},
		{subjectSignal + "*", decodeSignal, func(id string, v any) { h.heard(strings.TrimPrefix(id, subjectSignal), v.(*signal)) }},
		{subjectSignedOut, decodeSignedOut, func(_ string, v any) { h.signedOut(v.(*signedOut)) }},
		{privacy.SubjectErased, privacy.DecodeErased, func(_ string, v any) { h.erased(v.(*privacy.Erased)) }},
		{subjectBanished + "*", decodeNothing, func(visitor string, _ any) { h.banished(strings.TrimPrefix(visitor, subjectBanished)) }},
	} {
		cancel, err := h.Bus.Listen(l.subject, l.decode, l.f)
		if err != nil {
			return err
		}
		defer cancel()
	}
	var looking sync.WaitGroup
	looking.Go(func() { h.lookAgain(ctx) })
	h.keepFresh(ctx)
	looking.Wait()
	return nil
}

// What other processes announce, decoded.
func decodeNews(data []byte) (any, error) {
	n := new(bot.News)
	err := json.Unmarshal(data, n)
	return n, err
}

func decodeNothing([]byte) (any, error) { return nil, nil }

// agentName is called with locks held, so that a store that is away is not waited for.
func (h *Hub) agentName(id string) string {
	ctx, cancel := context.WithTimeout(context.Background(), pongPatience)
	defer cancel()
	return h.AgentName(ctx, id)
}

// Open counts the open connections.
func (h *Hub) Open() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.conns)
}

// Queued is how many bytes wait for readers, of all connections.
func (h *Hub) Queued() int64 { return h.queued.Load() }

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
}
