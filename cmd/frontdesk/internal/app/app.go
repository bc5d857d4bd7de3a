// Package app puts the parts of frontdesk together. It is the only place that constructs them; the
// commands, the demo and the tests all start the same [App].
package app

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"runtime"
	"sync/atomic"
	"time"

	"frontdesk/bot/account"
	"frontdesk/bot/bus"
	"frontdesk/bot/chat"
	"frontdesk/bot/desk"
	"frontdesk/bot/insight"
	"frontdesk/bot/mail"
	"frontdesk/bot/privacy"
	"frontdesk/bot/rehearse"
	"frontdesk/bot/store"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/importing/fetch"
	"frontdesk/knowledge/lease"
	"frontdesk/widget"
	"frontdesk/widget/live"
	"frontdesk/widget/session"
	"frontdesk/widget/ui"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"golang.org/x/sync/errgroup"
)

// App is a whole server: made by New, run by Run, ended by Close.
type App struct {
	Corpus   *Corpus
	Accounts *account.Accounts
	Book     *desk.Book // the rules of the house
	URL      string     // where it can be reached
	Eased    func()     // called once Run has an index that answers, or ends; New sets one that does nothing

	config        Config
	log           *slog.Logger
	node          string       // name of this server among those of the desk
	generation    string       // another one since the desk was restored from a backup
	unlock        func() error // lets another server have the data directory
	conversations *store.Store
	history       history
	leases        *lease.Leases
	bus           *bus.Bus
	floor         *desk.Floor
	keeper        *desk.Keeper
	mail          *mail.Sender // nil without an SMTP server
	links         *mail.Links
	gaps          *gaps
	privacy       *privacy.Privacy
	stage         *rehearse.Stage
	exam          *examRoom
	room          *editing.Room
	folder        *corpusFolder // nil without one
	care          *carer
	model         *model        // nil without one
	web           *fetch.Client // for imports of web pages
	chat          *chat.Room
	hub           *live.Hub
	door          *door
	handler       http.Handler // behind the door

	began    int64       // the newest change of the articles when this server was started
	caughtUp atomic.Bool // the index has had that change
	stopping atomic.Bool // /readyz says no from then on
}

// New opens everything and listens: whoever comes meanwhile waits, and is served once Run runs. What it opened is closed
// again if it fails.
func New(ctx context.Context, c Config, log *slog.Logger) (_ *App, err error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	a := &App{config: c, log: log, Eased: func() {}}
	var beside errgroup.Group // opens what needs no database while the database is opened
	opening, cancel := context.WithCancel(ctx)
	defer func() {
		if err != nil {
			cancel()
			_ = beside.Wait() // what it failed with is not what stopped the start, or is err
			a.Close()
			err = c.plain(err, log)
		}
		cancel()
	}()
	if err = a.claim(); err != nil {
		return nil, err
	}
	if err = a.listenAt(c); err != nil {
		return nil, err
	}
	beside.Go(func() (err error) {
		a.bus, err = bus.Open(opening, log, bus.Config{URLs: c.Bus, Name: a.node})
		return err
	})
	conversations, err := a.openStores(ctx, c, log)
	if err != nil {
		return nil, err
	}
	if err = beside.Wait(); err != nil {
		return nil, err
	}
	if a.Book, err = desk.OpenBook(ctx, conversations, a.bus.Publish); err != nil {
		return nil, err
	}
	if a.privacy, err = privacy.New(ctx, privacy.Config{DB: a.Corpus.DB, Keep: a.Book.Keep, Announce: a.bus.Publish, Clock: time.Now, Rand: rand.Reader, Log: log}); err != nil {
		return nil, err
	}
	a.care = newCarer(a.Corpus, conversations, log)
	a.web = fetch.New(fetch.Options{Agent: ImportAgent})
	if err = a.assemble(ctx, conversations); err != nil {
		return nil, err
	}
	return a, a.unite(ctx)
}

// claim keeps other servers from the data directory, and finds the name of this one.
func (a *App) claim() (err error) {
	if err = a.config.makeData(); err != nil {
		return err
	}
	if a.unlock, err = LockData(a.config.Data); err != nil {
		return err
	}
	a.node, err = a.config.nodeName()
	return err
}

// zone is the time zone in which a team works.
func (a *App) zone(team string) *time.Location { return a.Book.Plan().Calendar(team).Location() }

