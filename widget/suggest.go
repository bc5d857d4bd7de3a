package widget

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/aid"
	"frontdesk/knowledge"
	"frontdesk/widget/wire"
)

const (
	suggestWithin   = 3 * time.Second // a suggestion that comes later is of no use
	maxCandidates   = 5
	maxCauseChoices = 5
)

// suggestion is what may help an agent with the customer's last words. Nothing of it is sent by itself.
type suggestion struct {
	Question   string           `json:"question"`   // what the customer wants to know; "" if nothing is unanswered
	Text       string           `json:"text"`       // what the bot would answer; "" if it would not
	Citations  []wire.Citation  `json:"citations"`  // of the text
	Candidates []wire.Candidate `json:"candidates"` // articles that may fit, best first
	Confidence float64          `json:"confidence"` // that the first one does
	Playbooks  []playbookView   `json:"playbooks"`
	Causes     []string         `json:"causes"` // paths, or words that agents have used
	Ready      bool             `json:"ready"`  // the whole knowledge base can be searched
}

// playbookView is a playbook that may fit, and why.
type playbookView struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Reason string `json:"reason"`
}

// suggest answers GET /api/agent/suggest?conversation=ID.
func (e *edge) suggest(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	c, err := e.readable(r, who)
	if err != nil {
		return err
	}
	log, err := e.tail(r.Context(), c)
	if err != nil {
		return err
	}
	v := suggestion{
		Citations: []wire.Citation{}, Candidates: []wire.Candidate{}, Playbooks: []playbookView{}, Causes: []string{},
		Ready: e.Index.State() == knowledge.IndexReady,
	}
	if err := e.answer(r.Context(), &v, asked(log, c)); err != nil {
		return err
	}
	words := customersWords(lastRound(log))
	for _, s := range aid.Suggest(e.playbooks(who), c.Tags.List(), words) {
		v.Playbooks = append(v.Playbooks, playbookView{s.Playbook.ID, s.Playbook.Title, s.Reason})
	}
	if v.Causes, err = e.likelyCauses(r.Context(), &v, words, c.Tags.List()); err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, v)
}

// answer fills in what the bot would say to the customer, and which articles may fit, for the agent to read. All that is looked up for it
// must be found within suggestWithin; what takes longer is left out.
func (e *edge) answer(ctx context.Context, v *suggestion, questions []bot.Question) error {
	if len(questions) == 0 {
		return nil
	}
	bounded, cancel := context.WithTimeout(ctx, suggestWithin)
	defer cancel()
	q, d := e.decide(bounded, questions)
	v.Question = q.Text
	if d.Kind == bot.Answer {
		v.Text = d.Text
		v.Citations = viewCitations(d.Citations)
	}
	// What the agent may read is more than what may be quoted to the customer.
	q.Staff = true
	trace := e.Answerer.Turn(bounded, q).Trace
	v.Confidence = trace.Confidence
	considered := trace.Candidates
	if len(considered) == 0 { // the bot had no need to look anything up
		considered = e.lookUp(bounded, q)
	}
	return e.candidates(ctx, v, considered)
}

// decide asks the bot about what was asked, the newest first, until something is a question to the knowledge base; if
// nothing is, the newest counts.
func (e *edge) decide(ctx context.Context, questions []bot.Question) (bot.Question, bot.Decision) {
	newest := e.Answerer.Turn(ctx, questions[0])
	for i, d := 0, newest; ; d = e.Answerer.Turn(ctx, questions[i]) {
		if d.Kind != bot.SmallTalk && d.Reason != bot.ReasonAsked {
			return questions[i], d
		}
		if i++; i == len(questions) {
			return questions[0], newest
		}
	}
}

// lookUp asks the index itself.
func (e *edge) lookUp(ctx context.Context, q bot.Question) (out []bot.Candidate) {
	found, err := e.Index.Search(ctx, knowledge.Query{Text: q.Text, Locale: q.Locale, Limit: maxCandidates, Site: q.Site, Staff: q.Staff})
	if err != nil {
		e.log.Warn("no articles suggested", "error", err)
	}
	for _, h := range found.Hits {
		out = append(out, bot.Candidate{Article: h.Article, Revision: h.Revision, Title: h.Title, Score: h.Score})
	}
	return out
}

// candidates lists the articles that were considered, as far as they are published at this moment.
func (e *edge) candidates(ctx context.Context, v *suggestion, considered []bot.Candidate) error {
	for _, c := range considered {
		if len(v.Candidates) == maxCandidates {
			break
		}
		rev, err := e.Corpus.PublishedRevision(ctx, c.Article)
		if errors.Is(err, knowledge.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		v.Candidates = append(v.Candidates, wire.Candidate{Article: c.Article, Revision: rev.Number, Title: rev.Title, Score: c.Score})
	}
	return nil
}

// likelyCauses are the causes whose words were said, then those that agents have given where the bot thought of the
// same article.
func (e *edge) likelyCauses(ctx context.Context, v *suggestion, words string, tags []string) ([]string, error) {
	out := list(e.Book.Causes().Suggest(words, tags))
	if len(v.Candidates) == 0 {
		return out, nil
	}
	used, err := e.History.CausesOf(ctx, v.Candidates[0].Article, aid.MaxCauses)
	if err != nil {
		return nil, err
	}
	for _, c := range used {
		if !slices.Contains(out, c) && len(out) < maxCauseChoices {
			out = append(out, c)
		}
	}
	return out, nil
}

// customersWords is what the customer has written, one message a line.
func customersWords(log []bot.Event) (words string) {
	for _, e := range log {
		if e.Kind == bot.EventMessage && e.Author.Kind == bot.ByCustomer {
			words += e.Body.Text + "\n"
		}
	}
	return words
}
