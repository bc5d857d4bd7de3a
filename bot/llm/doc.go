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
// # What may go wrong
//
// Servers are taken to be unreliable, and what they send to be hostile:
//
//   - Overload (429), failures (5xx), time-outs and broken connections are tried again after a pause that
//     doubles, with jitter, or after the time the server names. The caller's context bounds all of it, and
//     a pause that would outlast the context is not begun.
//   - A refused key, an unknown model and a refused request (other 4xx) are not tried again.
//   - An answer of more bytes than such an answer can need, of another content type, with too few or too
//     many vectors, with places doubled or left out, or with vectors of another length, without length or
//     with infinite numbers is refused whole.
//   - Redirects are not followed, since they would take the customers' words to another server.
//   - After a few failures in a row nothing is sent for a while and [ErrDown] is returned at once. Then the
//     next call makes one probe start beside it, with words of our own, so that no question waits for a
//     server that may still be dead.
//
// # What is never said
//
// Servers like to repeat in their errors what they were sent: the key, the texts. So none of their words get
// into our errors or logs. An [Error] has a [Reason], the status and a sentence of ours.
//
// # Trying it
//
// The package scripted, below this one, is a model server that behaves as badly as a test asks it to.
package llm
