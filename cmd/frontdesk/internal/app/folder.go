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
	"frontdesk/knowledge/lease"
	"frontdesk/knowledge/sqldb"
)

// corpusFolder is the folder of --corpus, which articles are kept in.
type corpusFolder struct {
	*folder.Folder
	corpus *Corpus
}

// folder prepares to follow the folder of --corpus, whose articles writer publishes. Without one it returns nil: what a
// folder kept before is kept here from then on, so that it can be edited again, if no other node follows one.
func (k *Corpus) folder(ctx context.Context, c Config, leases *lease.Leases, writer importing.Writer, log *slog.Logger) (*corpusFolder, error) {
	if c.CorpusDir == "" {
		if elsewhere, err := k.followedElsewhere(ctx, leases); err != nil || elsewhere {
			return nil, err
		}
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

// folderRests is how long no node has followed a folder when it counts as given up. The node that has it may be away for
// a while.
const folderRests = 24 * time.Hour

// followedElsewhere reports whether another node follows a folder. Only a database that nodes share has others.
func (k *Corpus) followedElsewhere(ctx context.Context, leases *lease.Leases) (bool, error) {
	if k.DB.Engine() == sqldb.SQLite {
		return false, nil
	}
	rested, ok, err := leases.Rested(ctx, leaseFolder)
	return ok && rested < folderRests, err
}

// follow keeps the articles at the folder until ctx ends. It begins when the articles that are there can be asked, since
// the exam is sat on them.
func (f *corpusFolder) follow(ctx context.Context) error {
	if f.corpus.Index.Wait(ctx) != nil || f.corpus.Index.WaitLearned(ctx) != nil {
		return nil // only the end of ctx ends the waiting
	}
	return f.Run(ctx)
}
