package ground

// elsewhere reports whether the sentence says a fact of something that the fact's own clause in the source does not
// name, but other words do, while that clause says it of something else: "shipping to France" for "shipping to Switzerland".
func (w *witness) elsewhere(f fact, p place) bool {
	near := p.reading.near(p.fact)
	borrowed := false
	for _, t := range w.s.near(f) {
		tok := &w.s.tokens[t]
		if tok.light || anyRelated(p.reading, near, tok.entry) || has(w.p.title, tok.entry, false) || w.saidAround(p, tok.entry) || w.gate.known.words[tok.text] {
			continue
		}
		if p.reading.bareChunk(p.fact) && has(p.reading, tok.entry, w.p.reader.words.compounds) {
			continue
		}
		borrowed = borrowed || w.anywhere(tok.entry)
	}
	if !borrowed {
		return false
	}
	if len(near) == 0 {
		near = p.reading.context(p.fact)
	}
	for _, t := range near {
		tok := &p.reading.tokens[t]
		if !tok.light && !has(w.s, tok.entry, w.p.reader.words.compounds) {
			return true
		}
	}
	return false
}

// anywhere reports whether any sentence of the source has a word.
func (w *witness) anywhere(e *entry) bool {
	for _, rd := range w.p.readings {
		if rd.terms[e.term] {
			return true
		}
	}
	return false
}

// swapped reports whether the sentence puts another word before one that the place has, where the place has a word of its
// own: "express delivery" for "standard delivery".
func (w *witness) swapped(about []int, p place) bool {
	there := p.reading.context(p.fact)
	for n := 1; n < len(about); n++ {
		x, noun := about[n-1], about[n]
		if w.s.tokens[x].end+1 != w.s.tokens[noun].start || w.s.tokens[x].light {
			continue
		}
		if anyRelated(p.reading, there, w.s.tokens[x].entry) || w.saidAround(p, w.s.tokens[x].entry) {
			continue
		}
		for m := 1; m < len(there); m++ {
			y := p.reading.tokens[there[m-1]]
			if alike(p.reading.tokens[there[m]].entry, w.s.tokens[noun].entry) && y.end+1 == p.reading.tokens[there[m]].start && !y.light && !w.s.terms[y.term] {
				return true
			}
		}
	}
	return false
}

// saidAround reports whether a heading, a title or the line above a list has a word.
func (w *witness) saidAround(p place, e *entry) bool {
	for _, rd := range w.p.around(run{p.index, p.index}) {
		if has(rd, e, false) {
			return true
		}
	}
	return false
}
