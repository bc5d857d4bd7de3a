package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/store"
	"frontdesk/knowledge/sqldb"
)

// grow writes in the only conversation of a desk that nobody serves, as its customer would from another device, until it
// has more events than the number given. It returns what was written.
func (p *premises) grow(data string, beyond int64) (said []string) {
	p.t.Helper()
	ctx := p.t.Context()
	db, err := sqldb.Open(ctx, filepath.Join(data, "frontdesk.db"), sqldb.Options{})
	if err != nil {
		p.t.Fatal(err)
	}
	defer db.Close()
	nothing := func(*sqldb.Tx, string, int) (bool, error) { return true, nil }
	conversations, err := store.New(ctx, db, nothing, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	var id, visitor string
	if err := db.Read().QueryRowContext(ctx, `SELECT id, visitor FROM conversation`).Scan(&id, &visitor); err != nil {
		p.t.Fatal(err)
	}
	for head := int64(0); head <= beyond; {
		text := fmt.Sprintf("and what about parcel %d", len(said)+1)
		act := fmt.Sprint("elsewhere-", len(said)+1)
		out, err := conversations.Change(ctx, id, nil, bot.Event{Kind: bot.EventMessage, Author: bot.Customer(visitor), ClientID: act, Body: bot.Body{Text: text}}, func(c bot.Conversation) (bot.Change, error) {
			return c.Says(act, text, "", bot.Around{}, time.Now())
		})
		if err != nil {
			p.t.Fatal(err)
		}
		head = out.Conversation.Head
		said = append(said, text)
	}
	return said
}

// head is the number of the newest event of the only conversation.
func (p *premises) head() (n int64) {
	p.t.Helper()
	if err := p.app.Corpus.DB.Read().QueryRowContext(p.t.Context(), `SELECT max(seq) FROM event`).Scan(&n); err != nil {
		p.t.Fatal(err)
	}
	return n
}

// A page stays open while its desk is restored from a backup and then grows beyond what the page has seen. The numbers
// alone would not tell it that what it holds was never said here; it must show what there is, and nothing else.
func TestBrowserRestoredAndGrown(t *testing.T) {
	p := openPremises(t)
	b := startBrowser(t)
	_, panel := p.customer(b, "Customer")
	panel.click("button", "Start a conversation")
	panel.say(composer, opened)
	panel.see(".message.bot .bubble", openedAnswer)

	t.Log("a backup; what is said after it is lost with the desk")
	ctx, dir := t.Context(), t.TempDir()
	file, again := filepath.Join(dir, "desk.backup"), filepath.Join(dir, "again")
	if err := (&backupCommand{File: file, deskAt: deskAt{Data: p.config.Data}}).Run(ctx, new(common)); err != nil {
		t.Fatal(err)
	}
	for i, text := range []string{"how long is the tent guarantee", "how do i wash a down jacket"} {
		panel.say(composer, text)
		panel.await("an answer", func() (bool, error) { return panel.count(".sources button", "") == i+2, nil })
	}
	held := p.head()

	t.Log("the desk is restored, and grows before the page is back")
	p.close()
	if err := (&restoreCommand{File: file, Data: again}).Run(ctx, new(common)); err != nil {
		t.Fatal(err)
	}
	want := append([]string{opened}, p.grow(again, held)...)
	p.config.Data = again
	p.start()
	mine := func() []string {
		return ask[[]string](panel, `return everything('.message.mine .bubble').map((e) => said(e).trim())`)
	}
	panel.await("what is said in the restored desk", func() (bool, error) { return slices.Equal(mine(), want), nil })

	t.Log("and goes on from there")
	panel.say(composer, "thank you")
	want = append(want, "thank you")
	panel.await("the next message", func() (bool, error) { return slices.Equal(mine(), want) && p.stored("thank you") == 1, nil })
	panel.seeNot(".message.mine", "Sending …")
}
