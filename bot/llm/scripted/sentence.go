package scripted

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/knowledge/pattern"
)

// unit is a sentence of a passage, or an item of a list.
type unit struct {
	text  string
	block int  // lines of the same list and sentences of the same paragraph have the same one
	item  bool // text begins with its marker, "- " or a number
	head  bool // a heading or what else has no end
	intro bool // introduces the list that follows
}

var (
	itemMark = pattern.Of(`^(?:[•*–-]|(\d{1,3})[.)])\s+`)
	marked   = pattern.Of(`^(?:- |\d{1,3}\. )`)
)

// units cuts a passage's text into what can be quoted.
func units(text string) []unit {
	var all []unit
	block, list := 0, false
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			block++
			continue
		}
		if m := itemMark.FindStringSubmatch(line); m != nil {
			if !list && len(all) > 0 && strings.HasSuffix(all[len(all)-1].text, ":") {
				all[len(all)-1].intro = true
			}
			if list && len(all) > 0 { // an empty line between two items does not end the list
				block = all[len(all)-1].block
			}
			marker := "- "
			if m[1] != "" {
				marker = m[1] + ". "
			}
			all, list = append(all, unit{text: marker + line[len(m[0]):], block: block, item: true}), true
			continue
		}
		if list {
			block++
		}
		list = false
		for _, s := range sentences(line) {
			all = append(all, unit{text: s, block: block, head: !closed(s)})
		}
	}
	return all
}

// closed reports whether a sentence has an end.
func closed(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, `"')]»”’`))
	return strings.ContainsRune(".!?…:。", r)
}

// sentences cuts a line after signs that end a sentence, if a new one can begin there.
func sentences(line string) []string {
	var all []string
	start := 0
	for i, r := range line {
		if !strings.ContainsRune(".!?…", r) {
			continue
		}
		end := i + utf8.RuneLen(r)
		for end < len(line) {
			closing, n := utf8.DecodeRuneInString(line[end:])
			if !strings.ContainsRune(`"')]»”’“.!?`, closing) {
				break
			}
			end += n
		}
		rest := strings.TrimLeft(line[end:], " ")
		if rest == "" || len(rest) == len(line[end:]) || end <= start || r == '.' && shortened(line[start:i]) {
			continue
		}
		if first, _ := utf8.DecodeRuneInString(rest); unicode.IsLower(first) {
			continue
		}
		all, start = append(all, strings.TrimSpace(line[start:end])), end
	}
	if rest := strings.TrimSpace(line[start:]); rest != "" {
		all = append(all, rest)
	}
	return all
}

// shortened reports whether a dot after these words belongs to the last of them.
func shortened(before string) bool {
	last := before[strings.LastIndexAny(before, " (")+1:]
	return last != "" && (utf8.RuneCountInString(last) == 1 || strings.Contains(last, ".") && len(last) <= 5 ||
		slices.Contains([]string{"Dr", "Mr", "Mrs", "Ms", "No", "Nr", "St", "ca", "bzw", "etc", "vs", "approx", "incl", "inkl", "usw", "Art", "Abs", "Tel"}, last) ||
		strings.TrimFunc(last, unicode.IsDigit) == "" && len(last) <= 2)
}

func isLetter(r rune) bool { return unicode.IsLetter(r) }

// terms are the words of a text that can be compared, in small letters.
func terms(text string) []string {
	var all []string
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
		if utf8.RuneCountInString(w) > 1 && !slices.Contains(commonWords, w) {
			all = append(all, w)
		}
	}
	return all
}

// commonWords say little about what a question is about.
var commonWords = strings.Fields(`the an and or but of to in on at for with from by as is are was were be been am do does did can could will would shall should may
might must have has had it its this that these those there here what when where which who whom whose why how my your our their his her me you we they them us
if not no yes so than then too very just about into over any some all more most other another get got want need please hello hi thanks
der die das den dem des ein eine einen einem einer eines und oder aber von zu im in am an auf mit aus bei nach für ist sind war waren sein wird werden kann können
ich du er sie es wir ihr mein meine meinen dein ihre unser was wann wo welche welcher wer wie warum wenn nicht kein keine man sich auch noch nur so
le la les un une des du de et ou mais dans sur pour par avec est sont je vous nous il elle que qui quoi quand où comment mon ma mes votre pas ne
el los las una unos y o pero en con por para es son yo usted mi su que cuando donde como no il lo gli e ma di da che come quando dove non
het een en of maar van naar op voor met is zijn ik je u wij mijn uw wat waar hoe wie niet geen`)

// akin reports whether two words are likely forms of one: they begin alike for the most part.
func akin(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	n := 0
	for n < len(a) && a[n] == b[n] {
		n++
	}
	return n >= 4 && len(a)-n <= 2 && len(b)-n <= 3
}
