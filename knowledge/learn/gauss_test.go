package learn

import (
	"math"
	"math/rand/v2"
	"testing"
)

// plainGauss computes the distances of x by their definition, in float64 and by Gauss-Jordan elimination.
func plainGauss(xs [][]float32, classes []int, n int, shrink float64, x []float32) []float64 {
	d := len(x)
	means, count := square(max(n, d))[:n], make([]int, n)
	for i, v := range xs {
		count[classes[i]]++
		for j := range d {
			means[classes[i]][j] += float64(v[j])
		}
	}
	free := 0.0
	for c := range means {
		for j := range d {
			means[c][j] /= max(1, float64(count[c]))
		}
		free += max(0, float64(count[c]-1))
	}
	s, trace := square(d), 0.0
	for i, v := range xs {
		m := means[classes[i]]
		for j := range d {
			for k := range d {
				s[j][k] += (float64(v[j]) - m[j]) * (float64(v[k]) - m[k]) / max(1, free)
			}
			trace += (float64(v[j]) - m[j]) * (float64(v[j]) - m[j]) / max(1, free)
		}
	}
	for j := range d {
		for k := range d {
			s[j][k] *= 1 - shrink
		}
		s[j][j] += shrink * trace / float64(d)
		if trace == 0 {
			s[j][j] = 1
		}
	}
	inverse := eliminate(s)
	out := make([]float64, n)
	for c, m := range means {
		for j := range d {
			for k := range d {
				out[c] += (float64(x[j]) - m[j]) * inverse[j][k] * (float64(x[k]) - m[k])
			}
		}
		if count[c] > 0 {
			out[c] *= float64(count[c]) / float64(count[c]+1)
		}
	}
	return out
}

// eliminate inverts a matrix, which it overwrites.
func eliminate(s [][]float64) [][]float64 {
	d := len(s)
	inverse := square(d)
	for j := range d {
		inverse[j][j] = 1
	}
	for j := range d {
		pivot := s[j][j]
		for k := range d {
			s[j][k] /= pivot
			inverse[j][k] /= pivot
		}
		for i := range d {
			if factor := s[i][j]; i != j {
				for k := range d {
					s[i][k] -= factor * s[j][k]
					inverse[i][k] -= factor * inverse[j][k]
				}
			}
		}
	}
	return inverse
}

// crowd draws examples around random means, spread more in some directions than in others.
func crowd(r *rand.Rand, perClass []int, d int) (xs [][]float32, classes []int) {
	for c, n := range perClass {
		mean := direction(r, d)
		for range n {
			x := make([]float32, d)
			common := r.NormFloat64() * 0.3
			for j := range x {
				x[j] = mean[j] + float32(r.NormFloat64()*0.2/float64(j+1)+common)
			}
			xs, classes = append(xs, x), append(classes, c)
		}
	}
	return xs, classes
}

func TestGaussAgainstTheDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 7))
	for name, c := range map[string]struct {
		perClass []int
		d        int
		shrink   float64
	}{
		"plain":                  {[]int{20, 30, 25}, 3, 0.1},
		"one dimension":          {[]int{5, 5}, 1, 0.5},
		"one class":              {[]int{40}, 4, 0.05},
		"classes of one example": {[]int{1, 20, 1, 20}, 5, 0.2},
		"a class of none":        {[]int{10, 0, 10}, 2, 0.2},
		"fewer than dimensions":  {[]int{3, 2}, 8, 0.5},
		"all directions alike":   {[]int{10, 10}, 4, 1},
		"lanes and a rest":       {[]int{60, 60}, 37, 0.3},
		"nothing but means":      {[]int{1, 1, 1}, 3, 0.3},
	} {
		xs, classes := crowd(r, c.perClass, c.d)
		g := NewGauss(xs, classes, len(c.perClass), c.shrink)
		out := make([]float32, len(c.perClass))
		for _, x := range append(xs[:2:2], direction(r, c.d), make([]float32, c.d)) {
			g.Distances(x, out)
			for class, want := range plainGauss(xs, classes, len(c.perClass), c.shrink, x) {
				if math.Abs(float64(out[class])-want) > 1e-3*(1+want) {
					t.Errorf("%s: distance %v to class %d, want %v", name, out[class], class, want)
				}
			}
		}
	}
}

