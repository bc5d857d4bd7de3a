package answer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"

	"frontdesk/knowledge"
)

// shorten returns the part of a block that fits into about room bytes: whole lines of a list or a
// table, whole sentences of a paragraph. It has the sentence in it if that lies in the block, and else
// begins at the first.
func shorten(text string, b block, room int, sentence knowledge.Span) knowledge.Span {
	parts := sentencesOf(text, b.Span)
	if strings.ContainsRune(text[b.Start:b.End], '\n') {
		parts = linesOf(text, b.Span)
	}
	if len(parts) == 0 {
		return knowledge.Span{}
	}
	first := 0
	for i, p := range parts {
		if p.Start <= sentence.Start && sentence.Start < p.End {
			first = i
		}
	}
	if parts[first].End-b.Start <= room {
		first = 0 // what can be read from its beginning is
	}
	// What stands before the best sentence is often what it refers to.
	for first > 0 && parts[len(parts)-1].End-parts[first-1].Start <= room {
		first--
	}
	out := parts[first]
	for _, p := range parts[first+1:] {
		if p.End-out.Start > room {
			break
		}
		out.End = p.End
	}
	if out.End-out.Start > excerptMost {
		out.End = cutAtBlank(text, out.Start, out.Start+excerptMost)
	}
	return out
}

func linesOf(text string, s knowledge.Span) []knowledge.Span {
	var out []knowledge.Span
	for start := s.Start; start < s.End; {
		end := s.End
		if i := strings.IndexByte(text[start:s.End], '\n'); i >= 0 {
			end = start + i
		}
		if p := trim(text, start, end); p.End > p.Start {
			out = append(out, p)
		}
		start = end + 1
	}
	return out
}

// sentencesOf divides a paragraph by the rules of Unicode (UAX #29), and joins again what was
// divided after an abbreviation.
func sentencesOf(text string, s knowledge.Span) []knowledge.Span {
	var out []knowledge.Span
	start := s.Start
	tokens := sentences.FromString(text[s.Start:s.End])
	for tokens.Next() {
		end := s.Start + tokens.End()
		if endsInAbbreviation(text[start:end]) && end < s.End {
			continue
		}
		if p := trim(text, start, end); p.End > p.Start {
			out = append(out, p)
		}
		start = end
	}
	return out
}

// abbreviations end in a full stop that does not end the sentence.
var abbreviations = words(`dr mr mrs ms prof st no nr vs etc e.g i.e eg ie approx incl excl ca resp fig vol max min tel
inc ltd co jr sr dept est min hrs z.b bzw d.h usw art p pp cf al jan feb mar apr jun jul aug sep sept oct nov dec`)

func endsInAbbreviation(sentence string) bool {
	sentence = strings.TrimRightFunc(sentence, unicode.IsSpace)
	body, ok := strings.CutSuffix(sentence, ".")
	if !ok {
		return false
	}
	at := strings.LastIndexFunc(body, func(r rune) bool { return unicode.IsSpace(r) || r == '(' })
	word := body[at+1:]
	if at >= 0 {
		_, size := utf8.DecodeRuneInString(body[at:])
		word = body[at+size:]
	}
	return abbreviations[strings.ToLower(word)] || utf8.RuneCountInString(word) == 1 && unicode.IsUpper([]rune(word)[0])
}

func trim(text string, start, end int) knowledge.Span {
	trimmed := strings.TrimLeftFunc(text[start:end], unicode.IsSpace)
	start = end - len(trimmed)
	return knowledge.Span{Start: start, End: start + len(strings.TrimRightFunc(trimmed, unicode.IsSpace))}
}

// cutAtBlank returns the last offset up to end at which text can be cut between words, or else between
// characters.
func cutAtBlank(text string, start, end int) int {
	for !utf8.RuneStart(text[end]) {
		end--
	}
	if i := strings.LastIndexFunc(text[start:end], unicode.IsSpace); i > 0 {
		return start + len(strings.TrimRightFunc(text[start:start+i], unicode.IsSpace))
	}
	return end
}
