package learn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// trainings are the ways in which a Linear can be trained.
var trainings = map[string]Training{
	"each against the rest": {Passes: 8, Rate: 1, OvR: true, Seed: 7},
	"all at once":           {Passes: 8, Rate: 1, Seed: 7},
}

// best is the class with the highest score.
func best(m *Linear, x Sparse) int {
	scores := m.Scores(x)
	at := 0
	for c, s := range scores {
		if s > scores[at] {
			at = c
		}
	}
	return at
}

// lessons makes texts of classes that share words but for a few, the last of each unseen, and their lexicon.
func lessons(classes, perClass int) (l *Lexicon, seen, unseen []Sparse, ys []int) {
	r := rand.New(rand.NewPCG(11, 8))
	common, own := sentences(r, 30), make([]string, classes)
	for c := range own {
		own[c] = fmt.Sprintf("topic%c%c", 'a'+c/26, 'a'+c%26)
	}
	var texts []string
	for range perClass {
		for c := range classes {
			texts = append(texts, common[r.IntN(30)]+own[c]+" "+common[r.IntN(30)])
			ys = append(ys, c)
		}
	}
	l = NewLexicon(texts, 1<<15)
	for _, t := range texts {
		seen = append(seen, l.Vector(t))
	}
	for c := range classes {
		unseen = append(unseen, l.Vector("please tell me of "+own[c]+" "+common[r.IntN(30)]))
	}
	return l, seen, unseen, ys
}

func TestTrainLearnsWhatCanBeTold(t *testing.T) {
	l, seen, unseen, ys := lessons(20, 8)
	for name, how := range trainings {
		m := Train(seen, ys, l.Size(), 20, how)
		for i, x := range seen {
			if best(m, x) != ys[i] {
				t.Errorf("%s: example %d of class %d is put in class %d", name, i, ys[i], best(m, x))
			}
		}
		wrong := 0
		for c, x := range unseen {
			if best(m, x) != c {
				wrong++
			}
		}
		if wrong > 2 {
			t.Errorf("%s: %d of %d unseen texts are put in a wrong class", name, wrong, len(unseen))
		}
	}
}

func TestTrainWithAnyNumberOfClasses(t *testing.T) {
	for _, n := range []int{1, 2, 7, 8, 9, 16, 17} {
		var xs []Sparse
		var ys []int
		for c := range n {
			xs, ys = append(xs, Sparse{[]uint32{uint32(c)}, []float32{1}}), append(ys, c)
		}
		for name, how := range trainings {
			m := Train(xs, ys, n, n, how)
			for c, x := range xs {
				if scores := m.Scores(x); len(scores) != n || best(m, x) != c {
					t.Errorf("%s, %d classes: class %d has the scores %v", name, n, c, scores)
				}
			}
		}
	}
}

func TestTrainByMeaning(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 8))
	var xs []Sparse
	var ys []int
	means := [][]float32{direction(r, 32), direction(r, 32), direction(r, 32)}
	for i := range 90 {
		x := slices.Clone(means[i%3])
		for j := range x {
			x[j] += float32(r.NormFloat64() * 0.05)
		}
		xs, ys = append(xs, Dense(x)), append(ys, i%3)
	}
	for name, how := range trainings {
		m := Train(xs, ys, 32, 3, how)
		for c, mean := range means {
			if best(m, Dense(mean)) != c {
				t.Errorf("%s: the middle of class %d is put in class %d", name, c, best(m, Dense(mean)))
			}
		}
	}
}

func TestTrainIsTheSameEveryTime(t *testing.T) {
	l, seen, _, ys := lessons(5, 4)
	for name, how := range trainings {
		a, b := Train(seen, ys, l.Size(), 5, how), Train(seen, ys, l.Size(), 5, how)
		if !slices.Equal(a.weights, b.weights) || !slices.Equal(a.bias, b.bias) {
			t.Errorf("%s: two trainings with one seed differ", name)
		}
		how.Seed++
		if slices.Equal(a.weights, Train(seen, ys, l.Size(), 5, how).weights) {
			t.Errorf("%s: the seed makes no difference", name)
		}
	}
}

