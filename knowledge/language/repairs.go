package language

import (
	"strings"
	"unicode/utf8"
)

// Some of Snowball's stemmers part forms that customers and editors use side by side. These repair it.

// stemSpanish restores the accent of "devolucion", without which the stemmer does not know the ending.
func stemSpanish(word string) string {
	if stem, ok := strings.CutSuffix(word, "cion"); ok && stem != "" {
		word = stem + "ción"
	} else if stem, ok := strings.CutSuffix(word, "sion"); ok && stem != "" {
		word = stem + "sión"
	}
	return stemSpanishPlain(word)
}

// stemPortuguese restores the letters of "devolucao" and "devolucoes".
func stemPortuguese(word string) string {
	if stem, ok := strings.CutSuffix(word, "cao"); ok && stem != "" {
		word = stem + "ção"
	} else if stem, ok := strings.CutSuffix(word, "coes"); ok && stem != "" {
		word = stem + "ções"
	}
	return stemPortuguesePlain(word)
}

// stemFinnish makes one of the stems of "tilaus", "tilauksen" and "tilausta", whose last consonants change
// with the case.
func stemFinnish(word string) string {
	stem := stemFinnishPlain(word)
	for _, vowel := range []string{"u", "y", "o", "e"} {
		for _, e := range []string{"kse", "ks", "s"} {
			if short, ok := strings.CutSuffix(stem, vowel+e); ok && utf8.RuneCountInString(short) >= 3 {
				return short + vowel
			}
		}
	}
	return stem
}

// stemSwedish takes the article of the neuter off as well ("paketet").
func stemSwedish(word string) string {
	stem := stemSwedishPlain(word)
	if short, ok := strings.CutSuffix(stem, "et"); ok && utf8.RuneCountInString(short) >= 5 {
		return short
	}
	return stem
}

// stemTurkish takes the possessive off words that end in a vowel, and then that vowel, which the stemmer
// leaves on some forms ("fatura", "faturalar", "faturası").
func stemTurkish(word string) string {
	for _, e := range []string{"sı", "si", "su", "sü"} {
		if rest, ok := strings.CutSuffix(word, e); ok && utf8.RuneCountInString(rest) >= 4 {
			if r, _ := utf8.DecodeLastRuneInString(rest); strings.ContainsRune("aeıioöuü", r) {
				word = rest
				break
			}
		}
	}
	stem := stemTurkishPlain(word)
	if r, size := utf8.DecodeLastRuneInString(stem); strings.ContainsRune("aeıiuü", r) && utf8.RuneCountInString(stem) >= 5 {
		return stem[:len(stem)-size]
	}
	return stem
}
