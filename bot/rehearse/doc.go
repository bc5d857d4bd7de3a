// Package rehearse tells what customers would be told if the corpus were changed. A [Stage] puts questions to the bot
// twice: on the corpus as it is, and on the corpus as it would be.
//
//   - [Stage.Sit] is the gate before a publish: the exam, and what of it gets worse and better
//   - [Stage.Ask] and [Stage.SitAll] give every question with both verdicts
//   - [Stage.Turn] is one turn of a conversation on the corpus as it would be
//
// The bot is the one that serves customers, [answer.Answerer], with two things put in the place of others: what it
// searches is a rehearsal of the index, and what it quotes are the proposed revisions and, for all other articles, those
// that are published. Nothing that customers use is changed or waited for.
//
// Making a rehearsal costs more than asking it, so the last few are kept for the next question about the same draft.
package rehearse
