package ground

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/knowledge"
	"frontdesk/knowledge/quantity"
)

// shape says what a segment is of a text.
type shape uint8

const (
	prose   shape = iota
	heading       // a line that stands over others
	item          // of a list
	row           // of a table
)

// segment is a sentence of a source, or a line that is not made of sentences.
type segment struct {
	knowledge.Span
	shape shape
	head  int // the heading above it, −1 if none
	intro int // of an item or a row: the line that introduces the list, or the head of the table; −1 if none
}

// segments cuts a text into what is compared: sentences, items of lists, rows of tables and headings.
func segments(text string) []segment {
	var out []segment
	head, intro, from := -1, -1, 0
	lines := lineSpans(text)
	for i, line := range lines {
		s := text[line.Start:line.End]
		marker := listMarker(s)
		switch {
		case marker > 0:
			if marker < len(s) {
				out = append(out, cutSentences(text, knowledge.Span{Start: line.Start + marker, End: line.End}, item, head, intro)...)
			}
			continue
		case strings.Contains(s, " | "):
			from = len(out)
			if len(out) == 0 || out[from-1].shape != row {
				out = append(out, segment{line, row, head, intro})
				intro = from // the head of the table stands for its columns
			} else {
				out = append(out, segment{line, row, head, intro})
			}
			continue
		case isHeading(text, lines, i):
			out = append(out, segment{line, heading, -1, -1})
			head, intro = len(out)-1, -1
			continue
		}
		out = append(out, cutSentences(text, line, prose, head, -1)...)
		intro = -1
		if strings.HasSuffix(s, ":") || i+1 < len(lines) && listMarker(text[lines[i+1].Start:lines[i+1].End]) > 0 {
			intro = len(out) - 1
		}
	}
	return out
}

// lineSpans are the lines of a text without the blanks around them; what was only wrapped is one line.
func lineSpans(text string) (out []knowledge.Span) {
	for start := 0; start <= len(text); {
		end := len(text)
		if i := strings.IndexByte(text[start:], '\n'); i >= 0 {
			end = start + i
		}
		span := trimmed(text, start, end)
		if span.End > span.Start {
			if n := len(out); n > 0 && wrapped(text, out[n-1], span) {
				out[n-1].End = span.End
			} else {
				out = append(out, span)
			}
		}
		start = end + 1
	}
	return out
}

// wrapped reports whether a line goes on with the sentence of the line before.
func wrapped(text string, before, line knowledge.Span) bool {
	if strings.Count(text[before.End:line.Start], "\n") != 1 || strings.IndexByte(".!?:;|", text[before.End-1]) >= 0 || before.End-before.Start < 30 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[line.Start:])
	return unicode.IsLower(r) && listMarker(text[line.Start:line.End]) == 0 && !strings.Contains(text[line.Start:line.End], " | ") && listMarker(text[before.Start:before.End]) == 0
}

func trimmed(text string, start, end int) knowledge.Span {
	s := strings.TrimLeftFunc(text[start:end], unicode.IsSpace)
	start = end - len(s)
	return knowledge.Span{Start: start, End: start + len(strings.TrimRightFunc(s, unicode.IsSpace))}
}

// listMarker is the length of what makes a line an item of a list, 0 if it is none.
func listMarker(line string) int {
	r, size := utf8.DecodeRuneInString(line)
	if (r == '•' || r == '-' || r == '*' || r == '–' || r == '·' || r == '◦') && size < len(line) && line[size] == ' ' {
		return size + 1
	}
	n := 0
	for n < len(line) && n < 3 && line[n] >= '0' && line[n] <= '9' {
		n++
	}
	if n > 0 && n+1 < len(line) && (line[n] == '.' || line[n] == ')') && line[n+1] == ' ' {
		if word, _, _ := strings.Cut(line[n+2:], " "); quantity.Month(strings.ToLower(strings.TrimRight(word, ".,"))) == 0 {
			return n + 2
		}
	}
	return 0
}

const longestHeading = 90 // bytes

// longestSegment bounds what is compared at once, in bytes: a text without full stops is cut where it can be.
const longestSegment = 700

