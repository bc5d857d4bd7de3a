package index

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/language"
)

// Source is the truth that the index is derived from.
type Source interface {
	// Head returns the number of the newest change, 0 if there was none.
	Head(ctx context.Context) (int64, error)
	// Changes returns at most limit changes numbered above after, in order.
	Changes(ctx context.Context, after int64, limit int) ([]knowledge.Change, error)
	// EachPublished calls yield for every published revision and stops at its first error. It shows at
	// least all changes up to a Head that was read before.
	EachPublished(ctx context.Context, yield func(knowledge.Revision) error) error
}

// Options configure an Index.
type Options struct {
	Dir    string           // directory of the index alone; "" keeps it in memory
	Source Source           // required
	Log    *slog.Logger     // nil discards
	Clock  func() time.Time // nil means time.Now
	Poll   time.Duration    // how often Source.Head is read; 0 means 500 ms

	Encoder   knowledge.Encoder // encodes questions, so that meanings are compared; nil goes by words alone
	Texts     knowledge.Encoder // encodes titles and phrasings; the same model; nil means Encoder
	Languages []string          // base languages that the model understands; nil means all

	// Exam holds questions with known answers that confidence learns from besides the corpus's own, until
	// SetExam says otherwise.
	Exam []knowledge.Asked
	// Fit fits a model of confidence to what the corpus was asked of itself, with meanings compared or without;
	// no trials ask for the model to start with. nil leaves Result.Judge nil.
	Fit func(t []knowledge.Trial, meaning bool) knowledge.Judge
}

// Index answers questions from the published articles of its Source. Its methods are safe for
// concurrent use.
type Index struct {
	source      Source
	log         *slog.Logger
	clock       func() time.Time
	poll        time.Duration
	home        *home                     // nil in memory
	step        func(step string)         // called between the steps of a swap; tests stop the world there
	books       atomic.Pointer[catalogue] // nil until loaded
	engine      atomic.Pointer[engine]    // nil while no copy is usable
	seen        atomic.Int64              // change number up to which books are current
	learned     atomic.Pointer[learned]   // nil until something was learnt
	blank       view
	rooms       sync.Pool         // of *room
	encoder     knowledge.Encoder // nil without one
	texts       knowledge.Encoder // the same model
	languages   []string          // that the encoder understands; empty means all
	exam        atomic.Pointer[[]knowledge.Asked]
	moving      sync.RWMutex                 // held while the books, the copy and seen follow a change together
	unlearnt    atomic.Pointer[failedLesson] // the last lesson, if it failed
	encoderDown atomic.Bool                  // the last question could not be encoded
	fit         func(t []knowledge.Trial, meaning bool) knowledge.Judge
	fitting     sync.Mutex                        // held while a judge is fitted and taken into use
	synonyms    atomic.Pointer[language.Synonyms] // that editors maintain; nil without
	generation  atomic.Int64                      // see Generation
	done        atomic.Int64                      // articles written by the rebuild that is going on
	asks        atomic.Int64                      // lessons that asked the corpus its own questions

	nudge   chan struct{}
	rebuild chan struct{}
	loaded  *milestone
	ready   *milestone

	mu      sync.Mutex
	closed  bool
	running bool
	cancel  context.CancelFunc
	ended   chan struct{} // closed when Run returned
}

// milestone is something that is reached once.
type milestone struct {
	once sync.Once
	done chan struct{}
}

func newMilestone() *milestone { return &milestone{done: make(chan struct{})} }
func (m *milestone) reach()    { m.once.Do(func() { close(m.done) }) }

// Open prepares an index and returns at once; Run then loads or rebuilds it. If another process holds
// the directory the error is ErrLocked: open one with Dir "" instead.
func Open(_ context.Context, o Options) (*Index, error) {
	if o.Source == nil {
		return nil, errors.New("opening the index: it has no source")
	}
	ix := &Index{
		source: o.Source, log: o.Log, clock: o.Clock, poll: o.Poll, step: func(string) {},
		nudge: make(chan struct{}, 1), rebuild: make(chan struct{}, 1),
		loaded: newMilestone(), ready: newMilestone(),
		encoder: o.Encoder, texts: o.Texts, languages: o.Languages, fit: o.Fit, blank: blank(o.Fit),
	}
	ix.SetExam(o.Exam)
	if ix.texts == nil {
		ix.texts = ix.encoder
	}
	if ix.log == nil {
		ix.log = slog.New(slog.DiscardHandler)
	}
	if ix.clock == nil {
		ix.clock = time.Now
	}
	if ix.poll <= 0 {
		ix.poll = 500 * time.Millisecond
	}
	if o.Dir != "" {
		var err error
		if ix.home, err = openHome(o.Dir); err != nil {
			return nil, fmt.Errorf("opening the index: %w", err)
		}
	}
	return ix, nil
}

