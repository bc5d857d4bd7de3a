package exam

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
)

// Page is an article as far as questions are made of it.
type Page struct {
	ID       string
	Title    string
	Headings []string // of its body
}

// Noise says what questions are made of and how they differ from it.
type Noise string

// The kinds of made questions. Each question keeps at least one word of its source.
const (
	// Titles are articles' titles, changed in one or two ways: words that carry little left out, one other word
	// left out, two neighbours exchanged, all in lower case, or an opening such as "how do I" put before them.
	Titles Noise = "titles"
	// Headings are headings from inside the articles, changed likewise. Only headings of two words or more that
	// stand in a single article are taken, for nobody could say which article "See also" is to find.
	Headings Noise = "headings"
	// Typos are articles' titles with exactly one slip of the keyboard: a letter too many, one left out, one
	// replaced by another, or two neighbours exchanged, anywhere in a word of four letters or more.
	Typos Noise = "typos"
)

// Generate makes at most count questions of the pages, without repeating one. The same pages, in whatever order,
// and the same seed make the same questions. All articles are used before one is used again. Relevant are all
// articles that have the text a question was made of as their title or heading.
func Generate(pages []Page, kind Noise, seed uint64, count int) []Question {
	pages = slices.Clone(pages)
	slices.SortFunc(pages, func(a, b Page) int { return cmp.Compare(a.ID, b.ID) })
	sources := titleSources(pages)
	if kind == Headings {
		sources = headingSources(pages)
	}
	random := rand.New(rand.NewPCG(seed, uint64(len(kind)))) // the kinds' names differ in length
	random.Shuffle(len(sources), func(i, j int) { sources[i], sources[j] = sources[j], sources[i] })
	change := func(text string) string { return disturb(random, text) }
	if kind == Typos {
		alphabet := letters(pages)
		change = func(text string) string { return mistype(random, text, alphabet) }
	}
	var out []Question
	seen := make(map[string]bool)
	for before := -1; before < len(out) && len(out) < count; {
		before = len(out)
		for _, s := range sources {
			query := change(s.text)
			if query == "" || seen[query] || len(out) == count {
				continue
			}
			seen[query] = true
			out = append(out, Question{Query: query, Relevant: s.articles})
		}
	}
	return out
}

// source is a text that questions are made of.
type source struct {
	text     string
	articles []string // that have it
}

// same is the form in which two texts count as one.
func same(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }

func titleSources(pages []Page) []source {
	at := make(map[string]int)
	var out []source
	for _, p := range pages {
		key := same(p.Title)
		i, known := at[key]
		if !known {
			i, at[key] = len(out), len(out)
			out = append(out, source{text: strings.Join(strings.Fields(p.Title), " ")})
		}
		out[i].articles = append(out[i].articles, p.ID)
	}
	return out
}

func headingSources(pages []Page) []source {
	titled := make(map[string][]string) // articles by title
	within := make(map[string][]string) // articles by heading
	for _, p := range pages {
		titled[same(p.Title)] = append(titled[same(p.Title)], p.ID)
		for _, h := range p.Headings {
			if list := within[same(h)]; !slices.Contains(list, p.ID) {
				within[same(h)] = append(list, p.ID)
			}
		}
	}
	var out []source
	for _, p := range pages {
		for i, h := range p.Headings {
			key := same(h)
			repeated := slices.ContainsFunc(p.Headings[:i], func(earlier string) bool { return same(earlier) == key })
			if repeated || len(within[key]) > 1 || key == same(p.Title) || len(strings.Fields(h)) < 2 {
				continue
			}
			articles := slices.Concat(within[key], titled[key])
			out = append(out, source{text: strings.Join(strings.Fields(h), " "), articles: articles})
		}
	}
	return out
}
