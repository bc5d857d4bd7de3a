package draft

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// find looks for the end of the sentence that the text begins with, behind its last character or citation. ok is false
// if none ends here, or if what comes next must be known first.
func (s *Sentences) find(final bool) (end int, ok bool) {
	t := s.text
	for i := s.from; i < len(t); {
		s.from = i
		if !final && !utf8.FullRuneInString(t[i:]) {
			return 0, false
		}
		r, size := utf8.DecodeRuneInString(t[i:])
		state := no
		switch {
		case r == '\n':
			state, end = lineEnds(t, i, final)
		case stop(r):
			state, end = stopsAt(t, i, i+size, final)
		}
		if state != no {
			return end, state == yes
		}
		i += size
	}
	s.from = len(t)
	return 0, false
}

// certainty is whether something is so, if that can be told yet.
type certainty int

const (
	no certainty = iota
	yes
	unknown
)

// stop reports whether a character may end a sentence.
func stop(r rune) bool { return r == '.' || r == '!' || r == '?' || r == '…' || wide(r) }

// wide reports whether a character ends a sentence whatever follows it, as in scripts that put no space behind it.
func wide(r rune) bool { return r > 0x7f && strings.ContainsRune("。！？｡．।॥؟۔။።", r) }

// closing reports whether a character belongs to the sentence that ended before it.
func closing(r rune) bool { return strings.ContainsRune(`"'”’»)]）」』】›*_`, r) }

// blank is the space that does not end a line.
const blank = " \t\r\u00a0\u202f"

// lineEnds tells where a sentence ends that the line feed at i ends. A following line of nothing but citations belongs
// to it.
func lineEnds(t string, i int, final bool) (certainty, int) {
	rest := strings.TrimLeftFunc(t[i:], unicode.IsSpace)
	if !final && !utf8.FullRuneInString(rest) {
		return unknown, 0
	}
	after, state := citations(t, len(t)-len(rest), final)
	if state != yes {
		return max(state, yes), i
	}
	rest = strings.TrimLeft(t[after:], blank+".")
	switch {
	case rest == "" && !final:
		return unknown, 0
	case rest == "" || rest[0] == '\n':
		return yes, len(t) - len(rest)
	}
	return yes, i // they begin the next line
}

// stopsAt tells whether the mark at i, which is followed by after, ends the sentence, and where it then ends.
func stopsAt(t string, i, after int, final bool) (certainty, int) {
	end := after
	for end < len(t) { // "?!", "...", and what closes
		r, size := utf8.DecodeRuneInString(t[end:])
		if !stop(r) && !closing(r) {
			break
		}
		end += size
	}
	rest := strings.TrimLeft(t[end:], blank)
	if !final && !utf8.FullRuneInString(rest) {
		return unknown, 0
	}
	at := len(t) - len(rest)
	cited, state := citations(t, at, final)
	switch {
	case state == unknown:
		return unknown, 0
	case state == yes:
		return citedStop(t, cited, final)
	case rest == "":
		return yes, end
	case rest[0] == '\n':
		if state, after := lineEnds(t, at, final); state == unknown || after > at {
			return state, after
		}
		return yes, end
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(t[i:end], closing))
	switch {
	case wide(last):
		return yes, end
	case at == end:
		return no, 0 // "example.com", "3.5"
	}
	return stopsBefore(t, i, end, at, final)
}

// citedStop ends a sentence behind the citations that follow its full stop, and behind another full stop after those.
func citedStop(t string, cited int, final bool) (certainty, int) {
	rest := strings.TrimLeft(t[cited:], blank)
	if rest == "" && !final {
		return unknown, 0
	}
	if strings.HasPrefix(rest, ".") {
		return yes, len(t) - len(rest) + 1
	}
	return yes, cited
}

// stopsBefore decides by the words around the mark at i, whose run ends at end, before the word at next.
func stopsBefore(t string, i, end, next int, final bool) (certainty, int) {
	if citeTail.MatchString(t[max(0, i-behind):i]) {
		return yes, end // "… in two days [1]. whatever"
	}
	r, _ := utf8.DecodeRuneInString(t[next:])
	if unicode.IsLower(r) {
		return no, 0
	}
	if strings.TrimRightFunc(t[i:end], closing) != "." {
		return yes, end // "!", "?", "..." and other marks
	}
	switch before := wordBefore(t, i); {
	case before == "":
		return yes, end
	case allDigits(before):
		return numberStops(t, i, end, next, before, final)
	case len(before) <= utf8.UTFMax && utf8.RuneCountInString(before) == 1, neverEnds[strings.ToLower(before)]:
		return no, 0 // "J. Smith", "z. B."
	case unicode.IsDigit(r) && beforeNumbers[strings.ToLower(before)]:
		return no, 0
	}
	return yes, end
}

// numberStops decides about the full stop behind a number: that of an item of a list, of an ordinal or of a date.
func numberStops(t string, i, end, next int, number string, final bool) (certainty, int) {
	switch start := i - len(number); {
	case len(number) > 3:
		return yes, end
	case start == 0:
		return no, 0 // "1. Open the lid"
	case len(number) == 3:
		return yes, end
	case ordinalAfter[strings.ToLower(wordBefore(t, start))]:
		return no, 0
	}
	word := t[next:]
	if at := strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && r != utf8.RuneError }); at >= 0 {
		word = word[:at]
	} else if !final && len(word) < behind {
		return unknown, 0
	}
	if months[strings.ToLower(word)] {
		return no, 0
	}
	return yes, end
}

// wordBefore is the word that ends before i, spaces aside, with the full stops within it: "z.B" in "z.B. so".
func wordBefore(t string, i int) string {
	head := strings.TrimRight(t[max(0, i-behind):i], blank)
	at := strings.LastIndexFunc(head, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' })
	if at < 0 {
		return head
	}
	_, size := utf8.DecodeRuneInString(head[at:])
	return head[at+size:]
}

func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
