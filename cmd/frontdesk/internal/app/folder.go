package app

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"frontdesk/knowledge/care"
	"frontdesk/knowledge/folder"
	"frontdesk/knowledge/importing"
)

// corpusFolder is the folder of --corpus, which articles are kept in.
type corpusFolder struct {
	*folder.Folder
	corpus *Corpus
}

// folder prepares to follow the folder of --corpus, whose articles writer publishes. Without one it returns nil: what a
// folder kept before is kept here from then on, so that it can be edited again.
func (k *Corpus) folder(ctx context.Context, c Config, writer importing.Writer, log *slog.Logger) (*corpusFolder, error) {
	if c.CorpusDir == "" {
		released, err := k.Articles.Release(ctx, folder.Source, time.Now())
		if released > 0 {
			log.Info("articles of a folder that is followed no more are kept here from now on", "articles", released)
		}
		return nil, err
	}
	// A folder that is lost later is waited for; one that is not there at the start is a mistyped name.
	if info, err := os.Stat(c.CorpusDir); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("--corpus %s: there is no such folder", c.CorpusDir)
	}
	f, err := folder.New(folder.Config{Dir: c.CorpusDir, Articles: k.Articles, Writer: writer, Clock: time.Now, Log: log, Inspect: care.Take})
	if err != nil {
		return nil, fmt.Errorf("--corpus: %w", err)
	}
	return &corpusFolder{f, k}, nil
}

// follow keeps the articles at the folder until ctx ends. It begins when the articles that are there can be asked, since
// the exam is sat on them.
func (f *corpusFolder) follow(ctx context.Context) error {
	if f == nil {
		return nil
	}
	if f.corpus.Index.Wait(ctx) != nil || f.corpus.Index.WaitLearned(ctx) != nil {
		return nil // only the end of ctx ends the waiting
	}
	return f.Run(ctx)
}
