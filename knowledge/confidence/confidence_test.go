package confidence

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/knowledge"
	"frontdesk/knowledge/learn"
)

// shop is a corpus that exists as distributions only. Hits of questions with an answer look better than
// those of others, which look better than those of questions from elsewhere; the better a hit looks, the more
// often it is right.
type shop struct{ *rand.Rand }

func newShop(seed uint64) shop { return shop{rand.New(rand.NewPCG(seed, 10))} }

// ask draws one trial of a kind.
func (s shop) ask(kind int) knowledge.Trial {
	look := s.NormFloat64() + [kinds]float64{answerable: 1, near: -1, elsewhere: -2}[kind]
	sign := func(middle, scale float64) float64 {
		return max(0, min(1, middle+scale*(look+0.7*s.NormFloat64())))
	}
	f := knowledge.Features{
		Share: learn.Sigmoid(look + 0.5*s.NormFloat64()), Margin: sign(0.4, 0.2), Grams: sign(0.4, 0.15), GramsLead: sign(0.1, 0.1),
		Meaning: sign(0.5, 0.15), MeaningLead: sign(0.1, 0.1), Coverage: sign(0.5, 0.2), Nearest: sign(0.4, 0.15),
		Normalised: sign(0.4, 0.1), Unknown: sign(0.2, -0.1), Agree: sign(0.5, 0.2), Evidence: s.NormFloat64(), Length: 2 + s.IntN(9),
	}
	return knowledge.Trial{
		Features: f, Answerable: kind == answerable, Elsewhere: kind == elsewhere,
		Right: kind == answerable && s.Float64() < learn.Sigmoid(2*look+1),
	}
}

// trials draws some of each kind, in turn as far as they go.
func (s shop) trials(n [kinds]int) []knowledge.Trial {
	var out []knowledge.Trial
	for i := range max(n[answerable], n[near], n[elsewhere]) {
		for kind := range kinds {
			if i < n[kind] {
				out = append(out, s.ask(kind))
			}
		}
	}
	return out
}

// customers draws questions of which a share has no answer, half of those from elsewhere.
func (s shop) customers(n int, unanswerable float64) []knowledge.Trial {
	out := make([]knowledge.Trial, n)
	for i := range out {
		kind := answerable
		if s.Float64() < unanswerable {
			kind = near + s.IntN(2)
		}
		out[i] = s.ask(kind)
	}
	return out
}

// calibrationError is the mean distance of the probability from the share that is right, in ten bins of equal
// width.
func calibrationError(m *Model, questions []knowledge.Trial) float64 {
	var n, sum, right [10]float64
	for _, q := range questions {
		p := m.Probability(q.Features)
		bin := min(9, int(p*10))
		n[bin]++
		sum[bin] += p
		if q.Right {
			right[bin]++
		}
	}
	e := 0.0
	for bin := range n {
		e += math.Abs(sum[bin]-right[bin]) / float64(len(questions))
	}
	return e
}

func TestProbabilitiesAreCalibrated(t *testing.T) {
	for _, unanswerable := range []float64{0.05, 0.3, 0.54, 0.9} {
		s := newShop(uint64(100 * unanswerable))
		m := Fit(s.trials([kinds]int{1600, 1600, 240}), true, Options{Unanswerable: unanswerable})
		if e := calibrationError(m, s.customers(20000, unanswerable)); e > 0.035 {
			t.Errorf("%.2f unanswerable: calibration error %.3f", unanswerable, e)
		}
	}
}

func TestProbabilitiesOfTheWrongShareAreNot(t *testing.T) {
	// Guards the test above: what it measures does depend on what it should.
	s := newShop(1)
	m := Fit(s.trials([kinds]int{1600, 1600, 240}), true, Options{Unanswerable: 0.05})
	if e := calibrationError(m, s.customers(20000, 0.7)); e < 0.1 {
		t.Errorf("calibration error %.3f although the share of unanswerable questions is far off", e)
	}
}

func TestProbabilitiesTellRightFromWrong(t *testing.T) {
	for _, meaning := range []bool{false, true} {
		for _, able := range []int{0, 3, 30, 300} {
			s := newShop(uint64(able))
			m := Fit(s.trials([kinds]int{able, able, able / 5}), meaning, Options{Unanswerable: 0.3})
			var pairs, ordered float64
			var right, wrong []float64
			for _, q := range s.customers(1000, 0.3) {
				if p := m.Probability(q.Features); q.Right {
					right = append(right, p)
				} else {
					wrong = append(wrong, p)
				}
			}
			for _, a := range right {
				for _, b := range wrong {
					pairs++
					if a > b {
						ordered++
					}
				}
			}
			if ordered/pairs < 0.85 {
				t.Errorf("%d trials, meanings %v: a right hit is above a wrong one only %.2f of the time", able, meaning, ordered/pairs)
			}
		}
	}
}

