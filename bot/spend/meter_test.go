package spend

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/bot"
)

// What a request took is booked whatever became of it.
func TestBooked(t *testing.T) { each(t, testBooked) }

func testBooked(t *testing.T) {
	reset := errors.New("the connection was reset")
	text := strings.Repeat("word ", 20) // 100 bytes: 25 tokens
	for name, c := range map[string]struct {
		model fake
		want  Use
	}{
		"as counted":               {fake{usage: bot.Usage{Prompt: 70, Completion: 5}}, Use{Requests: 1, Prompt: 70, Completion: 5, Cost: 90e-6}},
		"not counted":              {fake{pieces: []string{text}}, Use{Requests: 1, Estimated: 1, Prompt: 10, Completion: 25, Cost: 110e-6}},
		"broken off":               {fake{pieces: []string{text}, err: reset}, Use{Requests: 1, Failed: 1, Estimated: 1, Prompt: 10, Completion: 25, Cost: 110e-6}},
		"too late":                 {fake{err: fmt.Errorf("x: %w", bot.ErrModelLate)}, Use{Requests: 1, Failed: 1, Estimated: 1, Prompt: 10, Cost: 10e-6}},
		"not reached":              {fake{err: reset}, Use{Requests: 1, Failed: 1}},
		"not asked":                {fake{err: bot.ErrModelDown}, Use{Requests: 1, Failed: 1}},
		"given up by the customer": {fake{err: context.Canceled}, Use{Requests: 1, Estimated: 1, Prompt: 10, Cost: 10e-6}},
		"counted below nothing":    {fake{usage: bot.Usage{Prompt: -70, Completion: 5}}, Use{Requests: 1, Completion: 5, Cost: 20e-6}},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			l := h.ledger(t, Limits{Day: 1000})
			p := bot.Prompt{System: strings.Repeat("s", 30), Spoken: []bot.Spoken{{Text: "0123456789"}}, Payer: customer("1")}
			_, err := l.Meter(c.model).Stream(t.Context(), p, silent)
			if !errors.Is(err, c.model.err) {
				t.Fatalf("error %v, want the model's", err)
			}
			got := days(t, l, 1)[0].All
			if fmt.Sprintf("%.8v", got) != fmt.Sprintf("%.8v", c.want) {
				t.Errorf("booked %+v, want %+v", got, c.want)
			}
			if a := l.accounts[key{l.today(), OfDay, ""}]; a.held != 0 || a.base != c.want.Tokens() {
				t.Errorf("the account has %+v", a)
			}
		})
	}
}

// A reply that its reader ends, and a reader that panics, leave nothing reserved, and are no failures of the model.
func TestReaderEnds(t *testing.T) { each(t, testReaderEnds) }

func testReaderEnds(t *testing.T) {
	h := open(t)
	l := h.ledger(t, Limits{Day: 500})
	enough := errors.New("enough")
	u, err := l.Meter(fake{pieces: []string{"one ", "two "}}).Stream(t.Context(), prompt(customer("1"), 400), func(string) error { return enough })
	if !errors.Is(err, enough) || u.Completion != 1 {
		t.Fatalf("%+v, %v", u, err)
	}
	func() {
		defer func() { recover() }()
		_, _ = l.Meter(fake{pieces: []string{"one "}}).Stream(t.Context(), prompt(customer("1"), 400), func(string) error { panic("a bug") })
	}()
	if got := days(t, l, 1)[0].All; got.Requests != 2 || got.Failed != 0 || got.Tokens() != 4 {
		t.Errorf("booked %+v", got)
	}
	if _, err := l.Meter(fake{}).Stream(t.Context(), prompt(customer("1"), 400), silent); err != nil {
		t.Errorf("something stayed reserved: %v", err)
	}
}

func TestLimits(t *testing.T) { each(t, testLimits) }

