package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/knowledge/pattern"
	"golang.org/x/text/unicode/norm"
)

const (
	nameWord = `\p{Lu}[\pL'-]+`
	fullName = nameWord + `(?: (?:(?:van|von|de|der|den|da|di|la|le|el|bin|al|zu|\p{Lu}\.?) ){0,2}` + nameWord + `){0,3}`
)

var (
	// introduced is a name that its bearer, or whoever addresses them, marks as one.
	introduced = pattern.Of(`(?:\b(?i:my name is|my name's|my full name is|the name is|name:|ich heiße|ich heisse|mein name ist|mein name lautet|je m'appelle|mon nom est|me llamo|mi chiamo|mijn naam is|signed,?|regards,|sincerely,|grüße,?|grüßen,?|cordialement,)\s+)(` + fullName + `)`)
	titled     = pattern.Of(`\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herrn?|Frau|Monsieur|Madame|Mme|Mlle|Señora?|Signora?|Mevrouw|Meneer)\.? (` + fullName + `)`)
)

// namesIn finds the names that were passed in and those that are introduced as names.
func namesIn(text string, names []string) (out []span) {
	given := wanted(names)
	if len(given) > 0 {
		out = givenNames(text, given)
	}
	for _, re := range [...]*pattern.Pattern{introduced, titled} {
		for _, at := range re.FindAllStringSubmatchIndex(text, -1) {
			s := span{at[2], at[3]}
			if !inside(out, s) {
				out = append(dropInside(out, s), s)
			}
		}
	}
	return out
}

func inside(list []span, s span) bool {
	for _, l := range list {
		if l.start <= s.start && s.end <= l.end {
			return true
		}
	}
	return false
}

func dropInside(list []span, s span) (kept []span) {
	for _, l := range list {
		if l.start < s.start || l.end > s.end {
			kept = append(kept, l)
		}
	}
	return kept
}

// wanted are the words of the names that were passed in, folded. Initials and particles are no names by themselves.
func wanted(names []string) map[string]bool {
	set := make(map[string]bool)
	for _, n := range names {
		for _, w := range nameWords(look(n).text) {
			if folded := fold(w.text); utf8.RuneCountInString(folded) >= 2 && !particles[folded] {
				set[folded] = true
			}
		}
	}
	return set
}

var particles = map[string]bool{"van": true, "von": true, "de": true, "der": true, "den": true, "da": true, "di": true, "la": true, "le": true, "el": true,
	"al": true, "bin": true, "zu": true, "mr": true, "mrs": true, "ms": true, "dr": true, "herr": true, "frau": true, "prof": true}

// common are words of everyday language that are names, too: they are names only with a capital within a sentence.
var common = map[string]bool{"will": true, "may": true, "mark": true, "grant": true, "rose": true, "april": true, "june": true, "august": true, "joy": true,
	"hope": true, "faith": true, "grace": true, "bill": true, "rob": true, "sue": true, "pat": true, "art": true, "frank": true, "jack": true, "chase": true,
	"long": true, "young": true, "king": true, "brown": true, "white": true, "black": true, "green": true, "price": true, "page": true, "cook": true, "small": true,
	"an": true, "so": true, "do": true, "he": true, "my": true, "in": true, "case": true, "day": true, "may-be": true, "lang": true, "klein": true, "gross": true,
	"kurz": true, "weiss": true, "schwarz": true, "braun": true, "ernst": true, "koch": true, "richter": true, "winter": true, "sommer": true, "stark": true}

// word is a word of a text with its place.
type word struct {
	text string
	at   span
}

func nameWords(text string) (out []word) {
	start := -1
	for i, r := range text + " " {
		switch {
		case wordRune(r):
			if start < 0 {
				start = i
			}
		case start >= 0:
			out = append(out, word{text[start:i], span{start, i}})
			start = -1
		}
	}
	return out
}

// fold is a word in lower case without accents, as names are often typed.
func fold(w string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(w) {
		switch {
		case r >= 0x300 && r <= 0x36f: // accents; marks of other scripts make other letters
		case r == 'ß':
			b.WriteString("ss")
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return norm.NFC.String(b.String())
}

// givenNames finds the wanted words; those that stand side by side are one name.
func givenNames(text string, given map[string]bool) (out []span) {
	joined := false
	for _, w := range nameWords(text) {
		if !isGiven(text, w, given) {
			joined = false
			continue
		}
		if last := len(out) - 1; joined && (text[out[last].end:w.at.start] == " " || text[out[last].end:w.at.start] == "-") {
			out[last].end = w.at.end
		} else {
			out = append(out, w.at)
		}
		joined = true
	}
	return append(out, unspaced(text, given)...)
}

func isGiven(text string, w word, given map[string]bool) bool {
	folded := fold(w.text)
	if !given[folded] {
		owner := strings.TrimSuffix(folded, "s") // "Annas Paket"
		if owner == folded || len(owner) < 4 || !given[owner] {
			return false
		}
		folded = owner
	}
	if !common[folded] {
		return true
	}
	first, _ := utf8.DecodeRuneInString(w.text)
	return unicode.IsUpper(first) && !startsSentence(text, w.at.start)
}

func startsSentence(text string, at int) bool {
	before := strings.TrimRight(text[:at], " \t\"'")
	return before == "" || strings.ContainsAny(before[len(before)-1:], ".!?:\n")
}

// unspaced finds names in scripts that put no space between words.
func unspaced(text string, given map[string]bool) (out []span) {
	for name := range given {
		if r, _ := utf8.DecodeRuneInString(name); !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai) {
			continue
		}
		for at := 0; ; {
			i := strings.Index(text[at:], name)
			if i < 0 {
				break
			}
			out = append(out, span{at + i, at + i + len(name)})
			at += i + len(name)
		}
	}
	return out
}
