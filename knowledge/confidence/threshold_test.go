package confidence

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/knowledge"
	"frontdesk/knowledge/learn"
)

// population is what questions a corpus is asked, as distributions of the probability p that the model gives:
// answerable questions have the density 2p, and the first hit is right with probability p; those that are near
// have 3(1−p)², those from elsewhere 6(1−p)⁵, and no hit of theirs is right.
type population struct{ unanswerable, elsewhere float64 } // shares; elsewhere is one of the unanswerable

// wrong is the share of wrong answers among those given at a threshold.
func (w population) wrong(threshold float64) float64 {
	t := max(0, min(threshold, 1))
	able := (1 - w.unanswerable) * (1 - t*t)
	right := (1 - w.unanswerable) * 2 / 3 * (1 - t*t*t)
	refused := w.unanswerable * ((1-w.elsewhere)*math.Pow(1-t, 3) + w.elsewhere*math.Pow(1-t, 6))
	if able+refused == 0 {
		return 0
	}
	return (able + refused - right) / (able + refused)
}

// sample draws trials of each kind, weighed by their shares in the population, and the model's probabilities.
func (w population) sample(r *rand.Rand, able, near, elsewhere int) (rows []learn.Row, probability []float64) {
	draw := func(n int, share float64, density func() float64, rightly bool) {
		for range n {
			p := density()
			rows = append(rows, learn.Row{Yes: rightly && r.Float64() < p, Weight: share / float64(n)})
			probability = append(probability, p)
		}
	}
	draw(able, 1-w.unanswerable, func() float64 { return math.Sqrt(r.Float64()) }, true)
	draw(near, w.unanswerable*(1-w.elsewhere), func() float64 { return 1 - math.Cbrt(r.Float64()) }, false)
	draw(elsewhere, w.unanswerable*w.elsewhere, func() float64 { return 1 - math.Pow(r.Float64(), 1.0/6) }, false)
	return rows, probability
}

func TestThePromisedShareOfWrongAnswersHolds(t *testing.T) {
	for _, c := range []struct {
		able, near, elsewhere int
		unanswerable          float64
	}{
		{12, 12, 6, 0.3},
		{40, 40, 10, 0.3},
		{200, 200, 60, 0.05},
		{200, 200, 60, 0.54},
		{1600, 1600, 240, 0.3},
		{1000, 40, 10, 0.5},  // few and heavy trials that should be refused
		{60, 1000, 240, 0.1}, // few and heavy trials that should be found
	} {
		for _, most := range []float64{0.02, 0.1, 0.2, 0.4} {
			t.Run(fmt.Sprintf("%d+%d+%d of %.2f unanswerable, at most %.2f", c.able, c.near, c.elsewhere, c.unanswerable, most), func(t *testing.T) {
				w := population{c.unanswerable, 0.5}
				r := rand.New(rand.NewPCG(uint64(c.able), uint64(most*100)))
				corpora, broken := 200, 0
				if c.able > 1000 {
					corpora = 60
				}
				for range corpora {
					rows, probability := w.sample(r, c.able, c.near, c.elsewhere)
					if threshold := lowest(rows, probability, most); w.wrong(threshold) > most && threshold <= 1 {
						broken++
					}
				}
				if float64(broken) > float64(corpora)*doubt {
					t.Errorf("broken for %d of %d corpora", broken, corpora)
				}
			})
		}
	}
}

// TestThePromiseHoldsWhereFewTrialsTellOfMany: nine of ten questions have no answer, 40 trials tell how many of these
// are answered all the same, and often none of the 40 is.
func TestThePromiseHoldsWhereFewTrialsTellOfMany(t *testing.T) {
	const (
		corpora, able, near = 400, 1000, 40
		unanswerable, most  = 0.9, 0.1
	)
	for _, rate := range []float64{0.02, 0.03, 0.05} {
		share := unanswerable * rate / (unanswerable*rate + 1 - unanswerable) // of wrong answers from .9 on
		r := rand.New(rand.NewPCG(uint64(1000*rate), 9))
		broken := 0
		for range corpora {
			var rows []learn.Row
			var probability []float64
			for range able {
				rows, probability = append(rows, learn.Row{Yes: true, Weight: (1 - unanswerable) / able}), append(probability, 0.9)
			}
			for range near {
				p := 0.1
				if r.Float64() < rate {
					p = 0.9
				}
				rows, probability = append(rows, learn.Row{Weight: unanswerable / near}), append(probability, p)
			}
			if lowest(rows, probability, most) <= 0.9 && share > most {
				broken++
			}
		}
		if float64(broken) > corpora*doubt {
			t.Errorf("a rate of %v makes for %.2f wrong answers: the promise of %v is broken for %d of %d corpora", rate, share, most, broken, corpora)
		}
	}
}

func TestThePromiseIsNotKeptBySilence(t *testing.T) {
	for _, most := range []float64{0.1, 0.2, 0.3} {
		w := population{0.3, 0.5}
		rows, probability := w.sample(rand.New(rand.NewPCG(1, 9)), 4000, 4000, 600)
		threshold := lowest(rows, probability, most)
		if share := w.wrong(threshold); threshold > 1 || share < most*0.65 {
			t.Errorf("at most %v: the threshold %.3f gives %.3f wrong answers, and could be lower", most, threshold, share)
		}
	}
}

