package gap

import (
	"math"
	"slices"

	"frontdesk/knowledge/learn"
	"frontdesk/knowledge/vector"
)

// mostGrams is how many n-grams are known in a space; those in most texts are kept.
const mostGrams = 1 << 18

// relearn is by which factor a space grows until its n-grams are weighed anew.
const relearn = 1.25

// space is the questions of one language and how alike they are. A question is a leaf; leaves are grouped into nodes.
type space struct {
	measure Measure
	texts   []string    // by leaf: the terms that its n-grams are taken from
	meaning [][]float32 // by leaf; nil without an embedder
	usual   usual       // what questions mean anywhere
	middle  []float32   // what the questions here mean on average, taken off before they are compared

	lexicon  *learn.Lexicon
	learnt   int            // leaves from which the lexicon and the middle were learnt
	grams    []learn.Sparse // by leaf
	postings [][]posting    // by n-gram

	nodeOf []int32 // by leaf
	nodes  []node
	means  []float32 // by node: the mean of its leaves' meanings, row after row
	size   int       // of a meaning

	query   []float32 // by n-gram; zeros but while a row is computed
	touched []uint32
	overlap []float32 // by node
}

// usual is the sum of the meanings of some questions that are asked anywhere.
type usual struct {
	sum []float32
	n   int
}

// node is a group of questions while the groups are made.
type node struct {
	id      string  // of the gap; "" for one that was made just now
	age     int     // the leaf it began with
	leaves  []int32 // none once it went into another
	weighed int     // how many of them are in the mean
}

// posting says that a leaf has an n-gram.
type posting struct {
	leaf  int32
	value float32
}

func newSpace(m Measure, u usual) *space { return &space{measure: m, usual: u, size: len(u.sum)} }

// add puts a text into a node of its own, or into the node given if that is not negative.
func (s *space) add(text string, meaning []float32, at int) int {
	leaf := len(s.texts)
	s.texts, s.meaning = append(s.texts, text), append(s.meaning, meaning)
	if at < 0 {
		at = len(s.nodes)
		s.nodes = append(s.nodes, node{age: leaf})
	}
	s.nodeOf = append(s.nodeOf, int32(at))
	s.nodes[at].leaves = append(s.nodes[at].leaves, int32(leaf))
	return at
}

func (s *space) mean(node int) []float32 { return s.means[node*s.size : (node+1)*s.size] }

// weigh makes the texts that were added comparable. Once they are many, it learns anew which n-grams are rare and
// what is common to all meanings; then all likenesses are others than before.
func (s *space) weigh() (anew bool) {
	if anew = float64(len(s.texts)) >= relearn*float64(s.learnt); anew {
		s.learn()
	}
	s.means = append(s.means, make([]float32, len(s.nodes)*s.size-len(s.means))...)
	s.overlap = append(s.overlap, make([]float32, len(s.nodes)-len(s.overlap))...)
	own := make([]float32, s.size)
	for leaf := len(s.grams); leaf < len(s.texts); leaf++ {
		v := s.lexicon.Vector(s.texts[leaf])
		s.grams = append(s.grams, v)
		for k, g := range v.At {
			s.postings[g] = append(s.postings[g], posting{int32(leaf), v.Value[k]})
		}
		at := s.nodeOf[leaf]
		s.nodes[at].weighed++
		if s.size > 0 {
			s.off(own, s.meaning[leaf])
			blend(s.mean(int(at)), own, 1/float32(s.nodes[at].weighed))
		}
	}
	return anew
}

// learn forgets what was made comparable, and learns from all texts.
func (s *space) learn() {
	s.lexicon, s.learnt = learn.NewLexicon(s.texts, mostGrams), len(s.texts)
	s.grams, s.postings = s.grams[:0], make([][]posting, s.lexicon.Size())
	s.query = make([]float32, s.lexicon.Size())
	clear(s.means)
	for i := range s.nodes {
		s.nodes[i].weighed = 0
	}
	s.middle = slices.Clone(s.usual.sum)
	n := s.usual.n
	for _, m := range s.meaning {
		if m != nil {
			vector.Axpy(s.middle, 1, m)
			n++
		}
	}
	for i := range s.middle {
		s.middle[i] /= float32(max(n, 1))
	}
}

// off sets out to a meaning without what is common to all, of length one again. What all questions of a house share
// would make them seem alike: in a bank, everything is about cards (Mu and Viswanath 2018, arXiv:1702.01417).
func (s *space) off(out, meaning []float32) {
	clear(out)
	if vector.Dot(meaning, meaning) == 0 {
		return // nothing could be read
	}
	copy(out, meaning)
	vector.Axpy(out, -1, s.middle)
	if length := math.Sqrt(float64(vector.Dot(out, out))); length > 0 {
		for i := range out {
			out[i] = float32(float64(out[i]) / length)
		}
	}
}

// blend moves a mean towards a vector by a share of the way.
func blend(mean, v []float32, share float32) {
	for i := range mean {
		mean[i] += (v[i] - mean[i]) * share
	}
}

// likeness sets out[i] to the likeness of a node and node i. Those of nodes without leaves and of the node itself mean
// nothing.
func (s *space) likeness(of int, out []float32) {
	if s.measure.Meaning > 0 && s.size > 0 {
		vector.DotRows(out, s.means, s.mean(of))
	} else {
		clear(out)
	}
	meaning := float32(s.measure.Meaning)
	s.overlaps(of)
	grams := float32(s.measure.Grams) / float32(len(s.nodes[of].leaves))
	for i := range out {
		out[i] = meaning * out[i]
		if n := len(s.nodes[i].leaves); n > 0 {
			out[i] += grams * s.overlap[i] / float32(n)
		}
	}
}

// overlaps sets s.overlap to the sums, over all pairs of leaves of a node and of node i, of the cosines of their n-grams.
func (s *space) overlaps(of int) {
	clear(s.overlap)
	s.touched = s.touched[:0]
	for _, leaf := range s.nodes[of].leaves {
		g := s.grams[leaf]
		for k, at := range g.At {
			if s.query[at] == 0 {
				s.touched = append(s.touched, at)
			}
			s.query[at] += g.Value[k]
		}
	}
	for _, at := range s.touched {
		v := s.query[at]
		s.query[at] = 0
		for _, p := range s.postings[at] {
			s.overlap[s.nodeOf[p.leaf]] += v * p.value
		}
	}
}

// join puts the leaves of one node into another.
func (s *space) join(from, into int) {
	a, b := &s.nodes[into], &s.nodes[from]
	if s.size > 0 {
		blend(s.mean(into), s.mean(from), float32(len(b.leaves))/float32(len(a.leaves)+len(b.leaves)))
	}
	for _, leaf := range b.leaves {
		s.nodeOf[leaf] = int32(into)
	}
	a.leaves = append(a.leaves, b.leaves...)
	a.age, a.weighed = min(a.age, b.age), a.weighed+b.weighed
	b.leaves = nil
}

// tidy takes out the nodes that went into others.
func (s *space) tidy() {
	kept := 0
	for i := range s.nodes {
		if len(s.nodes[i].leaves) == 0 {
			continue
		}
		s.nodes[kept] = s.nodes[i]
		copy(s.mean(kept), s.mean(i))
		for _, leaf := range s.nodes[kept].leaves {
			s.nodeOf[leaf] = int32(kept)
		}
		kept++
	}
	clear(s.nodes[kept:])
	s.nodes, s.means, s.overlap = s.nodes[:kept], s.means[:kept*s.size], s.overlap[:kept]
}
