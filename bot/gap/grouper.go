package gap

import (
	"context"
	_ "embed" // the background
	"fmt"
	"maps"
	"slices"
	"strings"

	"frontdesk/knowledge/vector"
)

// Config is what a Grouper is made of.
type Config struct {
	Embedder   Embedder      // nil goes by words alone
	Understood []string      // codes of the languages that the embedder understands, as package language has them; nil means all
	Languages  []string      // codes of the languages to expect; nil means every one
	Measure    Measure       // for languages that the embedder understands; zero means DefaultMeasure
	NewID      func() string // of gaps; required
}

// Text is what a customer asked, to be grouped.
type Text struct {
	Text   string
	Locale string // the customer's, or ""
}

// Grouper groups questions that are one need. Questions in different languages are never one group, since they need
// different articles. What it does depends on nothing but the texts, their order, and how they were divided over calls.
// It is not safe for concurrent use.
type Grouper struct {
	config Config
	usual  usual             // learnt with the first questions
	spaces map[string]*space // by language
	known  map[reading]int   // → leaf
}

// NewGrouper returns a grouper that knows no questions.
func NewGrouper(c Config) *Grouper {
	if c.Measure == (Measure{}) {
		c.Measure = DefaultMeasure(c.Embedder != nil)
	}
	return &Grouper{config: c, spaces: make(map[string]*space), known: make(map[reading]int)}
}

// Len is the number of different questions.
func (g *Grouper) Len() int { return len(g.known) }

// Groups is what became of some questions.
type Groups struct {
	Of     []string          // by text: the id of its gap; "" for a text without words
	Merged map[string]string // gaps that turned out to be one with another: the id that is gone → the one that stays
}

// batch is how many new questions are grouped at a time: the best order of joining is found among them, and the time
// for it grows with the square.
const batch = 1000

// Member is a question that was found to be in a gap.
type Member struct {
	Gap string // id
	Text
}

// Restore puts questions into the gaps that they were found to be in. It comes before any Add. If the embedder fails,
// nothing has changed.
func (g *Grouper) Restore(ctx context.Context, members []Member) error {
	texts := make([]Text, len(members))
	for i, m := range members {
		texts[i] = m.Text
	}
	fresh, _, err := g.fresh(ctx, texts)
	if err != nil {
		return err
	}
	type place struct{ language, gap string }
	nodes := make(map[place]int)
	for _, t := range fresh {
		p := place{t.language, members[t.at].Gap}
		node, ok := nodes[p]
		if !ok {
			node = -1
		}
		node = g.put(t, node)
		nodes[p] = node
		g.spaces[t.language].nodes[node].id = p.gap
	}
	return nil
}

// Add groups questions, those seen before included. If the embedder fails, nothing has changed.
func (g *Grouper) Add(ctx context.Context, texts []Text) (Groups, error) {
	fresh, readings, err := g.fresh(ctx, texts)
	if err != nil {
		return Groups{}, err
	}
	out := Groups{Of: make([]string, len(texts)), Merged: make(map[string]string)}
	for part := range slices.Chunk(fresh, batch) {
		begin := make(map[string][]int)
		for _, t := range part {
			begin[t.language] = append(begin[t.language], g.put(t, -1))
		}
		for _, code := range slices.Sorted(maps.Keys(begin)) {
			g.spaces[code].group(begin[code], g.config.NewID, out.Merged)
		}
	}
	for i, r := range readings {
		if r.key != "" {
			s := g.spaces[r.language]
			out.Of[i] = s.nodes[s.nodeOf[g.known[r]]].id
		}
	}
	return out, nil
}

// text is a question that was not known before.
type text struct {
	reading
	at      int // its place among the texts given
	words   string
	meaning []float32 // nil without an embedder for its language
}

// fresh reads texts and returns those that are not known yet, each once, with their meanings.
func (g *Grouper) fresh(ctx context.Context, texts []Text) (fresh []text, readings []reading, err error) {
	readings = make([]reading, len(texts))
	met := make(map[reading]bool)
	for i, t := range texts {
		r := read(t.Text, t.Locale, g.config.Languages)
		readings[i] = r
		if _, known := g.known[r]; known || met[r] || r.key == "" {
			continue
		}
		met[r] = true
		fresh = append(fresh, text{reading: r, at: i, words: clip(t.Text)})
	}
	return fresh, readings, g.embed(ctx, fresh)
}

// background are questions that are asked anywhere, one a line.
//
//go:embed background.txt
var background string

// embed finds the meanings of texts.
func (g *Grouper) embed(ctx context.Context, fresh []text) error {
	var words []string
	var of []int
	for i, t := range fresh {
		if g.understands(t.language) {
			words, of = append(words, t.words), append(of, i)
		}
	}
	if len(words) == 0 {
		return nil
	}
	asked := len(words)
	if g.usual.n == 0 {
		words = slices.AppendSeq(words, strings.Lines(background))
	}
	meanings, err := g.config.Embedder.Embed(ctx, words)
	if err != nil {
		return fmt.Errorf("find the meanings of %d questions: %w", asked, err)
	}
	if err := sameSize(meanings, len(words), len(g.usual.sum)); err != nil {
		return fmt.Errorf("find the meanings of %d questions: %w", asked, err)
	}
	for i, at := range of {
		fresh[at].meaning = meanings[i]
	}
	for _, m := range meanings[asked:] {
		if g.usual.sum == nil {
			g.usual.sum = make([]float32, len(m))
		}
		vector.Axpy(g.usual.sum, 1, m)
		g.usual.n++
	}
	return nil
}

// sameSize says what is wrong with vectors that should be so many, of one size; 0 is any.
func sameSize(vectors [][]float32, n, size int) error {
	if len(vectors) != n {
		return fmt.Errorf("the encoder gave %d vectors for %d texts", len(vectors), n)
	}
	for _, v := range vectors {
		if size == 0 {
			size = len(v)
		}
		if len(v) != size || size == 0 {
			return fmt.Errorf("the encoder gave vectors of %d and of %d numbers", size, len(v))
		}
	}
	return nil
}

func (g *Grouper) understands(language string) bool {
	return g.config.Embedder != nil && (g.config.Understood == nil || slices.Contains(g.config.Understood, language))
}

// put makes a text known, in a node of its own or in one of its language that is given.
func (g *Grouper) put(t text, node int) int {
	s := g.spaces[t.language]
	if s == nil {
		m := byWords
		if g.understands(t.language) || g.config.Embedder == nil {
			m = g.config.Measure
		}
		u := g.usual
		if !g.understands(t.language) {
			u = usual{}
		}
		s = newSpace(m, u)
		g.spaces[t.language] = s
	}
	g.known[t.reading] = len(s.texts)
	return s.add(t.terms, t.meaning, node)
}

// mostAnew is how many nodes are compared again with all others when what is alike was learnt anew. With more of them it
// changes little, and takes long.
const mostAnew = 1000

// group joins what is alike, beginning with new nodes, and gives ids to the gaps that this makes.
func (s *space) group(begin []int, newID func() string, merged map[string]string) {
	if s.weigh() && len(s.nodes) <= mostAnew {
		begin = begin[:0]
		for i := range s.nodes {
			begin = append(begin, i)
		}
	}
	s.link(begin, func(from, into int) {
		gone, stays := s.nodes[from].id, s.nodes[into].id
		if gone == "" {
			return
		}
		for was, now := range merged {
			if now == gone {
				merged[was] = stays
			}
		}
		merged[gone] = stays
	})
	s.tidy()
	for i := range s.nodes {
		if s.nodes[i].id == "" {
			s.nodes[i].id = newID()
		}
	}
}
