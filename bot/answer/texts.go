package answer

import "strings"

// Everything the bot says of its own. They promise nothing: who comes, and when, is told by those who
// know it.
const (
	textHello     = "Hello! What can I help you with?"
	textThanks    = "You're welcome. If there is anything else, just ask."
	textBye       = "Goodbye, and thank you for writing."
	textOK        = "All right. If there is anything else, just ask."
	textHowAreYou = "I'm a bot, so always the same. What can I help you with?"
	textBot       = "Yes, I'm a bot. I answer from our help articles. If you would rather have a person, say so and I'll bring one in."
	textNoWords   = "I can only read words. Please write your question in a sentence."

	textAsked       = "I'll bring in a person."
	textAnger       = "I'm sorry about this. I'll bring in a person."
	textTwiceFailed = "I'm sorry that I could not help so far. I'll bring in a person."
	textNoAnswer    = "I found no answer to this in our help articles. I'll bring in a person."
	textSearchDown  = "I cannot search our help articles at the moment. I'll bring in a person."
	textBotFailed   = "Something went wrong on my side. I'll bring in a person."

	textNearMiss     = "Which of these do you mean?"
	textWhich        = "Do you mean " // followed by words of titles
	textOr           = " or "
	textUnsure       = "I'm not sure that I understand. Is one of these what you mean?" + textIfNot
	textUnsureOne    = "I'm not sure that I understand. Is this what you mean?" + textIfNot
	textUnsurePlain  = "I'm not sure that I understand. Please put it in other words" + textOrPerson
	textDidNotHelp   = "I'm sorry that this did not help. Is one of these closer? If not, put it in other words" + textOrPerson
	textDidNotHelp1  = "I'm sorry that this did not help. Is this one closer? If not, put it in other words" + textOrPerson
	textDidNotHelp0  = "I'm sorry that this did not help. Please put it in other words" + textOrPerson
	textIfNot        = " If not, I can bring in a person."
	textOrPerson     = ", or I can bring in a person."
	textOfferPerson  = "If you would rather have a person, I can bring one in."
	textEmptyArticle = "There is an article about this:"

	textForeign       = "I have this in another language only:" // said before a text that is not in the question's language
	textForeignGerman = "Das habe ich nur in einer anderen Sprache:"
)

// withoutOffer takes the offer of a person out of what is said to somebody who waits for one already.
var withoutOffer = strings.NewReplacer(textIfNot, "", textOrPerson, ".", "\n\n"+textOfferPerson, "")

// Templates are all fixed sentences that a bot's message may contain besides cited text, and besides the
// question which of some articles is meant, in words of their titles. What is in none of them was made up, and
// a test refuses it.
var Templates = []string{
	textHello, textThanks, textBye, textOK, textHowAreYou, textBot, textNoWords,
	textAsked, textAnger, textTwiceFailed, textNoAnswer, textSearchDown, textBotFailed,
	textNearMiss, textUnsure, textUnsureOne, textUnsurePlain, textDidNotHelp, textDidNotHelp1, textDidNotHelp0, textOfferPerson, textEmptyArticle, textForeign, textForeignGerman,
	withoutOffer.Replace(textUnsure), withoutOffer.Replace(textUnsureOne), withoutOffer.Replace(textUnsurePlain),
	withoutOffer.Replace(textDidNotHelp), withoutOffer.Replace(textDidNotHelp1), withoutOffer.Replace(textDidNotHelp0),
}
