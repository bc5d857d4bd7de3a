package widget

import (
	"cmp"
	"fmt"
	"slices"

	"frontdesk/knowledge/importing"
)

// maxShown bounds each list of an import that is shown; the counts are of all.
const maxShown = 500

// importView is what an import would change.
type importView struct {
	Token    string          `json:"token"` // to apply it with; "" if it cannot be
	Source   string          `json:"source"`
	Counts   map[string]int  `json:"counts"` // by action, and errors, warnings, skips, files, others, attached: images and documents to be kept
	Rows     []importRow     `json:"rows"`   // what changes first
	Total    int             `json:"total"`  // of rows
	Problems []importProblem `json:"problems"`
	Skips    []importSkip    `json:"skips"`
	// What it does to the exam, and what it does if what is gone is withdrawn with it. Null: no exam questions are kept,
	// nothing changes that could tell on them, or nothing is gone.
	Comparison     *comparison `json:"comparison"`
	ComparisonGone *comparison `json:"comparison_gone"`
}

type importRow struct {
	Action importing.Action `json:"action"`
	ID     string           `json:"id"`
	Title  string           `json:"title"`
	File   string           `json:"file"`
	Line   int              `json:"line"`
	Remark string           `json:"remark"`
}

type importProblem struct {
	File     string             `json:"file"`
	Line     int                `json:"line"` // from 1; 0 if the whole file is meant
	Severity importing.Severity `json:"severity"`
	Message  string             `json:"message"`
}

type importSkip struct {
	File   string `json:"file"`
	Reason string `json:"reason"`
}

func viewImport(b importing.Batch, p importing.Plan) importView {
	v := importView{Source: p.Source, Total: len(p.Rows), Rows: []importRow{}, Problems: []importProblem{}, Skips: []importSkip{},
		Counts: map[string]int{"skips": len(b.Skips), "files": b.Files, "others": p.Others, "attached": len(p.Files), "errors": 0, "warnings": 0}}
	for _, action := range []importing.Action{importing.New, importing.Changed, importing.Again, importing.Gone, importing.Same} {
		v.Counts[string(action)] = p.Count[action]
		for _, r := range p.Rows {
			if r.Action == action && len(v.Rows) < maxShown {
				v.Rows = append(v.Rows, importRow{r.Action, r.ID, r.Item.Content.Title, r.Item.File, r.Item.Line, importRemark(r)})
			}
		}
	}
	problems := slices.Concat(b.Problems, p.Problems)
	slices.SortStableFunc(problems, func(a, b importing.Problem) int { return cmp.Compare(a.Severity, b.Severity) }) // "error" before "warning"
	for _, q := range problems {
		v.Counts[string(q.Severity)+"s"]++
		if len(v.Problems) < maxShown {
			v.Problems = append(v.Problems, importProblem{q.File, q.Line, q.Severity, q.Message})
		}
	}
	for _, s := range b.Skips[:min(len(b.Skips), maxShown)] {
		v.Skips = append(v.Skips, importSkip(s))
	}
	return v
}

// importRemark says what is special about a row.
func importRemark(r importing.Row) string {
	switch {
	case r.Action == importing.Gone && r.Edited:
		return "Edited here; it stays."
	case r.ID != r.Item.ID:
		return fmt.Sprintf("It is %q there and was found by its title.", r.Item.ID)
	case r.Item.Draft:
		return "A draft there; it is not published."
	}
	return ""
}
