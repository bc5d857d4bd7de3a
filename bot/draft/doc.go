// Package draft has a language model word what the rules of package answer decided. The model decides nothing: whether
// to answer, to ask back or to bring in a person stands before it is asked, and if anything is wrong with what it says,
// the rules' own words are said.
//
// # The way of a draft
//
//  1. The [Answerer] decides. It may have a follow-up rewritten to stand alone ([Drafter.Rewrite]) before it searches.
//  2. If it answers with words of an article, these are widened to what stands around them, and passages of the next
//     likely articles are put beside them: published now, and for whoever asks to read.
//  3. Personal data is taken out of the question and of what was said before, by a [Veil].
//  4. The model is given instructions without secrets, the exchanges, the passages by number, and the question.
//  5. Its reply comes in pieces and is cut into [Sentences], each with the numbers that it cites.
//  6. Each must be whole, pass the gate (package ground), and break no rule of the house; else it is not said.
//  7. Good ones are shown at once ([bot.Partial]), with personal data put back and passages turned into citations.
//  8. At the proper end of the reply, what remains must still answer: rest on the article of the rules, say as much of
//     the question as the article, have no torn list, and be more than what was refused.
//  9. It is said then, with the fixed sentences of the rules around it. Else what was shown is taken back, and the
//     rules' words are said.
//  10. What happened, with each sentence's verdict, stands in the trace without personal data ([bot.Drafting]).
//
// # What bounds it
//
// A draft ends with its turn's context, half a second before that one's deadline, and after [Config].Total, whatever the
// model does: it runs in a goroutine of its own that shares two channels with the turn and nothing else. One that ignores
// the end of its context is left behind and counted; with 4,096 of them no further model is asked.
//
// # Wording
//
// Clarifications and small talk can be worded, too ([bot.Voice]). They may then have no words but those of the
// template, of the customer, of the choices, and some hundred that say nothing; the offer of a person stays as it is.
package draft
