package assist

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"frontdesk/bot"
	"frontdesk/bot/draft"
	"frontdesk/bot/ground"
	"frontdesk/bot/redact"
	"frontdesk/knowledge"
)

// Material is what an article for a gap is written from.
type Material struct {
	Locale    string   // of the gap, "" for English
	Questions []string // as customers asked, most frequent first
	Answers   []string // what agents answered, newest first
	Nearest   []Near   // published articles that are near, the nearest first
	Names     []string // of the customers and agents whose words these are
	Payer     bot.Payer
}

// Near is a published article.
type Near struct {
	Title string
	Text  string // the part of it that is nearest, or its beginning
	Link  string // address of its page, "" if it has none
}

// ArticleDraft is an article that a model has written. It says nothing that an editor must not read again.
type ArticleDraft struct {
	Title     string
	Body      string // Markdown: paragraphs, headings and lists
	Phrasings []string
	Doubts    []Doubt
}

// Doubt is something in a draft that an editor must look at.
type Doubt struct {
	Text string // the words, as they stand in the body or stood before they were taken out
	Why  string // a sentence
}

// Bounds of what goes into a draft, and comes out.
const (
	mostQuestions  = 12
	mostAnswers    = 8
	mostNearest    = 4
	mostOfSource   = 1500     // bytes
	mostBody       = 16 << 10 // bytes
	mostPhrasings  = 20
	mostPhrased    = 200 // bytes of a phrasing that the model wrote
	mostDoubts     = 50
	mostReviewed   = 150 // sentences; each is held against every source
	mostUnfounded  = 25  // sentences that stand in no source
	mostTitleBytes = 120
)

// writing is what the model is told.
const writing = `You draft a help article for a company from what its agents answered. ` + asData +
	`Write in %s. Use only what the passages say; where they do not say something, leave it out. ` +
	`Write for all customers: name nobody, mention no single case. ` +
	`Reply with one JSON object and nothing else: {"title": "...", "body": "...", "phrasings": ["..."]}. ` +
	`The title is short. The body is Markdown of paragraphs, "## " headings and lists with "- " or "1. " alone, with no links; ` +
	`end every sentence of it with the numbers of the passages it rests on, as in "... within 30 days [1]." ` +
	`The phrasings are up to 6 further ways in which customers would ask this, each one short question.`

// Article drafts an article for a gap. The sources are the agents' answers and the nearest articles; personal data in the
// answers and questions is replaced and stays so, as an article is for everybody. What no source supports is kept in the
// body and listed as a doubt; links and promises that no source supports are taken out and listed. The draft has the form
// that the editors' room accepts. A *Refused says why there is none.
func (a *Assist) Article(ctx context.Context, m Material) (ArticleDraft, error) {
	m = m.clean()
	sources := m.sources()
	if len(m.Questions) == 0 || len(sources) == 0 {
		return ArticleDraft{}, ErrNothing
	}
	system := fmt.Sprintf(writing, nameOf(m.Locale))
	fences := make([]fence, len(sources), len(sources)+1)
	for i, s := range sources {
		fences[i] = fence{s.N, s.Title, s.Text}
	}
	fences = append(fences, fence{len(sources) + 1, "Questions of customers, no source", strings.Join(m.Questions, "\n")})
	p := prompt(system, fenced(fences, "Draft the article that answers the questions of the customers."), 1400, m.Payer)
	p.JSON = true
	reply, err := a.ask(ctx, p, maxReply)
	if err != nil {
		return ArticleDraft{}, err
	}
	var in writtenArticle
	if err := readObject(reply, &in); err != nil {
		return ArticleDraft{}, err
	}
	if in.Body = strings.TrimSpace(in.Body); in.Body == "" || len(in.Body) > mostBody {
		return ArticleDraft{}, malformed
	}
	r := newReview(sources, m.Locale, system, a.Unsayable)
	d := ArticleDraft{Title: r.title(in.Title, m.Questions[0]), Body: r.body(in.Body)}
	switch {
	case r.unfit && !r.hopeless():
		return ArticleDraft{}, malformed
	case r.unfit, d.Body == "":
		return ArticleDraft{}, &Refused{"Hardly anything that the model wrote stands in the answers or the articles. Write the article from the answers of the agents."}
	}
	d.Doubts = r.doubts
	d.Phrasings = distinct(m.Questions, r.phrasings(in.Phrasings), mostPhrasings)
	c, err := accepted(knowledge.Content{Title: d.Title, Body: d.Body, Phrasings: d.Phrasings, Locale: m.Locale})
	if err != nil {
		return ArticleDraft{}, malformed
	}
	d.Title, d.Body, d.Phrasings = c.Title, c.Body, c.Phrasings
	return d, nil
}

// writtenArticle is the form of the reply.
type writtenArticle struct {
	Title     string   `json:"title"`
	Body      string   `json:"body"`
	Phrasings []string `json:"phrasings"`
}

// clean is the material without personal data, each question in one line, and no more of it than a model reads.
func (m Material) clean() Material {
	hide := func(texts []string, most, size int) (out []string) {
		for _, t := range texts[:min(len(texts), most)] {
			t, _ = redact.Text(t, m.Names...)
			out = append(out, clip(strings.TrimSpace(t), size))
		}
		return slices.DeleteFunc(out, func(t string) bool { return t == "" })
	}
	m.Questions = hide(m.Questions, mostQuestions, knowledge.MaxPhrasing-8)
	for i, q := range m.Questions {
		m.Questions[i] = strings.Join(strings.Fields(q), " ")
	}
	m.Answers = hide(m.Answers, mostAnswers, mostOfSource)
	m.Nearest = m.Nearest[:min(len(m.Nearest), mostNearest)]
	return m
}

// sources are what the draft may rest on, numbered from 1: the answers, then the articles.
func (m Material) sources() (out []ground.Source) {
	for _, text := range m.Answers {
		out = append(out, ground.Source{N: len(out) + 1, Title: "Answer of an agent", Text: text, Locale: localeOf(text, m.Locale), Links: addresses(text)})
	}
	for _, n := range m.Nearest {
		s := ground.Source{N: len(out) + 1, Title: n.Title, Text: clip(n.Text, mostOfSource), Locale: localeOf(n.Text, m.Locale)}
		if s.Links = addresses(s.Text); n.Link != "" {
			s.Links = append(s.Links, n.Link)
		}
		out = append(out, s)
	}
	return out
}

// nameOf is what the model knows the language of a locale by.
func nameOf(locale string) string { return cmp.Or(draft.LanguageName(locale), "English") }
