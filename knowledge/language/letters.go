package language

import "strings"

// The letters of some scripts have several code points or spellings that readers take for the same.
// Each function gives a word one of them.

// arabicLetters drops vowel marks and tatweel and makes one of the forms of alef, yeh and teh marbuta.
func arabicLetters(word string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case 'آ', 'أ', 'إ', 'ٱ':
			return 'ا'
		case 'ى', 'ی':
			return 'ي'
		case 'ة':
			return 'ه'
		case 'ک':
			return 'ك'
		}
		return dropArabicMarks(r)
	}, word)
}

// persianLetters drops vowel marks and writes Arabic yeh, kaf and heh as Persian does.
func persianLetters(word string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case 'ي', 'ى', 'ے':
			return 'ی'
		case 'ك':
			return 'ک'
		case 'ة', 'ۀ', 'ہ', 'ە':
			return 'ه'
		case 'أ', 'إ', 'ٱ':
			return 'ا'
		case 'ؤ':
			return 'و'
		}
		return dropArabicMarks(r)
	}, word)
}

// soraniLetters writes yeh and kaf in one way, and a final heh as the vowel that it stands for.
func soraniLetters(word string) string {
	word = strings.Map(func(r rune) rune {
		switch r {
		case 'ي', 'ى':
			return 'ی'
		case 'ك':
			return 'ک'
		case 'ھ':
			return 'ه'
		case 'ڕ':
			return 'ر'
		}
		return dropArabicMarks(r)
	}, word)
	if stem, ok := strings.CutSuffix(word, "ه"); ok && stem != "" {
		return stem + "ە"
	}
	return word
}

func dropArabicMarks(r rune) rune {
	if r == 'ـ' || 0x064b <= r && r <= 0x065f || r == 0x0670 {
		return -1
	}
	return r
}

// hindiLetters drops the dot below, makes one of the two nasal signs, and writes long i and u short:
// spellings that differ between writers.
func hindiLetters(word string) string {
	word = strings.ReplaceAll(word, "न्", "ं")
	return strings.Map(func(r rune) rune {
		switch r {
		case 0x093c: // nukta
			return -1
		case 'ँ':
			return 'ं'
		case 'ी':
			return 'ि'
		case 'ई':
			return 'इ'
		case 'ू':
			return 'ु'
		case 'ऊ':
			return 'उ'
		}
		return r
	}, word)
}

// greekLetters drops accents and makes a final sigma like any other.
func greekLetters(word string) string { return foldLatin(word) }

// romanianLetters writes s and t with the cedilla that the stemmer knows; most people write a comma below.
func romanianLetters(word string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case 'ș':
			return 'ş'
		case 'ț':
			return 'ţ'
		}
		return r
	}, word)
}

// russianLetters writes ё as most people do.
func russianLetters(word string) string { return strings.ReplaceAll(word, "ё", "е") }
