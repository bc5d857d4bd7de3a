package app

import (
	"context"
	"crypto/rand"
	"log/slog"
	"slices"
	"time"

	"frontdesk/bot/gap"
	"frontdesk/bot/insight"
	"frontdesk/bot/store"
	"frontdesk/knowledge"
)

// gaps are the questions that got no good answer, with the bot that may answer them by now.
type gaps struct {
	*insight.Gaps
	corpus *Corpus
	log    *slog.Logger
	change int64 // of the articles, up to which gaps were asked again
}

func newGaps(k *Corpus, conversations *store.Store, log *slog.Logger) *gaps {
	c := gap.Config{NewID: rand.Text, Understood: k.meanings.languages}
	if e := k.meanings.questions; e != nil {
		c.Embedder = embedder{e}
	}
	return &gaps{
		Gaps:   insight.NewGaps(insight.GapsConfig{DB: k.DB, Conversations: conversations, Grouping: c, Clock: time.Now, Log: log}),
		corpus: k, log: log,
	}
}

// embedder gives the questions to the encoder that also serves the search.
type embedder struct{ encoder knowledge.Encoder }

// embedAtOnce is how many texts the encoder gets at once: so few that it works at them with one processor.
const embedAtOnce = 16

// Embed returns the meanings of texts. There may be thousands of them, and nobody waits for the gaps: the other
// processors stay free for customers.
func (e embedder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	meanings := make([][]float32, 0, len(texts))
	for part := range slices.Chunk(texts, embedAtOnce) {
		found, err := e.encoder.Encode(ctx, part)
		if err != nil {
			return nil, err
		}
		meanings = append(meanings, found...)
	}
	return meanings, nil
}

// AskAgain puts the questions of a gap to the bot again.
func (g *gaps) AskAgain(ctx context.Context, id string) (insight.Rechecked, error) {
	return g.Recheck(ctx, id, g.corpus.Answerer.Turn)
}

// Pauses of the gaps' work. Nobody waits for new gaps, but who has published wants to know what that has answered.
const (
	gapsEvery = 10 * time.Second
	gapsShare = 50          // one part in so many of the time is spent at most on following the conversations
	gapsLate  = time.Minute // but they are followed at least so often
	headEvery = time.Second
	gapsAtOne = 200 // gaps that are asked again after a change of the articles
)

// follow brings the gaps up to date with the conversations, and asks their questions again after articles were
// published or withdrawn, until ctx ends. One node does it for all. It does not begin at once: after a start, those come first who come back.
func (g *gaps) follow(ctx context.Context) error {
	news, head := time.NewTimer(gapsEvery), time.NewTicker(headEvery)
	defer news.Stop()
	defer head.Stop()
	var published <-chan time.Time
	told := "" // the error that was logged last, so that it is not logged every second
	for {
		var look func(context.Context) error
		var began time.Time // of what is done again after a while
		select {
		case <-ctx.Done():
			return nil
		case <-published:
			look = g.look
		case <-news.C:
			look, published = g.Follow, head.C
			began = time.Now()
		}
		switch err := look(ctx); {
		case err == nil || ctx.Err() != nil:
			told = ""
		case err.Error() != told:
			told = err.Error()
			g.log.Error("gaps are not up to date; it is tried again", "error", err)
		}
		if !began.IsZero() {
			news.Reset(min(max(gapsEvery, gapsShare*time.Since(began)), gapsLate))
		}
	}
}

// look asks the gaps' questions again if the articles have changed since, and the bot has learnt that.
func (g *gaps) look(ctx context.Context) error {
	head, err := g.corpus.Articles.Head(ctx)
	if err != nil || head == g.change {
		return err
	}
	if !g.corpus.Index.LearnedAll() {
		return nil // the bot does not know the new articles well yet
	}
	done, err := g.RecheckAll(ctx, g.corpus.Answerer.Turn, gapsAtOne)
	if err != nil {
		return err
	}
	for _, r := range done {
		if r.Was != r.Now {
			g.log.Info("a gap has changed", "gap", r.Gap, "state", r.Now, "asked", r.Asked, "answered", r.Answered)
		}
	}
	g.change = head
	return nil
}
