package account

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// What a password must be.
const (
	MinPassword = 12      // characters
	MaxPassword = 1 << 10 // bytes
)

// checkPassword says what is wrong with a new password. There are no rules about digits and symbols: they
// make passwords worse (NIST SP 800-63B, section 5.1.1.2).
func checkPassword(password, email string) error {
	switch {
	case len(password) > MaxPassword:
		return fmt.Errorf("%w: the password has more than %d bytes", ErrInvalid, MaxPassword)
	case !utf8.ValidString(password):
		return fmt.Errorf("%w: the password is not valid UTF-8", ErrInvalid)
	case utf8.RuneCountInString(password) < MinPassword:
		return fmt.Errorf("%w: the password must have at least %d characters", ErrInvalid, MinPassword)
	case emailKey(password) == emailKey(email):
		return fmt.Errorf("%w: the password must not be the e-mail address", ErrInvalid)
	}
	return nil
}

// cost is what one guess costs an attacker: argon2id's memory in KiB, passes and lanes.
type cost struct {
	memory  uint32
	time    uint32
	threads uint8
}

// defaultCost is the second recommendation of OWASP's Password Storage Cheat Sheet: 19 MiB, t=2, p=1.
var defaultCost = cost{memory: 19 << 10, time: 2, threads: 1}

const (
	saltSize = 16
	keySize  = 32
)

// hasher computes argon2id with a bound on how many run at once, because each takes 19 MiB and a core.
type hasher struct {
	cost  cost
	rand  io.Reader
	slots chan struct{}
	decoy string // compared with when there is no account, for the time that takes; never accepted

	work atomic.Int64 // kibibytes × passes spent so far
}

func newHasher(c cost, rand io.Reader, atOnce int) *hasher {
	return &hasher{cost: c, rand: rand, slots: make(chan struct{}, atOnce),
		decoy: phc(c, make([]byte, saltSize), make([]byte, keySize))}
}

// hash returns the password's argon2id hash in PHC notation with a fresh salt.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltSize)
	if _, err := io.ReadFull(h.rand, salt); err != nil {
		return "", fmt.Errorf("read randomness: %w", err)
	}
	key, err := h.key(ctx, h.cost, password, salt, keySize)
	if err != nil {
		return "", err
	}
	return phc(h.cost, salt, key), nil
}

// verify reports whether the password has the hash, and whether the hash should be renewed because it was
// made at another cost. With an empty hash it works as long as with a real one and reports false.
func (h *hasher) verify(ctx context.Context, password, hash string) (ok, renew bool, err error) {
	real := hash != ""
	if !real {
		hash = h.decoy
	}
	c, salt, want, err := parsePHC(hash)
	if err != nil {
		return false, false, err
	}
	key, err := h.key(ctx, c, password, salt, len(want))
	if err != nil {
		return false, false, err
	}
	same := subtle.ConstantTimeCompare(key, want) == 1
	return same && real, c != h.cost, nil
}

func (h *hasher) key(ctx context.Context, c cost, password string, salt []byte, size int) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, fmt.Errorf("wait to check a password: %w", ctx.Err())
	}
	h.work.Add(int64(c.memory) * int64(c.time))
	return argon2.IDKey(norm.NFKC.Bytes([]byte(password)), salt, c.time, c.memory, c.threads, uint32(size)), nil
}

// phc writes a hash as $argon2id$v=19$m=…,t=…,p=…$salt$hash
// (https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md).
func phc(c cost, salt, key []byte) string {
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.time, c.threads,
		b.EncodeToString(salt), b.EncodeToString(key))
}

// parsePHC reads what phc writes. Costs beyond 1 GiB or 64 passes are refused: nobody here wrote them.
func parsePHC(s string) (c cost, salt, key []byte, err error) {
	fault := func(what string) (cost, []byte, []byte, error) {
		return cost{}, nil, nil, fmt.Errorf("read a stored password hash: %s", what)
	}
	part := strings.Split(s, "$")
	if len(part) != 6 || part[0] != "" || part[1] != "argon2id" {
		return fault("not argon2id in PHC notation")
	}
	if part[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return fault("unknown version")
	}
	if _, err := fmt.Sscanf(part[3], "m=%d,t=%d,p=%d", &c.memory, &c.time, &c.threads); err != nil {
		return fault("bad parameters")
	}
	if c.memory < 8 || c.memory > 1<<20 || c.time < 1 || c.time > 64 || c.threads < 1 {
		return fault("parameters out of range")
	}
	if salt, err = base64.RawStdEncoding.DecodeString(part[4]); err != nil || len(salt) < 8 {
		return fault("bad salt")
	}
	if key, err = base64.RawStdEncoding.DecodeString(part[5]); err != nil || len(key) < 16 || len(key) > 64 {
		return fault("bad hash")
	}
	return c, salt, key, nil
}
