// Package answer turns one message of a customer into a decision: an answer, a clarification, a
// hand-off or small talk. It has no conversation of its own; what was said before comes with the
// request, and everything else is asked of the index and the published revisions.
//
// # The rules
//
// They are tried in this order; the first that applies decides, and its name stands in the trace.
//
//	rule             applies when                                                ends in
//	no-words         the message has no word in it                              small talk
//	offer-accepted   the bot offered a person and the customer says yes          hand-off (asked)
//	person           the customer wishes for a person, in any phrasing           hand-off (asked)
//	anger            abuse, threats of law, shouting, asked "for the third time" hand-off (anger)
//	chosen           the customer picked an article that was offered, by its     answer
//	                 button, its place ("the second") or words of its title
//	small-talk       nothing but greeting, thanks, goodbye, "ok", "are you a bot?" small talk
//	twice-failed     two answers in a row failed                                 hand-off (twice-failed)
//	remembered       the question was asked back about before, and it was        answer
//	                 settled which article is meant
//	did-not-help     "that did not help", or the same asked again                clarification with an offer
//	search-down      the knowledge base cannot be searched                       hand-off (search-down)
//	near-miss        two or three articles are about equally likely, together    clarification
//	                 likely enough, and told apart by their titles; once per
//	                 question, and not twice running
//	confident        confidence ≥ threshold                                      answer
//	not-understood   no word of it is known; not after a clarification           clarification with an offer
//	unsure           one of up to three articles is right with a probability     clarification with an offer
//	                 ≥ ¼, the last turn was no clarification, and this
//	                 question was not asked back about
//	twice-unsure     unsure again, or of a question that was asked back about    hand-off (twice-failed)
//	no-answer        anything else                                               hand-off (low-confidence)
//
// Confidence and threshold are those of the [knowledge.Judge] that comes with a search, unless [Config] sets a
// threshold. What is shared out among several articles is the ranking's probability, the score of a hit.
//
// A clarification names the words by which the titles of its choices differ, where that is short enough to be
// said: "Do you mean “tents” or “jackets”?"
//
// Mild displeasure ("this is ridiculous, where is my parcel?") changes no rule; it adds the offer of a
// person to whatever is said.
//
// An answer has failed when the customer marked it as not helpful, said so, asked the same again in
// other words, or when the bot itself was unsure.
//
// A message that depends on what was said before is searched together with the question before it. Where [Config] has
// somebody who can rewrite it as a question that stands alone, it is searched so as well, and the surer counts.
//
// # What an answer is made of
//
// Verbatim spans of one published revision, each with its citation, joined by empty lines; nothing
// else but the sentences listed in [Templates]. Which spans: those that begin with the block of the text in
// which most of the question stands, or with the first block if the title says what is asked.
//
// Where the question is in a language in which there is no such article, one of these sentences says so before the
// spans. What is for other sites or for the staff is neither found nor quoted, and not offered either.
package answer
