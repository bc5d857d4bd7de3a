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
//	small-talk       nothing but greeting, thanks, goodbye, "ok", "are you a bot?" small talk
//	chosen           the customer picked an article from a clarification         answer
//	twice-failed     two answers in a row failed                                 hand-off (twice-failed)
//	did-not-help     "that did not help", or the same asked again                clarification with an offer
//	search-down      the knowledge base cannot be searched                       hand-off (search-down)
//	near-miss        two or three articles fit equally; not twice running        clarification
//	confident        confidence ≥ threshold                                      answer
//	not-understood   no word of it is known; not after a clarification           clarification with an offer
//	unsure           confidence ≥ 0.1,  and the last turn was no clarification   clarification with an offer
//	twice-unsure     unsure again                                                hand-off (twice-failed)
//	no-answer        anything else                                               hand-off (low-confidence)
//
// Mild displeasure ("this is ridiculous, where is my parcel?") changes no rule; it adds the offer of a
// person to whatever is said.
//
// An answer has failed when the customer marked it as not helpful, said so, asked the same again in
// other words, or when the bot itself was unsure.
//
// # What an answer is made of
//
// Verbatim spans of one published revision, each with its citation, joined by empty lines; nothing
// else but the sentences listed in [Templates].
package answer