func TestTrainOnWhatTeachesLittle(t *testing.T) {
	x, y := Sparse{[]uint32{0, 2}, []float32{0.6, 0.8}}, Sparse{[]uint32{1}, []float32{1}}
	for name, c := range map[string]struct {
		xs      []Sparse
		ys      []int
		classes int
	}{
		"nothing":              {nil, nil, 2},
		"one class":            {[]Sparse{x, y}, []int{0, 0}, 1},
		"one class of two":     {[]Sparse{x, y}, []int{1, 1}, 2},
		"the same 200 times":   {slices.Repeat([]Sparse{x}, 200), make([]int, 200), 2},
		"one text, two places": {[]Sparse{x, x}, []int{0, 1}, 2},
		"texts without words":  {[]Sparse{{}, {}}, []int{0, 1}, 2},
		"zeros":                {[]Sparse{Dense(make([]float32, 3))}, []int{0}, 2},
	} {
		for way, how := range trainings {
			how.Passes = 50
			m := Train(c.xs, c.ys, 3, c.classes, how)
			for _, q := range []Sparse{x, y, {}} {
				for class, s := range m.Scores(q) {
					if math.IsNaN(float64(s)) || math.Abs(float64(s)) > 50 {
						t.Errorf("%s, %s: class %d has the score %v", name, way, class, s)
					}
				}
			}
			if len(c.xs) > 0 && c.classes == 2 && c.ys[0] == c.ys[len(c.ys)-1] && best(m, c.xs[0]) != c.ys[0] {
				t.Errorf("%s, %s: the only class with examples is not chosen", name, way)
			}
		}
	}
}

func TestTrainOnDuplicatesPutsThemFirst(t *testing.T) {
	// 5,000 times the same, and one that differs: it must still be found.
	x, y := Sparse{[]uint32{0, 1}, []float32{0.8, 0.6}}, Sparse{[]uint32{0, 2}, []float32{0.6, 0.8}}
	xs, ys := append(slices.Repeat([]Sparse{x}, 5000), y), append(make([]int, 5000), 1)
	for name, how := range trainings {
		m := Train(xs, ys, 3, 2, how)
		if best(m, x) != 0 {
			t.Errorf("%s: the text that was seen 5,000 times is put in the other class", name)
		}
		sx, sy := m.Scores(x), m.Scores(y)
		if sy[1]-sy[0] <= sx[1]-sx[0] {
			t.Errorf("%s: the text that was seen once is no nearer to its class (%v) than the other (%v)", name, sy, sx)
		}
	}
}

func TestDense(t *testing.T) {
	v := Dense([]float32{3, 0, -1})
	if !slices.Equal(v.At, []uint32{0, 1, 2}) || !slices.Equal(v.Value, []float32{3, 0, -1}) {
		t.Errorf("%v", v)
	}
	m := &Linear{classes: 2, stride: 3, weights: []float32{1, 2, 0, 3, 4, 0, 5, 6, 0}, bias: []float32{10, 20, 0}}
	if got := m.Scores(v); !slices.Equal(got, []float32{8, 20}) {
		t.Errorf("scores %v, want 10+3−5 and 20+6−6", got)
	}
}

func BenchmarkTrain1500x150(b *testing.B) {
	l, seen, _, ys := lessons(150, 10)
	for name, how := range trainings {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Train(seen, ys, l.Size(), 150, how)
			}
		})
	}
}

func BenchmarkScores150(b *testing.B) {
	l, seen, unseen, ys := lessons(150, 10)
	m := Train(seen, ys, l.Size(), 150, Training{Passes: 1, Rate: 1, OvR: true})
	b.ReportAllocs()
	for b.Loop() {
		m.Scores(unseen[0])
	}
}
