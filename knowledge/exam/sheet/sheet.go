// Package sheet writes the report of an exam as a page that is read in a browser: one file without anything from
// outside, light or dark as the reader's system is, and fit to be printed.
package sheet

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"sync"

	"frontdesk/knowledge/exam"
)

// Sheet is what is on the page.
type Sheet struct {
	Corpus    string            // names of the two files
	Questions string            //
	Report    exam.Report       //
	Results   []exam.Result     //
	Titles    map[string]string // titles of the corpus' articles, by id
	Further   []exam.Section    // figures that are not the exam's own
}

//go:embed page.html
var page string

// pageTemplate is parsed when it is needed: most processes write no report.
var pageTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Funcs(template.FuncMap{
		"percent": percent,
		"fixed":   func(x float64) string { return fmt.Sprintf("%.2f", x) },
	}).Parse(page))
})

// view is what the template shows.
type view struct {
	Sheet
	Curve       curveChart
	Reliability reliabilityChart
	Histogram   histogramChart
	Mistakes    []group
}

// Sections are all figures.
func (s Sheet) Sections() []exam.Section { return append(s.Report.Sections(), s.Further...) }

// Write writes the page.
func Write(out io.Writer, s Sheet) error {
	v := view{
		Sheet: s, Curve: newCurve(s.Report), Reliability: newReliability(s.Report.Bins),
		Histogram: newHistogram(s.Results, s.Report.Threshold), Mistakes: mistakes(s.Results, s.Titles),
	}
	if err := pageTemplate().Execute(out, v); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// percent writes a share for a reader.
func percent(f exam.Figure) string {
	if !f.Defined() {
		return "–"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(f))
}
