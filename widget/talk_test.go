package widget

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/chat"
	"frontdesk/bot/desk"
	"frontdesk/bot/mail"
	"frontdesk/bot/privacy"
	"frontdesk/bot/store"
	"frontdesk/knowledge/sqldb"
)

// firstTalk is the id of a conversation, as browsers make them.
const firstTalk = "talk-of-the-first-one"

// talk is what customers say and agents do, over the real store, chat and desk. Only the bot is on demand.
type talk struct {
	t       testing.TB
	db      *sqldb.DB
	store   *store.Store
	book    *desk.Book
	room    *chat.Room
	desk    *desk.Desk
	links   *mail.Links
	privacy *privacy.Privacy
	people  *account.Accounts
	visitor bot.Visitor // who speaks
	now     time.Time
	bot     func(q bot.Question) bot.Decision // what it answers; nil hands off
	asked   []bot.Question
	by      time.Time // until when the bot was given time
	acts    int
}

func openTalk(t testing.TB, db *sqldb.DB, people *account.Accounts) *talk {
	t.Helper()
	d := &talk{t: t, db: db, people: people, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	var err error
	if d.store, err = store.New(t.Context(), db, func(*sqldb.Tx, string, int) (bool, error) { return true, nil }, nil); err != nil {
		t.Fatal(err)
	}
	quiet := func(string, any) error { return nil }
	if d.book, err = desk.OpenBook(t.Context(), d.store, quiet); err != nil {
		t.Fatal(err)
	}
	floor := desk.NewFloor(d.book, d.store, d.clock, func() {})
	d.room = chat.New(chat.Config{
		Log: d.store, Turns: d.store, Answerer: d, Announce: quiet, Plan: d.book.Plan, Prospect: floor.Prospect, Here: floor.Here, Name: d.name,
		Clock: d.clock, Observe: func(bot.Decision, time.Duration) {}, BotName: "Bot", Workers: 1, Deadline: time.Second, Logger: slog.New(slog.DiscardHandler),
	})
	d.desk = desk.New(d.room, d.store, d, floor, d.book, d.clock)
	if d.links, err = mail.NewLinks([]byte(strings.Repeat("k", mail.KeySize)), ownURL, d.clock); err != nil {
		t.Fatal(err)
	}
	d.privacy, err = privacy.New(t.Context(), privacy.Config{DB: db, Keep: d.book.Keep, Announce: quiet, Clock: d.clock, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler)})
	d.must(err)
	d.as("first")
	return d
}

func (d *talk) clock() time.Time { return d.now }

func (d *talk) name(ctx context.Context, id string) string {
	s, err := d.people.ByID(ctx, id)
	if err != nil {
		return ""
	}
	return s.Name
}

// Colleagues are all members of the staff.
func (d *talk) Colleagues(ctx context.Context) (out []desk.Colleague, err error) {
	all, err := d.people.List(ctx)
	for _, s := range all {
		out = append(out, desk.Colleague{ID: s.ID, Name: s.Name})
	}
	return out, err
}

// Turn is the bot.
func (d *talk) Turn(ctx context.Context, q bot.Question) bot.Decision {
	d.asked = append(d.asked, q)
	d.by, _ = ctx.Deadline()
	if d.bot == nil {
		return bot.Decision{Kind: bot.Handoff, Reason: bot.ReasonLowConfidence}
	}
	return d.bot(q)
}

func (d *talk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// as has another visitor speak, who is made if needed.
func (d *talk) as(visitor string) {
	d.t.Helper()
	d.visitor = bot.Visitor{ID: visitor, Site: "shop"}
	if _, known, err := d.store.VisitorOf(d.t.Context(), visitor); err != nil || known {
		d.must(err)
		return
	}
	d.must(d.store.AddVisitor(d.t.Context(), d.visitor, "hash of "+visitor, d.now))
}

func (d *talk) act(conversation string) chat.Act {
	d.now = d.now.Add(2 * time.Minute) // more than the stored time may lag behind
	d.acts++
	return chat.Act{Visitor: d.visitor, Conversation: conversation, ID: fmt.Sprint("m", d.acts), Locale: "en-GB", Page: "https://shop.example/cart", Zone: "Europe/Berlin"}
}

// says is a message of the visitor.
func (d *talk) says(conversation, text string) {
	d.t.Helper()
	_, err := d.room.Say(d.t.Context(), d.act(conversation), text, "")
	d.must(err)
}

// answers is the bot's reaction.
func (d *talk) answers(conversation string, decision bot.Decision) {
	d.t.Helper()
	_, err := d.room.Commit(d.t.Context(), conversation, nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) {
		return c.Decides(decision, "Bot", c.Head, c.Epoch, d.now)
	})
	d.must(err)
}

// agent is what a member of the staff does.
func (d *talk) agent(who account.Staff, conversation string, do func(a desk.Act) (int64, error)) {
	d.t.Helper()
	c, err := d.store.Conversation(d.t.Context(), conversation)
	d.must(err)
	a := d.act(conversation)
	_, err = do(desk.Act{Agent: bot.Author{Kind: bot.ByAgent, ID: who.ID, Name: who.Name}, Supervisor: true, Conversation: conversation, ID: a.ID, Epoch: c.Epoch})
	d.must(err)
}

func (d *talk) takes(who account.Staff, conversation string) {
	d.t.Helper()
	d.agent(who, conversation, func(a desk.Act) (int64, error) { return d.desk.Claim(d.t.Context(), a) })
}

func (d *talk) replies(who account.Staff, conversation, text string) {
	d.t.Helper()
	d.agent(who, conversation, func(a desk.Act) (int64, error) { return d.desk.Reply(d.t.Context(), a, text, 0, nil) })
}

func (d *talk) resolves(who account.Staff, conversation, cause string) {
	d.t.Helper()
	d.agent(who, conversation, func(a desk.Act) (int64, error) { return d.desk.Resolve(d.t.Context(), a, cause) })
}

// rates is the visitor's rating.
func (d *talk) rates(conversation string, score int) {
	d.t.Helper()
	_, err := d.room.Rate(d.t.Context(), d.act(conversation), score, "")
	d.must(err)
}

// settle writes a document of settings over whatever is there.
func (d *talk) settle(name, body string) {
	d.t.Helper()
	s, err := d.book.Get(d.t.Context(), name)
	d.must(err)
	_, err = d.book.Put(d.t.Context(), bot.Setting{Name: name, Revision: s.Revision, Body: body, Author: "somebody", At: d.now})
	d.must(err)
}

func (d *talk) forgetSettings() {
	d.t.Helper()
	d.must(d.db.Write(d.t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec("DELETE FROM setting")
		return err
	}))
}
