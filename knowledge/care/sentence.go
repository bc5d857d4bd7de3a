package care

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/knowledge/quantity"
)

// sentence is one that names amounts, with the words that say of what.
type sentence struct {
	text  string
	words map[string]bool // terms of content, those of the amounts aside
	facts []fact
}

// sentences cuts a text at line ends and at full stops that end a sentence: with a blank and a capital letter or a
// digit behind them, and no digit or single letter before ("31. December", "e. g. this").
func sentences(text string) (out []string) {
	add := func(s string) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	for line := range strings.Lines(text) {
		from := 0
		for i := 0; i < len(line); i++ {
			if strings.IndexByte(".!?", line[i]) >= 0 && endsThereAt(line, i) {
				add(line[from : i+1])
				from = i + 1
			}
		}
		add(line[from:])
	}
	return out
}

func endsThereAt(line string, i int) bool {
	if i+2 >= len(line) || line[i+1] != ' ' {
		return false
	}
	next, _ := utf8.DecodeRuneInString(line[i+2:])
	if unicode.IsLower(next) {
		return false
	}
	if line[i] != '.' {
		return true
	}
	before, size := utf8.DecodeLastRuneInString(line[:i])
	if unicode.IsDigit(before) {
		return !unicode.IsLetter(next) || !monthFollows(line[i+2:])
	}
	second, _ := utf8.DecodeLastRuneInString(line[:i-size])
	return !unicode.IsLetter(before) || unicode.IsLetter(second)
}

func monthFollows(rest string) bool {
	word, _, _ := strings.Cut(rest, " ")
	return quantity.Month(strings.ToLower(strings.TrimRight(word, ".,\n"))) != 0
}

// alike tells how much two sets of words have in common, 0 to 1, those aside that both articles are asked with. One
// more word on either side does no harm, so that "14 days" can be held against "returns within 14 days".
func alike(a, b, asked map[string]bool) float64 {
	own, both := 0, 0
	for w := range a {
		switch {
		case asked[w]:
		case b[w]:
			both++
			own++
		default:
			own++
		}
	}
	others := 0
	for w := range b {
		if !asked[w] {
			others++
		}
	}
	return float64(2*both+1) / float64(own+others+1)
}
