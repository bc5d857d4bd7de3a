package main

import (
	"context"
	"crypto/rand"
	"log/slog"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/insight"
	"frontdesk/bot/mail"
	"frontdesk/bot/privacy"
	"frontdesk/bot/spend"
	bots "frontdesk/bot/store"
	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/backup"
	"frontdesk/knowledge/generation"
	"frontdesk/knowledge/lease"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

// partsOf returns the parts of the program that keep tables, in an order in which they can be made.
func partsOf(log *slog.Logger) []backup.Part {
	return []backup.Part{
		{Name: "audit", Migrate: audit.Migrate},
		{Name: "generation", Migrate: generation.Migrate},
		{Name: "knowledge", Migrate: func(ctx context.Context, db *sqldb.DB) error { return store.New(db).Migrate(ctx) }},
		{Name: "bot", Migrate: func(ctx context.Context, db *sqldb.DB) error {
			_, err := bots.New(ctx, db, nil, nil)
			return err
		}},
		{Name: "account", Migrate: account.Migrate},
		{Name: "insight", Migrate: insight.Migrate},
		{Name: "mail", Migrate: mail.Migrate},
		{Name: "spend", Migrate: spend.Migrate},
		{Name: "lease", Migrate: func(ctx context.Context, db *sqldb.DB) error {
			_, err := lease.New(ctx, db, "restore", log)
			return err
		}},
		{Name: "privacy", Migrate: func(ctx context.Context, db *sqldb.DB) error {
			_, err := customers(ctx, db, log)
			return err
		}},
	}
}

// customers opens what erases customers.
func customers(ctx context.Context, db *sqldb.DB, log *slog.Logger) (*privacy.Privacy, error) {
	return privacy.New(ctx, privacy.Config{
		DB: db, Keep: func() bot.Keep { return bot.Keep{} }, Clock: time.Now, Rand: rand.Reader, Log: log,
	})
}
