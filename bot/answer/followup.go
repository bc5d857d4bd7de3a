package answer

import (
	"strings"

	"frontdesk/knowledge"
)

// Words with which a message begins that carries on, or asks; and words that point to what was said before.
var (
	carries = beginnings(`and|but|or|also|what about|how about|what if|even if|even when|and for|same for|same with|what of|in that case|so what about|if so`)
	asks    = beginnings(`why|why not|how|how long|how much|how many|how come|how so|when|where|which|who|then what|what then|really|is|are|does|do|can|could|will|would|what`)
	points  = words(`it that this those these them they one ones there same either both instead too then`)
)

// beginnings are words that a text may begin with, those of one first word together.
func beginnings(list string) map[string][]string {
	out := make(map[string][]string)
	for _, b := range strings.Split(list, "|") {
		first, _, _ := strings.Cut(b, " ")
		out[first] = append(out[first], b)
	}
	return out
}

// begins reports whether a plain text begins with some of the words.
func begins(p string, with map[string][]string) bool {
	for _, b := range with[p[:endOfWord(p)]] {
		if rest, ok := strings.CutPrefix(p, b); ok && endOfWord(rest) == 0 {
			return true
		}
	}
	return false
}

// pointing reports whether a plain text has a word that points back.
func pointing(p string) bool {
	for w := range strings.FieldsSeq(p) {
		if points[w] {
			return true
		}
	}
	return false
}

// endOfWord is the length of the word of Latin letters and digits that a plain text begins with.
func endOfWord(p string) int {
	for i := range len(p) {
		if c := p[i]; !('a' <= c && c <= 'z' || '0' <= c && c <= '9') {
			return i
		}
	}
	return len(p)
}

// elliptic reports whether a message can only be understood with the question before it: "and for
// opened ones?", "how long does that take?".
func elliptic(text string) bool {
	p := plain(text)
	if p == "" || denies(p) {
		return false
	}
	content, all := len(contentOf(p)), strings.Count(p, " ")+1
	switch {
	case begins(p, carries):
		return content <= 5 && all <= 9
	case begins(p, asks):
		return content == 0 || content <= 1 && all <= 2 || content <= 3 && all <= 8 && pointing(p)
	}
	return content <= 1 && all <= 3
}

// pointsBack reports whether a follow-up says nothing at all without the question before it, however well some
// article fits its words: "how long does that take?" fits many.
func pointsBack(text string) bool {
	p := plain(text)
	return pointing(p) || len(contentOf(p)) == 0
}

// carryOn joins a follow-up to the question it depends on, without the words of that question which
// it puts its own in the place of: "unopened" when it says "opened", "with" when it says "without".
func carryOn(previous, followUp string) string {
	brought := words(plain(followUp))
	var kept []string
	for _, w := range strings.Fields(previous) {
		if !contrasts(plain(w), brought) {
			kept = append(kept, w)
		}
	}
	return strings.Join(append(kept, followUp), " ")
}

func contrasts(word string, brought map[string]bool) bool {
	for _, prefix := range []string{"un", "in", "non", "dis", "im"} {
		if bare, ok := strings.CutPrefix(word, prefix); ok && len(bare) > 3 && brought[bare] || len(word) > 3 && brought[prefix+word] {
			return true
		}
	}
	for _, other := range opposites[word] {
		if brought[other] {
			return true
		}
	}
	return false
}

var opposites = map[string][]string{
	"with": {"without"}, "without": {"with"}, "before": {"after"}, "after": {"before", "within"}, "within": {"after"},
	"over": {"under"}, "under": {"over"}, "inside": {"outside"}, "outside": {"inside"}, "online": {"store", "shop"},
	"store": {"online"}, "shop": {"online"}, "new": {"used", "old"}, "used": {"new", "unused"}, "sealed": {"opened", "open"},
	"opened": {"sealed"}, "standard": {"express"}, "express": {"standard"}, "private": {"business"}, "business": {"private"},
}

// beside lists the hits for a joined question that were quoted already and have none of the words that
// the follow-up brings in, while another hit has: "and for opened ones?" is not about the article on unopened
// items if there is one on opened items. It lists none if the follow-up asks on about the same: "how long does
// it take?".
func beside(hits []knowledge.Hit, followUp string, quoted map[string]bool) []string {
	if p := plain(followUp); begins(p, asks) && !begins(p, carries) {
		return nil
	}
	brought := contentWords(followUp)
	var out []string
	elsewhere := false
	for _, h := range hits {
		switch said := mentions(h.Title+" "+h.Phrasing, brought); {
		case !said && quoted[h.Article]:
			out = append(out, h.Article)
		case said && !quoted[h.Article]:
			elsewhere = true
		}
	}
	if !elsewhere {
		return nil
	}
	return out
}

func mentions(text string, wanted []string) bool {
	for _, w := range contentWords(text) {
		for _, x := range wanted {
			if sameWord(w, x) {
				return true
			}
		}
	}
	return false
}
