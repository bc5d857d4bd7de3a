// Package learn holds the few learners that ranking and confidence are made of. Nothing in it knows of articles
// or questions: it sees texts, vectors, classes and numbers.
//
//   - A [Lexicon] turns texts into vectors of n-grams of words and characters, which survive slips of the
//     keyboard.
//   - [Neighbours] tells how near a text is to each example, by n-grams and by meaning.
//   - [Linear] and [Gauss] choose among classes, and tell whether any fits.
//   - [FitChoice] finds how much each sign is worth for putting the right option first.
//   - A [Logistic] turns signs into a probability.
//
// Learning the same from the same gives the same bits: what is random has a seed, and nothing depends on the
// order of a map. What was learnt is never changed, and may be used by any number of goroutines.
package learn