func testLimits(t *testing.T) {
	type ask struct {
		payer bot.Payer
		took  int
		want  error
	}
	site := func(name, visitor string) bot.Payer {
		return bot.Payer{Purpose: bot.ForAnswer, Site: name, Visitor: visitor, Address: "net-" + visitor}
	}
	agent := bot.Payer{Purpose: bot.ForAgent, Site: "shop", Visitor: "1", Address: "net-1"}
	for name, c := range map[string]struct {
		limits Limits
		asks   []ask
	}{
		"none": {Limits{}, []ask{{site("shop", "1"), 1e6, nil}, {site("shop", "1"), 1e6, nil}}},
		"day": {Limits{Day: 1000}, []ask{
			{site("shop", "1"), 600, nil}, {site("blog", "2"), 300, nil}, {site("shop", "3"), 10, bot.ErrBudget}, {agent, 10, bot.ErrBudget}}},
		"site": {Limits{Site: 1000}, []ask{
			{site("shop", "1"), 850, nil}, {site("shop", "2"), 10, bot.ErrBudget}, {site("blog", "1"), 10, nil}, {agent, 10, nil}, {bot.Payer{Purpose: bot.ForAnswer}, 10, nil}}},
		"visitor": {Limits{Visitor: 1000}, []ask{
			{site("shop", "1"), 850, nil}, {site("blog", "1"), 10, bot.ErrBudget}, {site("shop", "2"), 10, nil}, {agent, 10, nil}}},
		"address": {Limits{Address: 1000}, []ask{
			{bot.Payer{Purpose: bot.ForQuestion, Visitor: "1", Address: "net"}, 850, nil}, {bot.Payer{Purpose: bot.ForAnswer, Visitor: "2", Address: "net"}, 10, bot.ErrBudget},
			{bot.Payer{Purpose: bot.ForAnswer, Visitor: "1"}, 10, nil}}},
		"staff does not use up what customers have": {Limits{Site: 1000, Visitor: 1000}, []ask{
			{agent, 5000, nil}, {bot.Payer{Purpose: bot.ForEval, Site: "shop"}, 5000, nil}, {site("shop", "1"), 800, nil}}},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			for _, restarts := range []bool{false, true} {
				l := h.ledger(t, c.limits)
				for i, a := range c.asks {
					asked := false
					_, err := l.Meter(fake{usage: bot.Usage{Prompt: a.took}, asked: func() { asked = true }}).Stream(t.Context(), prompt(a.payer, 200), silent)
					if !errors.Is(err, a.want) || asked == (err != nil) {
						t.Fatalf("request %d: %v, asked %t; want %v", i, err, asked, a.want)
					}
					if err != nil && err.Error() != bot.ErrBudget.Error() {
						t.Errorf("the refusal tells more: %v", err)
					}
					if restarts {
						flush(t, l)
						l = h.ledger(t, c.limits)
					}
				}
				h.pass(24 * time.Hour) // a new day has the whole budget again
			}
			refuses := slices.ContainsFunc(c.asks, func(a ask) bool { return a.want != nil })
			if logged := h.logged(); strings.Contains(logged, "a budget for the model is used up") != refuses || strings.Contains(logged, "net") {
				t.Errorf("the log:\n%s", logged)
			}
		})
	}
}

// Many at once cannot overrun a budget together, and what they do not need is given back.
func TestManyAtOnce(t *testing.T) { each(t, testManyAtOnce) }

func testManyAtOnce(t *testing.T) {
	h := open(t)
	l := h.ledger(t, Limits{Day: 1000})
	var sent, refused atomic.Int64
	all := make(chan struct{}) // closed when everybody is under way or refused
	var arriving sync.Mutex
	arrive := func(n *atomic.Int64) {
		arriving.Lock()
		defer arriving.Unlock()
		n.Add(1)
		if sent.Load()+refused.Load() == 100 {
			close(all)
		}
	}
	m := l.Meter(fake{usage: bot.Usage{Prompt: 100, Completion: 20}, before: func() {
		arrive(&sent)
		<-all
	}})
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			_, err := m.Stream(t.Context(), prompt(customer(fmt.Sprint(i)), 200), silent)
			if errors.Is(err, bot.ErrBudget) {
				arrive(&refused)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if sent.Load() != 5 || refused.Load() != 95 {
		t.Fatalf("%d sent, %d refused; want 5 and 95", sent.Load(), refused.Load())
	}
	if got := days(t, l, 1)[0].All; got.Requests != 5 || got.Refused != 95 || got.Tokens() != 600 {
		t.Errorf("booked %+v", got)
	}
	if _, err := l.Meter(fake{}).Stream(t.Context(), prompt(customer("1"), 400), silent); err != nil {
		t.Errorf("400 are left, but: %v", err)
	}
	if n := strings.Count(h.logged(), "used up"); n != 1 {
		t.Errorf("it was logged %d times, want once:\n%s", n, h.logged())
	}
}

// 100 callers, writing down, and reading anew at the same time: nothing is lost, nothing counted twice.
func TestConcurrent(t *testing.T) { each(t, testConcurrent) }

func testConcurrent(t *testing.T) {
	h := open(t)
	l := h.ledger(t, Limits{Day: 1e9, Site: 1e9, Visitor: 1e9, Address: 1e9})
	m := l.Meter(fake{usage: bot.Usage{Prompt: 7, Completion: 3}})
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			for range 10 {
				if _, err := m.Stream(context.Background(), prompt(customer(fmt.Sprint(i%10)), 200), silent); err != nil {
					t.Error(err)
				}
				h.pass(100 * time.Millisecond)
				if i%20 == 0 {
					flush(t, l)
					l.forget()
				}
			}
		})
	}
	wg.Wait()
	if got := days(t, l, 1)[0]; got.All.Tokens() != 10_000 || got.All.Requests != 1000 || got.Site["shop"].Tokens() != 10_000 {
		t.Errorf("booked %+v", got)
	}
	for k, a := range l.accounts {
		sum, err := l.sum(t.Context(), k)
		if err != nil {
			t.Fatal(err)
		}
		if a.used() != sum || a.held != 0 {
			t.Errorf("%s: the account says %+v, the database %d", k.kind, *a, sum)
		}
	}
}
