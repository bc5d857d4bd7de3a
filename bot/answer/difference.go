package answer

import (
	"slices"
	"strings"
	"unicode"
)

// mostNamed is how many words may be named as what is special about a title. What is longer is read more
// easily on the titles themselves.
const mostNamed = 7

// difference finds what tells titles apart: for each, the words between the beginning and the end that all of
// them share, verbatim. Where these alone say nothing, such as "with", the next words of the shared end are
// added. It gives nothing if the titles share too little to be told apart by words, or do not differ.
func difference(titles []string) []string {
	var lists [][]word
	for _, t := range titles {
		list := wordsOf(t)
		if len(list) == 0 {
			return nil
		}
		lists = append(lists, list)
	}
	head := shared(lists, func(list []word, i int) int { return i })
	rest := make([][]word, len(lists))
	for k, list := range lists {
		rest[k] = list[head:]
	}
	tail := shared(rest, func(list []word, i int) int { return len(list) - 1 - i })
	if head+tail == 0 {
		return nil
	}
	for ; tail > 0 && slices.ContainsFunc(rest, func(list []word) bool { return saysNothing(list[:len(list)-tail]) }); tail-- {
	}
	out := make([]string, len(titles))
	for k, list := range rest {
		own := list[:len(list)-tail]
		if saysNothing(own) || len(own) > mostNamed {
			return nil
		}
		out[k] = titles[k][own[0].start:own[len(own)-1].end]
	}
	for i, one := range out {
		for k, other := range out {
			if i != k && strings.Contains(" "+plain(other)+" ", " "+plain(one)+" ") {
				return nil // it has nothing of its own
			}
		}
	}
	return out
}

// word is a word of a title and where it stands there.
type word struct {
	plain      string
	start, end int
}

func wordsOf(title string) []word {
	var out []word
	for at := 0; at < len(title); {
		start := strings.IndexFunc(title[at:], func(r rune) bool { return !unicode.IsSpace(r) })
		if start < 0 {
			break
		}
		start += at
		end := len(title)
		if i := strings.IndexFunc(title[start:], unicode.IsSpace); i >= 0 {
			end = start + i
		}
		at = end
		bare := strings.TrimFunc(title[start:end], func(r rune) bool { return !inWord(r) })
		if bare != "" {
			first := start + strings.Index(title[start:end], bare)
			out = append(out, word{plain(bare), first, first + len(bare)})
		}
	}
	return out
}

// shared counts the words, from the one that at numbers 0, that are the same in all lists. One word of each
// is always left.
func shared(lists [][]word, at func(list []word, i int) int) int {
	n := 0
	for ; ; n++ {
		for _, list := range lists {
			if n+1 >= len(list) || list[at(list, n)].plain != lists[0][at(lists[0], n)].plain {
				return n
			}
		}
	}
}

// saysNothing reports whether words have no meaning without those that follow.
func saysNothing(list []word) bool {
	return !slices.ContainsFunc(list, func(w word) bool { return w.plain != "" && !grammar[w.plain] && !joins[w.plain] })
}

// joins are words that say something only with the next, besides those of the grammar.
var joins = words(`without before after within over under inside outside not no during until since between via per against than while`)
