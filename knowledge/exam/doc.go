// Package exam measures a bot on questions whose answers are known: how often the right article comes first, and
// whether the confidence tells when there is none.
//
// [ReadFile] reads the questions, [Measure] turns what the bot did about them into a [Report]. The bot itself is
// asked elsewhere: nothing here searches.
//
// # Exam scripts
//
// Editors write exams as plain text, one question on a line, an arrow, and the id of the article that answers it:
//
//	# Lines that begin with # are comments.
//	## Returns
//	can I return an opened item → returns/opened-item
//	where is my parcel → shipping/track, shipping/late    # either will do
//	do you repair watches → nobody
//	"what does a -> b mean" → docs/arrows
//
//	can I return socks → returns/socks
//	  and opened ones? → returns/opened-item
//	  and after two months? → nobody
//
// "->" and "=>" are arrows, too. "nobody" means that the corpus has no answer. An indented line is asked in the
// same conversation after the lines above it, back to the last one that is not indented. "anything" says that a
// line is asked only because of those that follow it, and is no question of the exam. A line "## …" begins a
// group; "##" alone ends it.
//
// A question or an id stands in double quotes if it contains an arrow, begins or ends with blanks, is empty, or,
// for an id, is one of the two words above or contains a comma; inside the quotes, \" \\ \n \r \t stand for a
// quote, a backslash, a line feed, a carriage return and a tab.
//
// # Measures
//
// An answerable question is one with at least one relevant article. An answer is right if the first article of
// the ranking is relevant, so that there is no right answer to a question that is not answerable. All measures
// look at ranking, confidence and threshold only, not at the words that the customer read: a clarification with
// the right article first and a sufficient confidence counts like an answer.
package exam