func TestMoreUnanswerableQuestionsMakeForLess(t *testing.T) {
	for _, able := range []int{0, 10, 400} {
		s := newShop(uint64(able + 7))
		trials, questions := s.trials([kinds]int{able, able, able / 4}), s.customers(200, 0.3)
		last := math.Inf(1)
		for _, unanswerable := range []float64{-1, 0, 0.05, 0.3, 0.6, 0.9, 1, 2} {
			m := Fit(trials, true, Options{Unanswerable: unanswerable})
			mean := 0.0
			for _, q := range questions {
				mean += m.Probability(q.Features) / float64(len(questions))
			}
			outside := unanswerable <= 0 || unanswerable > 1
			if math.IsNaN(mean) || mean > last || mean == last && !outside && unanswerable < 1 && unanswerable > 0.05 {
				t.Errorf("%d trials: %.2f unanswerable questions make for a mean of %.3f, after %.3f with fewer", able, unanswerable, mean, last)
			}
			last = mean
		}
	}
}

func TestFitOfOneKindOfTrials(t *testing.T) {
	hit := knowledge.Features{Share: 0.9, Margin: 0.8, Grams: 0.9, Meaning: 0.9, Coverage: 1, Nearest: 0.9, Normalised: 0.8, Length: 5}
	for name, n := range map[string][kinds]int{
		"none":              {},
		"one":               {answerable: 1},
		"only answerable":   {answerable: 200},
		"only near":         {near: 200},
		"only elsewhere":    {elsewhere: 200},
		"none from nowhere": {answerable: 200, near: 200},
		"none that is near": {answerable: 200, elsewhere: 200},
		"none answerable":   {near: 200, elsewhere: 200},
	} {
		for _, meaning := range []bool{false, true} {
			m := Fit(newShop(3).trials(n), meaning, Options{Unanswerable: 0.3, MaxWrong: 0.1})
			for what, f := range map[string]knowledge.Features{"nothing": {}, "a good hit": hit} {
				if p := m.Probability(f); !(p >= 0 && p <= 1) {
					t.Errorf("%s: probability %v of %s", name, p, what)
				}
			}
			if m.Probability(hit) <= m.Probability(knowledge.Features{Unknown: 1, Length: 5}) {
				t.Errorf("%s, meanings %v: a good hit has %.3f, a miss %.3f", name, meaning, m.Probability(hit), m.Probability(knowledge.Features{Unknown: 1, Length: 5}))
			}
			if th := m.Threshold(); !(th > 0) || n[answerable] == 0 && !(th > 1) {
				t.Errorf("%s: threshold %v, promised without a right answer", name, th)
			}
		}
	}
}

func TestFitOfEqualTrials(t *testing.T) {
	able, refused := newShop(4).ask(answerable), newShop(4).ask(near)
	able.Right = true
	var trials []knowledge.Trial
	for range 2000 {
		trials = append(trials, able, refused)
	}
	m := Fit(trials, true, Options{Unanswerable: 0.3})
	if p, q := m.Probability(able.Features), m.Probability(refused.Features); !(p > 0.9) || !(q < 0.1) {
		t.Errorf("always right: %v, always wrong: %v", p, q)
	}
	refused.Features = able.Features
	for i := range trials {
		trials[i].Features = able.Features
	}
	if p := Fit(trials, true, Options{Unanswerable: 0.3}).Probability(able.Features); math.Abs(p-0.7) > 0.1 {
		t.Errorf("hits that cannot be told apart have %v, want about .7, the share with an answer", p)
	}
}

// anyNumber draws numbers that a feature may be, and some that it should not.
func anyNumber() *rapid.Generator[float64] {
	return rapid.OneOf(rapid.Float64Range(-1e9, 1e9), rapid.Float64Range(-1, 1), rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, 1}))
}

// anyFeatures fills every field, also those that are added to Features later.
func anyFeatures() *rapid.Generator[knowledge.Features] {
	return rapid.Custom(func(t *rapid.T) knowledge.Features {
		var f knowledge.Features
		v := reflect.ValueOf(&f).Elem()
		for i := range v.NumField() {
			switch field := v.Field(i); field.Kind() {
			case reflect.Float64:
				field.SetFloat(anyNumber().Draw(t, v.Type().Field(i).Name))
			case reflect.Int:
				field.SetInt(int64(rapid.IntRange(-2, 1000).Draw(t, v.Type().Field(i).Name)))
			}
		}
		return f
	})
}

func TestProbabilityIsOneWhateverTheFeatures(t *testing.T) {
	trials := newShop(5).trials([kinds]int{60, 60, 20})
	models := []*Model{Fit(nil, false, Options{}), Fit(nil, true, Options{Unanswerable: 0.3}), Fit(trials, true, Options{Unanswerable: 0.3})}
	rapid.Check(t, func(t *rapid.T) {
		f := anyFeatures().Draw(t, "features")
		for i, m := range models {
			if p := m.Probability(f); !(p >= 0 && p <= 1) {
				t.Fatalf("model %d: probability %v of %+v", i, p, f)
			}
			for _, part := range m.Explain(f) {
				if math.IsNaN(part.Odds) || math.IsNaN(part.Value) || math.IsInf(part.Value, 0) {
					t.Fatalf("model %d: %s = %v adds %v", i, part.Name, part.Value, part.Odds)
				}
			}
		}
	})
}

