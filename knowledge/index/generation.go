package index

// Generation is a number that rises with everything that makes a rehearsal made now differ from one made before: a
// change that was taken in, a lesson, a refit, other synonyms. It is not a time and starts at 0 with every Open.
func (ix *Index) Generation() int64 { return ix.generation.Load() }
