package knowledge

// Proposal says what the corpus would be: published changed, withdrawn, or searched with other synonyms. Nothing of
// it is in use.
type Proposal struct {
	Changes  []Change // Seq does not matter; Revision nil stands for a withdrawal
	Synonyms *string  // the list as editors write it; nil leaves it as it is
}

// Empty reports whether the proposal changes nothing.
func (p Proposal) Empty() bool { return len(p.Changes) == 0 && p.Synonyms == nil }
