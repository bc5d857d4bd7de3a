package answer

import (
	"strings"

	"frontdesk/knowledge"
	"frontdesk/knowledge/evidence"
)

const (
	around     = 3 << 10 // bytes before and after the passage of the index that are looked through
	inPassage  = 0.15    // what a block of the passage that the index found has ahead of the others
	leads      = 0.15    // what the first block has: articles tend to begin with the short answer
	fromStart  = 0.4     // what it has on top when the title or a phrasing says what is asked
	sameMatter = 0.6     // share of the question from which a title says what is asked
	ofItsSort  = 0.1     // what something of the sort asked for counts: a number, a time, a place
)

// wanted is what an excerpt is to say.
type wanted struct {
	question string
	terms    []string       // of the question, analysed; they serve where evidence sees nothing
	passage  knowledge.Span // that the index found; empty if none
	phrased  bool           // a phrasing of the article asks much the same
	whole    bool           // the article as a whole is asked for: from its first block
}

// seeker looks in one revision for what is wanted.
type seeker struct {
	wanted
	question *evidence.Question
	page     *page
	title    string // it goes without saying in all of the text
	text     string
	blocks   []block
}

func seek(w wanted, p *page) *seeker {
	s := &seeker{wanted: w, page: p, title: p.Title, text: p.Text, blocks: p.blocks}
	s.question = evidence.Read(w.question, s.rarity())
	return s
}

// near reports whether a block is looked at: one about the passage that the index found, or near the beginning
// if it found none.
func (s *seeker) near(b block) bool {
	return b.End > s.passage.Start-around && b.Start < s.passage.End+around
}

// rarity tells how rare words are in the text, by the share of its blocks that do without them: what every
// block mentions tells none apart.
func (s *seeker) rarity() func(word string) float64 {
	return func(word string) float64 {
		in, looked := 0, 0
		for i, b := range s.blocks {
			if !s.near(b) {
				continue
			}
			if looked++; s.page.words[i][word] {
				in++
			}
		}
		return 1 - 0.8*float64(in)/float64(max(1, looked))
	}
}

// weigh tells how much of what is wanted stands in a text under a heading, and in which sentence most; the
// span is empty if that cannot be told.
func (s *seeker) weigh(heading, text string) (float64, knowledge.Span) {
	e := s.question.Look(strings.TrimSpace(heading+" "+s.title), text)
	if !e.Seen {
		return matched(text, s.terms) + matched(heading, s.terms), knowledge.Span{}
	}
	return e.Values[evidence.InWindow] + ofItsSort*e.Values[evidence.CandidateFit], e.Sentence
}

// firstBlock is the block an excerpt begins with, −1 if there is none, and the sentence of it that says most
// of what is wanted. It is never a heading.
func (s *seeker) firstBlock() (first int, sentence knowledge.Span) {
	first, best := -1, 0.0
	start, about := true, s.phrased || s.question.Look(s.title, s.title).Values[evidence.InPassage] >= sameMatter
	for i, b := range s.blocks {
		if b.kind == heading || !start && !s.near(b) {
			continue
		}
		head := ""
		if i > 0 && s.blocks[i-1].kind == heading {
			head = s.text[s.blocks[i-1].Start:s.blocks[i-1].End]
		}
		score, at := s.weigh(head, s.text[b.Start:b.End])
		if b.End > s.passage.Start && b.Start < s.passage.End {
			score += inPassage
		}
		if start {
			score += leads
		}
		if start && about {
			score += fromStart
		}
		if first < 0 || score > best {
			first, best, sentence = i, score, knowledge.Span{Start: b.Start + at.Start, End: b.Start + at.End}
		}
		if start = false; s.whole {
			break
		}
	}
	return first, sentence
}
