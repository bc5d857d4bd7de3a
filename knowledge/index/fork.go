package index

import (
	"maps"
	"slices"
	"sync/atomic"

	"frontdesk/knowledge/language"
)

// fork copies the catalogue, so that articles can be put into the copy and taken out without a trace in this one. The
// entries themselves never change and are shared.
func (c *catalogue) fork() *catalogue {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return &catalogue{
		vocabulary: c.vocabulary.fork(), // has every word of the entries: words are added before entries are
		entries:    maps.Clone(c.entries), faults: maps.Clone(c.faults), translations: maps.Clone(c.translations),
		df: slices.Clone(c.df), dfShort: slices.Clone(c.dfShort), totals: c.totals, restricted: maps.Clone(c.restricted),
	}
}

// fork copies the vocabulary with its synonyms: the words that are added to the copy are unknown to this one.
func (v *vocabulary) fork() *vocabulary {
	v.mu.RLock()
	defer v.mu.RUnlock()
	// Lists only ever grow at their ends, and a clipped one grows elsewhere.
	out := &vocabulary{
		forms: slices.Clip(v.forms), terms: maps.Clone(v.terms), names: slices.Clip(v.names), class: slices.Clip(v.class),
		synonyms: new(atomic.Pointer[language.Synonyms]),
	}
	out.synonyms.Store(v.synonyms.Load())
	if all := v.lexicons.Load(); all != nil {
		copies := make([]*lexicon, len(*all))
		for i, x := range *all {
			copies[i] = x.fork()
		}
		out.lexicons.Store(&copies)
	}
	return out
}

// fork copies the words of one language. The caller holds the vocabulary's lock.
func (x *lexicon) fork() *lexicon {
	out := *x
	out.words, out.plain, out.forms = maps.Clone(x.words), maps.Clone(x.plain), slices.Clip(x.forms)
	out.compounds = make(map[uint32][]compound, len(x.compounds))
	for term, list := range x.compounds {
		out.compounds[term] = slices.Clip(list)
	}
	return &out
}
