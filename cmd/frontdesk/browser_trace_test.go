package main

import (
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"frontdesk/bot/account"
	"frontdesk/knowledge/sqldb"
)

// searched is the trace of a turn for which articles were searched.
const searched = "[data-test=trace]:has(.sure) "

// swings are the rows of the confidence's parts as they are on the screen: the number, and where the bar
// begins and ends, measured from the middle of its track.
const swings = `return found('[data-test=part]', '').map((row) => {
  const track = row.querySelector('.track').getBoundingClientRect();
  const bar = row.querySelector('.track > span').getBoundingClientRect();
  const middle = track.left + track.width / 2;
  return {
    Odds: Number(row.querySelector('.swing .number').textContent.replace('−', '-')),
    From: bar.left - middle, To: bar.right - middle, Room: track.width / 2,
  };
});`

type swing struct{ Odds, From, To, Room float64 }

// scrollTo brings an element to a place in the list that it is in: "start" or "center".
func (d *document) scrollTo(css, block string) {
	d.t.Helper()
	ask[bool](d, `found(args[0], '')[0].scrollIntoView({ block: args[1], behavior: 'instant' }); return true`, css, block)
}

// puzzle lets a customer ask what nobody wrote down, and then for a person.
func (p *premises) puzzle(b *browser) {
	p.t.Helper()
	_, panel := p.customer(b, "Noa")
	panel.click("button", "Start a conversation")
	panel.say(composer, unknown)
	panel.see(".message.bot, .queue", "")
	panel.say(composer, "I want to talk to a person")
	panel.see(".queue", "")
}

// An agent can read why the bot did not answer, part by part.
func TestBrowserTrace(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	b := startBrowser(t)
	p.puzzle(b)
	agent := p.signIn(b, "Ana", account.Agent)
	agent.click("[data-test=accept-row]", "")
	agent.see(searched+"summary .sure", "% sure")
	agent.click(searched+"summary", "% sure")
	agent.see(searched+"[data-test=verdict]", "% sure; it answers from 50 %. It was not sure enough, so ")
	agent.see(searched+".candidates th", "Share")
	agent.see(searched+".facts", "Confidence from")

	t.Log("the parts that count most come first, the others on demand")
	few := agent.count("[data-test=part]", "")
	agent.scrollTo("[data-test=all-parts]", "center")
	agent.click("[data-test=all-parts]", "more that count less")
	agent.see("[data-test=all-parts]", "Show fewer")
	for _, dir := range []string{"rtl", "ltr"} {
		ask[bool](agent, `document.documentElement.dir = args[0]; return true`, dir)
		rows := ask[[]swing](agent, swings)
		if few < 3 || len(rows) <= few {
			t.Fatalf("%d parts at first, %d in all", few, len(rows))
		}
		checkSwings(t, dir, rows)
	}

	t.Log("each is explained on demand")
	agent.seeNot("[data-test=part] p", "")
	agent.scrollTo("[data-test=parts]", "start")
	agent.click("[data-test=part] summary", "Best among the articles")
	agent.see("[data-test=part] p", "compared with all others that were considered.")
	agent.scrollTo("[data-test=verdict]", "start")
	s.visit(agent, "trace")
	if s.dir != "" {
		agent.scrollTo(".candidates", "start")
		agent.picture(filepath.Join(s.dir, "trace-articles.png"))
	}
	ask[bool](agent, `document.documentElement.dir = 'rtl'; return true`)
	for _, fault := range agent.faults(s.axe) {
		t.Errorf("from right to left: %s", fault)
	}
	if s.dir != "" {
		agent.scrollTo("[data-test=verdict]", "start")
		agent.picture(filepath.Join(s.dir, "trace-rtl.png"))
	}
	none(t, agent)
}

// checkSwings checks that bars go to the right for what speaks for the article, to the left for what speaks
// against it, by their size, and that the largest come first.
func checkSwings(t *testing.T, dir string, rows []swing) {
	t.Helper()
	const pixel = 1.5
	for i, r := range rows {
		right, left := r.To, -r.From
		if r.Odds < 0 {
			right, left = left, right
		}
		if right < 0 || left > pixel || right > r.Room+pixel {
			t.Errorf("%s: %+v is drawn to the wrong side, or too far", dir, r)
		}
		if i > 0 && max(r.Odds, -r.Odds) > max(rows[i-1].Odds, -rows[i-1].Odds) {
			t.Errorf("%s: %+v comes after the smaller %+v", dir, r, rows[i-1])
		}
	}
}

// What was written before there were parts can still be read.
func TestBrowserOldTrace(t *testing.T) {
	p := openPremises(t)
	b := startBrowser(t)
	p.puzzle(b)
	p.close()
	db, err := sqldb.Open(t.Context(), filepath.Join(p.config.Data, "frontdesk.db"), sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const old = `{"query":"engrave a knife","terms":["engrave","knife"],"features":{"coverage":0.25,"margin":0.125},"confidence":0.2,"threshold":0.6,"rule":"an-old-rule","index":"ready","micros":900,
		"candidates":[{"article":"returns/opened-item","revision":1,"title":"Opened items","score":0.456,"start":0,"end":9}]}`
	if err := db.Write(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`UPDATE event SET trace = ? WHERE trace <> ''`, old)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	p.start()
	agent := p.signIn(b, "Ana", account.Agent)
	agent.click("[data-test=accept-row]", "")
	agent.click(searched+"summary", "20 % sure")
	agent.see(searched+"[data-test=verdict]", "20 % sure; it answers from 60 %.")
	agent.see(searched+".candidates th", "Score")
	agent.see(searched+".candidates td.number", "0.46")
	agent.see(searched+".facts", "coverage 0.25 · margin 0.125")
	agent.see(searched+".facts", "an-old-rule")
	if n := agent.count("[data-test=parts]", ""); n != 0 {
		t.Error("parts are shown that the trace does not have")
	}
	agent.do("take a telephone", chromedp.EmulateViewport(390, 844))
	if wide := ask[int](agent, `return document.documentElement.scrollWidth - innerWidth`); wide > 0 {
		t.Errorf("the old trace is %d pixels wider than a telephone", wide)
	}
}
