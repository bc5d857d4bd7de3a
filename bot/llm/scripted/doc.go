// Package scripted is a model server that does as it is told: it answers well, or fails in one of the ways
// that real ones fail. Tests use it, and people who want to try something by hand. It speaks real HTTP, knows
// nothing of the clients it serves, and needs no model.
//
// # Scripts
//
// Each [Route] has a queue of steps. A request takes the next one, so that a test tells a story:
//
//	s := scripted.New(scripted.Config{})
//	s.Play(scripted.Embeddings, scripted.Limited("2"), scripted.Reset(), scripted.OK())
//
// When the queue is empty, the route's usual step is taken, which is [OK] until [Server.Usually] sets another.
// [Parse] reads the same from text: "limited 2, reset, ok". [Server.Requests] tells what was received and which step was
// taken.
//
// # Steps
//
// Some steps work on every route, since they do not care what was asked: refusals, broken connections,
// answers without an end. Others change the good answer of one route, and are named after it. A step
// taken by a route that it does not fit answers 501 and says so.
//
// Refusals repeat the key and what was sent, as real servers do, so that a test can tell whether a client
// lets that through to its errors and logs.
//
// # Vectors
//
// The vectors of [Embeddings] are sums of hashed pieces of words: the same for the same text on every
// machine, alike for texts that share words or parts of words, not of length one, and without any meaning.
package scripted
