package language

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// lowerPlain is the lower case of all languages but Turkish.
func lowerPlain(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return unicode.ToLower(r)
}

// lowerTurkish keeps the i with a dot apart from the one without.
func lowerTurkish(r rune) rune {
	switch r {
	case 'I':
		return 'ı'
	case 'İ':
		return 'i'
	}
	return lowerPlain(r)
}

// digit turns a decimal digit of another script into that of ASCII.
func digit(r rune) (byte, bool) {
	for _, zero := range [...]rune{'٠', '۰', '०', '০', '૦', '੦', '௦', '౦', '೦', '൦'} {
		if zero <= r && r < zero+10 {
			return byte('0' + r - zero), true
		}
	}
	return 0, false
}

// strays are Latin letters that Unicode does not take apart into a letter and its mark.
func stray(r rune) string {
	switch r {
	case 'ß', 'ẞ':
		return "ss"
	case 'ø', 'Ø':
		return "o"
	case 'æ', 'Æ':
		return "ae"
	case 'œ', 'Œ':
		return "oe"
	case 'đ', 'Đ', 'ð', 'Ð':
		return "d"
	case 'ł', 'Ł':
		return "l"
	case 'þ', 'Þ':
		return "th"
	case 'ı':
		return "i"
	case 'ς':
		return "σ"
	}
	return ""
}

// appendFolded appends a rune in lower case, without accents and in its compatible form ("É" → "e",
// "²" → "2", "ß" → "ss"). Vowel signs of scripts that need them stay.
func appendFolded(word []byte, r rune) []byte {
	if s := stray(r); s != "" {
		return append(word, s...)
	}
	var in [utf8.UTFMax]byte
	n := utf8.EncodeRune(in[:], unicode.ToLower(r))
	if vowelSigns(r) {
		return append(word, in[:n]...)
	}
	for _, d := range norm.NFKD.String(string(in[:n])) {
		if !unicode.IsMark(d) && (unicode.IsLetter(d) || unicode.IsNumber(d)) {
			word = utf8.AppendRune(word, unicode.ToLower(d))
		}
	}
	return word
}

// vowelSigns reports whether a rune is of a script of India or its neighbours, in which marks are vowels.
func vowelSigns(r rune) bool { return 0x0900 <= r && r < 0x1100 }

// foldLatin takes the accents off a word. One that is nothing but marks stays as it is.
func foldLatin(word string) string {
	if isASCII(word) {
		return word
	}
	var buf [2 * maxWord]byte
	out := buf[:0]
	for _, r := range word {
		out = appendFolded(out, r)
	}
	if len(out) == 0 {
		return word
	}
	return string(out)
}

// foldCyrillic has only one letter that is commonly written as another.
func foldCyrillic(word string) string {
	if isASCII(word) {
		return word
	}
	return foldMixed(strings.ReplaceAll(word, "ё", "е"))
}

// foldMixed takes accents off Latin letters and leaves other scripts as they are.
func foldMixed(word string) string {
	for _, r := range word {
		if r >= 0x80 && r < 0x0250 {
			return foldLatin(word)
		}
	}
	return word
}

// foldGerman makes one of "ü", "ue" and "u", as in the German2 variant of Snowball: "ue" after a vowel
// or q ("neue", "Quelle") is not an umlaut.
func foldGerman(word string) string {
	word = foldLatin(word)
	at := strings.IndexByte(word, 'e')
	if at < 0 {
		return word
	}
	var buf [2 * maxWord]byte
	out := buf[:0]
	for i := 0; i < len(word); i++ {
		if word[i] == 'e' && i > 0 {
			switch before := word[i-1]; {
			case before == 'a' || before == 'o':
				continue
			case before == 'u' && (i < 2 || !strings.ContainsRune("aeiouq", rune(word[i-2]))):
				continue
			}
		}
		out = append(out, word[i])
	}
	return string(out)
}

// foldNordic makes one of the letters that the Scandinavian languages write differently: "å", "ä", "æ"
// and "aa" are a, "ö", "ø" and "oe" are o.
func foldNordic(word string) string {
	if !isASCII(word) {
		word = foldLatin(nordicLetters.Replace(word))
	}
	return nordicDoubles.Replace(word)
}

var (
	nordicLetters = strings.NewReplacer("å", "a", "ä", "a", "æ", "a", "ö", "o", "ø", "o")
	nordicDoubles = strings.NewReplacer("aa", "a", "ae", "a", "oe", "o", "oo", "o")
)

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
