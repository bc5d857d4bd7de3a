package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"frontdesk/bot/insight"
	"frontdesk/bot/store"
	"frontdesk/knowledge/care"
	"frontdesk/knowledge/importing/fetch"
)

// carer finds the articles that need somebody, from the articles themselves and from what readers made of them.
type carer struct {
	lists  *care.Lists
	links  *care.Links
	quotes *insight.Quotes
	web    *fetch.Client
	log    *slog.Logger
}

// linkTimeout is how long one address may take to answer.
const linkTimeout = 5 * time.Second

// newCarer returns the lists over a corpus and its conversations. lists.Follow keeps them at hand; close ends the
// connections that the link check keeps.
func newCarer(k *Corpus, conversations *store.Store, log *slog.Logger) *carer {
	c := &carer{
		quotes: insight.NewQuotes(k.DB, conversations, time.Now),
		web:    fetch.New(fetch.Options{Timeout: linkTimeout, Agent: "frontdesk (link check)"}),
		log:    log,
	}
	c.links = care.NewLinks(k.Articles, prober{c.web, log}, time.Now)
	c.lists = care.New(care.Config{
		Store: k.Articles, Votes: tallies{insight.NewVotes(k.DB, time.Now)}, Quotes: c.quotes, Links: c.links, Clock: time.Now, Log: log,
	})
	return c
}

func (c *carer) close() { c.web.Close() }

// quotesEvery is the pause between counts of what was quoted.
const quotesEvery = time.Minute

// follow counts what answers quote, until ctx ends. One node does it for all.
func (c *carer) follow(ctx context.Context) error {
	tick := time.NewTicker(quotesEvery)
	defer tick.Stop()
	for {
		if err := c.quotes.Follow(ctx); err != nil && ctx.Err() == nil {
			c.log.Warn("what answers quote is not counted; it is tried again", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// prober asks for addresses of the public web only.
type prober struct {
	web *fetch.Client
	log *slog.Logger
}

// Probe implements care.Prober. Addresses are asked for beside the request that wants to know, where nothing else would
// hold up what breaks the program.
func (p prober) Probe(ctx context.Context, address string) (status int, asked bool, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			p.log.Error("an address cannot be checked", "address", address, "panic", fmt.Sprint(fault), "stack", string(debug.Stack()))
			status, asked, err = 0, false, errors.New("the server failed while asking for it")
		}
	}()
	if name := example(address); name != "" {
		return 0, false, fmt.Errorf("names under %s are for examples", name)
	}
	status, err = p.web.Probe(ctx, address)
	_, refused := errors.AsType[*fetch.Refused](err)
	return status, !refused, err
}

// reserved are the names under which no public server can be (RFC 6761); articles use them for examples.
var reserved = []string{".example", ".test", ".invalid", ".localhost"}

// example is the reserved name that an address is under, "" if it is under none.
func example(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	at := slices.IndexFunc(reserved, func(name string) bool { return strings.HasSuffix(host, name) })
	if at < 0 {
		return ""
	}
	return reserved[at]
}

// tallies are the votes as the lists read them.
type tallies struct{ votes *insight.Votes }

// Tallies implements care.Votes.
func (t tallies) Tallies(ctx context.Context, span time.Duration) ([]care.Tally, error) {
	found, err := t.votes.ByRevision(ctx, span)
	out := make([]care.Tally, len(found))
	for i, f := range found {
		out[i] = care.Tally(f)
	}
	return out, err
}
