package answer

import (
	"errors"
	"slices"
	"strings"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

// considered is how many hits are asked for and stand in the trace.
const considered = 10

var errDown = errors.New("the index is down")

// lookWithContext searches for the message as it is, with the question before it, and as it was rewritten.
func (t *turn) lookWithContext() {
	if t.searched {
		return
	}
	t.lookJoined()
	t.lookRewritten()
}

// lookRewritten searches for the message as a question that stands alone, if it depends on what was said before or is
// not understood well enough, and somebody can rewrite it. The surer of the two ways then counts.
func (t *turn) lookRewritten() {
	if t.rewrite == nil || t.failure != nil || lastQuestion(t.request.Earlier) == "" || t.confidence >= t.threshold && !elliptic(t.question) {
		return
	}
	standalone, ok := t.rewrite(t.ctx, t.request)
	if !ok || sameWords(standalone, t.asked.Text) {
		return
	}
	rules := *t
	t.look(standalone, questions(t.request.Earlier))
	if t.failure != nil || t.confidence <= rules.confidence {
		*t = rules
	}
	t.trace.Rewritten = standalone
}

// lookJoined searches for the message. If it depends on the question before it, both are searched
// together as well: at once if it points there ("how long does it take?"), else if it is not understood well
// enough by itself. What is understood together then counts, else the surer of the two.
func (t *turn) lookJoined() {
	before := questions(t.request.Earlier)
	t.look(t.question, before)
	previous := lastQuestion(t.request.Earlier)
	if previous == "" || t.failure != nil || !elliptic(t.question) || t.confidence >= t.threshold && !pointsBack(t.question) {
		return
	}
	alone := *t
	t.look(carryOn(previous, t.question), before[:len(before)-1])
	if but := beside(t.hits, t.question, shown(t.request.Earlier)); t.failure == nil && len(but) > 0 {
		t.lookAgain(but...)
	}
	joined := t.failure == nil && len(t.hits) > 0 && (t.confidence >= alone.confidence || t.confidence >= t.threshold && pointsBack(t.question))
	if !joined {
		*t = alone
	}
}

// look searches and keeps what was found.
func (t *turn) look(question string, before []string) {
	t.lookFor(knowledge.Query{Text: question, Before: before, Locale: t.request.Locale, Limit: considered})
}

// lookAgain searches as before, but past some articles.
func (t *turn) lookAgain(without ...string) {
	q := t.asked
	q.Without = append(slices.Clone(q.Without), without...)
	t.lookFor(q)
}

// lookFor searches as whoever asks, so that nothing is found that they may not read.
func (t *turn) lookFor(q knowledge.Query) {
	q.Site, q.Staff = t.request.Site, t.request.Staff
	t.searched, t.failure, t.asked = true, nil, q
	result, err := t.search.Search(t.ctx, q)
	t.state = result.State
	if err != nil || result.State == knowledge.IndexDown {
		t.state = knowledge.IndexDown
		t.failure = err
		if err == nil {
			t.failure = errDown
		}
		t.log.Error("the knowledge base cannot be searched", "error", t.failure)
	}
	t.trace.Query = strings.TrimSpace(q.Text)
	t.trace.Terms, t.trace.Fuzzy, t.trace.Index = result.Terms, result.Fuzzy, string(t.state)
	t.judged(result)
}

// judged keeps the hits for the rules to see, and how sure one may be of the first.
func (t *turn) judged(r knowledge.Result) {
	t.hits, t.confidence, t.threshold, t.language = r.Hits, 0, defaultThreshold, r.Language
	t.trace.Candidates, t.trace.Features, t.trace.Parts, t.trace.Model = nil, nil, nil, ""
	for _, h := range r.Hits {
		t.trace.Candidates = append(t.trace.Candidates, bot.Candidate{
			Article: h.Article, Revision: h.Revision, Title: h.Title, Score: h.Score, Start: h.Passage.Start, End: h.Passage.End,
		})
	}
	if r.Judge != nil {
		t.threshold, t.trace.Model = r.Judge.Threshold(), r.Judge.Version()
	}
	if t.Answerer.threshold > 0 {
		t.threshold = t.Answerer.threshold
	}
	if len(r.Hits) > 0 && r.Judge != nil {
		f := r.Hits[0].Features
		t.confidence = r.Judge.Probability(f)
		t.trace.Features = make(map[string]float64)
		t.trace.Parts = make(map[string]float64)
		for _, p := range r.Judge.Explain(f) {
			t.trace.Features[p.Name], t.trace.Parts[p.Name] = p.Value, p.Odds
		}
	}
	t.trace.Confidence, t.trace.Threshold = t.confidence, t.threshold
}

// defaultThreshold serves while there is no judge, and so nothing can be answered.
const defaultThreshold = 0.5
