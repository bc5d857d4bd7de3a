package index

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/knowledge"
)

// Sizes of a passage in words. A passage is closed at the first border between blocks after
// passageGood words, never runs on past passageMost at one, and a single block longer than
// passageLong is cut inside.
const (
	passageGood = 60
	passageMost = 150
	passageLong = 220
	wordBytes   = 40 // a run without blanks counts as one word for this many bytes
)

// passage is a stretch of an article that is searched on its own.
type passage struct {
	knowledge.Span
	heading knowledge.Span // the heading it stands under, if that is not part of the passage
}

// block is one paragraph, heading, list or the like: what stands between two blank lines of a text.
type block struct {
	knowledge.Span
	words   int
	heading bool
}

// cutPassages divides a revision's text. Every block lies in exactly one passage; headings open one.
func cutPassages(text string) []passage {
	blocks := cutBlocks(text)
	var out []passage
	var heading knowledge.Span
	for i := 0; i < len(blocks); {
		p := passage{Span: blocks[i].Span, heading: heading}
		words, headings, headed := 0, 0, false
		for ; i < len(blocks); i++ {
			b := blocks[i]
			full := words >= passageGood || words > 0 && words+b.words > passageMost
			if full || b.heading && (words >= passageGood/2 || headings > passageMost) {
				break
			}
			if b.heading {
				heading = b.Span
				if words == 0 && !headed {
					p.heading, headed = knowledge.Span{}, true
				}
			}
			if b.heading {
				headings += b.words
			} else {
				words += b.words
			}
			p.End = b.End
		}
		out = append(out, p)
	}
	return out
}

// Bounds on the headings that stand in for phrasings.
const (
	mostHeadings = 16
	longHeading  = 100 // bytes
)

// headingsOf lists the headings of a text that say something: of two words or more, and each once.
func headingsOf(text string) []string {
	var out []string
	for _, b := range cutBlocks(text) {
		h := text[b.Start:b.End]
		if b.heading && b.words > 1 && len(h) <= longHeading && !slices.Contains(out, h) {
			if out = append(out, h); len(out) == mostHeadings {
				break
			}
		}
	}
	return out
}

// cutBlocks finds the blocks of a text, with blocks of more than passageLong words cut further.
func cutBlocks(text string) []block {
	var out []block
	for start := 0; start < len(text); {
		end := len(text)
		next := end
		if i := strings.Index(text[start:], "\n\n"); i >= 0 {
			end, next = start+i, start+i+2
		}
		if s := trimmed(text, start, end); s.End > s.Start {
			out = appendBlock(out, text, s)
		}
		start = next
	}
	for i := range out {
		// A heading with nothing under it is a sentence of its own.
		out[i].heading = i+1 < len(out) && looksLikeHeading(text[out[i].Start:out[i].End])
	}
	return out
}

// window is how much of a block is looked at to decide where to cut it, in bytes: more than passageLong
// words of any language take.
const window = 8 << 10

func appendBlock(out []block, text string, s knowledge.Span) []block {
	for {
		ahead := text[s.Start:min(s.End, s.Start+window)]
		if words := countWords(ahead); words <= passageLong && len(ahead) == s.End-s.Start {
			return append(out, block{Span: s, words: words})
		}
		cut := s.Start + cutPoint(ahead)
		head := trimmed(text, s.Start, cut)
		if head.End > head.Start {
			out = append(out, block{Span: head, words: countWords(text[head.Start:head.End])})
		}
		if s = trimmed(text, cut, s.End); s.End <= s.Start {
			return out
		}
	}
}

// cutPoint finds where to cut a block that is too long: after the last line, else sentence, else word,
// else character that ends between passageGood and passageMost words.
func cutPoint(text string) int {
	words, start := 0, -1 // start is where the word at hand began, or was last counted
	line, sentence, word, char := 0, 0, 0, 0
	var last rune
	for i, r := range text {
		if unicode.IsSpace(r) {
			if start >= 0 && words >= passageGood {
				word = i
				if r == '\n' {
					line = i
				}
				if strings.ContainsRune(".!?", last) {
					sentence = i
				}
			}
			start = -1
			continue
		}
		if start < 0 || i-start >= wordBytes {
			start = i
			if words++; words > passageMost {
				break
			}
		}
		if words >= passageGood {
			char = i
			if strings.ContainsRune("。！？", last) {
				sentence = i
			}
		}
		last = r
	}
	for _, at := range []int{line, sentence, word, char} {
		if at > 0 {
			return at
		}
	}
	return len(text)
}

// looksLikeHeading reports whether a block is a heading, as far as plain text tells: one short line
// that neither ends a sentence nor belongs to a list.
func looksLikeHeading(b string) bool {
	if len(b) > 120 || strings.ContainsRune(b, '\n') || strings.HasPrefix(b, "• ") || countWords(b) > 14 {
		return false
	}
	if number, _, ok := strings.Cut(b, ". "); ok && number != "" && strings.Trim(number, "0123456789") == "" {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(b)
	return !strings.ContainsRune(".!:;,。！：；", last)
}

func trimmed(text string, start, end int) knowledge.Span {
	for start < end {
		r, size := utf8.DecodeRuneInString(text[start:end])
		if !unicode.IsSpace(r) {
			break
		}
		start += size
	}
	for start < end {
		r, size := utf8.DecodeLastRuneInString(text[start:end])
		if !unicode.IsSpace(r) {
			break
		}
		end -= size
	}
	return knowledge.Span{Start: start, End: end}
}

// countWords counts runs of non-blanks; a run without blanks of a dense script counts by its length.
func countWords(s string) int {
	n := 0
	for _, f := range strings.Fields(s) {
		n += 1 + (len(f)-1)/wordBytes
	}
	return n
}
