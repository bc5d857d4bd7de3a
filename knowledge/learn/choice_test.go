package learn

import (
	"math"
	"math/rand/v2"
	"testing"
)

// choices draws sets of options from which the right one was chosen by these weights.
func choices(r *rand.Rand, n, options int, weights []float64) []Set {
	sets := make([]Set, n)
	for i := range sets {
		for range options {
			x := make([]float64, len(weights))
			for k := range x {
				x[k] = r.NormFloat64()
			}
			sets[i].Options = append(sets[i].Options, x)
		}
		at := r.Float64()
		for k, p := range Shares(sets[i].Options, weights) {
			if at -= p; at <= 0 {
				sets[i].Right = k
				break
			}
		}
	}
	return sets
}

func TestChoiceRecoversWeights(t *testing.T) {
	want := []float64{2, -1, 0, 0.5}
	sets := choices(rand.New(rand.NewPCG(1, 6)), 8000, 6, want)
	for k, w := range FitChoice(sets, make([]float64, 4), []float64{10, 10, 10, 10}) {
		if math.Abs(w-want[k]) > 0.1 {
			t.Errorf("weight %d is %.3f, want %.3f", k, w, want[k])
		}
	}
}

func TestChoiceIsLikeliest(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 6))
	prior, spread := []float64{1, 0, -1}, []float64{0.5, 2, 0.1}
	for _, n := range []int{1, 20, 500} {
		sets := choices(r, n, 4, []float64{2, -1, 0})
		w := FitChoice(sets, prior, spread)
		for k := range w {
			g := (w[k] - prior[k]) / (spread[k] * spread[k])
			for _, s := range sets {
				for i, p := range Shares(s.Options, w) {
					g += p * s.Options[i][k]
				}
				g -= s.Options[s.Right][k]
			}
			if math.Abs(g) > 1e-3 {
				t.Errorf("%d sets: slope %v by weight %d", n, g, k)
			}
		}
	}
}

func TestChoiceKeepsThePrior(t *testing.T) {
	sets := choices(rand.New(rand.NewPCG(3, 6)), 500, 4, []float64{2, -1, 1})
	prior := []float64{0.3, 0.7, -0.2}
	for name, c := range map[string]struct {
		sets   []Set
		spread []float64
		free   int // weight that moves, −1 for none
	}{
		"no sets":             {nil, []float64{1, 1, 1}, -1},
		"no spread":           {sets, []float64{0, 0, 0}, -1},
		"one spread":          {sets, []float64{0, 1, 0}, 1},
		"sets of one option":  {[]Set{{Options: [][]float64{{5, 6, 7}}}}, []float64{1, 1, 1}, -1},
		"options all alike":   {[]Set{{Options: [][]float64{{5, 6, 7}, {5, 6, 7}}}}, []float64{1, 1, 1}, -1},
		"certain of its own":  {[]Set{{Options: [][]float64{{1000, 0, 0}, {-1000, 0, 0}}}}, []float64{1, 1, 1}, -1},
		"sums beyond numbers": {[]Set{{Options: [][]float64{{1e200, 0, 0}, {-1e200, 0, 0}}, Right: 1}}, []float64{1, 1, 1}, -1},
	} {
		w := FitChoice(c.sets, prior, c.spread)
		for k := range w {
			if moved := math.Abs(w[k]-prior[k]) > 1e-9; moved != (k == c.free) || math.IsNaN(w[k]) {
				t.Errorf("%s: weight %d went from %v to %v", name, k, prior[k], w[k])
			}
		}
	}
	if prior[1] != 0.7 {
		t.Error("the prior itself was changed")
	}
}

func TestChoiceFixedWeightsShapeTheOthers(t *testing.T) {
	// The first clue explains everything, if it is allowed to.
	sets := choices(rand.New(rand.NewPCG(4, 6)), 3000, 4, []float64{2, 1})
	fixed := FitChoice(sets, []float64{2, 0}, []float64{0, 10})
	if fixed[0] != 2 || math.Abs(fixed[1]-1) > 0.1 {
		t.Errorf("weights %v, want 2 and about 1", fixed)
	}
}

func TestChoiceGoesNoFurtherThanTheSpread(t *testing.T) {
	// Always the first: without a prior the weight would be infinite.
	var sets []Set
	for range 100 {
		sets = append(sets, Set{Options: [][]float64{{1}, {0}, {0}}})
	}
	narrow, wide := FitChoice(sets, []float64{0}, []float64{0.5})[0], FitChoice(sets, []float64{0}, []float64{5})[0]
	if !(0 < narrow && narrow < wide && wide < 20) {
		t.Errorf("spread .5 leads to %v, 5 to %v", narrow, wide)
	}
}

func TestShares(t *testing.T) {
	w := []float64{1, -1}
	for _, c := range []struct {
		name    string
		options [][]float64
		want    []float64
	}{
		{"none", nil, nil},
		{"one", [][]float64{{3, 4}}, []float64{1}},
		{"alike", [][]float64{{1, 1}, {2, 2}}, []float64{0.5, 0.5}},
		{"three to one", [][]float64{{math.Log(3), 0}, {0, 0}}, []float64{0.75, 0.25}},
		{"large", [][]float64{{5000, 0}, {0, 5000}}, []float64{1, 0}},
	} {
		got := Shares(c.options, w)
		if len(got) != len(c.want) {
			t.Fatalf("%s: %v", c.name, got)
		}
		for i, p := range got {
			if math.Abs(p-c.want[i]) > 1e-12 {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
			}
		}
	}
}

func BenchmarkFitChoice1600x30(b *testing.B) {
	prior, spread := make([]float64, 11), make([]float64, 11)
	for k := range spread {
		spread[k] = 1
	}
	sets := choices(rand.New(rand.NewPCG(5, 6)), 1600, 30, []float64{1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1})
	for b.Loop() {
		FitChoice(sets, prior, spread)
	}
}