// Nudge says that the corpus changed, so that the index looks at once instead of at its next poll.
func (ix *Index) Nudge() { signal(ix.nudge) }

// Rebuild asks for a new copy built beside the one in use, which keeps answering until the swap. It
// does not wait.
func (ix *Index) Rebuild() { signal(ix.rebuild) }

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// HasLearned reports whether the index has learnt from its articles.
func (ix *Index) HasLearned() bool { return ix.learned.Load() != nil }

// LearnedAll reports whether what was learnt is of the newest change that the index has seen.
func (ix *Index) LearnedAll() bool {
	l := ix.learned.Load()
	return l != nil && l.change == ix.seen.Load()
}

// WaitLearned returns when the index has learnt from all changes made until now, or with an error if it
// could not or the context ended. Until then questions are ranked by what was learnt before, or by their
// words alone.
func (ix *Index) WaitLearned(ctx context.Context) error {
	head, err := ix.source.Head(ctx)
	if err != nil {
		return fmt.Errorf("waiting for the index to learn: reading the newest change: %w", err)
	}
	tick := time.NewTicker(learnPoll)
	defer tick.Stop()
	for {
		if l := ix.learned.Load(); l != nil && l.change >= head {
			return nil
		}
		if failed := ix.unlearnt.Load(); failed != nil && failed.change >= head {
			return failed.err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("waiting for the index to learn: %w", ctx.Err())
		}
	}
}

const learnPoll = 10 * time.Millisecond

// Wait returns when the index is ready for the first time, or with the context's error.
func (ix *Index) Wait(ctx context.Context) error {
	select {
	case <-ix.ready.done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting for the index: %w", ctx.Err())
	}
}

// State says what can be searched at the moment.
func (ix *Index) State() knowledge.IndexState {
	switch e := ix.engine.Load(); {
	case ix.books.Load() == nil:
		return knowledge.IndexDown
	case e == nil || e.isBroken():
		return knowledge.IndexTitlesOnly
	}
	return knowledge.IndexReady
}

// Progress returns the number of articles that the rebuild going on has written, or, when none is
// going on, the number of articles that can be found; and the state of the index.
func (ix *Index) Progress() (done int, state knowledge.IndexState) {
	state = ix.State()
	if n := ix.done.Load(); n > 0 || state == knowledge.IndexDown {
		return int(n), state
	}
	return ix.books.Load().size(), state
}

// Quarantined returns the published articles that cannot be indexed, with the reason. They are in no
// result; all others are searched.
func (ix *Index) Quarantined() map[string]error {
	if c := ix.books.Load(); c != nil {
		return c.quarantined()
	}
	return map[string]error{}
}

// Version is the change number up to which results are current.
func (ix *Index) Version() int64 { return ix.seen.Load() }

// Close ends Run, waits for it, and closes the files. It may be called more than once.
func (ix *Index) Close() error {
	ix.mu.Lock()
	if ix.closed {
		ix.mu.Unlock()
		return nil
	}
	ix.closed = true
	if ix.running {
		ix.cancel()
	}
	ended := ix.ended
	ix.mu.Unlock()
	if ended != nil {
		<-ended
	}

	var faults []error
	if e := ix.engine.Swap(nil); e != nil {
		faults = append(faults, ix.retire(e, true))
	}
	ix.books.Store(nil)
	if ix.home != nil {
		faults = append(faults, ix.home.close())
	}
	if err := errors.Join(faults...); err != nil {
		return fmt.Errorf("closing the index: %w", err)
	}
	return nil
}

// retire closes a copy. One that is to be opened again is sealed.
func (ix *Index) retire(e *engine, keep bool) error {
	broken := e.isBroken()
	err := e.close()
	switch {
	case e.dir == "":
		return err
	case keep && err == nil && !broken:
		return seal(e.dir)
	}
	return err
}
