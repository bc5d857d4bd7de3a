package widget

import (
	"errors"
	"fmt"
	"net/http"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/importing"
)

// importSummary says what an import did.
type importSummary struct {
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Published int `json:"published"` // again
	Same      int `json:"same"`
	Drafts    int `json:"drafts"` // of the new and changed ones
	Withdrawn int `json:"withdrawn"`
	Files     int `json:"files"` // images and documents that were not kept yet
}

var (
	errImportMoved  = &fault{http.StatusConflict, codeConflict, "Articles were changed since the file was looked at; upload it again to see what would change now."}
	errImportSecond = fmt.Errorf("%w: an import publishes at once, and here somebody else has to publish; mark its articles as drafts, or use the command line", knowledge.ErrSecond)
)

// applyImport answers POST /api/editor/import/apply: what was looked at is written, all or nothing.
func (e *edge) applyImport(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in struct {
		Token        string `json:"token"`
		WithdrawGone bool   `json:"withdraw_gone"`
		Overrule     string `json:"overrule"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	if e.uploads == nil {
		return errNoImports
	}
	if err := e.mayOverrule(who, in.Overrule); err != nil {
		return err
	}
	kept, batch, err := e.uploads.take(who.ID, in.Token)
	if err != nil {
		return err
	}
	done, err := e.apply(r, kept, batch, in.WithdrawGone, in.Overrule)
	if err != nil {
		e.uploads.giveBack(kept)
		return err
	}
	e.uploads.done(kept)
	return writeJSON(w, http.StatusOK, map[string]any{"summary": importSummary{
		New: done.New, Changed: done.Changed, Published: done.Published, Same: done.Same, Drafts: done.Drafts, Withdrawn: done.Withdrawn, Files: done.Files,
	}})
}

func (e *edge) apply(r *http.Request, kept keptImport, batch importing.Batch, withdrawGone bool, overrule string) (importing.Summary, error) {
	plan, err := importing.MakePlan(r.Context(), e.Imports.Articles, batch)
	if err != nil {
		return importing.Summary{}, err
	}
	if plan.Digest() != kept.digest {
		return importing.Summary{}, errImportMoved
	}
	plan.WithdrawGone, plan.Overrule = withdrawGone, overrule
	if e.Editing.TwoPersons() && !plan.Proposal().Empty() {
		return importing.Summary{}, errImportSecond
	}
	done, err := importing.Apply(r.Context(), e.Imports.Writer, plan, importing.Author(plan.Source), e.clock())
	if errors.Is(err, knowledge.ErrConflict) || errors.Is(err, knowledge.ErrExists) {
		return done, errImportMoved
	}
	return done, err
}
