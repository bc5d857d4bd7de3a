// Package widget is the edge: everything with a browser at the other end. It puts the pages, the customers' API,
// the staff's API and the sockets under one address and decides who gets through to what.
//
//   - wire is the one list of what may cross the socket
//   - live holds the sockets
//   - session says who is at the other end
//   - ui holds the pages themselves
//
// # Who may do what
//
// A route names the permission it needs where it is mounted (routes.go); account.Allowed says which role has
// it. A handler behind a permission is given the person as an argument and cannot be reached without.
//
// # Errors
//
// Handlers return errors. errors.go is the one table from errors to statuses, codes and sentences; what it does
// not know is answered as "internal" with a constant body, and only the log has the rest.
package widget

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"frontdesk/bot/account"
	"frontdesk/bot/insight"
	"frontdesk/knowledge"
	"frontdesk/knowledge/pattern"
	"frontdesk/widget/session"
)

// Site is a product's website that carries the widget.
type Site struct {
	ID       string   // in addresses: lower-case letters, digits, "-" and "_"
	Title    string   // of the panel
	Greeting string   // the bot's first words
	Hours    string   // when people answer, in words; may be empty
	Origins  []string // pages that may show the panel, such as https://shop.example
	Top      []string // ids of the articles on the panel's home; empty means what readers found helpful
}

// Config is what the edge is made of. Everything is needed unless it says otherwise.
type Config struct {
	PublicURL      string         // address at which browsers reach this desk, such as https://desk.example
	Sites          []Site         // at least one
	TrustedProxies []netip.Prefix // proxies whose X-Forwarded-For is believed; may be empty
	MetricsFrom    []netip.Prefix // networks besides this machine that may read /metrics; may be empty
	MetricsPublic  bool           // let everybody read /metrics
	Limits         Limits         // zero means the defaults

	Files     fs.FS     // the built pages, ui.Files()
	Accounts  Accounts  //
	Index     Index     //
	Corpus    Corpus    //
	Editing   Editing   //
	Votes     Votes     //
	Desk      Desk      //
	Standards Standards // *insight.Standards
	Gaps      Gaps      //
	Stage     Stage     // *rehearse.Stage
	Exam      Exam      // *store.Store of the articles, or what keeps the index at it besides
	Synonyms  Synonyms  // *store.Store of the articles
	Care      Care      // *care.Lists
	LinkCheck LinkCheck // *care.Links
	Uploads   Uploads   // *store.Store of the articles
	Imports   Imports   // what articles are brought in and written out with

	Suggestions Suggestions // *store.Store of the articles

	Agents   Agents        // *desk.Desk
	Book     Book          // *desk.Book
	Settings Settings      // *desk.Book
	Answerer Answerer      // the bot's own, for suggested replies
	History  History       // *store.Store of the conversations
	Visitors Visitors      // the same
	Links    Links         // *mail.Links
	Privacy  Privacy       // *privacy.Privacy
	Models   Models        // how the language model does; nil without one
	Drafts   AgentDrafts   // *assist.Assist; nil without a model
	Writing  EditorDrafts  // the same
	NewToken func() string // of a visitor, 256 random bits
	NewID    func() string // of an act, random

	CustomerSocket http.Handler // GET /ws/customer; called for our own pages and those of the sites only
	StaffSocket    StaffHandler // GET /ws/staff; called for authenticated agents from our own pages only

	Ready    func(ctx context.Context) []Problem // the parts that do not work now
	Standing func(ctx context.Context) Standing  // of this server within its desk; nil if there is nothing to say
	Registry *prometheus.Registry                //
	Clock    func() time.Time                    //
	Log      *slog.Logger                        //
}

// StaffHandler serves a request of a member of the staff.
type StaffHandler func(w http.ResponseWriter, r *http.Request, who account.Staff)

// Accounts knows the staff; *account.Accounts is one.
type Accounts interface {
	session.Authenticator
	SignIn(ctx context.Context, email, password, address string) (account.Grant, error)
	RedeemLink(ctx context.Context, token string) (account.Grant, error)
	SignOut(ctx context.Context, token string) error
	ChangePassword(ctx context.Context, who account.Staff, current, password string) error
	List(ctx context.Context) ([]account.Staff, error)
}

// Index searches the published articles; *index.Index is one.
type Index interface {
	Search(ctx context.Context, q knowledge.Query) (knowledge.Result, error)
	State() knowledge.IndexState
}

// Votes counts what readers found helpful; *insight.Votes is one.
type Votes interface {
	Add(ctx context.Context, article string, revision int, helpful bool) error
	Best(ctx context.Context, span time.Duration, n int) ([]insight.Tally, error)
}

// Desk knows whether people answer at the moment.
type Desk interface {
	Staffed(site string) bool
}

// edge is the whole of the package's state.
type edge struct {
	Config
	log        *slog.Logger
	clock      func() time.Time
	permit     func([]account.Role, account.Permission) bool
	sites      map[string]Site
	assets     map[string]*asset
	origins    *session.Origins
	addresses  *session.Addresses
	cookies    session.Cookies
	gate       *session.Gate
	figures    *figures
	exposition http.Handler
	best       *bestArticles
	pulse      pulse
	uploads    *uploads // nil if articles are not imported here
	mux        *chi.Mux

	prefix   string // of request ids
	requests atomic.Uint64
}

// New returns the handler of the whole desk. It fails if the configuration names what cannot be, or if the
// built pages are incomplete.
func New(c Config) (http.Handler, error) {
	e, err := newEdge(c, account.Allowed)
	if err != nil {
		return nil, err
	}
	return e.mux, nil
}

// newEdge is New with the rule about roles as an argument, for the test that proves that it matters.
func newEdge(c Config, permit func([]account.Role, account.Permission) bool) (*edge, error) {
	e := &edge{Config: c, log: c.Log, clock: c.Clock, permit: permit, sites: make(map[string]Site),
		prefix: strconv.FormatInt(c.Clock().UnixMilli(), 36) + "-"}
	origins := make(map[string][]string)
	for _, s := range c.Sites {
		if err := checkSite(s); err != nil {
			return nil, err
		}
		if _, twice := e.sites[s.ID]; twice {
			return nil, fmt.Errorf("site %q is configured twice", s.ID)
		}
		e.sites[s.ID], origins[s.ID] = s, s.Origins
	}
	if len(e.sites) == 0 {
		return nil, errors.New("no site is configured")
	}
	var err error
	if e.origins, err = session.NewOrigins(c.PublicURL, origins); err != nil {
		return nil, err
	}
	if e.assets, err = readAssets(c.Files); err != nil {
		return nil, err
	}
	if e.figures, err = newFigures(c.Registry); err != nil {
		return nil, err
	}
	e.Limits = c.Limits.withDefaults()
	e.addresses = session.NewAddresses(c.TrustedProxies)
	e.cookies = session.NewCookies(e.origins.Secure())
	e.gate = session.NewGate(c.Accounts, e.cookies, permit)
	e.exposition = promhttp.HandlerFor(c.Registry, promhttp.HandlerOpts{})
	e.best = newBestArticles(c.Votes, c.Clock)
	if e.uploads, err = newUploads(c.Imports.Dir, c.Imports.Articles, c.NewToken); err != nil {
		return nil, err
	}
	e.mux = e.routes()
	return e, nil
}

var siteID = pattern.Of(`^[a-z0-9][a-z0-9_-]{0,62}$`)

func checkSite(s Site) error {
	if !siteID.MatchString(s.ID) {
		return fmt.Errorf("site id %.80q: at most 63 lower-case letters, digits, - and _ are allowed", s.ID)
	}
	return nil
}
