// Package gap finds what the articles do not answer: it reads from a conversation's log which questions got no good answer
// and what they cost, and groups those that are one need in different words. It has rules and no I/O; who stores gaps is
// insight.
//
// # From a log to questions
//
// A [Reader] is fed the events of one conversation, in order, and tells its questions with their [Outcome]: no answer, a
// clarification without a choice, an answer that did not help, a low rating, or an agent who had to answer by hand.
//
// # From questions to gaps
//
// A [Grouper] puts questions of one language together by meaning and by their n-grams (see [Measure]). It goes on from
// the gaps there are, which keep their ids. The same words asked again change nothing but counts.
//
// # From gaps to work
//
// [Rank] puts first what costs most: see [Tally.Weight]. [Answered] tells whether a decision answers a question
// that went wrong before.
package gap
