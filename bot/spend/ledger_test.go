package spend

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"frontdesk/bot"
)

func TestOpenRefuses(t *testing.T) { each(t, testOpenRefuses) }

func testOpenRefuses(t *testing.T) {
	h := open(t)
	good := Config{Clock: h.now, Random: strings.NewReader("0123456789abcdef0123456789abcdef")}
	bad := good
	bad.Limits.Site = -1
	if _, err := Open(t.Context(), h.db, bad); err == nil || !strings.Contains(err.Error(), "negative") {
		t.Errorf("a negative limit: %v", err)
	}
	bad = good
	bad.Random = iotest.ErrReader(io.ErrUnexpectedEOF)
	if _, err := Open(t.Context(), h.db, bad); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("without randomness: %v", err)
	}
}

func TestPrice(t *testing.T) { each(t, testPrice) }

func testPrice(t *testing.T) {
	h := open(t)
	if got := h.ledger(t, Limits{}).Price(bot.Usage{Prompt: 2_000_000, Completion: 500_000}); got != 4 {
		t.Errorf("price %v, want 2 + 2", got)
	}
}

// The sums that are kept are those of what was booked, and limits are never overrun by more than the requests under way
// took beyond what was set aside for them.
func TestSums(t *testing.T) { each(t, testSums) }

func testSums(t *testing.T) {
	h := open(t)
	rapid.Check(t, func(r *rapid.T) {
		h.empty(t)
		limits := Limits{Day: 4000, Site: 2500, Visitor: 1500, Address: 2000}
		l := h.ledger(t, limits)
		type way struct {
			hold *hold
			keys []key
		}
		var ways []way
		booked := make(map[key]int64)
		beyond := make(map[key]int64)
		all := Use{}
		r.Repeat(map[string]func(*rapid.T){
			"": func(r *rapid.T) {
				for k, n := range booked {
					held := int64(0)
					for _, w := range ways {
						for _, of := range w.keys {
							if of == k {
								held += w.hold.tokens
							}
						}
					}
					if n+held > l.limit(k.kind)+beyond[k] {
						r.Fatalf("%s: %d booked and %d set aside, of %d and %d beyond", k.kind, n, held, l.limit(k.kind), beyond[k])
					}
				}
			},
			"reserve": func(r *rapid.T) {
				p := bot.Payer{Purpose: rapid.SampledFrom([]bot.Purpose{bot.ForAnswer, bot.ForQuestion, bot.ForAgent}).Draw(r, "purpose"),
					Site: rapid.SampledFrom([]string{"", "shop", "blog"}).Draw(r, "site"), Visitor: rapid.SampledFrom([]string{"", "a", "b"}).Draw(r, "visitor"),
					Address: rapid.SampledFrom([]string{"", "x"}).Draw(r, "address")}
				tokens := rapid.Int64Range(1, 900).Draw(r, "tokens")
				keys, err := l.keys(t.Context(), l.today(), p)
				if err != nil {
					r.Fatal(err)
				}
				got, err := l.reserve(t.Context(), p, tokens)
				if errors.Is(err, bot.ErrBudget) {
					all.Refused++
					return
				}
				if err != nil {
					r.Fatal(err)
				}
				ways = append(ways, way{got, keys})
			},
			"book": func(r *rapid.T) {
				if len(ways) == 0 {
					r.Skip("nothing is under way")
				}
				i := rapid.IntRange(0, len(ways)-1).Draw(r, "which")
				w := ways[i]
				ways = append(ways[:i], ways[i+1:]...)
				took := rapid.IntRange(0, int(w.hold.tokens)+50).Draw(r, "took")
				w.hold.book(bot.Usage{Prompt: took}, false)
				for _, k := range w.keys {
					booked[k] += int64(took)
					beyond[k] += max(0, int64(took)-w.hold.tokens)
				}
				all = all.plus(Use{Requests: 1, Prompt: int64(took)})
			},
			"write":  func(*rapid.T) { flush(t, l) },
			"wait":   func(*rapid.T) { h.pass(4 * time.Second) },
			"forget": func(*rapid.T) { h.pass(time.Minute); l.forget() },
			"restart": func(r *rapid.T) {
				if len(ways) > 0 {
					r.Skip("requests are under way")
				}
				flush(t, l)
				l = h.ledger(t, limits)
			},
		})
		kept := days(t, l, 1)[0].All
		kept.Cost = 0
		if kept != all {
			r.Fatalf("kept %+v, booked %+v", kept, all)
		}
		for k, n := range booked {
			if sum, err := l.sum(t.Context(), k); err != nil || sum != n {
				r.Fatalf("%s: kept %d, booked %d, %v", k.kind, sum, n, err)
			}
		}
	})
}

// Two servers on one database share their limits within a few seconds.
func TestTwoServers(t *testing.T) { each(t, testTwoServers) }

func testTwoServers(t *testing.T) {
	h := open(t)
	one, two := h.ledger(t, Limits{Visitor: 1000}), h.ledger(t, Limits{Visitor: 1000})
	took := fake{usage: bot.Usage{Prompt: 700}}
	if _, err := two.Meter(fake{}).Stream(t.Context(), prompt(customer("1"), 500), silent); err != nil {
		t.Fatal(err)
	}
	if _, err := one.Meter(took).Stream(t.Context(), prompt(customer("1"), 500), silent); err != nil {
		t.Fatal(err)
	}
	flush(t, one)
	h.pass(staleAfter)
	if _, err := two.Meter(took).Stream(t.Context(), prompt(customer("1"), 500), silent); !errors.Is(err, bot.ErrBudget) {
		t.Errorf("the other server's use is not known: %v", err)
	}
}

// What was booked while the database could not be written is written later.
func TestWriteFails(t *testing.T) { each(t, testWriteFails) }

