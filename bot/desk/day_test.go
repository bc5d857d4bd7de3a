package desk_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/chat"
)

// A simulated day: customers come, ask, leave and come back; agents come and go, fall silent, vanish; the process is
// killed again and again. Afterwards the logs and the store must show that nobody was dropped. Who was connected when
// is an input of the day; everything else that is checked is read from the logs and the store.
//
// FRONTDESK_SEED=n runs the day of one seed, FRONTDESK_GUESTS=n with so many conversations.

// day is one simulated day.
type day struct {
	*stage
	rng    *rand.Rand
	guests []*guest
	agents []*agent
	life   *life
	steps  []time.Time // when the keeper looked
	here   map[string]map[time.Time]bool
	lines  []bot.Line            // that wait, as of the last step
	mine   map[string][]bot.Line // with agents, as of the last step

	hours    time.Duration // of work
	flagOnly bool          // sabotage: whoever came once counts as here
	kills    int
}

// life is that of a process. Its last commit may be kept without anybody hearing of it.
type life struct {
	left  int // commits until it is killed; negative for none
	after bool
	dead  bool
}

var errKilled = errors.New("the process was killed")

// mortal is a store whose process may be killed at every commit, before it or after it.
type mortal struct {
	chat.Log
	life *life
}

func (m mortal) Change(ctx context.Context, id string, create *bot.Conversation, try bot.Event, rule bot.Rule) (bot.Outcome, error) {
	l := m.life
	if l.dead {
		return bot.Outcome{}, errKilled
	}
	if l.left--; l.left != 0 {
		return m.Log.Change(ctx, id, create, try, rule)
	}
	l.dead = true
	if l.after {
		if out, err := m.Log.Change(ctx, id, create, try, rule); err != nil {
			return out, err
		}
	}
	return bot.Outcome{}, errKilled
}

// house is two teams: one whose agents choose, one whose agents are given work.
func house(people []string) bot.Settings {
	s := office()
	support := s.Teams[0]
	returns := support
	returns.ID, returns.Title, returns.Auto = "returns", "Returns", true
	returns.Standards = map[bot.Priority]bot.Standard{bot.Normal: {First: 180, Next: 300, Resolve: 3600}, bot.Urgent: {First: 60, Next: 90, Resolve: 1800}}
	for i, p := range people {
		m := bot.Member{Agent: p, Capacity: 2 + i%3}
		if i%2 == 0 || i == 0 {
			support.Members = append(support.Members, m)
		}
		if i%2 == 1 || i == 0 {
			if i%4 == 1 {
				m.Skills = []string{"de"}
			}
			returns.Members = append(returns.Members, m)
		}
	}
	s.Teams = []bot.Team{support, returns}
	s.Routes = []bot.Route{{Team: "returns", Pages: []string{"/returns"}}}
	s.Silent, s.Expire = 600, 2*3600
	return s
}

// sabotage takes one protection out of a day.
type sabotage struct {
	change   func(c bot.Conversation, ch *bot.Change) // what a commit becomes
	flagOnly bool
}

type sabotagedLog struct {
	chat.Log
	change func(c bot.Conversation, ch *bot.Change)
}

func (s sabotagedLog) Change(ctx context.Context, id string, create *bot.Conversation, try bot.Event, rule bot.Rule) (bot.Outcome, error) {
	return s.Log.Change(ctx, id, create, try, func(c bot.Conversation) (bot.Change, error) {
		ch, err := rule(c)
		if err == nil {
			s.change(c, &ch)
		}
		return ch, err
	})
}

// newDay prepares a day.
func newDay(t testing.TB, seed uint64, guests, agents int, hours time.Duration, cut sabotage) *day {
	t.Helper()
	var people []string
	for i := range agents {
		people = append(people, fmt.Sprintf("a%02d", i))
	}
	d := &day{rng: rand.New(rand.NewPCG(seed, 4)), here: make(map[string]map[time.Time]bool), flagOnly: cut.flagOnly, hours: hours}
	d.stage = newStage(t, house(people), people...)
	d.watch.set(time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC))
	d.wrap = func(l chat.Log) chat.Log {
		if cut.change != nil {
			l = sabotagedLog{l, cut.change}
		}
		return mortal{l, d.life}
	}
	d.dead = func() bool { return d.life.dead }
	for i := range guests {
		d.guests = append(d.guests, d.newGuest(i))
	}
	for _, p := range people {
		d.agents = append(d.agents, d.newAgent(p))
		d.here[p] = make(map[time.Time]bool)
	}
	d.rebirth()
	return d
}

