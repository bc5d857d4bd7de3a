package widget

import (
	"context"
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
	digest, batch, err := e.uploads.take(r.Context(), who.ID, in.Token)
	if err != nil {
		return err
	}
	done, err := e.apply(r, digest, batch, in.WithdrawGone, in.Overrule)
	if err != nil {
		if back := e.uploads.giveBack(r.Context(), in.Token); back != nil {
			e.log.Warn("an import can be applied again only in a while", "error", back)
		}
		return err
	}
	if err := e.uploads.waiting.DropImport(context.WithoutCancel(r.Context()), in.Token); err != nil {
		e.log.Warn("an import that was applied was not removed; it goes when its time is over", "error", err)
	}
	return writeJSON(w, http.StatusOK, map[string]any{"summary": importSummary{
		New: done.New, Changed: done.Changed, Published: done.Published, Same: done.Same, Drafts: done.Drafts, Withdrawn: done.Withdrawn, Files: done.Files,
	}})
}

func (e *edge) apply(r *http.Request, digest string, batch importing.Batch, withdrawGone bool, overrule string) (importing.Summary, error) {
	plan, err := importing.MakePlan(r.Context(), e.Imports.Articles, batch)
	if err != nil {
		return importing.Summary{}, err
	}
	if plan.Digest() != digest {
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
