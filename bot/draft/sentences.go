package draft

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxSentence is how many bytes a sentence may have, with its citations. Of a longer one only so many are kept.
const MaxSentence = 500

// Cited is a sentence of a reply, or an item of a list.
type Cited struct {
	Text  string // without the numbers of what it cites; an item of a list with its mark
	Cites []int  // numbers of passages, in order, each once
	Break string // what stands before it: "", " ", "\n" or "\n\n"
	Whole bool   // it is not too long and ends as sentences, lines or citations do, not in the middle
}

// Sentences cuts a reply that comes in pieces into sentences. However the pieces are cut, the sentences are the same.
type Sentences struct {
	text  string // not given out yet
	begun bool   // the space before text was taken
	from  int    // into text: up to here no sentence ends
	long  string // the beginning of a sentence of which more was forgotten; "" if nothing was

	space bool // there was space before text
	lines int  // line feeds in it
	said  bool // a sentence was given out, so that a break counts
	cited bool // it ended in citations, which parted it from the next one if nothing else does
}

// Feed takes the next piece and returns the sentences that are finished by it.
func (s *Sentences) Feed(piece string) []Cited {
	s.text += piece
	return s.cut(false)
}

// End returns what is left when nothing more comes.
func (s *Sentences) End() []Cited { return s.cut(true) }

func (s *Sentences) cut(final bool) (out []Cited) {
	for s.begin(final) {
		end, whole := s.find(final)
		if !whole {
			if !final {
				s.forget()
				return out
			}
			end = len(s.text)
		}
		if c, ok := s.take(end, whole); ok {
			out = append(out, c)
			s.said, s.space, s.lines = true, false, 0
		}
		s.text, s.begun, s.from, s.long = s.text[end:], false, 0, ""
	}
	return out
}

// begin takes the space before a sentence. It reports whether anything follows it.
func (s *Sentences) begin(final bool) bool {
	if s.begun {
		return true
	}
	rest := strings.TrimLeftFunc(s.text, unicode.IsSpace)
	space := s.text[:len(s.text)-len(rest)]
	s.space = s.space || space != ""
	s.lines += strings.Count(space, "\n")
	s.text = rest
	s.begun = rest != "" && (final || utf8.FullRuneInString(rest))
	return s.begun
}

// gap is the break before a sentence.
func (s *Sentences) gap() string {
	switch {
	case s.said && !s.space && s.cited:
		return " "
	case !s.said || !s.space:
		return ""
	case s.lines == 0:
		return " "
	case s.lines == 1:
		return "\n"
	}
	return "\n\n"
}

// behind is how many bytes before a full stop are looked at.
const behind = 48

// forget drops the middle of a sentence that is too long.
func (s *Sentences) forget() {
	if s.from < 2*MaxSentence && (s.long == "" || s.from < 4*behind) {
		return
	}
	if s.long == "" {
		s.long = cutRunes(s.text, MaxSentence)
	}
	at := s.from - 2*behind
	for at > 0 && !utf8.RuneStart(s.text[at]) {
		at--
	}
	s.text, s.from = s.text[at:], s.from-at
}

// take makes a sentence of the text up to end. ok is false if there is nothing in it but citations.
func (s *Sentences) take(end int, whole bool) (c Cited, ok bool) {
	raw := strings.TrimRightFunc(s.text[:end], unicode.IsSpace)
	long := s.long != "" || len(raw) > MaxSentence
	switch {
	case s.long != "":
		raw = s.long
	case long:
		raw = cutRunes(raw, MaxSentence)
	}
	text, cites, closed := uncite(raw)
	c = Cited{Text: text, Cites: cites, Break: s.gap(), Whole: !long && (whole || closed || ends(text))}
	if text != "" {
		last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(text, closing))
		s.cited = closed && !wide(last) // no space follows a wide full stop
	}
	return c, text != ""
}

// ends reports whether a text ends in a mark that ends sentences.
func ends(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(text, closing))
	return stop(r)
}

// cutRunes is the beginning of a text of about n bytes, in whole characters.
func cutRunes(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}
