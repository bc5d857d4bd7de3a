// Package ground is the gate that decides whether a sentence written by a model may be said, given the passages that
// it cites.
package ground

import (
	"frontdesk/bot"
	"frontdesk/knowledge"
)

// Source is a text that a sentence may rest on.
type Source struct {
	N      int      // its number, as sentences cite it
	Title  string   // counts as said as well
	Text   string   // verbatim part of a revision, or another text that was written
	Locale string   // BCP 47; "" is English
	Links  []string // addresses that may be named with it: that of the article's own page
}

// Options say what else is known about the sentences.
type Options struct {
	Locale string   // language that the sentences should be in; "" any
	Across bool     // sentences may be in another language than their sources: words cannot be compared, facts are
	Known  []string // further words and values that may be named: what the customer wrote, placeholders such as "[order number 1]"
	Names  []string // names of products and the like that the corpus knows: one that is named must be in the source
	Secret string   // instructions that must not be repeated
}

// Finding is what the gate says of a sentence and one source.
type Finding struct {
	Verdict bot.Verdict
	Found   string         // the words of the sentence that the verdict is about; "" if it passed
	N       int            // the source, 0 if none
	Span    knowledge.Span // bytes of Source.Text: the shortest run of its sentences that the sentence rests on
}
