package main

import (
	"strings"
	"testing"
	"time"

	"frontdesk/bot/account"
	"frontdesk/knowledge/sqldb"
)

// Managers read whether standards were kept, on every screen, and take the table with them.
func TestBrowserKept(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	p.furnish()
	b := startBrowser(t)
	d := p.signIn(b, "Maud", account.Manager)
	d.open(p.app.URL + "/settings#kept")
	d.see("[data-test=kept-status]", "Nothing was measured")
	s.visit(d, "kept-empty")
	day := int64(24 * time.Hour / time.Millisecond)
	now := time.Now().UnixMilli()
	err := p.app.Corpus.DB.Write(t.Context(), func(tx *sqldb.Tx) error {
		for i := range int64(80) {
			for k, kind := range []string{"wait", "first", "next", "resolve", "promise", "expired"} {
				due := now - i*day
				if kind == "wait" || kind == "expired" {
					due = 0
				}
				if _, err := tx.Exec(`INSERT INTO measure (conversation, seq, kind, team, priority, agent, began, due, ended, kept) VALUES ('c', $1, $2, $3, $4, 'a', $5, $6, $7, $8)`,
					i, kind, []string{"support", "=evil()"}[i%2], []string{"", "urgent"}[i%3/2], now-i*day-i*61000*int64(k+1), due, now-i*day, i%5 > 0); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	d.open(p.app.URL + "/settings#kept?days=90")
	ask[bool](d, `location.reload(); return true`)
	d.see("[data-test=kept-table] caption", "90 days")
	d.see("[data-test=kept-row][data-team='=evil()'][data-kind=first] [data-test=kept-now-share]", " of ")
	d.see("[data-test=kept-row] [data-test=kept-now-n]", "not enough data")
	s.visit(d, "kept")
	ask[bool](d, `const s = document.querySelector('[data-test=kept-days]'); s.value = '7'; s.dispatchEvent(new Event('change', {bubbles: true})); return true`)
	d.see("[data-test=kept-table] caption", "7 days")
	if hash := ask[string](d, `return location.hash`); hash != "#kept?days=7" {
		t.Errorf("the address says %s", hash)
	}
	text := ask[string](d, `window.saved = ''; const old = URL.createObjectURL; URL.createObjectURL = (b) => { b.text().then((x) => window.saved = x); return old(b); };
		document.querySelector('[data-test=kept-csv]').click(); return ''`)
	d.await("the file", func() (bool, error) { text = ask[string](d, `return window.saved`); return text != "", nil })
	if !strings.Contains(text, "'=evil()") || strings.Contains(text, "\n=evil") {
		t.Errorf("the file is %s", text)
	}
	ask[bool](d, `history.back(); return true`)
	d.see("[data-test=kept-table] caption", "90 days")
	d.click("[data-test=go-teams]", "Teams")
	d.see("[data-test=section-teams]", "Teams")
}
