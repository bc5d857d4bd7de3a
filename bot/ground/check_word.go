package ground

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/bot"
	"frontdesk/knowledge/language"
	"frontdesk/knowledge/pattern"
)

// name is one that the corpus knows.
type name struct {
	written string
	words   []string // in small letters
}

func newNames(list []string) (out []name) {
	for _, n := range list {
		var words []string
		for _, w := range cutWords(fold(n)) {
			words = append(words, strings.ToLower(w.text))
		}
		if len(words) > 0 {
			out = append(out, name{n, words})
		}
	}
	return out
}

var quoted = pattern.Of(`"([^"]{1,200})"|(?:^|[\s(])'([^']{2,100})'(?:[\s).,:;!?]|$)`)

// names reports whether every name in the sentence is one of the run.
func (w *witness) names(r run) (bot.Verdict, string) {
	text := w.textAround(r)
	for _, m := range quoted.FindAllStringSubmatch(w.s.text, 10) {
		q := strings.ToLower(strings.Trim(m[1]+m[2], " .,:;!?"))
		if q != "" && !strings.Contains(text, q) && !w.gate.known.says(q) {
			return bot.Product, m[1] + m[2]
		}
	}
	for t := range w.s.tokens {
		if tok := &w.s.tokens[t]; !tok.amount && w.named(t) && !w.said(r, tok, text) {
			return bot.Product, w.word(t)
		}
	}
	if n, bad := w.joined(text); bad {
		return bot.Product, n
	}
	for _, n := range w.gate.names {
		if w.mentions(n) && !w.saysName(text, n) {
			return bot.Product, n.written
		}
	}
	return bot.Passed, ""
}

// joined finds a name of several words in a row that the text does not have in a row, though it has its words: "My Parcels"
// for "My Orders".
func (w *witness) joined(text string) (name string, bad bool) {
	if w.p.reader.words.lang.Code() == "de" {
		return "", false
	}
	ts := w.s.tokens
	for i := 0; i < len(ts); i++ {
		if !ts[i].capital || w.begins(i) || ts[i].amount || ts[i].end-ts[i].start < 2 {
			continue
		}
		j := i
		for j+1 < len(ts) && ts[j+1].capital && ts[j+1].start == ts[j].end+1 && w.s.text[ts[j].end] == ' ' && !ts[j+1].amount {
			j++
		}
		if j == i {
			continue
		}
		if n := w.s.text[ts[i].start:ts[j].end]; !strings.Contains(text, strings.ToLower(n)) && !w.gate.known.says(n) {
			return n, true
		}
		i = j
	}
	return "", false
}

// saysName reports whether a text has a name, or the customer said it.
func (w *witness) saysName(text string, n name) bool {
	return strings.Contains(text, strings.ToLower(fold(n.written))) || w.gate.known.says(n.written)
}

// textAround is what a run says with its heading and title, in small letters.
func (w *witness) textAround(r run) string {
	var b strings.Builder
	for _, list := range [...][]*reading{w.p.around(r), w.readings(r)} {
		for _, rd := range list {
			b.WriteString(rd.low)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// named reports whether a word of the sentence is written as a name.
func (w *witness) named(t int) bool {
	tok := &w.s.tokens[t]
	word := w.word(t)
	if !tok.capital && !camel(word) || utf8.RuneCountInString(word) < 2 || t > 0 && w.s.tokens[t-1].start == tok.start {
		return false
	}
	if strings.ToUpper(word) == word && strings.ToLower(word) != word || camel(word) {
		return !w.shouted(t)
	}
	if w.p.reader.words.lang.Code() == "de" || tok.class != language.Content || tok.cue&(yesNo|chat) != 0 {
		return false
	}
	return !w.begins(t)
}

// camel reports whether a word has a capital letter behind a small one.
func camel(word string) bool {
	small := false
	for _, r := range word {
		if unicode.IsUpper(r) && small {
			return true
		}
		small = unicode.IsLower(r)
	}
	return false
}

// shouted reports whether a word in capitals is none but an everyday one: "I", "NOT", "ALL".
func (w *witness) shouted(t int) bool {
	tok := &w.s.tokens[t]
	return tok.class != language.Content || tok.light
}

// begins reports whether a word is the first of the sentence, or of what comes behind a colon or a quote.
func (w *witness) begins(t int) bool {
	before := strings.TrimRight(w.s.text[:w.s.tokens[t].start], " ")
	return before == "" || strings.ContainsRune(`:"'(-.!?`, rune(before[len(before)-1]))
}

// said reports whether the run has a name, in any form.
func (w *witness) said(r run, tok *token, text string) bool {
	if w.gate.known.words[tok.text] {
		return true
	}
	for _, list := range [...][]*reading{w.readings(r), w.p.around(r)} {
		for _, rd := range list {
			if rd.terms[tok.term] || rd.lows[tok.text] {
				return true
			}
		}
	}
	return len(tok.text) > 3 && strings.Contains(text, tok.text)
}

// mentions reports whether the sentence has all words of a name in a row.
func (w *witness) mentions(n name) bool {
	ts := w.s.tokens
	for i := 0; i+len(n.words) <= len(ts); i++ {
		k := 0
		for k < len(n.words) && ts[i+k].text == n.words[k] {
			k++
		}
		if k == len(n.words) {
			return true
		}
	}
	return false
}

// slots reports whether the sentence has put a word of its own where the run has another, between the same neighbours.
func (w *witness) slots(r run) (bot.Verdict, string) {
	if t, bad := w.contrasted(r); bad {
		return bot.Unsupported, w.word(t)
	}
	m := w.masked(r)
	for n, t := range w.matter {
		if m&(1<<n) != 0 || w.s.tokens[t].light {
			continue
		}
		for _, rd := range w.readings(r) {
			if w.replaces(t, rd) {
				return bot.Unsupported, w.word(t)
			}
		}
	}
	return bot.Passed, ""
}

// contrasted finds a word of the sentence for which the run has only one of another thing of its kind: "express" for
// "standard", "first" for "last".
func (w *witness) contrasted(r run) (token int, bad bool) {
	for t := range w.s.tokens {
		tok := &w.s.tokens[t]
		if len(tok.beside) == 0 || tok.amount {
			continue
		}
		other := false
		for i := r.from; i <= r.to; i++ {
			rd := w.p.readings[i]
			if !w.main[i] {
				continue
			}
			if has(rd, tok.entry, false) {
				other = false
				break
			}
			for _, b := range tok.beside {
				other = other || rd.terms[b] && !w.s.terms[b]
			}
		}
		if other && !has(w.p.title, tok.entry, false) {
			return t, true
		}
	}
	return 0, false
}

// replaces reports whether both neighbours of a token stand around another word of the reading that the sentence lacks.
func (w *witness) replaces(t int, rd *reading) bool {
	if t == 0 || t+1 >= len(w.s.tokens) {
		return false
	}
	left, right := &w.s.tokens[t-1], &w.s.tokens[t+1]
	if left.class == language.Function && right.class == language.Function {
		return false
	}
	for i := 1; i+1 < len(rd.tokens); i++ {
		y := &rd.tokens[i]
		if y.matter() && !y.light && !has(w.s, y.entry, false) && alike(rd.tokens[i-1].entry, left.entry) && alike(rd.tokens[i+1].entry, right.entry) {
			return true
		}
	}
	return false
}
