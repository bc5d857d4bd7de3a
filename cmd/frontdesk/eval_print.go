package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"frontdesk/knowledge/exam"
)

// evalReport is what an evaluation showed.
type evalReport struct {
	exam.Report
	Draft *draftReport `json:"draft,omitempty"` // nil if nothing was drafted
}

// sections tells the report to people.
func (r evalReport) sections() []exam.Section {
	all := r.Report.Sections()
	if r.Draft != nil {
		all = append(all, r.Draft.sections()...)
	}
	return all
}

// print prints the figures as a table or as JSON.
func (c *evalCommand) print(out io.Writer, r evalReport) error {
	if c.JSON {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		return e.Encode(r)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, section := range r.sections() {
		for _, row := range section.Rows {
			fmt.Fprintf(w, "%s\t%s\t%s\n", row.Name, row.Value, row.Note)
		}
	}
	return w.Flush()
}
