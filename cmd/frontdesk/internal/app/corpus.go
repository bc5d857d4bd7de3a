package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"frontdesk/bot/answer"
	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/index"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

// Corpus is the knowledge of a desk, opened: the articles in SQL, the index derived from them,
// and the bot that answers from both. It is what the server, the commands and the tests share.
type Corpus struct {
	DB       *sqldb.DB
	Articles *store.Store
	Index    *index.Index
	Answerer *answer.Answerer

	search   patient
	meanings meanings
	words    *synonyms
	traffic  *traffic

	stop func() // ends the index and waits for it
}

// OpenCorpus opens the corpus of the data directory, or of --store, and returns at once: the index is loaded or rebuilt
// while it already answers what it can. If another process has the index, one is built in memory instead.
// fatal is called when the disk fails to sync; nil ignores it.
func OpenCorpus(ctx context.Context, c Config, log *slog.Logger, fatal func(error)) (*Corpus, error) {
	if err := c.makeData(); err != nil {
		return nil, err
	}
	db, err := c.Open(ctx, log, fatal)
	if err != nil {
		return nil, err
	}
	articles := store.New(db)
	if err := articles.Migrate(ctx); err != nil {
		db.Close()
		return nil, c.plain(err, log)
	}
	m, err := c.openMeanings(ctx, log)
	if err != nil {
		db.Close()
		return nil, err
	}
	traffic := newTraffic(c, log)
	o := index.Options{Dir: c.index(), Source: articles, Log: log, Fit: traffic.fit, Encoder: m.questions, Texts: m.texts, Languages: m.languages, Exam: c.Exam}
	ix, err := index.Open(ctx, o)
	if errors.Is(err, index.ErrLocked) {
		log.Info("the search index is used by another process; building one in memory")
		o.Dir = ""
		ix, err = index.Open(ctx, o)
	}
	if err != nil {
		db.Close()
		return nil, errors.Join(err, m.close())
	}
	k := &Corpus{DB: db, Articles: articles, Index: ix, search: newPatient(ix), meanings: m, traffic: traffic}
	k.Answerer = answer.New(answer.Config{
		Search: k.search, Revisions: articles, Remember: answer.Remembered, Threshold: c.Threshold, Clock: time.Now, Log: log,
	})
	words := &synonyms{kept: articles, index: ix, log: log}
	k.words = words
	words.look(ctx) // before the index learns how far words are to be trusted
	run, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		if err := ix.Run(run); err != nil && run.Err() == nil {
			log.Error("the search index stopped", "error", err)
		}
	})
	running.Go(func() { words.follow(run) })
	k.stop = func() { cancel(); running.Wait() }
	return k, nil
}

// patient gives an index that is just being loaded or built a moment, so that a customer who asks right after
// the start is not handed off for it. Whoever asks later is answered by what there is: an index that is
// rebuilt while the old one serves is ready all the time.
//
// As many questions search at the same time as there are processors for, twice over: where a model is asked, far more
// are under way, and they would only slow each other down.
type patient struct {
	*index.Index
	places chan struct{}
}

func newPatient(ix *index.Index) patient {
	return patient{ix, make(chan struct{}, 2*runtime.GOMAXPROCS(0))}
}

// patience is how long a question may wait for the index.
const patience = 2 * time.Second

// Search waits for the index if need be, and searches.
func (p patient) Search(ctx context.Context, q knowledge.Query) (knowledge.Result, error) {
	if p.State() != knowledge.IndexReady || !p.HasLearned() {
		short, cancel := context.WithTimeout(ctx, patience)
		if p.Wait(short) == nil { // if it is still not ready, it answers what it can
			_ = p.WaitLearned(short)
		}
		cancel()
	}
	select {
	case p.places <- struct{}{}:
	case <-ctx.Done():
		return knowledge.Result{}, fmt.Errorf("wait for a place to search: %w", ctx.Err())
	}
	defer func() { <-p.places }()
	return p.Index.Search(ctx, q)
}

// Close ends the index and closes the database.
func (k *Corpus) Close() error {
	k.stop()
	return errors.Join(k.Index.Close(), k.meanings.close(), k.DB.Close())
}

// Editing returns the editor's room over the corpus: gate sits the exam before anything is published (nil: there is no
// exam), twoPersons wants a second person for it, and announce is called after every change.
func (k *Corpus) Editing(gate editing.Gate, twoPersons bool, announce func(), log *slog.Logger) *editing.Room {
	return editing.New(editing.Config{Store: k.Articles, Clock: time.Now, Log: log, Announce: announce, Gate: gate, Follow: k.follow, TwoPersons: twoPersons})
}

// followPoll is how often follow looks; the index takes milliseconds.
const followPoll = 5 * time.Millisecond

// follow waits until the index has every change up to a number, and the synonyms that are kept now.
func (k *Corpus) follow(ctx context.Context, head int64) error {
	k.words.look(ctx)
	if k.Index.Version() >= head {
		return nil
	}
	k.Index.Nudge()
	ticker := time.NewTicker(followPoll)
	defer ticker.Stop()
	for k.Index.Version() < head {
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for change %d in the index, which has %d: %w", head, k.Index.Version(), ctx.Err())
		case <-ticker.C:
		}
	}
	return nil
}
