package exam

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
)

// little are words that people leave out of a search.
var little = strings.Fields("a an and are as at be by can do does for from how i in into is it its my of on or that the their this to what when where which with you your")

// openings are put before a text to make a question of it.
var openings = []string{"how do I", "how to", "where do I find", "I need help with", "can you explain", "what about", "tell me about", "question about"}

// disturb changes a text in one or two ways; see Titles.
func disturb(random *rand.Rand, text string) string {
	words := strings.Fields(text)
	ways := []func([]string) []string{
		dropLittle,
		func(w []string) []string { return dropOne(random, w) },
		func(w []string) []string { return exchange(random, w) },
		lower,
		func(w []string) []string { return open(random, w) },
	}
	for _, i := range random.Perm(len(ways))[:1+random.IntN(2)] {
		words = ways[i](words)
	}
	return strings.Join(words, " ")
}

func isLittle(word string) bool {
	bare := strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	return slices.Contains(little, strings.ToLower(bare))
}

// dropLittle leaves out the words that carry little, unless nothing would be left.
func dropLittle(words []string) []string {
	kept := slices.DeleteFunc(slices.Clone(words), isLittle)
	if len(kept) == 0 {
		return words
	}
	return kept
}

// dropOne leaves out one word, if two that carry something are left.
func dropOne(random *rand.Rand, words []string) []string {
	if len(words) < 3 {
		return words
	}
	at := random.IntN(len(words))
	kept := slices.Delete(slices.Clone(words), at, at+1)
	if len(slices.DeleteFunc(slices.Clone(kept), isLittle)) < 2 {
		return words
	}
	return kept
}

// exchange swaps two neighbours.
func exchange(random *rand.Rand, words []string) []string {
	if len(words) < 2 {
		return words
	}
	out, at := slices.Clone(words), random.IntN(len(words)-1)
	out[at], out[at+1] = out[at+1], out[at]
	return out
}

func lower(words []string) []string { return strings.Fields(strings.ToLower(strings.Join(words, " "))) }

func open(random *rand.Rand, words []string) []string {
	return append([]string{openings[random.IntN(len(openings))]}, words...)
}