func TestLowestGrowsWithThePromise(t *testing.T) {
	rows, probability := population{0.3, 0.5}.sample(rand.New(rand.NewPCG(2, 9)), 800, 800, 100)
	last := math.Inf(1)
	for _, most := range []float64{0.001, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1} {
		now := lowest(rows, probability, most)
		if now > last {
			t.Errorf("at most %v: threshold %v, above %v for a stricter promise", most, now, last)
		}
		last = now
	}
	least := 1.0
	for _, p := range probability {
		least = min(least, p)
	}
	if last != least {
		t.Errorf("where all answers may be wrong the threshold is %v, and not the lowest probability %v", last, least)
	}
}

func TestLowestIfNothingCanBePromised(t *testing.T) {
	wrong := func(n int) (rows []learn.Row, probability []float64) {
		for i := range n {
			rows, probability = append(rows, learn.Row{Weight: 1}), append(probability, float64(i)/float64(n))
		}
		return rows, probability
	}
	for name, n := range map[string]int{"no trials": 0, "one": 1, "all wrong": 500} {
		if rows, probability := wrong(n); !(lowest(rows, probability, 0.2) > 1) {
			t.Errorf("%s: the threshold is %v", name, lowest(rows, probability, 0.2))
		}
	}
	// 20 right answers cannot promise 2 %, whatever they look like.
	rows, probability := wrong(20)
	for i := range rows {
		rows[i].Yes = true
	}
	if got := lowest(rows, probability, 0.02); !(got > 1) {
		t.Errorf("20 right answers promise 2 %% wrong ones, from %v on", got)
	}
	if got := lowest(rows, probability, 0.5); got != 0 {
		t.Errorf("20 right answers promise half of them, but only from %v on", got)
	}
}

func TestLowestAnswersEqualProbabilitiesTogether(t *testing.T) {
	// 200 right and 200 wrong that the model cannot tell apart, and 100 right ones that it can.
	var rows []learn.Row
	var probability []float64
	for i := range 400 {
		rows, probability = append(rows, learn.Row{Yes: i < 200, Weight: 1}), append(probability, 0.7)
	}
	for range 100 {
		rows, probability = append(rows, learn.Row{Yes: true, Weight: 1}), append(probability, 0.9)
	}
	if got := lowest(rows, probability, 0.1); got != 0.9 {
		t.Errorf("threshold %v, want .9: from .7 on 40 %% are wrong", got)
	}
	if got := lowest(rows, probability, 0.5); got != 0.7 {
		t.Errorf("threshold %v, want .7", got)
	}
}

func TestLowestDoesNotSeeTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(t, "trials")
		type trial struct {
			row learn.Row
			p   float64
		}
		draw := rapid.Custom(func(t *rapid.T) trial {
			return trial{
				learn.Row{Yes: rapid.Float64Range(0, 1).Draw(t, "luck") < 0.8, Weight: rapid.SampledFrom([]float64{0.5, 1, 2}).Draw(t, "weight")},
				rapid.SampledFrom([]float64{0, 0.1, 0.5, 0.9, 1}).Draw(t, "p"),
			}
		})
		trials := rapid.SliceOfN(draw, n, n).Draw(t, "all")
		split := func(trials []trial) (rows []learn.Row, probability []float64) {
			for _, x := range trials {
				rows, probability = append(rows, x.row), append(probability, x.p)
			}
			return rows, probability
		}
		most := rapid.SampledFrom([]float64{0.05, 0.2, 0.4, 0.6}).Draw(t, "most")
		rows, probability := split(trials)
		a := lowest(rows, probability, most)
		rows, probability = split(rapid.Permutation(trials).Draw(t, "another order"))
		if b := lowest(rows, probability, most); a != b {
			t.Fatalf("threshold %v in one order, %v in another", a, b)
		}
	})
}

func TestUnseenRowsAreJudgedByOthers(t *testing.T) {
	rows := make([]learn.Row, 23)
	for i := range rows {
		rows[i] = learn.Row{X: []float64{float64(i)}, Weight: 1}
	}
	judged := make(map[int]bool)
	unseen(rows, func(rest []learn.Row) func(i int) float64 {
		seen := make(map[float64]bool)
		for _, r := range rest {
			seen[r.X[0]] = true
		}
		if len(rest) < 18 || len(rest) > 19 {
			t.Errorf("fitted to %d of 23", len(rest))
		}
		return func(i int) float64 {
			if judged[i] || seen[rows[i].X[0]] {
				t.Errorf("row %d was judged before, or by a model that has seen it", i)
			}
			judged[i] = true
			return 0
		}
	})
	if len(judged) != len(rows) {
		t.Errorf("%d of %d rows were judged", len(judged), len(rows))
	}
}

func TestUnseenOfFewRows(t *testing.T) {
	for n := range 7 {
		trials := make([]knowledge.Trial, n)
		for i := range trials {
			trials[i] = knowledge.Trial{Features: knowledge.Features{Share: float64(i) / 7}, Right: true, Answerable: true}
		}
		if m := Fit(trials, false, Options{Unanswerable: 0.3, MaxWrong: 0.1}); !(m.Threshold() > 1) {
			t.Errorf("%d trials promise 10 %% wrong answers, from %v on", n, m.Threshold())
		}
	}
}
