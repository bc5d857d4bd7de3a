package ground

import (
	"strings"
)

// prepared is a source, read.
type prepared struct {
	Source
	segments []segment
	readings []*reading
	bare     []string // the segments without blanks and signs at their ends
	title    *reading
	links    map[string]bool
	whole    string // the text, folded, in small letters
	reader   *reader
}

func prepare(s Source, r *reader) *prepared {
	p := &prepared{Source: s, segments: segments(s.Text), reader: r, links: make(map[string]bool)}
	for _, g := range p.segments {
		text := fold(s.Text[g.Start:g.End])
		p.readings = append(p.readings, r.read(text))
		p.bare = append(p.bare, bare(text))
	}
	for i := range p.segments {
		// A first row that names amounts is no head of its table.
		if n := p.segments[i].intro; n >= 0 && p.segments[n].shape == row && len(p.readings[n].amounts) > 0 {
			p.segments[i].intro = -1
		}
	}
	p.title = r.read(fold(s.Title))
	p.whole = strings.ToLower(fold(s.Title + "\n" + s.Text))
	for _, l := range s.Links {
		p.links[sameLink(l)] = true
	}
	return p
}

// verbatim returns the segments that a sentence repeats word for word.
func (p *prepared) verbatim(sentence string) (run, bool) {
	want := bare(sentence)
	if want == "" {
		return run{}, false
	}
	for i := range p.bare {
		if !strings.HasPrefix(want, p.bare[i]) && want != p.bare[i] {
			continue
		}
		text := ""
		for n := 0; n < longestRun && i+n < len(p.segments); n++ {
			if n > 0 {
				text += " "
			}
			text += fold(p.Text[p.segments[i+n].Start:p.segments[i+n].End])
			if bare(text) == want {
				return run{i, i + n}, true
			}
			if len(text) > 2*len(want)+20 {
				break
			}
		}
	}
	return run{}, false
}

// longestRun is how many neighbouring sentences one sentence may rest on.
const longestRun = 3

// run is a row of neighbouring segments, both ends included.
type run struct{ from, to int }

func (r run) len() int { return r.to - r.from + 1 }

// allowed reports whether segments may be taken together: under one heading, in one list, and a row of a table only by itself.
func (p *prepared) allowed(r run) bool {
	if r.len() == 1 {
		return true
	}
	for i := r.from; i <= r.to; i++ {
		s := p.segments[i]
		if s.shape == heading || s.shape == row || s.head != p.segments[r.from].head {
			return false
		}
	}
	return true
}

// around are the readings that count as said with a run: its heading, what introduces its list, and the title.
func (p *prepared) around(r run) []*reading {
	out := []*reading{p.title}
	first := p.segments[r.from]
	if first.head >= 0 {
		out = append(out, p.readings[first.head])
	}
	if first.intro >= 0 && first.intro < r.from {
		out = append(out, p.readings[first.intro])
	}
	return out
}
