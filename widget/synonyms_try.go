package widget

import (
	"errors"
	"fmt"
	"net/http"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/language"
)

// lineProblem is what is wrong with a line of a list.
type lineProblem struct {
	Line    int    `json:"line"` // from 1
	Message string `json:"message"`
}

func (p lineProblem) sentence() string { return fmt.Sprintf("Line %d: %s", p.Line, p.Message) }

// trySynonyms answers POST /api/editor/synonyms/try with the lines that cannot be used or, if all can, with what the list
// would do to the exam.
func (e *edge) trySynonyms(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	var in struct {
		Text string `json:"text"`
	}
	if err := readJSON(w, r, maxSynonyms, &in); err != nil {
		return err
	}
	var out struct {
		Problems   []lineProblem `json:"problems"`
		Comparison *comparison   `json:"comparison"` // null with problems
	}
	if out.Problems = readSynonyms(in.Text); len(out.Problems) == 0 {
		sat, err := e.Stage.Sit(r.Context(), knowledge.Proposal{Synonyms: &in.Text})
		if err != nil {
			return err
		}
		c, err := e.viewComparison(r.Context(), sat)
		if err != nil {
			return err
		}
		out.Comparison = &c
	}
	return writeJSON(w, http.StatusOK, out)
}

// readSynonyms says what is wrong with a list, line by line.
func readSynonyms(text string) []lineProblem {
	_, err := language.ParseSynonyms(text)
	out := []lineProblem{}
	faults := []error{err}
	if all, ok := err.(interface{ Unwrap() []error }); ok {
		faults = all.Unwrap()
	}
	for _, f := range faults {
		if one, ok := errors.AsType[*language.SynonymError](f); ok {
			out = append(out, lineProblem{one.Line, sentence(one.Problem)})
		}
	}
	return out
}
