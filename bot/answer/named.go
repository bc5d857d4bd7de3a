package answer

import (
	"slices"
	"strings"

	"frontdesk/bot"
)

// named is the article that a typed message picks from the choices just offered: by its place ("the second
// one") or by words that only its title has ("opened"). It is "" if the message says anything else besides.
func (t *turn) named() string {
	e, ok := last(t.request.Earlier)
	if !ok || e.Kind != bot.Clarification || len(e.Articles) == 0 {
		return ""
	}
	if plainThat(t.question) {
		return onlyChoice(e)
	}
	said := slices.DeleteFunc(bareWords(t.question), func(w string) bool { return pointers[w] })
	if len(said) == 0 || len(said) > 2*mostNamed {
		return ""
	}
	if i, ok := places[strings.Join(said, " ")]; ok && i < len(e.Articles) {
		return e.Articles[i]
	}
	pick := ""
	for _, article := range e.Articles {
		rev, err := t.revisions.PublishedRevision(t.ctx, article)
		if err != nil || !hasWords(rev.Title, said) {
			continue
		}
		if pick != "" {
			return ""
		}
		pick = article
	}
	return pick
}

// onlyChoice is the article of a clarification that asks "is this what you mean?", "" if there are several.
func onlyChoice(e bot.Exchange) string {
	if e.Kind != bot.Clarification || len(e.Articles) != 1 {
		return ""
	}
	return e.Articles[0]
}

// hasWords reports whether all words occur in a title.
func hasWords(title string, all []string) bool {
	have := strings.Fields(plain(title))
	for _, w := range all {
		if !slices.ContainsFunc(have, func(h string) bool { return h == w || min(len(h), len(w)) > 4 && sameWord(h, w) }) {
			return false
		}
	}
	return true
}

// pointers are words around a choice that say nothing about which it is.
var pointers = words(`one ones mean meant i im its it is was that this about number option article choice take yes want the`)

// places are the ways to name a choice by its place.
var places = map[string]int{"1": 0, "1st": 0, "first": 0, "2": 1, "2nd": 1, "second": 1, "3": 2, "3rd": 2, "third": 2}
