// Package aid holds the job aids of agents as pure rules: no database, no network, no clock of its own.
//
//	[Canned]        replies with variables, found by a shortcut
//	[Playbook]      steps for a kind of case, suggested by tag and question
//	[NeverSay]      phrases and patterns that block the bot and warn the agent
//	[Commitments]   promises with a time in what an agent is about to send
//	[Causes]        the tree from which a cause is picked when a conversation is resolved
//
// All types that are edited by people carry JSON tags and are kept as JSON documents. Whoever stores one of them
// calls its check first ([ValidateCanned], [ValidatePlaybooks], [CompileNeverSay], [Causes.Validate]); the errors
// are sentences that may be shown to whoever edits.
package aid
