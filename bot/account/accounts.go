package account

import (
	"context"
	"embed"
	"encoding/base32"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"

	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the tables of the staff up to date.
func Migrate(ctx context.Context, db *sqldb.DB) error {
	if err := audit.Migrate(ctx, db); err != nil {
		return err
	}
	return db.Migrate(ctx, "account", migrations)
}

// hashesAtOnce bounds the memory and the cores that password checks take from everything else.
const hashesAtOnce = 2

// Accounts is the register of the staff. Its methods may be called from any goroutine.
type Accounts struct {
	db       *sqldb.DB
	clock    func() time.Time
	rand     io.Reader
	log      *slog.Logger
	hasher   *hasher
	throttle *throttle

	mu        sync.Mutex
	listeners map[int]func(staffID, session string)
	next      int
}

// New returns the register kept in db, whose tables Migrate has made. clock tells the time; rand must be a
// cryptographic source that is safe for concurrent use, as crypto/rand.Reader is.
func New(db *sqldb.DB, clock func() time.Time, rand io.Reader, log *slog.Logger) *Accounts {
	return &Accounts{
		db: db, clock: clock, rand: rand, log: log,
		hasher:    newHasher(defaultCost, rand, hashesAtOnce),
		throttle:  newThrottle(db),
		listeners: make(map[int]func(string, string)),
	}
}

// Create adds a person without a password and returns the record. Errors: ErrInvalid with the reason,
// ErrExists.
func (a *Accounts) Create(ctx context.Context, email, name string, roles []Role) (Staff, error) {
	s, err := newStaff(email, name, roles)
	if err != nil {
		return Staff{}, err
	}
	if s.ID, err = a.newID(); err != nil {
		return Staff{}, err
	}
	s.Created = a.clock().Truncate(time.Millisecond)
	err = a.write(ctx, "staff.add", s.ID, fmt.Sprintf("%s, %v", s.Email, s.Roles), func(tx *sqldb.Tx) error { return insertStaff(tx, s) })
	if sqldb.IsUnique(err) {
		return Staff{}, ErrExists
	}
	if err != nil {
		return Staff{}, fmt.Errorf("create staff member: %w", err)
	}
	a.log.Info("staff member created", "staff", s.ID, "roles", s.Roles)
	return s, nil
}

// sessionsKey is what writes of sessions and links are kept apart by. Accounts are changed with nobody else writing, so
// that what a sign-in finds out about its account still holds when it is done.
const sessionsKey = "sessions"

// write changes an account, and writes to the audit log who did so.
func (a *Accounts) write(ctx context.Context, what, id, detail string, f func(*sqldb.Tx) error) error {
	return a.db.Write(ctx, func(tx *sqldb.Tx) error {
		if err := f(tx); err != nil {
			return err
		}
		return audit.Append(tx, audit.Entry{At: a.clock(), Who: audit.Who(ctx), What: what, Object: id, Detail: detail})
	})
}

// List returns everybody, disabled people too, by name.
func (a *Accounts) List(ctx context.Context) ([]Staff, error) { return a.list(ctx) }

// ByEmail returns the person with the address, in any case. Errors: ErrNotFound.
func (a *Accounts) ByEmail(ctx context.Context, email string) (Staff, error) {
	r, err := a.record(ctx, byEmail, emailKey(email))
	return r.Staff, err
}

// ByID returns the person with the id. Errors: ErrNotFound.
func (a *Accounts) ByID(ctx context.Context, id string) (Staff, error) {
	r, err := a.record(ctx, byID, id)
	return r.Staff, err
}

// SetRoles replaces a person's roles. If one is taken away, their sessions end, so that nothing that is open
// keeps what it may no longer do. Errors: ErrInvalid, ErrNotFound.
func (a *Accounts) SetRoles(ctx context.Context, id string, roles []Role) error {
	roles, err := checkRoles(roles)
	if err != nil {
		return err
	}
	var lost bool
	err = a.write(ctx, "staff.roles", id, fmt.Sprint(roles), func(tx *sqldb.Tx) error {
		lost, err = updateRoles(tx, id, roles)
		return err
	})
	if err != nil {
		return fmt.Errorf("set roles: %w", err)
	}
	a.log.Info("roles set", "staff", id, "roles", roles)
	if lost {
		a.revoked(id, "")
	}
	return nil
}

// Disable keeps a person from signing in and ends their sessions and links. It may be repeated.
// Errors: ErrNotFound.
func (a *Accounts) Disable(ctx context.Context, id string) error {
	now := a.clock()
	if err := a.write(ctx, "staff.disable", id, "", func(tx *sqldb.Tx) error { return disable(tx, id, now) }); err != nil {
		return fmt.Errorf("disable staff member: %w", err)
	}
	a.log.Info("staff member disabled", "staff", id)
	a.revoked(id, "")
	return nil
}

// Enable lets a disabled person sign in again. Errors: ErrNotFound.
func (a *Accounts) Enable(ctx context.Context, id string) error {
	if err := a.write(ctx, "staff.enable", id, "", func(tx *sqldb.Tx) error { return enable(tx, id) }); err != nil {
		return fmt.Errorf("enable staff member: %w", err)
	}
	a.log.Info("staff member enabled", "staff", id)
	return nil
}

// SetPassword sets a person's password on somebody else's word, such as an admin's at the command line, and
// ends all their sessions and links. Errors: ErrInvalid with the reason, ErrNotFound.
func (a *Accounts) SetPassword(ctx context.Context, id, password string) error {
	s, err := a.ByID(ctx, id)
	if err != nil {
		return err
	}
	return a.storePassword(ctx, s, password, "")
}

// ChangePassword sets the password of the person who is signed in as who, keeps this session and ends their
// others. The current password is asked for, unless there is none yet or the session was begun with a
// one-time link: otherwise whoever finds an open console could take the account over for good.
// Errors: ErrInvalid with the reason, ErrWrongPassword, ErrThrottled, ErrNoSession.
func (a *Accounts) ChangePassword(ctx context.Context, who Staff, current, password string) error {
	if err := checkPassword(password, who.Email); err != nil {
		return err
	}
	r, byLink, err := a.sessionRecord(ctx, who.Session)
	if err != nil {
		return err
	}
	if r.password != "" && !byLink {
		try, err := a.throttle.begin(ctx, emailKey(r.Email), "session "+who.Session)
		if err != nil {
			return err
		}
		ok, _, err := a.hasher.verify(ctx, clip(current), r.password)
		if err != nil {
			return err
		}
		if !ok {
			return ErrWrongPassword
		}
		if err := try.success(ctx); err != nil {
			return err
		}
	}
	return a.storePassword(ctx, r.Staff, password, who.Session)
}

func (a *Accounts) storePassword(ctx context.Context, s Staff, password, keep string) error {
	if err := checkPassword(password, s.Email); err != nil {
		return err
	}
	hash, err := a.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	var ended []string
	err = a.write(ctx, "staff.password", s.ID, "", func(tx *sqldb.Tx) error {
		ended, err = updatePassword(tx, s.ID, hash, keep)
		return err
	})
	if err != nil {
		return fmt.Errorf("store password: %w", err)
	}
	a.log.Info("password set", "staff", s.ID)
	for _, session := range ended {
		a.revoked(s.ID, session)
	}
	return nil
}

// OnRevoke has f called after a session was ended before its time: with its hash, or with "" for all
// sessions of the person. f must not block. The returned function ends the calls.
func (a *Accounts) OnRevoke(f func(staffID, session string)) (cancel func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	id := a.next
	a.next++
	a.listeners[id] = f
	return func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		delete(a.listeners, id)
	}
}

func (a *Accounts) revoked(staffID, session string) {
	a.mu.Lock()
	var call []func(string, string)
	for _, f := range a.listeners {
		call = append(call, f)
	}
	a.mu.Unlock()
	for _, f := range call {
		f(staffID, session)
	}
}

// newID returns 128 random bits as 26 lower-case letters and digits.
func (a *Accounts) newID() (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(a.rand, b[:]); err != nil {
		return "", fmt.Errorf("read randomness: %w", err)
	}
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:])), nil
}
