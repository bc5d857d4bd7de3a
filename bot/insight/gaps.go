package insight

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/gap"
	"frontdesk/knowledge/sqldb"
)

// Conversations is what gaps are read from; it is the store of conversations.
type Conversations interface {
	Written(ctx context.Context, since time.Time, after string, limit int) ([]bot.Conversation, error)
	Conversation(ctx context.Context, id string) (bot.Conversation, error)
	Events(ctx context.Context, conversation string, after int64, limit int) ([]bot.Event, error)
}

// GapsConfig is what Gaps are made of.
type GapsConfig struct {
	DB            *sqldb.DB     // its tables are made by Migrate
	Conversations Conversations //
	Grouping      gap.Config    // NewID included
	Clock         func() time.Time
	Log           *slog.Logger
}

// Gaps keeps the questions that got no good answer, grouped by need; see package gap. [Gaps.Follow] brings them up to date
// with the conversations. The methods may be called from any goroutine.
type Gaps struct {
	GapsConfig

	following sync.Mutex   // held by Follow, and by what changes gaps as a whole
	grouper   *gap.Grouper // nil until it is needed
}

// NewGaps returns the gaps kept in a database.
func NewGaps(c GapsConfig) *Gaps { return &Gaps{GapsConfig: c} }

// ErrNoGap is returned for the id of a gap that does not exist, or not any more.
var ErrNoGap = errors.New("there is no such gap")

const (
	late      = 7 * day   // how long after its last message a conversation may still be rated
	keepFor   = 400 * day // how long questions are kept: a season can be compared with that of the year before
	mostTexts = 20_000    // different questions that new ones are compared with, the newest; about 100 MB with meanings
	page      = 100       // conversations that are read before they are written
	groupAt   = 2000      // questions that are grouped at a time
	wordless  = "-"       // the gap of questions without a word
)

// Follow brings the gaps up to date: it reads what was written since the last time, groups the questions that are new,
// and opens again what has come back. What it has done stays done if it fails, and it goes on from there.
func (g *Gaps) Follow(ctx context.Context) error {
	g.following.Lock()
	defer g.following.Unlock()
	if err := g.read(ctx); err != nil {
		return err
	}
	if err := g.group(ctx); err != nil {
		return err
	}
	return g.forget(ctx)
}
