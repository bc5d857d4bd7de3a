// Package privacy finds, exports and erases what is kept of a customer, and takes away what the rules of the house say
// is not to be kept any longer.
//
// # What is kept of a customer
//
// It is the one package that knows the tables of all others: holdings.go lists every table with a column that leads to a
// conversation or a visitor, and what becomes of its rows. A test reads the schema of the database and fails if a table
// is missing there.
//
// # Erasing
//
// [Privacy.Erase] first notes that the customer is to be erased and voids their tokens, then erases one conversation a
// transaction, and at last the visitor together with the note. Whatever interrupts it, nothing is left in halves: a
// conversation is there or gone, and what was begun is finished by the next call or by [Privacy.Run]. What was erased is
// noted by hashes with a secret key: that is the list by which a restored backup is cleaned; see [Privacy.Apply].
//
// # What is not touched
//
// Articles, exam questions and job aids are the house's own texts, also where a customer's question gave rise to them.
// Figures stay, without the conversation. The audit log is never changed; it has no personal data. SQLite overwrites
// what is deleted; PostgreSQL keeps the bytes of deleted rows until it vacuums.
package privacy

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
)

//go:embed migrations/*.sql
var migrations embed.FS

// SubjectErased is where it is announced that conversations are gone; the value is an *Erased.
const SubjectErased = "erased"

// Erased says what is gone.
type Erased struct {
	Visitor       string   `json:"visitor,omitempty"` // whose request it was; "" where a rule of the house took conversations away
	Conversations []string `json:"conversations,omitempty"`
}

// DecodeErased reads what another process has announced.
func DecodeErased(data []byte) (any, error) {
	e := new(Erased)
	return e, json.Unmarshal(data, e)
}

// Errors that callers act upon.
var (
	ErrNotFound = errors.New("no such customer")
	ErrConfirm  = errors.New("the reference is not that of the customer")
)

// Config is what Privacy is made of.
type Config struct {
	DB       *sqldb.DB                         // with the tables of all other parts
	Keep     func() bot.Keep                   // the rules of the house
	Announce func(subject string, v any) error // the bus; nil where there is none: servers find it, see Watch
	Clock    func() time.Time
	Rand     io.Reader // a cryptographic source
	Log      *slog.Logger
}

// Privacy is what is kept of customers. Its methods may be called from any goroutine and on any node.
type Privacy struct {
	Config
	key      []byte
	holdings []holding // whose tables exist
	articles bool      // they are kept here
	nudge    chan struct{}
}

// New brings the tables up to date and reads the key of the hashes, which it makes at first. All other parts must have
// made their tables before.
func New(ctx context.Context, c Config) (*Privacy, error) {
	p := &Privacy{Config: c, nudge: make(chan struct{}, 1)}
	if err := audit.Migrate(ctx, c.DB); err != nil {
		return nil, err
	}
	if err := c.DB.Migrate(ctx, "privacy", migrations); err != nil {
		return nil, err
	}
	for _, h := range holdings {
		there, err := p.there(ctx, h.table, h.column)
		if err != nil {
			return nil, err
		}
		if there { // else the desk does not have this part
			p.holdings = append(p.holdings, h)
		}
	}
	var err error
	if p.articles, err = p.there(ctx, "waiting_import", "token"); err != nil {
		return nil, err
	}
	return p, p.open(ctx)
}

// there reports whether the desk has a table.
func (p *Privacy) there(ctx context.Context, table, column string) (bool, error) {
	rows, err := p.DB.Read().QueryContext(ctx, `SELECT `+column+` FROM `+table+` WHERE 1 = 0`)
	if err != nil {
		return false, ctx.Err()
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return false, fmt.Errorf("look at the table %s: %w", table, err)
	}
	return true, nil
}

const keySize = 32

// open reads the key, and has SQLite overwrite what is deleted from now on.
func (p *Privacy) open(ctx context.Context) error {
	fresh := make([]byte, keySize)
	if _, err := io.ReadFull(p.Rand, fresh); err != nil {
		return fmt.Errorf("make the key of what was erased: %w", err)
	}
	var kept string
	err := p.DB.Write(ctx, func(tx *sqldb.Tx) error {
		if p.DB.Engine() == sqldb.SQLite {
			rows, err := tx.Query(`PRAGMA secure_delete = ON`)
			if err != nil {
				return err
			}
			for rows.Next() { // a pragma is carried out while its answer is read
			}
			if err := errors.Join(rows.Err(), rows.Close()); err != nil {
				return err
			}
		}
		if _, err := tx.Insert(`INSERT INTO erased_key (name, value) VALUES ('erased', $1) ON CONFLICT (name) DO NOTHING`, hex.EncodeToString(fresh)); err != nil {
			return err
		}
		return tx.QueryRow(`SELECT value FROM erased_key WHERE name = 'erased'`).Scan(&kept)
	})
	if err != nil {
		return fmt.Errorf("read the key of what was erased: %w", err)
	}
	if p.key, err = hex.DecodeString(kept); err != nil || len(p.key) != keySize {
		return fmt.Errorf("read the key of what was erased: what is kept is no key of %d bytes", keySize)
	}
	return nil
}

// hash is how what was erased is noted.
func (p *Privacy) hash(kind, id string) string {
	m := hmac.New(sha256.New, p.key)
	m.Write([]byte("frontdesk erased\x00" + kind + "\x00" + id))
	return hex.EncodeToString(m.Sum(nil))
}

// Reference is a short name of a customer that tells nothing about them: for the audit log, and to be typed by who erases
// them.
func Reference(visitor string) string {
	sum := sha256.Sum256([]byte("frontdesk customer\x00" + visitor))
	s := strings.ToUpper(hex.EncodeToString(sum[:4]))
	return s[:4] + "-" + s[4:]
}

// Refers reports whether what somebody typed is the visitor's reference; spaces, dashes and case do not matter.
func Refers(typed, visitor string) bool { return bare(typed) == bare(Reference(visitor)) }

// bare is a reference without what people put between its digits.
func bare(typed string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "\t", "", "-", "", "–", "").Replace(typed[:min(len(typed), 64)]))
}

// announce spreads the word. What cannot be announced is left for the servers to find. A failure is only logged: what is
// gone is gone, and who writes on finds out from the store.
func (p *Privacy) announce(ctx context.Context, visitor string, conversations []string) {
	if visitor == "" && len(conversations) == 0 {
		return
	}
	const atOnce = 1000 // ids in one announcement
	for first := true; first || len(conversations) > 0; first = false {
		n := min(len(conversations), atOnce)
		e := &Erased{Visitor: visitor, Conversations: conversations[:n:n]}
		err := errNobody
		if p.Announce != nil {
			err = p.Announce(SubjectErased, e)
		}
		if err != nil {
			err = p.leave(context.WithoutCancel(ctx), e)
		}
		if err != nil {
			p.Log.Warn("an erasure was not announced", "error", err)
		}
		conversations = conversations[n:]
	}
}

// errNobody says that there is no bus.
var errNobody = errors.New("there is no bus")

// millis is how times are stored.
func millis(t time.Time) int64 { return t.UnixMilli() }
