// Package bench loads a desk with customers and agents over real sockets, measures it, and proves afterwards that
// nothing was lost. [Run] does all of it; a [Report] is what came of it.
//
// # Who comes
//
// A customer is one goroutine with one small socket of our own making, so that ten thousand fit into a process: it
// reads with a deadline, and when the deadline comes it says what is due. It keeps to the protocol as the widget does:
// it comes back when it was told to, with what was not acknowledged, resumes where it was, and compares the heads in
// each pong with what it was shown. An agent takes customers of this run who have asked for a person, answers, and
// hands them back to the bot.
//
// # What is measured
//
// Times count from when something was to be said, not from when this process got round to saying it, so that a desk
// that stalls is not spared the messages that waited meanwhile. Customers whose connection the bench itself has broken,
// and those who do not read, say nothing about the desk's times and are left out of them, not out of the proof.
//
// # What is proved
//
// A talk is the record of a conversation: every message with the number under which it was acknowledged, and a chain of
// digests over the events that were shown. At the end each conversation is read again from its beginning over a new
// connection, at another node where there are several. Every acknowledged message must be in it once, as it was sent,
// under its number, behind all that was acknowledged before it was sent; and what was shown must be what is kept.
package bench