// assemble connects the parts that were opened.
func (a *App) assemble(ctx context.Context, conversations *store.Store) error {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))

	wanted := a.config.Model
	if a.config.Unlimited {
		wanted.Visitor, wanted.Address = 0, 0
	}
	var err error
	if a.model, err = openModel(ctx, wanted, a.Corpus.DB, registry, a.log); err != nil {
		return err
	}
	drafts := a.drafting(a.model)
	reacts := chat.Answerer(a.Corpus.Answerer)
	if drafts != nil {
		reacts = drafts
	}

	a.floor = desk.NewFloor(a.Book, conversations, time.Now, func() {
		if err := a.bus.Publish(chat.SubjectDesk, nil); err != nil {
			a.log.Warn("presence not announced", "error", err)
		}
	})
	var claims chat.Claims // nil where no other server works on the database
	if a.shared() {
		claims = conversations
	}
	a.chat = chat.New(chat.Config{
		Node: a.node, Claims: claims, Listen: a.bus.Listen,
		Log: conversations, Turns: conversations, Answerer: desk.Guard{Answerer: reacts, Book: a.Book}, Announce: a.bus.Publish,
		Plan: a.Book.Plan, Prospect: a.floor.Prospect, Here: a.floor.Here, Name: a.staffName,
		Clock: time.Now, Observe: a.Corpus.traffic.observe(countTurns(registry)), BotName: a.config.BotName, Workers: a.workers(), Drafts: drafts != nil, Known: namesOf(conversations), Deadline: a.config.TurnDeadline, Logger: a.log,
	})
	agents := desk.New(a.chat, conversations, colleagues{a.Accounts}, a.floor, a.Book, time.Now)
	a.keeper = desk.NewKeeper(agents, conversations, a.log)

	sites, err := a.config.sites()
	if err != nil {
		return err
	}
	a.stage = a.Corpus.Stage(a.config, sites[0].ID, func(bot rehearse.Answerer) rehearse.Answerer { return desk.Guard{Answerer: bot, Book: a.Book} }, a.log)
	a.exam = newExamRoom(a.Corpus, a.config, a.stage, a.log)
	a.room = a.Corpus.Editing(a.stage, a.config.TwoPersons, a.published, a.log)
	if a.folder, err = a.Corpus.folder(ctx, a.config, a.leases, a.room, a.log); err != nil {
		return err
	}
	proxies, err := a.config.proxies()
	if err != nil {
		return err
	}
	vouchers, err := a.config.vouchers()
	if err != nil {
		return err
	}
	limits, requests := live.DefaultLimits, widget.Limits{}
	if a.config.Unlimited {
		limits, requests = live.Limits{}, widget.Limits{Customer: -1, Search: -1, Vote: -1, SignIn: -1, Staff: -1}
	}
	addresses := session.NewAddresses(proxies)
	a.hub = live.New(live.Config{
		Room: a.chat, Desk: agents, Log: conversations, Visitors: conversations, Bus: a.bus,
		KnownSite:   knownSite(sites),
		Vouch:       vouchers.Verify,
		CheckOrigin: func(*http.Request) bool { return true }, // widget has checked the exact origin before it calls the hub
		Address:     addresses.Network,
		NewToken:    newToken,
		HashToken:   session.Hash,
		AgentName:   a.staffName,
		NewID:       rand.Text,
		SignedIn: func(ctx context.Context, session string) bool {
			_, err := a.Accounts.Renew(ctx, session)
			return !errors.Is(err, account.ErrNoSession)
		},
		Clock: time.Now, Limits: limits, Count: countSockets(registry), Logger: a.log, Generation: a.generation,
	})
	a.Accounts.OnRevoke(a.hub.SignOut)
	a.gauges(registry, conversations)
	a.Corpus.traffic.gauge(registry)

	handler, err := widget.New(widget.Config{
		PublicURL: a.URL, Sites: sites, TrustedProxies: proxies, MetricsPublic: a.config.MetricsPublic, Limits: requests,
		Files: ui.Files(), Accounts: a.Accounts, Index: a.Corpus.Index, Corpus: a.Corpus.Articles,
		Editing: a.room, Stage: a.stage, Exam: a.exam, Synonyms: a.Corpus.Articles, Imports: a.imports(),
		Care: a.care.lists, LinkCheck: a.care.links, Uploads: a.Corpus.Articles, Suggestions: a.Corpus.Articles, Votes: insight.NewVotes(a.Corpus.DB, time.Now), Desk: staffed{a.floor, a.Book}, Standards: insight.NewStandards(a.Corpus.DB, time.Now),
		Agents: agents, Book: a.Book, Settings: a.Book, Answerer: a.Corpus.Answerer, History: conversations, Visitors: conversations,
		Gaps: a.gaps, Links: a.links, Privacy: a.privacy, Models: a.model.models(), Drafts: drafts.answers(), Writing: drafts.articles(), NewToken: newToken, NewID: rand.Text,
		CustomerSocket: http.HandlerFunc(a.hub.ServeCustomer), StaffSocket: a.serveStaff,
		Ready: a.ready, Standing: a.standing, Registry: registry, Clock: time.Now, Log: a.log,
	})
	if err != nil {
		return err
	}
	a.handler = handler
	return nil
}

// workers is how many turns run at the same time. With a database of its own they wait for it most of their time; how many
// of them search at the same time is limited elsewhere.
func (a *App) workers() int {
	if a.shared() {
		return 16 * runtime.GOMAXPROCS(0)
	}
	return 2 * runtime.GOMAXPROCS(0)
}

// Close closes what New opened.
func (a *App) Close() error {
	var errs []error
	if a.door != nil {
		errs = append(errs, a.door.close())
	}
	if a.stage != nil {
		a.stage.Close()
	}
	if a.care != nil {
		a.care.close()
		a.web.Close()
	}
	errs = append(errs, a.model.close())
	if a.Corpus != nil {
		errs = append(errs, a.Corpus.Close())
	}
	if a.bus != nil {
		errs = append(errs, a.bus.Close())
	}
	if a.unlock != nil {
		errs = append(errs, a.unlock())
	}
	return errors.Join(errs...)
}

// fatal ends the process after a failed sync: nobody knows what the disk holds, and the next start
// recovers from the log.
func (a *App) fatal(err error) {
	a.log.Error("the disk failed to sync; stopping at once, nothing acknowledged is lost", "error", err)
	os.Exit(3)
}

// newToken returns a visitor's token: more than 256 random bits.
func newToken() string { return rand.Text() + rand.Text() }

func knownSite(sites []widget.Site) func(string) bool {
	known := make(map[string]bool, len(sites))
	for _, s := range sites {
		known[s.ID] = true
	}
	return func(id string) bool { return known[id] }
}
