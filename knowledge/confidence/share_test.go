package confidence

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/knowledge"
)

// site is a corpus with customers that exist as distributions only: what is found for a question with an
// answer is nearer than what is found for others, more or less.
type site struct {
	*rand.Rand
	apart float64 // distance of the kinds in standard deviations
}

func (s site) features(answerable bool) knowledge.Features {
	middle := 0.0
	if answerable {
		middle = s.apart
	}
	draw := func() float64 { return 0.3 + 0.1*(middle+s.NormFloat64()) }
	return knowledge.Features{Share: 0.5, Grams: draw(), Meaning: draw(), Coverage: draw(), Length: 3 + s.IntN(9)}
}

func (s site) trials(answerable, refused int) []knowledge.Trial {
	var out []knowledge.Trial
	for i := range answerable + refused {
		able := i < answerable
		out = append(out, knowledge.Trial{Features: s.features(able), Answerable: able, Right: able && s.Float64() < .9})
	}
	return out
}

// named is what a trace keeps of features.
func named(f knowledge.Features) map[string]float64 {
	out := make(map[string]float64)
	for _, p := range Fit(nil, true, Options{Unanswerable: DefaultUnanswerable}).Explain(f) {
		out[p.Name] = p.Value
	}
	return out
}

// ask draws n questions, of which the share has no answer, and tells how probably each is answerable.
func (s site) ask(t *testing.T, a *Answerability, n int, share float64) []float64 {
	t.Helper()
	var out []float64
	for i := range n {
		p, ok := a.Probability(named(s.features(float64(i) >= share*float64(n))))
		if !ok || !(p >= 0 && p <= 1) {
			t.Fatalf("probability %v, %v", p, ok)
		}
		out = append(out, p)
	}
	return out
}

func TestShareIsRecovered(t *testing.T) {
	for _, c := range []struct {
		share     float64
		questions int
		apart     float64
	}{
		{.05, 600, 2}, {.05, 1000, 1.5}, {.05, 4000, 1}, {.2, 200, 1.5}, {.2, 1000, 1}, {.3, 60, 1}, {.3, 1000, 1},
		{.5, 1000, 2}, {.5, 1000, 1.5}, {.5, 4000, 1}, {.6, 1000, 2}, {.6, 4000, 1}, {.8, 2000, 2}, {.8, 6000, 1.5},
	} {
		t.Run(fmt.Sprintf("%.2f of %d, %.1f apart", c.share, c.questions, c.apart), func(t *testing.T) {
			s := site{rand.New(rand.NewPCG(7, uint64(c.questions))), c.apart}
			got := Share(s.ask(t, FitAnswerability(s.trials(900, 700)), c.questions, c.share), DefaultUnanswerable)
			if math.Abs(got-c.share) > .05 {
				t.Errorf("%.3f, want %.2f ± 0.05", got, c.share)
			}
			t.Logf("%.3f", got)
		})
	}
}

func TestFewQuestionsDoNotMoveTheShare(t *testing.T) {
	hopeless := make([]float64, fewestQuestions)
	if got := Share(hopeless[1:], .3); got != .3 {
		t.Errorf("%d questions move the share to %.3f", len(hopeless)-1, got)
	}
	few := Share(hopeless, .3)
	if want := (100*.3 + 50) / 150; math.Abs(few-want) > 1e-6 {
		t.Errorf("50 questions without an answer: %.3f, want %.3f, as if 100 had been asked before", few, want)
	}
}

// Questions that tell nothing leave the share where it is, however many they are.
func TestShareStaysWhereNothingIsTold(t *testing.T) {
	blind := make([]float64, 1000)
	for i := range blind {
		blind[i] = .5
	}
	if got := Share(blind, .3); math.Abs(got-.3) > 1e-6 {
		t.Errorf("%.4f, want 0.3", got)
	}
}

func TestShareIsBoundedAndMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		probability := rapid.OneOf(rapid.Float64Range(0, 1), rapid.SampledFrom([]float64{0, 1}))
		answerable := rapid.SliceOfN(probability, fewestQuestions, 300).Draw(t, "answerable")
		expected := rapid.Float64Range(0, 1).Draw(t, "expected")
		share := Share(answerable, expected)
		if !(share >= leastShare && share <= mostShare) {
			t.Fatalf("share %v", share)
		}
		if at := adjusted(answerable, share, expected); share > leastShare+1e-6 && share < mostShare-1e-6 && math.Abs(at-share) > 1e-6 {
			t.Fatalf("share %v, but the probabilities adjusted to it say %v", share, at)
		}
		i := rapid.IntRange(0, len(answerable)-1).Draw(t, "i")
		answerable[i] *= rapid.Float64Range(0, 1).Draw(t, "factor")
		if less := Share(answerable, expected); less < share-1e-9 {
			t.Fatalf("a question looks less answerable, and the share falls from %v to %v", share, less)
		}
		if more := Share(answerable, min(1, expected+.1)); more < share-1e-9 {
			t.Fatalf("more was expected, and the share falls from %v to %v", share, more)
		}
	})
}

func TestTooFewTrialsTellNothing(t *testing.T) {
	s := site{rand.New(rand.NewPCG(1, 1)), 1}
	for _, n := range [][2]int{{0, 0}, {fewestTrials - 1, 400}, {400, fewestTrials - 1}} {
		if FitAnswerability(s.trials(n[0], n[1])) != nil {
			t.Errorf("%d answerable and %d refused trials: want none", n[0], n[1])
		}
	}
	if FitAnswerability(s.trials(fewestTrials, fewestTrials)) == nil {
		t.Errorf("%d of each are enough", fewestTrials)
	}
}

func TestInputsOfOtherVersionsAreNoQuestions(t *testing.T) {
	s := site{rand.New(rand.NewPCG(1, 1)), 1}
	a := FitAnswerability(s.trials(100, 100))
	change := func(f func(m map[string]float64)) map[string]float64 {
		m := named(s.features(true))
		f(m)
		return m
	}
	for name, m := range map[string]map[string]float64{
		"one renamed":  change(func(m map[string]float64) { delete(m, "grams"); m["shingles"] = .3 }),
		"one missing":  change(func(m map[string]float64) { delete(m, "grams") }),
		"one more":     change(func(m map[string]float64) { m["shingles"] = .3 }),
		"not a number": change(func(m map[string]float64) { m["grams"] = math.NaN() }),
	} {
		if p, ok := a.Probability(m); ok {
			t.Errorf("%s: %v", name, p)
		}
	}
	none, ok := a.Probability(nil)
	if typical, _ := a.Probability(named(s.features(true))); !ok || none >= typical {
		t.Errorf("a question without hits is as answerable (%.3f, %v) as one with (%.3f)", none, ok, typical)
	}
}

// Where articles are near neighbours, what is found for a refused question is as near as what is found for one
// with an answer, so that a sign may count against its sense among the trials. A question in the very words of
// a title is as near as can be, and must not suffer for it.
func TestTheWordsOfATitleAreAnswerable(t *testing.T) {
	s := site{rand.New(rand.NewPCG(3, 3)), 0}
	var trials []knowledge.Trial
	for i := range 800 {
		able := i%2 == 0
		f := s.features(able)
		f.Coverage = f.Meaning + 0.02*s.NormFloat64()
		if able {
			f.Coverage += 0.05 // so that the meaning in excess of the coverage counts against an answer
		}
		trials = append(trials, knowledge.Trial{Features: f, Answerable: able, Right: able})
	}
	exact := knowledge.Features{Share: 0.5, Grams: 1, Meaning: 1, Coverage: 1, Length: 6}
	typical := knowledge.Features{Share: 0.5, Grams: 0.3, Meaning: 0.3, Coverage: 0.325, Length: 6}
	a := FitAnswerability(trials)
	p, _ := a.Probability(named(exact))
	if q, _ := a.Probability(named(typical)); p < q || p < 0.6 {
		t.Errorf("the very words: %.3f; a typical question: %.3f", p, q)
	}
	for k, w := range a.fit.Weights {
		if w*inputs[k].sense < 0 {
			t.Errorf("%s counts %.2f", inputs[k].name, w)
		}
	}
}
