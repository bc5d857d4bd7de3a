package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"frontdesk/knowledge/exam"
	"frontdesk/knowledge/exam/sheet"
)

// write writes the files that were asked for.
func (c *evalCommand) write(results []exam.Result, report evalReport, s *evalStage) error {
	if c.Predictions != "" {
		if err := writeFile(c.Predictions, func(f *os.File) error { return exam.WritePredictions(f, results) }); err != nil {
			return fmt.Errorf("--predictions: %w", err)
		}
	}
	if c.HTML == "" {
		return nil
	}
	page := sheet.Sheet{Corpus: tail(c.Corpus), Questions: c.source(), Report: report.Report, Results: results, Titles: s.titles()}
	if report.Draft != nil {
		page.Further = report.Draft.sections()
	}
	if err := writeFile(c.HTML, func(f *os.File) error { return sheet.Write(f, page) }); err != nil {
		return fmt.Errorf("--html: %w", err)
	}
	return nil
}

// source names where the questions come from.
func (c *evalCommand) source() string {
	if c.Generate != "" {
		return fmt.Sprintf("made of %s, seed %d", c.Generate, c.Seed)
	}
	return tail(c.Questions)
}

// tail is a file's name with the folder it is in, for many are called alike.
func tail(name string) string {
	if absolute, err := filepath.Abs(name); err == nil {
		name = absolute
	}
	return filepath.ToSlash(filepath.Join(filepath.Base(filepath.Dir(name)), filepath.Base(name)))
}

// titles are the articles' titles by id.
func (s *evalStage) titles() map[string]string {
	out := make(map[string]string, len(s.items))
	for _, i := range s.items {
		out[i.ID] = i.Content.Title
	}
	return out
}

// verdict tells the failed lines of an exam script, as a run of tests does, and decides how the command ends.
func (c *evalCommand) verdict(p evalPaper, results []exam.Result) error {
	failed := 0
	out := os.Stdout
	if c.JSON {
		out = os.Stderr // standard output is for a program to read
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, r := range results {
		if r.Passed() {
			continue
		}
		failed++
		if p.format == exam.Script {
			fmt.Fprintf(w, "FAIL %s:%d\t%s\texpected %s\tgot %s\n", c.Questions, r.Question.Line, short(r.Question.Query, 60), expected(r.Question), got(r))
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if p.format == exam.Script {
		fmt.Fprintf(out, "%d of %d passed\n", len(results)-failed, len(results))
	}
	if c.MustPass && failed > 0 {
		return fmt.Errorf("%d of %d questions failed", failed, len(results))
	}
	return nil
}

func expected(q exam.Question) string {
	if !q.Answerable() {
		return "nobody"
	}
	return short(strings.Join(q.Relevant, " or "), 60)
}

func got(r exam.Result) string {
	first := "nothing found"
	if len(r.Ranked) > 0 {
		first = short(r.Ranked[0], 60)
	}
	return fmt.Sprintf("%s, confidence %.2f of %.2f (%s)", first, r.Confidence, r.Threshold, r.Decision)
}

// writeFile writes a file with a function; a full disk is an error, too.
func writeFile(name string, write func(*os.File) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
