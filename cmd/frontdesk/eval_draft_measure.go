package main

import (
	"math"
	"slices"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/exam"
)

// draftReport is what the drafts of an exam showed.
type draftReport struct {
	Model     string         `json:"model"`
	Answered  int            `json:"answered"`  // questions that are answered, with the model or without
	Drafted   int            `json:"drafted"`   // of them: the model was asked
	Used      int            `json:"used"`      // of them: its words are what the customer reads
	Rewritten int            `json:"rewritten"` // follow-ups that it made stand alone
	Outcomes  map[string]int `json:"outcomes"`
	Faults    map[string]int `json:"faults,omitempty"` // why it failed, as it is logged

	Sentences int                 `json:"sentences"`
	Verdicts  map[bot.Verdict]int `json:"verdicts"`

	// Shares of the answered questions, and counts of them.
	RightWithout exam.Figure `json:"right_without"` // an expected article is cited
	RightWith    exam.Figure `json:"right_with"`    //
	FirstWithout exam.Figure `json:"first_right_without"`
	FirstWith    exam.Figure `json:"first_right_with"` // the first sentence cites one
	Lost         int         `json:"lost"`             // right without the model only
	Won          int         `json:"won"`              // right with it only

	// Of the drafts that are used.
	Evidence         exam.Figure `json:"evidence_kept"`      // share of the question found in them ÷ in the extracts
	LessEvidence     exam.Figure `json:"less_evidence"`      // share of them that have less of it than the extract
	FaithfulSentence exam.Figure `json:"faithful_sentences"` // all words of content and numbers stand in what is cited
	FaithfulWords    exam.Figure `json:"faithful_words"`
	FaithfulNumbers  exam.Figure `json:"faithful_numbers"`

	Prompt     int     `json:"prompt_tokens"`
	Completion int     `json:"completion_tokens"`
	Estimated  bool    `json:"tokens_estimated"` // the server does not count all of them
	Cost       float64 `json:"cost"`

	FirstWord     [2]float64 `json:"first_word_ms"`     // p50 and p99, of the model
	FirstSentence [2]float64 `json:"first_sentence_ms"` // p50 and p99, of the turn
	Turn          [2]float64 `json:"turn_ms"`           // p50 and p99
}

// measureDrafts computes the report.
func measureDrafts(model string, all []drafted, faults map[string]int) *draftReport {
	r := &draftReport{Model: model, Outcomes: make(map[string]int), Verdicts: make(map[bot.Verdict]int), Faults: faults}
	var right, first [2]int
	var evidence [2]float64
	var faith faithfulness
	less := 0
	var words, sentences, turns []time.Duration
	for _, d := range all {
		if d.rewrote != "" {
			r.Rewritten++
		}
		if d.answered() {
			r.Answered++
			r.count(d, &right, &first)
		}
		if d.note == nil {
			continue
		}
		r.take(d.note)
		turns = append(turns, d.took)
		if d.note.First > 0 {
			words = append(words, time.Duration(d.note.First)*time.Microsecond)
		}
		if d.first > 0 {
			sentences = append(sentences, d.first)
		}
		if d.used() {
			r.Used++
			faith.add(d.faithful)
			evidence[0], evidence[1] = evidence[0]+d.evidence[0], evidence[1]+d.evidence[1]
			if d.evidence[1] < d.evidence[0]-slack {
				less++
			}
		}
	}
	r.RightWithout, r.RightWith = part(right[0], r.Answered), part(right[1], r.Answered)
	r.FirstWithout, r.FirstWith = part(first[0], r.Answered), part(first[1], r.Answered)
	r.Evidence, r.LessEvidence = exam.Figure(evidence[1]/evidence[0]), part(less, r.Used)
	r.FaithfulSentence, r.FaithfulWords, r.FaithfulNumbers = part(faith.faithful, faith.sentences), part(faith.kept, faith.words), part(faith.same, faith.numbers)
	r.FirstWord, r.FirstSentence, r.Turn = middleAndWorst(words), middleAndWorst(sentences), middleAndWorst(turns)
	return r
}

// slack is a difference of shares that is none.
const slack = 1e-6

// count compares an answer with what was expected, without the model and with it.
func (r *draftReport) count(d drafted, right, first *[2]int) {
	var is [2]bool
	for i, said := range [2]bot.Decision{d.without, d.with} {
		if said.Kind != bot.Answer {
			continue
		}
		expected := func(c bot.Citation) bool { return slices.Contains(d.question.Relevant, c.Article) }
		if is[i] = slices.ContainsFunc(said.Citations, expected); is[i] {
			right[i]++
		}
		if len(said.Citations) > 0 && expected(said.Citations[0]) {
			first[i]++
		}
	}
	switch is {
	case [2]bool{true, false}:
		r.Lost++
	case [2]bool{false, true}:
		r.Won++
	}
}

// take adds up what became of a draft and what it took.
func (r *draftReport) take(n *bot.Drafting) {
	r.Drafted++
	r.Outcomes[n.Outcome]++
	for _, s := range n.Sentences {
		r.Sentences++
		r.Verdicts[s.Verdict]++
	}
	r.Prompt += n.Prompt
	r.Completion += n.Completion
	r.Estimated = r.Estimated || n.Estimated
	r.Cost += n.Cost
}

// part is a share, undefined of nothing.
func part(n, of int) exam.Figure {
	if of == 0 {
		return exam.Figure(math.NaN())
	}
	return exam.Figure(float64(n) / float64(of))
}

// middleAndWorst are the median and the 99th percentile (nearest rank) in milliseconds, 0 of nothing.
func middleAndWorst(all []time.Duration) (ms [2]float64) {
	slices.Sort(all)
	for i, q := range [2]float64{0.50, 0.99} {
		if len(all) > 0 {
			ms[i] = float64(all[max(0, int(math.Ceil(q*float64(len(all))))-1)].Microseconds()) / 1000
		}
	}
	return ms
}
