package answer

import (
	"strings"
	"unicode/utf8"

	"frontdesk/knowledge"
)

// Sizes of an excerpt in bytes. It is not padded to reach any of them.
const (
	excerptEnough = 250  // with this much, no further block is added
	excerptGood   = 600  // what it should not exceed; blocks are taken whole up to here
	excerptMost   = 1200 // a single sentence or list item longer than this is cut at a blank
)

// blockKind is what a block of a text looks like.
type blockKind int

const (
	paragraph blockKind = iota
	heading
	list
)

// block is what stands between two empty lines of a revision's text.
type block struct {
	knowledge.Span
	kind blockKind
}

// excerpt chooses the spans of a revision's text that say what is wanted: at most three blocks, about
// excerptGood bytes, in order and without overlap. It begins at the block that says most of it, or at the
// first where the article as a whole is asked for. A text without any paragraph gives nothing.
func (p *page) excerpt(w wanted) []knowledge.Span {
	s := seek(w, p)
	text, blocks := s.text, s.blocks
	first, sentence := s.firstBlock()
	if first < 0 {
		return nil
	}
	var out []knowledge.Span
	size := 0
	take := func(i int) bool {
		b := blocks[i]
		span := b.Span
		if room := excerptGood - size; span.End-span.Start > room {
			if size > 0 && !introduces(text, blocks[i-1]) {
				return false
			}
			if span = shorten(text, b, max(room, excerptEnough), sentence); span.End <= span.Start {
				return false
			}
		}
		out = append(out, span)
		size += span.End - span.Start
		return span == b.Span
	}
	if first > 0 && blocks[first].kind == list && introduces(text, blocks[first-1]) && blocks[first-1].kind == paragraph {
		first--
	}
	for i := first; i < len(blocks) && len(out) < 3; i++ {
		if i > first && blocks[i].kind == heading || i > first && size >= excerptEnough && !introduces(text, blocks[i-1]) {
			break
		}
		if !take(i) {
			break
		}
	}
	return join(text, out)
}

// introduces reports whether a block only makes sense with the one that follows it.
func introduces(text string, b block) bool {
	return b.End > b.Start && strings.HasSuffix(text[b.Start:b.End], ":")
}

// join unites spans between which nothing but blank lines stands.
func join(text string, spans []knowledge.Span) []knowledge.Span {
	var out []knowledge.Span
	for _, s := range spans {
		if n := len(out); n > 0 && text[out[n-1].End:s.Start] == "\n\n" {
			out[n-1].End = s.End
			continue
		}
		out = append(out, s)
	}
	return out
}

// matched counts the terms that occur in a text, long ones a little more.
func matched(text string, terms []string) float64 {
	if len(terms) == 0 {
		return 0
	}
	found := make([]bool, len(terms))
	for _, w := range strings.Fields(plain(text)) {
		for i, t := range terms {
			if !found[i] && hasStem(w, t) {
				found[i] = true
			}
		}
	}
	sum := 0.0
	for i, ok := range found {
		if ok {
			sum += 1 + float64(min(len(terms[i]), 12))/24
		}
	}
	return sum
}

// hasStem reports whether a word is a form of an analysed term: it begins with it, but for the last
// letter that stemming changes ("delivery", "deliveri").
func hasStem(word, term string) bool {
	if strings.HasPrefix(word, term) {
		return len(word)-len(term) <= 5
	}
	stem, ok := strings.CutSuffix(term, "i")
	return ok && len(stem) >= 3 && strings.HasPrefix(word, stem+"y")
}

// blocksOf divides a text at its empty lines.
func blocksOf(text string) []block {
	var out []block
	for start := 0; start < len(text); {
		end, next := len(text), len(text)
		if i := strings.Index(text[start:], "\n\n"); i >= 0 {
			end, next = start+i, start+i+2
		}
		for start < end && (text[start] == '\n' || text[start] == ' ') {
			start++
		}
		for start < end && (text[end-1] == '\n' || text[end-1] == ' ') {
			end--
		}
		if start < end {
			out = append(out, block{Span: knowledge.Span{Start: start, End: end}})
		}
		start = next
	}
	for i := range out {
		out[i].kind = kindOf(text[out[i].Start:out[i].End], i+1 < len(out))
	}
	return out
}

func kindOf(b string, followed bool) blockKind {
	if isItem(b) {
		return list
	}
	last, _ := utf8.DecodeLastRuneInString(b)
	if followed && len(b) <= 120 && !strings.ContainsRune(b, '\n') && len(strings.Fields(b)) <= 14 && !strings.ContainsRune(".!:;,。！：；|", last) {
		return heading
	}
	return paragraph
}

// isItem reports whether a line is an item of a list.
func isItem(line string) bool {
	line = strings.TrimLeft(line, " ")
	if strings.HasPrefix(line, "• ") || strings.HasPrefix(line, "- ") {
		return true
	}
	number, _, ok := strings.Cut(line, ". ")
	return ok && number != "" && len(number) <= 3 && strings.Trim(number, "0123456789") == ""
}
