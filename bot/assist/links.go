package assist

import (
	"slices"
	"strings"
	"unicode"

	"frontdesk/bot"
	"frontdesk/bot/ground"
	"frontdesk/knowledge/pattern"
)

var (
	// linked is a link of Markdown: its words and its address.
	linked = pattern.Of(`\[([^\]\n]*)\]\(([^)\n]*)\)`)
	// address is one that stands in a text by itself, with whatever it is glued to.
	address = pattern.Of(`(?i)[^\s<>()\[\]"“”„]*(?:://|\bwww\.)[^\s<>()\[\]"“”„]+`)
	// emphasis is what makes words bold, slanted or code.
	emphasis = pattern.Of("\\*{1,3}|_{2,3}|`")
)

// unlink takes links out that no source has. Their words stay.
func (r *review) unlink(text string) string {
	text = linked.ReplaceAllStringFunc(text, func(link string) string {
		part := linked.FindStringSubmatch(link)
		if target := strings.TrimSpace(part[2]); !r.has(target) {
			r.doubt(part[1], "A link was taken out here: no source has its address.")
			return part[1]
		}
		return link
	})
	return strings.TrimSpace(address.ReplaceAllStringFunc(text, func(target string) string {
		if end := strings.TrimRight(target, ".,;:!?"); r.has(end) {
			return target
		}
		r.doubt(text, "An address was taken out here: no source has it.")
		return ""
	}))
}

// has reports whether a source names an address.
func (r *review) has(target string) bool {
	if !address.MatchString(target) {
		return false
	}
	return slices.ContainsFunc(r.sources, func(s ground.Source) bool { return slices.Contains(s.Links, target) })
}

// addresses are those that a text names, with whatever else looks like one: "shop.example", "https://shop.example/a".
func addresses(text string) (out []string) {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("<>()[]\"“”„‘’'", r) }) {
		if word = strings.TrimRight(word, ".,;:!?"); strings.ContainsAny(word, ".:") {
			out = append(out, word)
		}
	}
	return out
}

// unmarked is a text without emphasis, as the gate reads it.
func unmarked(text string) string { return emphasis.ReplaceAllString(text, "") }

// outOf says why a sentence was taken out.
var outOf = map[bot.Verdict]string{
	bot.Commitment: "It was taken out: it promises what no source promises.",
	bot.Leaked:     "It was taken out: it belongs to the instructions of the model.",
	bot.Link:       "It was taken out: it leads to an address that no source has.",
}

// reasonOf says to an editor why a sentence is in doubt.
func reasonOf(f ground.Finding) string {
	words := quoted(f.Found)
	switch f.Verdict {
	case bot.Number, bot.Amount, bot.Date, bot.Duration, bot.Contact, bot.Product:
		return "No source says " + words + "."
	case bot.Negation:
		return "The sources say it the other way round: " + words + "."
	case bot.Foreign:
		return "It is in another language."
	case bot.Malformed:
		return "It is no whole sentence."
	}
	return "No source says it in these words."
}