// rebirth starts the process anew; it will be killed in its turn.
func (d *day) rebirth() {
	d.life = &life{left: 100 + d.rng.IntN(16*len(d.guests)), after: d.rng.IntN(2) == 0}
	d.restart()
	for _, a := range d.agents {
		a.cut()
	}
}

// run lets the day pass: hours of work, then an evening and two days in which nobody comes.
func (d *day) run() {
	end := d.watch.Now().Add(d.hours)
	for d.watch.Now().Before(end) {
		d.step(time.Duration(30+d.rng.IntN(31)+len(d.guests)/80) * time.Second)
		d.work()
		if d.life.dead {
			d.kills++
			d.rebirth()
		}
	}
	d.life.left = -1
	for _, a := range d.agents {
		a.shiftEnd = time.Time{}
	}
	for range 40 {
		d.step(time.Minute)
	}
	for range 50 {
		d.step(time.Hour)
	}
}

// step moves the clock, lets agents come and go, and has the keeper look.
func (d *day) step(by time.Duration) {
	now := d.watch.Now().Add(by).Truncate(time.Second)
	d.watch.set(now)
	d.steps = append(d.steps, now)
	for _, a := range d.agents {
		a.comesAndGoes()
		d.here[a.id][now] = a.truth()
	}
	d.keep()
	var err error
	d.lines, err = d.store.Lines(context.Background(), bot.ViewWaiting, "", 200)
	d.must(err)
	owned, err := d.store.Lines(context.Background(), bot.ViewOwned, "", 1000)
	d.must(err)
	d.mine = make(map[string][]bot.Line)
	for _, l := range owned {
		d.mine[l.Owner.Agent] = append(d.mine[l.Owner.Agent], l)
	}
}

// keep has the keeper look, and the bot take its turns. A keeper that was killed says so in the log.
func (d *day) keep() {
	d.watch.set(d.watch.Now().Add(time.Millisecond))
	d.keeper.Look(context.Background())
	turns, err := d.store.DueTurns(context.Background(), d.watch.Now(), 1<<20)
	d.must(err)
	for _, t := range turns {
		d.turn(t.Conversation)
	}
}

// seeds are those of the days to run: in CI many small ones.
func seeds(t *testing.T) (seeds []uint64, guests int) {
	guests = 40
	if s := os.Getenv("FRONTDESK_GUESTS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		guests = n
	}
	if s := os.Getenv("FRONTDESK_SEED"); s != "" {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return []uint64{n}, guests
	}
	n := 20
	switch {
	case detector:
		n, guests = 2, 15
	case testing.Short():
		n = 4
	}
	for i := range n {
		seeds = append(seeds, uint64(i+1))
	}
	return seeds, guests
}

func TestDay(t *testing.T) {
	t.Parallel()
	all, guests := seeds(t)
	for _, seed := range all {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			aDay(t, seed, guests, 4+int(seed)%5, 4*time.Hour)
		})
	}
}

// A whole house: 800 conversations and 12 agents, 2,000 with FRONTDESK_PROOFS=all.
func TestWholeDay(t *testing.T) {
	if testing.Short() || detector {
		t.Skip("a whole day takes long: it is run without -short and without the race detector")
	}
	if os.Getenv("FRONTDESK_SEED") != "" {
		t.Skip("one seed was asked for")
	}
	t.Parallel()
	guests := 800
	if os.Getenv("FRONTDESK_PROOFS") == "all" {
		guests = 2000
	}
	aDay(t, 4, guests, 12, 9*time.Hour)
}

func aDay(t *testing.T, seed uint64, guests, agents int, hours time.Duration) {
	t.Helper()
	d := newDay(t, seed, guests, agents, hours, sabotage{})
	d.run()
	found := d.check()
	for i, f := range found {
		if i == 20 {
			t.Errorf("and %d more", len(found)-i)
			break
		}
		t.Error(f)
		if id, _, ok := strings.Cut(f, ": "); ok && i < 3 {
			t.Log("\n" + d.written(id))
		}
	}
	if t.Failed() {
		t.Logf("again: FRONTDESK_SEED=%d FRONTDESK_GUESTS=%d go test -run 'TestDay$' ./bot/desk", seed, guests)
	}
	if d.kills == 0 && guests >= 40 {
		t.Error("the process was never killed: the day proves less than it should")
	}
}