func testWriteFails(t *testing.T) {
	h := open(t)
	l := h.ledger(t, Limits{Day: 1000, Visitor: 1000})
	if _, err := l.Meter(fake{usage: bot.Usage{Prompt: 700}}).Stream(t.Context(), prompt(customer("1"), 500), silent); err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Flush(gone); !errors.Is(err, context.Canceled) {
		t.Fatalf("a write that cannot be: %v", err)
	}
	if _, err := l.Meter(fake{}).Stream(t.Context(), prompt(customer("1"), 500), silent); !errors.Is(err, bot.ErrBudget) {
		t.Errorf("what is not written yet does not count: %v", err)
	}
	if got := days(t, l, 1)[0].All; got.Tokens() != 700 || got.Requests != 1 || got.Refused != 1 {
		t.Errorf("kept %+v", got)
	}
}

// A budget that cannot be read is none that may be used.
func TestReadFails(t *testing.T) { each(t, testReadFails) }

func testReadFails(t *testing.T) {
	h := open(t)
	l := h.ledger(t, Limits{Day: 1000})
	h.db.Close()
	asked := false
	_, err := l.Meter(fake{asked: func() { asked = true }}).Stream(t.Context(), prompt(customer("1"), 500), silent)
	if err == nil || errors.Is(err, bot.ErrBudget) || asked {
		t.Errorf("error %v, asked %t", err, asked)
	}
}

// Nothing that is kept names a visitor or an address, the same ones look different every day, and go after two days.
func TestNobodyIsNamed(t *testing.T) { each(t, testNobodyIsNamed) }

func testNobodyIsNamed(t *testing.T) {
	h := open(t)
	l := h.ledger(t, Limits{Visitor: 1000, Address: 1000})
	seen := make(map[string]bool)
	hashes := func() (out []string) {
		rows, err := h.db.Read().Query(`SELECT hash FROM spend_payer`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				t.Fatal(err)
			}
			out = append(out, s)
		}
		return out
	}
	for range 4 {
		if _, err := l.Meter(fake{usage: bot.Usage{Prompt: 5}}).Stream(t.Context(), prompt(customer("1"), 500), silent); err != nil {
			t.Fatal(err)
		}
		flush(t, l)
		if err := l.tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		now := hashes()
		for _, s := range now {
			seen[s] = true
			if strings.Contains(s, "10.0.0.1") || s == "1" {
				t.Errorf("%q names somebody", s)
			}
		}
		if len(now) > 4 {
			t.Errorf("%d rows of two days, want at most 4", len(now))
		}
		h.pass(24 * time.Hour)
	}
	if len(seen) != 8 {
		t.Errorf("%d hashes in four days for a visitor and an address, want 8", len(seen))
	}
	var salts int
	if err := h.db.Read().QueryRow(`SELECT count(*) FROM spend_salt`).Scan(&salts); err != nil || salts != 2 {
		t.Errorf("%d salts are left, %v; want 2", salts, err)
	}
}

// Days without use are there as well, and what customers took is told by site.
func TestDays(t *testing.T) { each(t, testDays) }

func testDays(t *testing.T) {
	h := open(t)
	l := h.ledger(t, Limits{})
	ask := func(p bot.Payer, tokens int) {
		if _, err := l.Meter(fake{usage: bot.Usage{Prompt: tokens}}).Stream(t.Context(), prompt(p, 500), silent); err != nil {
			t.Fatal(err)
		}
	}
	ask(customer("1"), 10)
	ask(bot.Payer{Purpose: bot.ForEditor, Site: "shop"}, 20)
	h.pass(48 * time.Hour)
	ask(bot.Payer{Purpose: bot.ForQuestion, Site: "blog"}, 40)
	got := days(t, l, 4)
	var lines []string
	for _, d := range got {
		lines = append(lines, fmt.Sprintf("%s %d %d %d %d", d.Date.Format(time.DateOnly), d.All.Tokens(), d.Purpose[bot.ForEditor].Tokens(), d.Site["shop"].Tokens(), d.Site["blog"].Tokens()))
	}
	want := "2026-11-23 40 0 0 40, 2026-11-22 0 0 0 0, 2026-11-21 30 20 10 0, 2026-11-20 0 0 0 0"
	if s := strings.Join(lines, ", "); s != want {
		t.Errorf("days\n%s, want\n%s", s, want)
	}
}

// While it runs, a ledger writes down what is booked, and the log gets one line for each day with use, however often the
// server starts anew.
func TestRun(t *testing.T) { each(t, testRun) }

func testRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		start := time.Now()
		clock := func() time.Time { return noon.Add(time.Since(start)) }
		for range 2 {
			l := h.ledger(t, Limits{})
			l.Clock = clock
			l.add(line{l.today(), bot.ForAnswer, "shop"}, Use{Requests: 3, Failed: 1, Prompt: 1000, Completion: 200, Cost: 0.5})
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan struct{})
			go func() { l.Run(ctx); close(done) }()
			time.Sleep(2 * time.Second)
			if sum, err := l.sum(t.Context(), key{l.today(), OfDay, ""}); err != nil || sum != 1200 {
				t.Errorf("%d tokens are written down, %v", sum, err)
			}
			time.Sleep(13 * time.Hour)
			cancel()
			<-done
		}
		lines := strings.Count(h.logged(), "model use of 2026-11-21")
		if want := `msg="model use of 2026-11-21" requests=3 failed=1 refused=0 prompt=1000 completion=200 cost=0.5`; lines != 1 || !strings.Contains(h.logged(), want) {
			t.Errorf("%d lines, want one with %s:\n%s", lines, want, h.logged())
		}
		if strings.Contains(h.logged(), "11-20") {
			t.Error("a day without use has a line")
		}
	})
}
