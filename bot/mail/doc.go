// Package mail tells customers by e-mail what they have not seen in the chat.
//
// # The way of a letter
//
// Whoever decides that a customer must be told calls [Enqueue] in the transaction of the cause, with an id that
// follows from the cause: what is told is then kept exactly if the cause is, and once. [Sender.Run] takes due
// letters from the outbox, writes each as text and HTML with a signed link back into the conversation, and hands
// it to an SMTP server. [Withdraw] takes back what the customer has seen meanwhile.
//
// # What is promised
//
// A letter is sent once, except that a crash, or a connection lost between the server's acceptance and its
// word of it, has it sent again. The second copy has the first one's Message-ID, by which receivers know it.
// Nothing blocks another's letter: what is refused for good is marked as failed with the reason, what is refused
// for now is tried again after 30 seconds, then after twice as long each time up to 6 hours, and is given up
// 3 days after it was due. When the server itself cannot be used (it does not answer, or refuses the sign-in or the
// sender's address), all letters wait and only one at a time is tried, so that a wrong password loses no letter.
//
// # Links
//
// [Links] signs the way back: a conversation and its visitor, for 30 days, without a row in the database. The
// token stands behind the #, so that it is in no server's log and in no Referer.
package mail
