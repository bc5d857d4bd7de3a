package index

import (
	"frontdesk/knowledge/evidence"
	"frontdesk/knowledge/language"
)

// examine reads the passage of the first candidate again and tells whether it says what is asked for. The
// caller holds c.mu for reading.
func (c *catalogue) examine(question string, f found) {
	if len(f.list) == 0 || f.list[0].passage < 0 {
		return
	}
	first := &f.list[0]
	p := first.entry.passages[first.passage]
	found := evidence.Read(question, func(word string) float64 { return c.rarity(word, f.scale) }).
		Look(first.entry.title, first.entry.text[p.Start:p.End])
	first.evidence = found.Score()
}

// rarity is a word's weight by the number of articles that have it, 0..1; 1 for one that none has.
func (c *catalogue) rarity(word string, s *scale) float64 {
	term, ok := c.vocabulary.find(word, language.Of("en"))
	if !ok {
		return 1
	}
	return s.of(count(c.df, term)) / s.of(0)
}
