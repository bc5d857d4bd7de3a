package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"frontdesk/knowledge/exam"
)

// print prints the figures as a table or as JSON.
func (c *evalCommand) print(out io.Writer, r exam.Report) error {
	if c.JSON {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		return e.Encode(r)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, section := range r.Sections() {
		for _, row := range section.Rows {
			fmt.Fprintf(w, "%s\t%s\t%s\n", row.Name, row.Value, row.Note)
		}
	}
	return w.Flush()
}
