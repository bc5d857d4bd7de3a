// Package llm speaks to models over HTTP: any server with the routes that OpenAI made common will do, in the
// cloud or on the same machine. It is the only importer of go-openai, and nothing depends on it: without a
// model everything else builds and answers.
//
// # Embeddings
//
// An [Embedder] turns sentences into vectors by way of /v1/embeddings, in place of the encoder that comes
// with frontdesk; it has the methods of knowledge.Encoder. [NewEmbedder] refuses what cannot work,
// [Embedder.Check] asks the server once and says in one sentence what is wrong, and [Embedder.Encode]
// returns vectors of length one, in order, or an error; never some of them.
//
// # Replies
//
// A [Chat] has a model write, by way of /v1/chat/completions, and passes the reply on piece by piece as it comes; it
// has the methods that the users of a model ask for. A reply is complete only when the model gave "stop" as the
// reason for its end and the answer ended properly. [NewChat] refuses what cannot work, and [Chat.Check] asks one
// small question and says in one sentence what is wrong and what to do. Of a prompt that does not fit the model's
// window, by an estimate, nothing is sent. No tools are offered, and the temperature is 0.
//
// Options that a server does not take (to be told the usage, the temperature, the name of the limit, replies in
// JSON) are left out when it refuses them, and from then on.
//
// # What may go wrong
//
// Servers are taken to be unreliable, and what they send to be hostile:
//
//   - Overload (429), failures (5xx), time-outs and broken connections are tried again after a pause that
//     doubles, with jitter, or after the time the server names. The caller's context bounds all of it, and
//     a pause that would outlast the context is not begun. Replies are tried again once, before their first
//     piece was passed on, and not after a time-out.
//   - A refused key, an unknown model and a refused request (other 4xx) are not tried again.
//   - An answer of more bytes than such an answer can need, of another content type, with too few or too
//     many vectors, with places doubled or left out, or with vectors of another length, without length or
//     with infinite numbers is refused whole.
//   - A reply must come as a stream of events within a time for all of it and one for each piece, and within a
//     number of bytes. Errors in the stream, events that are none, several replies at once, text after the end,
//     calls of tools and refusals end it. Characters that hide or turn text are taken out.
//   - Redirects are not followed, since they would take the customers' words to another server.
//   - After a few failures in a row nothing is sent for a while and [ErrDown], or bot.ErrModelDown of a Chat, is
//     returned at once. Then the next call makes one probe start beside it, with words of our own, so that no
//     question waits for a server that may still be dead. Refusals of one request, replies that were too long or
//     empty, and customers who leave do not count as failures.
//   - More requests for replies than are allowed at the same time are turned away at once.
//
// # What is never said
//
// Servers like to repeat in their errors what they were sent: the key, the texts. So none of their words get
// into our errors or logs, nor do prompts and replies. An [Error] has a [Reason], the status and a sentence of ours.
//
// # Trying it
//
// The package scripted, below this one, is a model server that behaves as badly as a test asks it to.
package llm
