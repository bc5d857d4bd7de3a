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

// Pauses before a folder that could not be followed is tried again; each is twice the one before.
const (
	firstFolderPause = 5 * time.Second
	lastFolderPause  = 10 * time.Minute
)

// keepFollowing follows the folder whenever this node has the lease, until ctx ends. If it fails, it is tried again, and
// another node that has the folder may take over meanwhile.
func (f *corpusFolder) keepFollowing(ctx context.Context, leases *lease.Leases, log *slog.Logger) {
	follow := func(ctx context.Context) error { return leases.Hold(ctx, leaseFolder, f.follow) }
	insist(ctx, firstFolderPause, lastFolderPause, follow, func(err error, again time.Duration) {
		log.Error("the folder of articles is not followed; it is tried again", "folder", f.Dir, "error", err, "again_in", again)
	})
}

// insist calls work until it returns nil or ctx ends, with growing pauses between; told hears of each failure.
func insist(ctx context.Context, first, last time.Duration, work func(context.Context) error, told func(err error, again time.Duration)) {
	for wait := first; ctx.Err() == nil; wait = min(2*wait, last) {
		began := time.Now()
		err := work(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		if time.Since(began) > last { // it had worked for long
			wait = first
		}
		told(err, wait)
		pause(ctx, wait)
	}
}

// pause waits, or until ctx ends.
func pause(ctx context.Context, wait time.Duration) {
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// follow keeps the articles at the folder until ctx ends. It begins when the articles that are there can be asked, since
// the exam is sat on them.
func (f *corpusFolder) follow(ctx context.Context) error {
	if err := f.corpus.Index.Wait(ctx); err != nil {
		return nil // only the end of ctx ends the waiting
	}
	if err := f.corpus.Index.WaitLearned(ctx); err != nil {
		return err
	}
	return f.Run(ctx)
}
