package index

import (
	"slices"

	"frontdesk/knowledge"
)

// SetExam replaces the questions with known answers that confidence learns from besides the corpus's own; see
// [Options].Exam. They are used from the next lesson on, and begin none.
func (ix *Index) SetExam(asked []knowledge.Asked) {
	asked = slices.Clone(asked)
	ix.exam.Store(&asked)
}