func TestFitWhateverTheTrials(t *testing.T) {
	usual := newShop(6).trials([kinds]int{30, 30, 10})
	rapid.Check(t, func(t *rapid.T) {
		trials := append(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) knowledge.Trial {
			able := rapid.Bool().Draw(t, "answerable")
			return knowledge.Trial{
				Features: anyFeatures().Draw(t, "features"), Answerable: able, Right: able && rapid.Bool().Draw(t, "right"),
				Elsewhere: !able && rapid.Bool().Draw(t, "elsewhere"),
			}
		}), 0, 5).Draw(t, "trials"), usual[:rapid.SampledFrom([]int{0, 5, 70}).Draw(t, "usual")]...)
		m := Fit(trials, rapid.Bool().Draw(t, "meaning"), Options{Unanswerable: rapid.Float64Range(-1, 2).Draw(t, "unanswerable"), MaxWrong: 0.2})
		for _, q := range append(trials, usual...) {
			if p := m.Probability(q.Features); !(p >= 0 && p <= 1) {
				t.Fatalf("probability %v", p)
			}
		}
		if th := m.Threshold(); math.IsNaN(th) || th < 0 {
			t.Fatalf("threshold %v", th)
		}
	})
}

func TestExplainAddsUp(t *testing.T) {
	s := newShop(8)
	for _, able := range []int{0, 20, 300} {
		m := Fit(s.trials([kinds]int{able, able, able / 4}), true, Options{Unanswerable: 0.3})
		rest := func(f knowledge.Features) float64 { // what the parts leave: the same for every hit
			p := m.Probability(f)
			odds := math.Log(p / (1 - p))
			for _, part := range m.Explain(f) {
				odds -= part.Odds
			}
			return odds
		}
		want := rest(s.ask(near).Features)
		for range 50 {
			if got := rest(s.ask(answerable).Features); math.Abs(got-want) > 1e-6 {
				t.Fatalf("%d trials: the parts leave log-odds of %v for one hit, %v for another", able, want, got)
			}
		}
	}
}

func TestExplainNamesEveryInputOnce(t *testing.T) {
	f := knowledge.Features{Grams: 0.5, Meaning: 0.5, Coverage: 0.75, Length: 3}
	seen := make(map[string]float64)
	for _, part := range Fit(nil, true, Options{Unanswerable: 0.3}).Explain(f) {
		if _, twice := seen[part.Name]; twice || part.Name == "" {
			t.Errorf("input %q is named twice", part.Name)
		}
		seen[part.Name] = part.Value
	}
	for name, want := range map[string]float64{"grams": 0.5, "coverage": 0.75, "both": 0.25, "length": math.Log(4)} {
		if got := seen[name]; math.Abs(got-want) > 1e-12 {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
}

func TestThresholdOfOptions(t *testing.T) {
	trials := newShop(9).trials([kinds]int{800, 800, 200})
	if th := Fit(trials, true, Options{Unanswerable: 0.3}).Threshold(); th != DefaultThreshold {
		t.Errorf("without a promise the threshold is %v", th)
	}
	strict, lax := Fit(trials, true, Options{Unanswerable: 0.3, MaxWrong: 0.05}).Threshold(), Fit(trials, true, Options{Unanswerable: 0.3, MaxWrong: 0.3}).Threshold()
	if !(lax < strict) {
		t.Errorf("at most 5 %% wrong answers: %v, at most 30 %%: %v", strict, lax)
	}
}

func TestThePromiseHoldsForWholeModels(t *testing.T) {
	const unanswerable = 0.3
	for able, corpora := range map[int]int{10: 40, 40: 40, 80: 60, 600: 20} {
		for _, most := range []float64{0.1, 0.3} {
			t.Run(fmt.Sprintf("%d answerable, at most %v", able, most), func(t *testing.T) {
				s := newShop(uint64(able) + uint64(1000*most))
				customers := s.customers(2000, unanswerable)
				broken, share := 0, 0.0
				for range corpora {
					m := Fit(s.trials([kinds]int{able, able, max(5, able/6)}), true, Options{Unanswerable: unanswerable, MaxWrong: most})
					var answered, wrong float64
					for _, q := range customers {
						if m.Probability(q.Features) >= m.Threshold() {
							answered++
							if !q.Right {
								wrong++
							}
						}
					}
					share += answered / float64(len(customers)*corpora)
					if answered > 0 && wrong/answered > most {
						broken++
					}
				}
				if float64(broken) > doubt*float64(corpora) {
					t.Errorf("broken for %d of %d corpora", broken, corpora)
				}
				if able == 600 && share < 0.25 {
					t.Errorf("only %.2f of the questions are answered", share)
				}
			})
		}
	}
}
