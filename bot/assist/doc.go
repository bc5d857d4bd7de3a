// Package assist drafts with a language model what staff may use: for agents a summary of a conversation, a reply, the
// agent's own text in other words or another language; for editors an article from a gap, further phrasings, and what two
// articles say differently. Nothing of it is sent or published by itself, and without a model the package is not used.
//
// # What leaves
//
// A prompt has the words that the task is about and instructions, and no secret. E-mail addresses, numbers and the names
// that are known are replaced by numbered placeholders first ([draft.Veil]) and put back in what comes back. Notes of
// staff never leave. Every foreign text is fenced as data, and the model has no tools: if a text in a fence gives it
// orders and it obeys, what it writes still has to pass the gate.
//
// # What comes back
//
// Every sentence goes through [ground.Gate]. What the sources of a task are is said at its method. A text that cannot be
// used is a [Refused] with a sentence for who asked; errors of the model are [ErrFailed] with those of package
// bot, such as [bot.ErrModelLate]. Texts are never logged.
package assist
