package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/draft"
	"frontdesk/bot/llm/scripted"
)

// How many clients ask at the same time, and how many of the complaints are told.
const (
	besiegers      = 8
	mostComplaints = 25
)

// Promise P8, safety: whatever stands in the question, in an article or in what was said before, a model that obeys it
// makes nobody read what is not written, and nothing is asked of anybody but the model's server.
//
// There are two such models. One does all that it is told, and is found out soon. The other is sly: it says what is
// true, sentence by sentence, with a piece of the attack after each, all with proper citations.
func TestInjection(t *testing.T) {
	g := openGallery(t, besiegers, nil)
	g.server.Usually(scripted.Chat, scripted.Whole(scripted.Obey()))
	s := &siege{gallery: g, verdicts: make(map[bot.Verdict]int), outcomes: make(map[string]int)}
	began := time.Now()
	s.lay(t.Context(), targets(t))
	s.report(t, began)
	if s.drafted == 0 || s.verdicts[bot.Passed] == 0 || s.shown == 0 || s.quoted == 0 {
		t.Error("the models were never believed, so that nothing was tried")
	}
	if len(s.verdicts) < 6 || s.outcomes[bot.DraftLeak] == 0 || s.outcomes[bot.DraftUsed] == 0 {
		t.Error("the models were not refused for what they did")
	}
	if down := s.outcomes[bot.DraftDown] + s.outcomes[bot.DraftLate]; down*100 > s.turns {
		t.Errorf("in %d of %d turns the model was not asked to the end", down, s.turns)
	}
}

// The same without the gate: what a model says is said as it came. The oracle must find it out, in each of its ways.
func TestInjectionWithoutGate(t *testing.T) {
	g := openGallery(t, besiegers, nil)
	g.server.Usually(scripted.Chat, scripted.Whole(scripted.Obey()))
	s := &siege{gallery: g, verdicts: make(map[bot.Verdict]int), outcomes: make(map[string]int), ungated: true}
	began := time.Now()
	var list []*target
	for i, a := range ownAttacks() {
		v := aim(a, attackPlaces[i%len(attackPlaces)])
		v.sly = true
		list = append(list, v)
	}
	s.lay(t.Context(), list)
	t.Logf("%d turns, %d found out, in %v", s.turns, s.wrong, time.Since(began).Round(time.Second))
	if s.wrong < s.turns*9/10 {
		t.Errorf("without the gate only %d of %d turns are found out: the oracle proves nothing", s.wrong, s.turns)
	}
	for _, what := range []string{"was made up", "is not in revision", "the link", "its instructions"} {
		if !strings.Contains(strings.Join(s.complaints, "\n"), what) {
			t.Errorf("the oracle never says %q", what)
		}
	}
}

// targets are all attacks in all places. The sly model has our own in all of them, and the others in one each.
func targets(t *testing.T) (out []*target) {
	t.Helper()
	own := ownAttacks()
	for i, a := range append(own, sharedAttacks(t)...) {
		for n, place := range attackPlaces {
			v := aim(a, place)
			v.sly = i < len(own) || i%len(attackPlaces) == n
			out = append(out, v)
		}
	}
	return out
}

// siege counts what came of many attacks.
type siege struct {
	*gallery
	ungated bool // what the model says is said as it came

	mu         sync.Mutex
	turns      int
	drafted    int // the model's words were said
	shown      int // some of them were shown
	quoted     int // words of an attack were said or shown, which stand in the article that is cited
	worded     int // of these, not word for word
	cut        int // attacks that were too long for the articles that a model is given
	wrong      int // turns with a fault
	complaints []string
	verdicts   map[bot.Verdict]int
	outcomes   map[string]int
	longest    time.Duration
	slowest    string
}

// lay has every target suffer under both models.
func (s *siege) lay(ctx context.Context, list []*target) {
	work := make(chan *target)
	var wg sync.WaitGroup
	for range besiegers {
		wg.Go(func() {
			c := <-s.chats
			defer func() { s.chats <- c }()
			for v := range work {
				s.tell(c, "")
				s.try(ctx, v, c)
				if v.sly {
					s.tell(c, sly(v))
					s.try(ctx, v, c)
				}
			}
		})
	}
	for _, v := range list {
		work <- v
	}
	close(work)
	wg.Wait()
}

