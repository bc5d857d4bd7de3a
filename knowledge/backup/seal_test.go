package backup_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"filippo.io/age"

	"frontdesk/knowledge/backup"
)

// sealed encrypts.
func sealed(t *testing.T, content []byte, l backup.Lock) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := backup.Seal(&out, l)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// checked decrypts and checks.
func checked(file []byte, k backup.Keys) error {
	r, err := backup.Unseal(bytes.NewReader(file), k)
	if err != nil {
		return err
	}
	_, err = backup.Check(r, nil)
	return err
}

// newKey makes a key of age.
func newKey(t *testing.T) *age.X25519Identity {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestSealed(t *testing.T) {
	a := sqlite.desk(t)
	fill(t, a)
	plain := written(t, a)
	one, two, stranger := newKey(t), newKey(t), newKey(t)
	both := sealed(t, plain, backup.Lock{Recipients: []string{one.Recipient().String(), two.Recipient().String()}})
	spoken := sealed(t, plain, backup.Lock{Passphrase: "three brown tents"})
	if bytes.Contains(both, []byte("frontdesk")) || bytes.Contains(spoken, []byte("frontdesk")) {
		t.Fatal("it is not encrypted")
	}
	for name, c := range map[string]struct {
		file []byte
		keys backup.Keys
		want error
	}{
		"plain":                      {plain, backup.Keys{}, nil},
		"plain, with a key":          {plain, backup.Keys{Identities: one.String()}, backup.ErrNotSealed},
		"one key":                    {both, backup.Keys{Identities: one.String()}, nil},
		"the other, with a comment":  {both, backup.Keys{Identities: "# mine\n" + two.String() + "\n"}, nil},
		"a stranger's key":           {both, backup.Keys{Identities: stranger.String()}, backup.ErrWrongKey},
		"a passphrase for a key":     {both, backup.Keys{Passphrase: "three brown tents"}, backup.ErrWrongKey},
		"no key":                     {both, backup.Keys{}, backup.ErrSealed},
		"the passphrase":             {spoken, backup.Keys{Passphrase: "three brown tents"}, nil},
		"another passphrase":         {spoken, backup.Keys{Passphrase: "three blue tents"}, backup.ErrWrongKey},
		"something else, with a key": {[]byte("SQLite format 3 and so on"), backup.Keys{Identities: one.String()}, backup.ErrNoBackup},
	} {
		if err := checked(c.file, c.keys); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestBadKeys(t *testing.T) {
	key := newKey(t)
	for name, err := range map[string]error{
		"a secret key as recipient": backup.Lock{Recipients: []string{key.String()}}.Check(),
		"no key as recipient":       backup.Lock{Recipients: []string{"age1x"}}.Check(),
		"both":                      backup.Lock{Recipients: []string{key.Recipient().String()}, Passphrase: "x"}.Check(),
		"a recipient as key":        backup.Keys{Identities: key.Recipient().String()}.Check(),
	} {
		if err == nil {
			t.Errorf("%s is accepted", name)
		}
		if err != nil && strings.Contains(err.Error(), "AGE-SECRET") {
			t.Errorf("%s: the error tells the secret: %v", name, err)
		}
	}
}

// Whatever byte of an encrypted file is altered, and wherever it is cut, it is refused.
func TestDamageOfSealed(t *testing.T) {
	a := sqlite.desk(t)
	fill(t, a)
	load(t, a, "a_line", []any{"Z", int64(100), nil, nil, nil, nil, noise(200 << 10)})
	key := newKey(t)
	keys := backup.Keys{Identities: key.String()}
	file := sealed(t, written(t, a), backup.Lock{Recipients: []string{key.Recipient().String()}})
	if err := checked(file, keys); err != nil {
		t.Fatal(err)
	}
	chance := rand.New(rand.NewPCG(3, 3))
	for _, i := range someOf(len(file), 300, 30, chance) {
		harmed := bytes.Clone(file)
		harmed[i] ^= byte(1 + chance.IntN(255))
		if err := checked(harmed, keys); !refused(err) && !errors.Is(err, backup.ErrWrongKey) {
			t.Fatalf("byte %d of %d altered: %v", i, len(file), err)
		}
		if err := checked(file[:i], keys); !refused(err) {
			t.Fatalf("cut to %d of %d bytes: %v", i, len(file), err)
		}
	}
	if err := checked(append(bytes.Clone(file), 0), keys); !errors.Is(err, backup.ErrDamaged) {
		t.Fatalf("a byte behind its end: %v", err)
	}
	for _, after := range []int{10, 150, 100 << 10} {
		r, err := backup.Unseal(&failing{bytes.NewReader(file), after}, keys)
		if err == nil {
			_, err = io.Copy(io.Discard, r)
		}
		if !errors.Is(err, errDisk) || errors.Is(err, backup.ErrDamaged) {
			t.Fatalf("a disk that cannot be read after %d bytes: %v", after, err)
		}
	}
}

// noise returns bytes that cannot be compressed.
func noise(n int) []byte {
	out := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(out) // it never fails
	return out
}
