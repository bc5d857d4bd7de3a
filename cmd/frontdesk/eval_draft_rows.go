package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"frontdesk/bot"
	"frontdesk/knowledge/exam"
)

// sections tells the report to people.
func (r *draftReport) sections() []exam.Section {
	return []exam.Section{
		{Title: "Drafting with " + r.Model, Rows: r.outcomeRows()},
		{Title: "Sentences that the model wrote", Rows: r.verdictRows()},
		{Title: "With and without the model", Rows: []exam.Row{
			{Name: "right without", Value: r.RightWithout.String(), Note: "the answer cites an article that was expected, of the questions that are answered"},
			{Name: "right with", Value: r.RightWith.String(), Note: fmt.Sprintf("the same with the model: %d lost, %d won", r.Lost, r.Won)},
			{Name: "first right without", Value: r.FirstWithout.String(), Note: "the first article that is cited was expected"},
			{Name: "first right with", Value: r.FirstWith.String()},
			{Name: "evidence kept", Value: r.Evidence.String(), Note: fmt.Sprintf("what drafts say on the question ÷ what the articles' own words say; %v of the drafts say less", r.LessEvidence)},
			{Name: "faithful sentences", Value: r.FaithfulSentence.String(), Note: "all words and numbers stand in what they cite; counted apart from the gate, without synonyms"},
			{Name: "faithful words", Value: r.FaithfulWords.String()},
			{Name: "faithful numbers", Value: r.FaithfulNumbers.String()},
		}},
		{Title: "Cost and time of drafting", Rows: r.costRows()},
	}
}

// outcomes in words, in the order in which they are told.
var outcomes = []struct{ is, words string }{
	{bot.DraftUsed, ""},
	{bot.DraftUngated, "what passed the gate does not answer; the article's words are said"},
	{bot.DraftDeclined, "the model would not, or found no answer in the passages"},
	{bot.DraftEmpty, "nothing came"},
	{bot.DraftLeak, "it repeated its instructions"},
	{bot.DraftLate, "it was too slow"},
	{bot.DraftFailed, "it failed"},
	{bot.DraftDown, "it was not asked, because it had failed again and again"},
	{bot.DraftBudget, "--model-day is used up"},
	{bot.DraftStopped, "it was stopped"},
}

func (r *draftReport) outcomeRows() []exam.Row {
	rows := []exam.Row{
		{Name: "answered", Value: strconv.Itoa(r.Answered), Note: fmt.Sprintf("questions; the model was asked for %d of them", r.Drafted)},
		{Name: "drafts used", Value: strconv.Itoa(r.Used), Note: fmt.Sprintf("%v of the drafts are what the customer reads", part(r.Used, r.Drafted))},
	}
	for _, o := range outcomes {
		if n := r.Outcomes[o.is]; n > 0 && o.words != "" {
			rows = append(rows, exam.Row{Name: "fell back: " + o.is, Value: strconv.Itoa(n), Note: o.words})
		}
	}
	if r.Rewritten > 0 {
		rows = append(rows, exam.Row{Name: "rewritten", Value: strconv.Itoa(r.Rewritten), Note: "follow-ups that the model made stand alone"})
	}
	for _, fault := range mostFirst(r.Faults)[:min(len(r.Faults), maxListed)] {
		rows = append(rows, exam.Row{Name: "fault", Value: strconv.Itoa(r.Faults[fault]), Note: fault})
	}
	return rows
}

func (r *draftReport) verdictRows() []exam.Row {
	rows := []exam.Row{{Name: "sentences", Value: strconv.Itoa(r.Sentences), Note: fmt.Sprintf("%v of them passed the gate", part(r.Verdicts[bot.Passed], r.Sentences))}}
	for _, v := range mostFirst(r.Verdicts) {
		rows = append(rows, exam.Row{Name: "verdict " + string(v), Value: strconv.Itoa(r.Verdicts[v]), Note: part(r.Verdicts[v], r.Sentences).String()})
	}
	return rows
}

func (r *draftReport) costRows() []exam.Row {
	counted := "as the server counts"
	if r.Estimated {
		counted = "partly estimated, for the server does not count all of them"
	}
	rows := []exam.Row{
		{Name: "tokens read", Value: strconv.Itoa(r.Prompt), Note: fmt.Sprintf("%.0f a draft, %s", float64(r.Prompt)/float64(max(r.Drafted, 1)), counted)},
		{Name: "tokens written", Value: strconv.Itoa(r.Completion), Note: fmt.Sprintf("%.0f a draft", float64(r.Completion)/float64(max(r.Drafted, 1)))},
	}
	if r.Cost > 0 {
		rows = append(rows, exam.Row{Name: "cost", Value: fmt.Sprintf("%.4f", r.Cost), Note: fmt.Sprintf("%.2f for 1000 drafts", 1000*r.Cost/float64(max(r.Drafted, 1)))})
	}
	for _, t := range []struct {
		name, note string
		ms         [2]float64
	}{
		{"first word", "from the model", r.FirstWord},
		{"first sentence", "until the customer reads something", r.FirstSentence},
		{"drafted turn", "until all of it is said", r.Turn},
	} {
		rows = append(rows, exam.Row{Name: "ms to " + t.name + ", p50", Value: fmt.Sprintf("%.1f", t.ms[0]), Note: t.note}, exam.Row{Name: "ms to " + t.name + ", p99", Value: fmt.Sprintf("%.1f", t.ms[1])})
	}
	return rows
}

// mostFirst are the keys of counts, the highest count first.
func mostFirst[K cmp.Ordered](counts map[K]int) []K {
	return slices.SortedFunc(maps.Keys(counts), func(a, b K) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
}

// draftLine is a line of the file of drafts.
type draftLine struct {
	Query     string         `json:"query"`
	Rewritten string         `json:"rewritten,omitempty"`
	Outcome   string         `json:"outcome"`
	Extract   string         `json:"extract"`
	Said      string         `json:"said"`
	Cited     []string       `json:"cited"`
	Relevant  []string       `json:"relevant_ids"`
	Sentences []bot.Sentence `json:"sentences"`
	MS        float64        `json:"ms"`
}

// writeDrafts writes every draft that was asked for, in the order of the questions.
func writeDrafts(out io.Writer, all []drafted) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	for _, d := range all {
		if d.note == nil {
			continue
		}
		line := draftLine{
			Query: d.question.Query, Rewritten: d.rewrote, Outcome: d.note.Outcome, Extract: d.without.Text, Said: d.with.Text,
			Relevant: d.question.Relevant, Sentences: d.note.Sentences, MS: float64(d.took.Microseconds()) / 1000,
		}
		for _, c := range d.with.Citations {
			if !slices.Contains(line.Cited, c.Article) {
				line.Cited = append(line.Cited, c.Article)
			}
		}
		if err := e.Encode(line); err != nil {
			return err
		}
	}
	return nil
}
