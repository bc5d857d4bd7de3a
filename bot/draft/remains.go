package draft

import (
	"frontdesk/bot"
	"frontdesk/knowledge/evidence"
	"frontdesk/knowledge/language"
)

// question is what a draft is held against: what was asked and what the rules would say.
type question struct {
	text    string
	extract string // the article's words
	across  bool   // the draft is in another language than the article
}

// How much of the question must stand in what is left of a draft. On the demo's articles, with the extract as the draft,
// of 607 questions: the sentence that says most of the question is enough by itself for 577, and the draft is given up
// without that sentence for 417, and without one of the others for 19 of 2,357.
const (
	ofExtract = 0.6 // of what stands in two neighbouring sentences of the extract
	ofDraft   = 0.9 // of what stands in any one sentence of the draft as the model wrote it
)

// answers reports whether what is left of a draft still answers. It must rest on the article that the rules answer from,
// say as much of the question as the article's own words do, as far as words tell, and no sentence that was refused may
// have said more.
func (r *reply) answers(q question) bool {
	if !r.rests {
		return false
	}
	said := r.text[r.begin:]
	asked := evidence.Read(q.text, nil)
	extract, draft := asked.Look("", q.extract), asked.Look("", said)
	if !draft.Seen || !extract.Seen && !q.across {
		return r.answersInTerms(q, said)
	}
	if !q.across {
		missing := extract.Values[evidence.Candidate] > 0 && draft.Values[evidence.Candidate] == 0 // such as the number that was asked for
		if missing || draft.Values[evidence.InWindow] < ofExtract*extract.Values[evidence.InWindow] {
			return false
		}
	}
	for _, text := range r.unsaid() {
		if e := asked.Look("", text); draft.Values[evidence.InSentence] < ofDraft*e.Values[evidence.InSentence] {
			return false
		}
	}
	return true
}

// unsaid are the sentences that were refused.
func (r *reply) unsaid() (out []string) {
	for _, s := range r.sentences {
		if s.Verdict != bot.Passed {
			out = append(out, s.Text)
		}
	}
	return out
}

// answersInTerms is answers where evidence sees nothing: by the terms of the question.
func (r *reply) answersInTerms(q question, said string) bool {
	code, _ := language.Detect(q.text, "")
	l := language.Of(code)
	words := terms(l, q.text)
	here := common(words, terms(l, said))
	if !q.across && here < ofExtract*common(words, terms(l, q.extract)) {
		return false
	}
	for _, text := range r.unsaid() {
		if here < ofDraft*common(words, terms(l, text)) {
			return false
		}
	}
	return true
}

// terms are the terms of content in a text.
func terms(l *language.Language, text string) map[string]bool {
	out := make(map[string]bool)
	l.EachWord(text, func(w string) {
		if t, class := l.Term(w); class == language.Content {
			out[t] = true
		}
	})
	return out
}

// common is the share of wanted terms that are there.
func common(wanted, there map[string]bool) float64 {
	if len(wanted) == 0 {
		return 0
	}
	n := 0
	for t := range wanted {
		if there[t] {
			n++
		}
	}
	return float64(n) / float64(len(wanted))
}
