package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/knowledge"
	"frontdesk/knowledge/care"
	"frontdesk/knowledge/exam"
	"frontdesk/knowledge/importing"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

// evalStage is a corpus in a throw-away data directory, with the bot that answers from it.
type evalStage struct {
	corpus *app.Corpus
	dir    string
	items  []importing.Item

	indexed, trained time.Duration // what these steps took
}

// load brings the articles in and waits until everything can be searched. What it opened is closed again if it
// fails.
func (c *evalCommand) load(ctx context.Context, learn []exam.Question, log *slog.Logger) (_ *evalStage, err error) {
	dir, err := os.MkdirTemp("", "frontdesk-eval-")
	if err != nil {
		return nil, fmt.Errorf("make a directory for the corpus: %w", err)
	}
	s := &evalStage{dir: dir}
	defer func() {
		if err != nil {
			s.close()
		}
	}()
	config := c.config(dir)
	for _, q := range learn {
		config.Exam = append(config.Exam, knowledge.Asked{Text: q.Query, Before: q.History, Articles: q.Relevant})
	}
	if s.items, err = c.bringIn(ctx, config, log); err != nil {
		return nil, err
	}
	began := time.Now()
	if s.corpus, err = app.OpenCorpus(ctx, config, log, nil); err != nil {
		return nil, err
	}
	if err = whileIndexing(s.corpus, len(s.items), func() error { return s.corpus.Index.Wait(ctx) }); err != nil {
		return nil, err
	}
	s.indexed = time.Since(began)
	began = time.Now()
	if err = s.corpus.Index.WaitLearned(ctx); err != nil {
		return nil, err
	}
	s.trained = time.Since(began)
	return s, nil
}

// bringIn reads the articles as "frontdesk import" does and publishes them. Articles without an answer are
// common in corpora of intents and only counted.
func (c *evalCommand) bringIn(ctx context.Context, config app.Config, log *slog.Logger) ([]importing.Item, error) {
	bar := newProgress(os.Stderr, "reading")
	batch, err := importing.Read(ctx, c.Corpus, importing.Options{Progress: bar.show, Inspect: care.Take})
	bar.end()
	if err != nil {
		return nil, fmt.Errorf("--corpus: %w", err)
	}
	if batch.Errors() > 0 {
		printProblems(batch)
		return nil, fmt.Errorf("--corpus %s has errors; mend those above and try again", c.Corpus)
	}
	if n := len(batch.Problems); n > 0 {
		fmt.Fprintf(os.Stderr, "warnings about the articles: %d; \"frontdesk import --dry-run\" lists them\n", n)
	}
	if len(batch.Items) == 0 {
		return nil, fmt.Errorf("--corpus %s has no articles", c.Corpus)
	}
	return batch.Items, app.WithDatabase(ctx, config, log, func(db *sqldb.DB) error {
		articles := store.New(db)
		if err := articles.Migrate(ctx); err != nil {
			return err
		}
		plan, err := importing.MakePlan(ctx, articles, batch)
		if err != nil {
			return err
		}
		if _, err = importing.Apply(ctx, articles, plan, "eval", time.Now()); err != nil || c.Synonyms == "" {
			return err
		}
		return putSynonyms(ctx, articles, c.Synonyms)
	})
}

// cost tells what the stage has taken so far.
func (s *evalStage) cost() exam.Cost {
	c := exam.Cost{Articles: len(s.items), Index: s.indexed, Training: s.trained, Memory: peakMemory()}
	for _, i := range s.items {
		c.Phrasings += len(i.Content.Phrasings)
	}
	return c
}

// close closes the corpus and removes its directory. It may be called more than once.
func (s *evalStage) close() {
	if s.corpus != nil {
		_ = s.corpus.Close() // it is thrown away
		s.corpus = nil
	}
	if err := os.RemoveAll(s.dir); err != nil {
		fmt.Fprintf(os.Stderr, "frontdesk: %s could not be removed: %v\n", s.dir, err)
	}
}
