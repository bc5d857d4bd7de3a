package widget

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/assist"
	"frontdesk/bot/insight"
	"frontdesk/knowledge"
)

const (
	nearGap    = 4    // published articles that a draft for a gap may rest on
	beforeHit  = 300  // bytes of an article before the passage that was found
	aroundHit  = 1500 // bytes of it in all
	gapDays    = 366
	fewSources = "No agent has answered these questions yet, and no article is near. Write the article yourself."
)

// doubt is something in a draft that the editor must look at.
type doubt struct {
	Text string `json:"text"`
	Why  string `json:"why"`
}

// assistArticle answers POST /api/editor/assist/article with the draft of an article that would close a gap, made from
// what agents answered and the nearest articles. Nothing is saved.
func (e *edge) assistArticle(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	var in struct {
		Gap string `json:"gap"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	g, err := e.Gaps.Gap(r.Context(), in.Gap, gapDays*24*time.Hour)
	if err != nil {
		return err
	}
	m, err := e.material(r.Context(), g)
	if err != nil {
		return err
	}
	d, err := e.Writing.Article(r.Context(), m)
	if errors.Is(err, assist.ErrNothing) {
		return invalid(fewSources)
	}
	if err != nil {
		return err
	}
	doubts := make([]doubt, 0, len(d.Doubts))
	for _, q := range d.Doubts {
		doubts = append(doubts, doubt(q))
	}
	return writeJSON(w, http.StatusOK, map[string]any{"title": d.Title, "body": d.Body, "phrasings": filled(d.Phrasings), "doubts": doubts})
}

// material is what an article for a gap is written from. The names in it are those of customers whose questions these are
// and of agents who answered.
func (e *edge) material(ctx context.Context, g insight.GapDetail) (assist.Material, error) {
	m := assist.Material{Locale: g.Locale, Questions: g.Material.Phrasings, Payer: bot.Payer{Purpose: bot.ForEditor}}
	staff, err := e.names(ctx)
	if err != nil {
		return m, err
	}
	read := make(map[string]bool)
	for _, q := range g.Questions {
		if !read[q.Conversation] {
			read[q.Conversation] = true
			names, err := e.namesIn(ctx, q.Conversation, q.Visitor)
			if err != nil {
				return m, err
			}
			m.Names = append(m.Names, names...)
		}
		for _, a := range q.Answers {
			m.Names = append(m.Names, staff[a.Agent])
		}
	}
	for _, a := range g.Material.Answers {
		m.Answers = append(m.Answers, a.Text)
	}
	m.Nearest = e.nearest(ctx, g)
	return m, nil
}

// nearest are the published articles that customers may read and that are nearest to a gap, each with the part that is
// nearest. Without an index there are none.
func (e *edge) nearest(ctx context.Context, g insight.GapDetail) (out []assist.Near) {
	site := e.Sites[0].ID
	if len(g.Questions) > 0 && g.Questions[0].Site != "" {
		site = g.Questions[0].Site
	}
	question := g.Example
	if len(g.Material.Phrasings) > 0 {
		question = g.Material.Phrasings[0]
	}
	found, err := e.Index.Search(ctx, knowledge.Query{Text: question, Locale: g.Locale, Limit: nearGap, Site: site})
	if err != nil {
		e.log.Warn("no articles near a gap", "error", err)
		return nil
	}
	for _, h := range found.Hits {
		rev, err := e.Corpus.PublishedRevision(ctx, h.Article)
		if err != nil || !rev.MayRead(site, false) {
			continue // withdrawn meanwhile, or not for customers
		}
		out = append(out, assist.Near{Title: rev.Title, Text: around(rev.Text, h.Passage)})
	}
	return out
}

// around is the part of a text about a passage, cut between lines or words where it can be.
func around(text string, passage knowledge.Span) string {
	start := min(max(passage.Start-beforeHit, 0), len(text))
	end := min(start+aroundHit, len(text))
	part := text[start:end]
	if at := strings.IndexAny(part, " \n"); start > 0 && at >= 0 {
		part = part[at:]
	}
	if at := strings.LastIndexAny(part, " \n"); end < len(text) && at >= 0 {
		part = part[:at]
	}
	return strings.TrimSpace(strings.ToValidUTF8(part, ""))
}
