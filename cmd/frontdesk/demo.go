package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/cmd/frontdesk/internal/demo"
	"frontdesk/knowledge/importing"
)

// demoCommand starts everything with the demo shop.
type demoCommand struct {
	Listen string `help:"Address of the desk, host:port; port 0 takes any." default:"127.0.0.1:8080"`
	Shop   string `help:"Address of the shop, host:port; port 0 takes any." default:"127.0.0.1:8081"`

	Model app.ModelConfig `embed:"" prefix:"model-"`
}

// Help is shown below the options.
func (demoCommand) Help() string {
	return "Nothing is kept: the data directory is made anew and removed at the end. If an address is in use, another port is taken. Ctrl-C ends it."
}

// Run starts the shop and the desk, prints where they are and serves until the context ends.
func (c *demoCommand) Run(ctx context.Context, common *common) (err error) {
	log := common.quiet()
	dir, err := os.MkdirTemp("", "frontdesk-demo-")
	if err != nil {
		return fmt.Errorf("make a directory for the demo: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	shop, err := listen(c.Shop)
	if err != nil {
		return err
	}
	defer shop.Close()
	config := app.Default()
	config.Data = filepath.Join(dir, "data")
	config.Listen, config.Model = free(c.Listen), c.Model
	config.Title, config.Greeting = "Tarnside help", "Hello! Ask about orders, delivery, returns or our gear."
	config.BotName = "Tarnside's assistant"
	config.Top = []string{"orders/order-status", "delivery/costs-and-times", "returns/how-to-return", "returns/opened-item", "sizes/boots-adults", "repairs/prices-and-times"}
	config.Site = []string{demo.Site + "=" + strings.Join(origins(shop.Addr()), ",")}
	a, err := app.New(ctx, config, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	articles, err := fill(ctx, a, filepath.Join(dir, "corpus"))
	if err != nil {
		return err
	}
	fmt.Printf("%d help articles of the demo shop imported\n", articles)
	links, err := staff(ctx, a)
	if err != nil {
		return err
	}
	settings, err := demo.Settings()
	if err != nil {
		return err
	}
	for name, body := range settings {
		if _, err := a.Book.Put(ctx, bot.Setting{Name: name, Body: body, At: time.Now()}); err != nil {
			return fmt.Errorf("the demo's setting %s: %w", name, err)
		}
	}
	page, err := demo.Shop(a.URL)
	if err != nil {
		return err
	}
	fmt.Printf(`
The shop with the widget:   http://%s/
Sign in as an agent, once:  %s
Sign in as an editor, once: %s
Sign in as a manager, once: %s

Ask in the widget whether an opened item can be returned, then for something no shop help covers, and take the hand-off as the agent.
Change an article as the editor, publish it, and ask again: the answer changes within two seconds.
Change teams, opening hours, standards and canned replies as the manager.

Ctrl-C ends the demo; nothing is kept.
`, shop.Addr(), links[0], links[1], links[2])

	server := &http.Server{Handler: page, ReadHeaderTimeout: 10 * time.Second}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return a.Run(ctx) })
	g.Go(func() error {
		if err := server.Serve(shop); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve the shop: %w", err)
		}
		return nil
	})
	g.Go(func() error { <-ctx.Done(); return server.Close() })
	return g.Wait()
}

// fill brings the demo corpus in, waits until it can be searched and returns the number of articles.
func fill(ctx context.Context, a *app.App, dir string) (int, error) {
	if err := demo.Corpus(dir); err != nil {
		return 0, err
	}
	batch, err := importing.Read(ctx, dir, importing.Options{})
	if err != nil {
		return 0, err
	}
	plan, err := importing.MakePlan(ctx, a.Corpus.Articles, batch)
	if err != nil {
		return 0, err
	}
	done, err := importing.Apply(ctx, a.Corpus.Articles, plan, "import", time.Now())
	if err != nil {
		return 0, err
	}
	a.Corpus.Index.Nudge()
	return done.New, a.Corpus.Index.Wait(ctx)
}

// staff adds an agent, an editor and a manager and returns their sign-in links. There are no passwords.
func staff(ctx context.Context, a *app.App) (links []string, err error) {
	for _, p := range []struct {
		email, name string
		role        account.Role
	}{
		{"ana@tarnside.example", "Ana", account.Agent},
		{"edwin@tarnside.example", "Edwin", account.Editor},
		{"mia@tarnside.example", "Mia", account.Manager},
	} {
		who, err := a.Accounts.Create(ctx, p.email, p.name, []account.Role{p.role})
		if err != nil {
			return nil, err
		}
		token, err := a.Accounts.IssueLink(ctx, who.ID, 0)
		if err != nil {
			return nil, err
		}
		links = append(links, a.URL+"/sign-in#link="+token)
	}
	return links, nil
}

// listen takes the address, or any port of its host if it is in use.
func listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		l, err = net.Listen("tcp", anyPort(address))
	}
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	return l, nil
}

// free returns the address if nobody listens there, else any port of its host.
func free(address string) string {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return anyPort(address)
	}
	l.Close()
	return address
}

func anyPort(address string) string {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	return net.JoinHostPort(host, "0")
}

// origins are the names under which a browser on this machine may open the shop.
func origins(a net.Addr) []string {
	_, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return []string{"http://" + a.String()}
	}
	out := []string{"http://" + a.String()}
	for _, host := range []string{"127.0.0.1", "localhost"} {
		if o := "http://" + net.JoinHostPort(host, port); o != out[0] {
			out = append(out, o)
		}
	}
	return out
}
