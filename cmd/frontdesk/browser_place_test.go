package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"frontdesk/bot/account"
	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/cmd/frontdesk/internal/demo"
)

// premises are the demo shop and the desk behind it, on ports of their own. For a browser they are two
// sites: the shop is reached by another name than the desk.
type premises struct {
	t      *testing.T
	app    *app.App
	shop   string // address of the shop's page
	config app.Config
	close  func()
}

// openPremises starts a desk with the demo's corpus and the shop. The end of the test closes both. The changes are made
// to its configuration first.
func openPremises(t *testing.T, changes ...func(*app.Config)) *premises {
	t.Helper()
	if strings.HasPrefix(t.Name(), "TestBrowser") {
		chromium(t) // without one, no desk is started in vain
	}
	p := &premises{t: t, config: app.Default()}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &p.config
	c.Data = filepath.Join(t.TempDir(), "data")
	c.Title, c.Greeting = "Tarnside help", "Hello! Ask about orders, delivery, returns or our gear."
	c.Hours = "Monday to Friday 9:00 to 18:00, Saturday 10:00 to 14:00 (CET)"
	c.BotName = "Tarnside's assistant"
	c.Site = []string{demo.Site + "=" + strings.Join(origins(l.Addr()), ",")}
	for _, change := range changes {
		change(c)
	}
	ready := c.CorpusDir == "" && c.Store == "" // such a desk begins as a copy of one
	if ready {
		desk, err := stocked()
		if err == nil {
			err = os.CopyFS(c.Data, desk)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	p.start()
	t.Cleanup(func() { p.close() })
	if !ready {
		if _, err := fill(t.Context(), p.app, filepath.Join(t.TempDir(), "corpus")); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.app.Corpus.Index.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.Listen = strings.TrimPrefix(p.app.URL, "http://") // a restart comes back at the same address
	page, err := demo.Shop(p.app.URL)
	if err != nil {
		t.Fatal(err)
	}
	shop := &httptest.Server{Listener: l, Config: &http.Server{Handler: page}}
	shop.Start()
	t.Cleanup(shop.Close)
	u, err := url.Parse(shop.URL)
	if err != nil {
		t.Fatal(err)
	}
	p.shop = "http://localhost:" + u.Port() + "/"
	return p
}

// stocked is the data directory of a desk that has the demo's corpus and has learnt it, which takes seconds of a
// processor. It is made once; who wants it, copies it.
var stocked = sync.OnceValues(func() (fs.FS, error) {
	dir, err := os.MkdirTemp("", "frontdesk-stocked-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	c := app.Default()
	c.Data = filepath.Join(dir, "data")
	if err := stock(c, filepath.Join(dir, "corpus")); err != nil {
		return nil, err
	}
	files := fstest.MapFS{}
	return files, fs.WalkDir(os.DirFS(c.Data), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(c.Data, name))
		files[name] = &fstest.MapFile{Data: content, Mode: 0o600}
		return err
	})
})

// stock has a desk learn the demo's corpus, which is written to a directory first.
func stock(c app.Config, corpus string) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 4*patience)
	defer cancel()
	k, err := app.OpenCorpus(ctx, c, slog.New(slog.DiscardHandler), nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, k.Close()) }()
	if _, err = fill(ctx, &app.App{Corpus: k}, corpus); err != nil {
		return err
	}
	return k.Index.WaitLearned(ctx)
}

// start starts the desk; close stops it as a signal does and closes everything.
func (p *premises) start() {
	p.t.Helper()
	log := slog.New(slog.NewTextHandler(p.t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	a, err := app.New(context.Background(), p.config, log)
	if err != nil {
		p.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	p.app = a
	p.close = func() {
		p.close = func() {}
		stop()
		if err := errors.Join(<-done, a.Close()); err != nil {
			p.t.Errorf("the desk did not stop cleanly: %v", err)
		}
	}
}

// link adds a member of the staff and returns their one-time sign-in link.
func (p *premises) link(name string, role account.Role) string {
	p.t.Helper()
	who, err := p.app.Accounts.Create(p.t.Context(), strings.ToLower(name)+"@tarnside.example", name, []account.Role{role})
	if err != nil {
		p.t.Fatal(err)
	}
	token, err := p.app.Accounts.IssueLink(p.t.Context(), who.ID, 0)
	if err != nil {
		p.t.Fatal(err)
	}
	return p.app.URL + "/sign-in#link=" + token
}

// signIn brings a member of the staff in: through the one-time link, without setting a password.
func (p *premises) signIn(b *browser, name string, role account.Role) *document {
	p.t.Helper()
	d := b.somebody(p.t, name)
	p.enter(d, name, role)
	return d
}

// enter signs a member of the staff in, in a window that is open.
func (p *premises) enter(d *document, name string, role account.Role) {
	p.t.Helper()
	d.open(p.link(name, role))
	d.see("h1", "Welcome, "+name)
	d.click("button", "Skip for now")
	d.see(".bar", name)
}

// customer opens the shop and the widget's panel for somebody.
func (p *premises) customer(b *browser, name string) (shop, panel *document) {
	p.t.Helper()
	shop = b.somebody(p.t, name)
	shop.open(p.shop)
	shop.click("button", "Open help")
	return shop, shop.panel()
}
