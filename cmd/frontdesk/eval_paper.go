package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"frontdesk/knowledge/exam"
	"frontdesk/knowledge/markup"
)

// evalPaper is what is asked.
type evalPaper struct {
	questions []exam.Question
	format    exam.Format     // of the file of questions, "" if there is none
	learn     []exam.Question // what the confidence may learn from
}

// paper reads the files of questions.
func (c *evalCommand) paper() (p evalPaper, err error) {
	if c.Questions != "" {
		if p.questions, p.format, err = exam.ReadFile(c.Questions); err != nil {
			return p, fmt.Errorf("--questions: %w", err)
		}
	}
	if c.Exam != "" {
		if p.learn, _, err = exam.ReadFile(c.Exam); err != nil {
			return p, fmt.Errorf("--exam: %w", err)
		}
	}
	return p, nil
}

// complete makes the questions if they are to be made, saves them if asked, and compares them with the corpus.
func (c *evalCommand) complete(p *evalPaper, s *evalStage) error {
	if c.Generate != "" {
		p.questions = exam.Generate(s.pages(), exam.Noise(c.Generate), c.Seed, c.Count)
		if len(p.questions) == 0 {
			return fmt.Errorf("--generate %s: no question can be made of this corpus", c.Generate)
		}
	}
	if c.WriteQuestions != "" {
		if err := writeFile(c.WriteQuestions, func(f *os.File) error { return exam.WriteJSONLines(f, p.questions) }); err != nil {
			return fmt.Errorf("--write-questions: %w", err)
		}
	}
	return c.checkIDs(p, s)
}

// pages are the articles as far as questions are made of them.
func (s *evalStage) pages() []exam.Page {
	var out []exam.Page
	for _, i := range s.items {
		p := exam.Page{ID: i.ID, Title: i.Content.Title}
		doc, err := markup.Parse(i.Content.Body)
		if err != nil {
			continue // it was imported, so it can be parsed
		}
		for _, b := range doc.Blocks {
			if b.Kind == markup.Heading {
				p.Headings = append(p.Headings, doc.Text[b.Start:b.End])
			}
		}
		out = append(out, p)
	}
	return out
}

// maxListed bounds lists on the terminal.
const maxListed = 10

// checkIDs warns of expected articles that the corpus does not have, and refuses if it has none of them: then it
// is the wrong corpus.
func (c *evalCommand) checkIDs(p *evalPaper, s *evalStage) error {
	known := make(map[string]bool, len(s.items))
	for _, i := range s.items {
		known[i.ID] = true
	}
	var missing []string
	expected := 0
	for _, q := range slices.Concat(p.questions, p.learn) {
		for _, id := range q.Relevant {
			expected++
			if !known[id] {
				missing = append(missing, id)
			}
		}
	}
	if len(missing) == 0 {
		return nil
	}
	all := len(missing)
	slices.Sort(missing)
	missing = slices.Compact(missing)
	list := strings.Join(missing[:min(maxListed, len(missing))], ", ")
	if len(missing) > maxListed {
		list += fmt.Sprintf(" and %d more", len(missing)-maxListed)
	}
	if all == expected {
		return fmt.Errorf("no article that the questions expect is in the corpus (%s); check --corpus and --questions", list)
	}
	fmt.Fprintf(os.Stderr, "warning: the corpus has no article %s; questions that expect only such articles count as failed\n", list)
	return nil
}