func TestGaussDistancesTellInsideFromOutside(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 7))
	for _, perClass := range []int{3, 60} {
		d, classesN := 6, 40
		counts := make([]int, classesN)
		for c := range counts {
			counts[c] = perClass + 10
		}
		xs, classes := crowd(r, counts, d)
		var train, rest [][]float32
		var trainClasses, restClasses []int
		for i, x := range xs {
			if i%(perClass+10) < perClass {
				train, trainClasses = append(train, x), append(trainClasses, classes[i])
			} else {
				rest, restClasses = append(rest, x), append(restClasses, classes[i])
			}
		}
		g := NewGauss(train, trainClasses, classesN, 0.01)
		out, sum, right := make([]float32, classesN), 0.0, 0
		for i, x := range rest {
			g.Distances(x, out)
			sum += float64(out[restClasses[i]]) / float64(d) / float64(len(rest))
			nearest := 0
			for c := range out {
				if out[c] < out[nearest] {
					nearest = c
				}
			}
			if nearest == restClasses[i] {
				right++
			}
		}
		if sum < 0.8 || sum > 1.2 {
			t.Errorf("%d examples: unseen ones of a class are %.2f per dimension from it, want about 1", perClass, sum)
		}
		if share := float64(right) / float64(len(rest)); share < 0.8 {
			t.Errorf("%d examples: the nearest class is right for only %.2f", perClass, share)
		}
		far := make([]float32, d)
		for j := range far {
			far[j] = float32(3 * (j%2*2 - 1))
		}
		g.Distances(far, out)
		for c, distance := range out {
			if distance < 10*float32(d) {
				t.Errorf("%d examples: what is far from all is %v from class %d", perClass, distance, c)
			}
		}
	}
}

func TestGaussOfFlatSpreads(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 7))
	flat := func(scale float32) ([][]float32, []int) {
		xs, classes := crowd(r, []int{15, 15}, 40)
		for _, x := range xs {
			for j := range x {
				if j%2 == 1 {
					x[j] = x[j-1] // half of the dimensions say nothing new
				}
				x[j] *= scale
			}
		}
		return xs, classes
	}
	for _, shrink := range []float64{-1, 0, 1e-9, 0.5, 1, 7} {
		for _, scale := range []float32{1, 1e-5, 1e5} {
			xs, classes := flat(scale)
			g, out := NewGauss(xs, classes, 2, shrink), make([]float32, 2)
			for i, x := range xs {
				g.Distances(x, out)
				own, other := out[classes[i]], out[1-classes[i]]
				// Without directions, the spread that all examples share covers the classes.
				if !(own >= 0 && (own < other || shrink >= 1) && float64(other) < math.MaxFloat32) {
					t.Errorf("shrink %v, scale %v: %v to its own class, %v to the other", shrink, scale, own, other)
				}
			}
		}
	}
}

func TestGaussShrinkIsKeptInBounds(t *testing.T) {
	xs, classes := crowd(rand.New(rand.NewPCG(4, 7)), []int{30, 30}, 4)
	distances := func(shrink float64) [2]float32 {
		var out [2]float32
		NewGauss(xs, classes, 2, shrink).Distances(xs[0], out[:])
		return out
	}
	for _, c := range [][2]float64{{-5, leastShrink}, {0, leastShrink}, {1.5, 1}} {
		if got, want := distances(c[0]), distances(c[1]); got != want {
			t.Errorf("shrink %v: %v, want %v as with %v", c[0], got, want, c[1])
		}
	}
	if distances(0.5) == distances(1) {
		t.Error("shrink makes no difference")
	}
}

func TestGaussOfEqualExamples(t *testing.T) {
	xs := [][]float32{{1, 0}, {1, 0}, {0, 1}, {0, 1}, {0, 1}}
	g, out := NewGauss(xs, []int{0, 0, 1, 1, 1}, 2, 0.1), make([]float32, 2)
	g.Distances([]float32{1, 0}, out)
	if out[0] != 0 || math.Abs(float64(out[1])-2*3/4.0) > 1e-6 {
		t.Errorf("distances %v, want 0 and 2·3/4", out)
	}
}

func BenchmarkGaussDistances150x512(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 7))
	xs, classes := crowd(r, make([]int, 150), 512)
	for c := range 150 {
		xs, classes = append(xs, direction(r, 512), direction(r, 512)), append(classes, c, c)
	}
	g, out := NewGauss(xs, classes, 150, 0.5), make([]float32, 150)
	b.ReportAllocs()
	for b.Loop() {
		g.Distances(xs[0], out)
	}
}

func BenchmarkNewGauss3000x512(b *testing.B) {
	r := rand.New(rand.NewPCG(6, 7))
	var xs [][]float32
	var classes []int
	for i := range 3000 {
		xs, classes = append(xs, direction(r, 512)), append(classes, i%150)
	}
	for b.Loop() {
		NewGauss(xs, classes, 150, 0.15)
	}
}