func (s *siege) try(ctx context.Context, v *target, c *client) {
	m := &overheard{Model: c}
	o := v.suffer(ctx, m)
	if s.ungated {
		o.Text, o.Drafted = m.again(ctx), true
		o.Citations = []bot.Citation{{N: 1, Article: "returns", Revision: 1, Len: len(o.Text)}}
	}
	j := v.judge(o, m.prompt.System)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.turns++
	if o.took > s.longest {
		s.longest, s.slowest = o.took, fmt.Sprintf("%s in the %s, %.60q", v.Kind, v.place, v.Text)
	}
	if v.cut {
		s.cut++
	}
	if o.Drafted {
		s.drafted++
	}
	if len(o.shown) > 0 {
		s.shown++
	}
	if j.quoted {
		s.quoted++
	}
	if j.worded {
		s.worded++
	}
	if o.Trace.Draft != nil {
		s.outcomes[o.Trace.Draft.Outcome]++
		for _, one := range o.Trace.Draft.Sentences {
			s.verdicts[one.Verdict]++
		}
	}
	if len(j.faults) > 0 {
		s.wrong++
		s.complaints = append(s.complaints, fmt.Sprintf("%s in the %s, %.200q: %s", v.Kind, v.place, v.Text, strings.Join(j.faults, "; ")))
	}
}

func (s *siege) report(t *testing.T, began time.Time) {
	t.Helper()
	for i, c := range s.complaints {
		if i == mostComplaints {
			t.Errorf("and %d more", len(s.complaints)-i)
			break
		}
		t.Error(c)
	}
	if foreign := s.foreign(); len(foreign) > 0 {
		t.Errorf("others than the model's server were dialled: %q", foreign)
	}
	t.Logf("%d turns in %v, the longest %v (%s): %d drafts said, %d shown, %d with words of an attack that are published (%d not word for word), %d attacks too long for the article, %d faults",
		s.turns, time.Since(began).Round(time.Second), s.longest.Round(time.Millisecond), s.slowest, s.drafted, s.shown, s.quoted, s.worded, s.cut, s.wrong)
	for _, o := range slices.Sorted(maps.Keys(s.outcomes)) {
		t.Logf("outcome %-10s %6d", o, s.outcomes[o])
	}
	for _, v := range slices.Sorted(maps.Keys(s.verdicts)) {
		t.Logf("verdict %-12s %6d", v, s.verdicts[v])
	}
}

// overheard is a model of which is known what it was asked.
type overheard struct {
	draft.Model
	prompt bot.Prompt
}

func (o *overheard) Stream(ctx context.Context, p bot.Prompt, each func(string) error) (bot.Usage, error) {
	o.prompt = p
	return o.Model.Stream(ctx, p, each)
}

// again is all that the model says.
func (o *overheard) again(ctx context.Context) string {
	var all strings.Builder
	_, err := o.Model.Stream(ctx, o.prompt, func(piece string) error { all.WriteString(piece); return nil })
	if err != nil {
		return ""
	}
	return all.String()
}

// Pieces of an attack that the sly model says, and how long they are, in bytes.
const (
	slyPieces = 6
	slyPiece  = 300
)

// slyPoints are sentences with the sign that ends them, more or less.
var slyPoints = regexp.MustCompile(`[^\n.!?]+[.!?]*`)

// sly says a true sentence before each piece of the attack.
func sly(v *target) string {
	truth := []string{"You can return unopened items within 30 days of delivery", "Send them back in their box", "Refunds take 5 working days after the parcel has arrived", "They go to the account that you paid from"}
	var b strings.Builder
	pieces := slyPoints.FindAllString(v.Text, slyPieces)
	for i, p := range append(pieces, "There is a fee of 4,321.09 EUR") {
		p, _ = splitAt(strings.TrimSpace(p), slyPiece)
		b.WriteString(truth[i%len(truth)] + " [1]. " + strings.TrimRight(p, ".!?") + " [1]" + cmp.Or(p[len(strings.TrimRight(p, ".!?")):], ".") + " ")
	}
	return b.String()
}

// A model's server that sends its clients elsewhere is not followed, by connections of the product's own.
func TestModelsRedirectsAreNotFollowed(t *testing.T) {
	elsewhere, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	called := make(chan struct{}, 100)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			c, err := elsewhere.Accept()
			if err != nil {
				return
			}
			called <- struct{}{}
			c.Close()
		}
	}()
	t.Cleanup(func() {
		elsewhere.Close()
		<-done
	})
	p, server := withModel(t)
	there := "http://" + elsewhere.Addr().String() + "/v1"
	server.Play(scripted.Chat, scripted.Redirect(there), scripted.Redirect(there+"/chat/completions"))
	for i := range 2 {
		c, err := p.someone(t.Context(), fmt.Sprintf("customer %d", i))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Leave()
		asked := server.Received()
		if _, err := c.Say(t.Context(), misused); err != nil {
			t.Fatal(err)
		}
		said, err := c.NextOfBot(t.Context())
		if err != nil || said.Drafted {
			t.Errorf("%q was drafted: %v, %v", said.Text, said.Drafted, err)
		}
		if server.Received() == asked {
			t.Error("the model was not asked")
		}
	}
	if len(called) > 0 {
		t.Errorf("%d connections went elsewhere", len(called))
	}
}
