package pieces

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// normalise writes at most limit characters of the text in the form that the vocabulary knows: NFKC, each word begun by
// the boundary, spaces at the ends and doubled ones gone, as SentencePiece does by default. Invisible characters are
// left out, and curly quotation marks made straight: whether a telephone or a keyboard was used says nothing about what is
// meant.
func (s *Scratch) normalise(text string, limit int) {
	// A character of the normal form can come from several of the text (a letter and its accents), but seldom does.
	s.folded = norm.NFKC.AppendString(s.folded[:0], head(text, 4*limit))
	s.text = s.text[:0]
	count, space := 0, true
	for i := 0; i < len(s.folded) && count < limit; {
		r, size := utf8.DecodeRune(s.folded[i:])
		i += size
		switch {
		case unicode.IsSpace(r):
			space = true
			continue
		case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r):
			continue
		}
		if space {
			s.text = utf8.AppendRune(s.text, boundary)
			count++
			space = false
		}
		s.text = utf8.AppendRune(s.text, straight(r))
		count++
	}
}

// head returns the text's first bytes, up to limit, without a broken character at the end.
func head(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit]
}

func straight(r rune) rune {
	switch r {
	case '‘', '’', 'ʼ':
		return '\''
	case '“', '”', '„':
		return '"'
	}
	return r
}
