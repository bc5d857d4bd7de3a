package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"time"

	"frontdesk/bot/account"
	"frontdesk/bot/insight"
	"frontdesk/bot/store"
	"frontdesk/knowledge/generation"
	"frontdesk/knowledge/lease"
)

// listenAt begins to take connections.
func (a *App) listenAt(c Config) error {
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; choose another address with --listen", c.Listen, err)
	}
	a.door = openDoor(l, a.log)
	a.URL = c.PublicURL
	if a.URL == "" {
		a.URL = "http://" + l.Addr().String()
	}
	return nil
}

// openStores opens the articles and whatever else is in the database. The index begins to load as soon as it can.
func (a *App) openStores(ctx context.Context, c Config, log *slog.Logger) (conversations *store.Store, err error) {
	if a.Corpus, err = OpenCorpus(ctx, c, log, a.fatal); err != nil {
		return nil, err
	}
	db := a.Corpus.DB
	if a.leases, err = lease.New(ctx, db, a.node, log); err != nil {
		return nil, err
	}
	if a.began, err = a.Corpus.Articles.Head(ctx); err != nil {
		return nil, err
	}
	if err = account.Migrate(ctx, db); err != nil {
		return nil, err
	}
	if err = insight.Migrate(ctx, db); err != nil {
		return nil, err
	}
	if a.generation, err = generation.Read(ctx, db); err != nil {
		return nil, err
	}
	a.Accounts = account.New(db, time.Now, rand.Reader, log)
	if a.mail, a.links, err = openMail(ctx, c, db, a.URL, log); err != nil {
		return nil, err
	}
	if conversations, err = store.New(ctx, db, a.Corpus.Articles.StillPublished, &letters{send: a.mail != nil, zone: a.zone}); err != nil {
		return nil, err
	}
	a.conversations, a.history = conversations, conversations
	a.Corpus.traffic.kept, a.Corpus.traffic.tell = conversations, func() { a.announce(subjectShare) }
	a.gaps = newGaps(a.Corpus, conversations, log)
	return conversations, nil
}
