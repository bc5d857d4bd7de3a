// Package spend keeps what language models take, and sees to it that nobody takes more than they may.
//
// A [Ledger] has limits of tokens for a day (UTC), for a site, for a visitor and for a network address. [Ledger.Meter]
// puts it before a model: a request reserves what it may take before anything is sent, so that many at once cannot
// overrun a limit together, and afterwards what it took is booked and the rest given back. What customers may take binds
// no staff: their requests count to the day alone.
//
// # What is kept, and when
//
// Sums are kept by day, purpose and site, for ever, and by visitor and address for two days. Those two are kept as hashes
// with a salt that is made anew for each day and goes with them.
//
// What was booked is written once a second in one small transaction, whatever the number of requests, so that the
// messages of customers do not wait for it. A crash forgets what was booked within the last second and what was under
// way: then the sums are too small, never too large, and a limit is overrun by that much. Sums are read again every three
// seconds, so that two servers on one database share their limits but for what the other did in the last four.
package spend

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the tables of the ledger up to date.
func Migrate(ctx context.Context, db *sqldb.DB) error {
	return db.Migrate(ctx, "spend", migrations)
}

// Limits are how many tokens may be taken in one day (UTC), prompts and replies together. 0 is no limit.
type Limits struct {
	Day     int64 // by everybody, staff too
	Site    int64 // by the customers of one site
	Visitor int64 // by one visitor
	Address int64 // by the visitors of one network address
}

// Prices are what a million tokens cost, in any money.
type Prices struct {
	Prompt     float64
	Completion float64
}

// Config says how a ledger works. Clock, Random and Log are needed.
type Config struct {
	Limits Limits
	Prices Prices
	Reply  int // most tokens of a reply to a prompt that does not say
	Clock  func() time.Time
	Random io.Reader // cryptographic; makes the salts
	Log    *slog.Logger
}

// Ledger books what models take. It is safe for concurrent use.
type Ledger struct {
	Config
	db *sqldb.DB

	writing sync.Mutex // one at a time writes to the database
	salting sync.Mutex // one at a time makes the salt of a new day

	mu       sync.Mutex // guards what follows; never held while the database is asked
	accounts map[key]*account
	lines    map[line]Use   // booked, not written yet
	warned   map[Kind]int64 // the day on which a limit was last said to be reached
	salt     []byte
	salted   int64 // the day of the salt
}

// Open returns the ledger kept in db, whose tables Migrate has made.
func Open(ctx context.Context, db *sqldb.DB, c Config) (*Ledger, error) {
	if c.Limits.Day < 0 || c.Limits.Site < 0 || c.Limits.Visitor < 0 || c.Limits.Address < 0 {
		return nil, errors.New("limits of tokens must not be negative; 0 is no limit")
	}
	l := &Ledger{Config: c, db: db, accounts: make(map[key]*account), lines: make(map[line]Use), warned: make(map[Kind]int64)}
	if _, err := l.saltOf(ctx, l.today()); err != nil {
		return nil, fmt.Errorf("open the ledger of the model: %w", err)
	}
	return l, nil
}

// Price is what a usage costs.
func (p Prices) Price(u bot.Usage) float64 {
	return (float64(u.Prompt)*p.Prompt + float64(u.Completion)*p.Completion) / 1e6
}

// Price is what a usage costs at the configured prices.
func (l *Ledger) Price(u bot.Usage) float64 { return l.Prices.Price(u) }

const daySeconds = 24 * 60 * 60

// today is the number of the day (UTC).
func (l *Ledger) today() int64 { return l.Clock().UTC().Unix() / daySeconds }

// dateOf is the beginning of a day.
func dateOf(day int64) time.Time { return time.Unix(day*daySeconds, 0).UTC() }