// isHeading guesses whether a line is a heading: short, without a full stop, and over a block of text.
func isHeading(text string, lines []knowledge.Span, i int) bool {
	line := lines[i]
	s := text[line.Start:line.End]
	if len(s) > longestHeading || strings.IndexByte(".!:;,", s[len(s)-1]) >= 0 || i+1 >= len(lines) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s)
	apart := strings.Count(text[line.End:lines[i+1].Start], "\n") >= 2 && (i == 0 || strings.Count(text[lines[i-1].End:line.Start], "\n") >= 2)
	return apart && !unicode.IsLower(r) && !strings.ContainsAny(s, ".!") && len(strings.Fields(s)) <= 10
}

// cutSentences cuts a line into sentences.
func cutSentences(text string, line knowledge.Span, as shape, head, intro int) (out []segment) {
	add := func(start, end int) {
		for end-start > longestSegment {
			at := start + longestSegment
			if i := strings.LastIndexAny(text[start:at], ",; "); i > 0 {
				at = start + i + 1
			}
			for !utf8.RuneStart(text[at]) {
				at--
			}
			if s := trimmed(text, start, at); s.End > s.Start {
				out = append(out, segment{s, as, head, intro})
			}
			start = at
		}
		if s := trimmed(text, start, end); s.End > s.Start {
			out = append(out, segment{s, as, head, intro})
		}
	}
	from := line.Start
	s := text[:line.End]
	for i := line.Start; i < line.End; i++ {
		switch c := s[i]; {
		case c == '.' || c == '!' || c == '?':
			if end := i + 1 + closing(s[i+1:]); endsThere(s, i, end) {
				add(from, end)
				from = end
			}
		case c == 0xE3 && strings.HasPrefix(s[i:], "。"), c == 0xEF && (strings.HasPrefix(s[i:], "！") || strings.HasPrefix(s[i:], "？")):
			add(from, i+3)
			from = i + 3
		}
	}
	add(from, line.End)
	return out
}

// closing is the length of the quotes and brackets that close behind the end of a sentence.
func closing(rest string) int {
	n := 0
	for n < len(rest) {
		r, size := utf8.DecodeRuneInString(rest[n:])
		if !strings.ContainsRune("\"')”’»]", r) {
			break
		}
		n += size
	}
	return n
}

// endsThere reports whether the sign at i, with what closes up to end, ends a sentence: with a blank and no small
// letter behind it, and neither an abbreviation nor the day of a date before.
func endsThere(s string, i, end int) bool {
	if end >= len(s) {
		return true
	}
	if s[end] != ' ' && s[end] != '\t' && s[end] != 0xC2 {
		return false
	}
	rest := strings.TrimLeftFunc(s[end:], unicode.IsSpace)
	next, _ := utf8.DecodeRuneInString(rest)
	if unicode.IsLower(next) {
		return false
	}
	if s[i] != '.' {
		return true
	}
	before, size := utf8.DecodeLastRuneInString(s[:i])
	if unicode.IsDigit(before) {
		word, _, _ := strings.Cut(rest, " ")
		return quantity.Month(strings.ToLower(strings.TrimRight(word, ".,"))) == 0
	}
	at := strings.LastIndexFunc(s[:i], func(r rune) bool { return unicode.IsSpace(r) || r == '(' }) + 1
	word := strings.ToLower(s[at:i])
	if abbreviations[word] {
		return unicode.IsUpper(next) && (word == "etc" || word == "usw" || word == "m" || word == "inc" || word == "ltd")
	}
	second, _ := utf8.DecodeLastRuneInString(s[:i-size])
	initial := unicode.IsUpper(before) && (second == ' ' || second == '.' || second == '(') || second == '.'
	return !unicode.IsLetter(before) || i-size == 0 || !initial
}

// abbreviations end in a full stop that does not end the sentence.
var abbreviations = func() map[string]bool {
	all := make(map[string]bool)
	for _, w := range strings.Fields("dr mr mrs ms prof st no nr vs etc e.g i.e eg ie approx incl excl ca resp fig vol max min tel inc ltd co jr sr dept est hrs z.b bzw d.h usw art p pp cf " +
		"al jan feb mar apr jun jul aug sep sept oct nov dec abs ggf evtl u.a inkl exkl zzgl str sog p.ex par.ex sig sra n.b bijv d.w.z a.m m p.m") {
		all[w] = true
	}
	return all
}()
