// Package evidence looks into a passage for what a question asks, because a passage that shares many words
// with a question need not answer it: another year, another name, the opposite, or one thing too many, and
// the right reply is that it is not known.
//
// # How it looks
//
// [Read] prepares a question once: what sort of answer it asks for ([Ask]), its terms with their weights
// (names, numbers, words of degree and everyday words count differently, each by its rarity in the
// corpus), and for each term the forms that stand for it (inflections, close spellings, a few synonyms) or
// against it (antonyms). [Question.Look] then goes through a passage once and finds the sentence that has
// most of the question. It measures how much of the question stands in that sentence, in two neighbouring
// sentences and anywhere; what is missing, and what stands only elsewhere; whether terms that belong
// together stand together; whether the place of a term is taken by another word, number, name or the
// term's opposite; and whether there is something of the sort asked for.
//
// The result is an [Evidence]: numbers in 0..1 with names ([Feature]), one score in log-odds from weights
// that ship with the program (see weights.go for how they were made), and plain sentences for people who
// want to know why.
//
// # What it is not
//
// It knows English grammar by word lists only. Of questions in other languages it compares words, numbers
// and neighbours, and its score counts half; of scripts that write no blanks between words, or of a
// question without any content word, it says nothing: the score is 0. It neither reads nor reasons; it
// takes a careful paraphrase for less evidence than a careless copy.
package evidence
