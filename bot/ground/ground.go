// Package ground is the gate that decides whether a sentence written by a model may be said, given the passages that
// it cites (promise P8).
//
// # What has to hold
//
// A sentence rests on a run: at most three neighbouring sentences of one source, with the heading and the title over them
// and the line that introduces a list. [Gate.Check] passes it if there is a run for which all of this is true:
//
//   - form: one line of plain text of at most 500 bytes, in the language that is wanted, without the model's instructions;
//   - links are those that the source may be named with, however they are disguised; e-mail addresses, telephone numbers,
//     names and what is quoted are in the run;
//   - every number, amount, date and length of time is there in an equal or convertible form, with the same limit ("up to",
//     "from", "before"), and said of the same thing: of "express takes 2 days, standard 5" neither may take the other's;
//   - what commits ("free", "refund", "guaranteed", "always", "at once") is there, what may be is not made what will or must
//     be, and a condition ("unless it was opened") is not left out;
//   - what is denied is denied, counting opposites ("opened", "unopened") as denials;
//   - the words are those of the run, inflected or replaced by others that mean the same.
//
// The first of these that fails gives the verdict, with the words that it is about.
//
// # What it is
//
// Lists of words and rules for English, German, French, Spanish, Italian and Dutch (the folder words), without a model and
// without a network. Other languages have numbers, links, names and the negations that package language knows. It errs on
// the side of refusing, as the verbatim extract is always there instead. What it cannot check, such as whether two verbs
// mean the same, it takes for unsupported, or does not see: the labelled set in testdata says how often.
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
	Locale string // language that the sentences should be in; "" any
	Across bool   // sentences may be in another language than their sources: words cannot be compared, facts are
	// Known are further words that may be named: what the customer wrote, and placeholders such as "[order number 1]". Of
	// the numbers in it only codes, telephone numbers and those of five digits and more count: an amount does not become
	// true by being asked for.
	Known  []string
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
