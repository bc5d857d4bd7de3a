package aid

import (
	"cmp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// Check returns where a text breaks the rules, in the order of the text. A nil *Rules finds nothing.
func (r *Rules) Check(text string) (hits []Hit) {
	if r == nil || len(r.phrases)+len(r.patterns) == 0 || text == "" {
		return nil
	}
	folded := look(text, true)
	for _, p := range r.phrases {
		hits = p.check(folded, hits)
	}
	var cased *view // made only if a pattern may match: it asks for upper case if it likes
	for _, p := range r.patterns {
		if !p.possible(folded.text) {
			continue
		}
		if cased == nil {
			v := look(text, false)
			cased = &v
		}
		for _, at := range p.re.FindAllStringIndex(cased.text, -1) {
			if at[0] < at[1] {
				hits = append(hits, hit(p.rule, *cased, at[0], at[1]))
			}
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	return hits
}

func hit(n NeverSay, v view, start, end int) Hit {
	start, end = v.original(start, end)
	return Hit{Rule: n, Start: start, End: end}
}

// check appends a hit for each place where the phrase stands between the bounds of words.
func (p phrase) check(v view, hits []Hit) []Hit {
	opening, closing := wordRune(runeAfter(p.text, 0)), wordRune(runeBefore(p.text, len(p.text)))
	for at := 0; ; {
		i := strings.Index(v.text[at:], p.text)
		if i < 0 {
			return hits
		}
		start, end := at+i, at+i+len(p.text)
		if (opening && wordRune(runeBefore(v.text, start))) || (closing && wordRune(runeAfter(v.text, end))) {
			_, size := utf8.DecodeRuneInString(v.text[start:])
			at = start + size
			continue
		}
		hits = append(hits, hit(p.rule, v, start, end))
		at = end
	}
}

// possible reports whether the pattern can match a text at all, by what it needs.
func (p expression) possible(folded string) bool {
	if len(p.needs) == 0 {
		return true
	}
	return slices.ContainsFunc(p.needs, func(n string) bool { return strings.Contains(folded, n) })
}

// needed returns folded texts one of which is in all that a pattern matches, none if no such texts are known. Looking
// for them first spares nearly all texts the run of the pattern.
func needed(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		var b strings.Builder
		for _, r := range re.Rune {
			b.WriteRune(foldRune(r))
		}
		return []string{b.String()}
	case syntax.OpCapture, syntax.OpPlus:
		return needed(re.Sub[0])
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if n := needed(sub); n != nil && (best == nil || shortest(n) > shortest(best)) {
				best = n
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			n := needed(sub)
			if n == nil {
				return nil
			}
			all = append(all, n...)
		}
		return all
	}
	return nil
}

func shortest(list []string) int {
	least := len(list[0])
	for _, s := range list {
		least = min(least, len(s))
	}
	return least
}

// blocksOrdinary returns a sentence that the rules block although it is harmless, if they block half of those in
// one language: such a rule would silence everybody.
func (r *Rules) blocksOrdinary() string {
	for _, sentences := range ordinary() {
		blocked, example := 0, ""
		for _, s := range sentences {
			if len(r.Check(s)) > 0 {
				blocked++
				example = s
			}
		}
		if blocked*2 >= len(sentences) {
			return example
		}
	}
	return ""
}

// ordinary are sentences that every desk sends, in English and German, with few words in common.
func ordinary() [2][]string {
	return [2][]string{
		{
			"Hello, thanks for writing to us.",
			"Could you send me your order number, please?",
			"I had a look: everything is fine on our side.",
			"Yes, that works.",
			"One moment, let me see.",
			"It comes in blue and in green.",
			"You find this on page 12 under “Settings”.",
			"My colleague Anna knows more about it than I do.",
			"Is there anything else we can do?",
			"Have a nice day!",
		},
		{
			"Guten Tag, vielen Dank für Ihre Nachricht.",
			"Wie lautet bitte Ihre Bestellnummer?",
			"Ich habe nachgesehen, bei uns ist alles in Ordnung.",
			"Ja, das geht.",
			"Einen Moment, das schaue ich mir an.",
			"Es gibt sie in Blau und in Grün.",
			"Das steht auf Seite 12 unter „Einstellungen“.",
			"Meine Kollegin Anna weiß darüber mehr.",
			"Kann ich sonst noch etwas tun?",
			"Einen schönen Abend!",
		},
	}
}
