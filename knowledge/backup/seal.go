package backup

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
)

// ErrSealed is returned if a file is encrypted and no key was given.
var ErrSealed = errors.New("the backup is encrypted")

// ErrWrongKey is returned if no key that was given opens a file.
var ErrWrongKey = errors.New("the backup does not open with this key or passphrase")

// ErrNotSealed is returned if a key was given and the file is not encrypted: somebody may have put another in its place.
var ErrNotSealed = errors.New("the backup is not encrypted, though a key was given for it")

// Lock says who may read a file. The zero value is everybody.
type Lock struct {
	Recipients []string // public keys of age, "age1…"
	Passphrase string
}

// open reports whether everybody may read the file.
func (l Lock) open() bool { return len(l.Recipients) == 0 && l.Passphrase == "" }

// Check says what is wrong with the lock.
func (l Lock) Check() error {
	_, err := l.recipients()
	return err
}

func (l Lock) recipients() ([]age.Recipient, error) {
	if l.Passphrase != "" {
		if len(l.Recipients) > 0 {
			return nil, errors.New("a backup is encrypted either for recipients or with a passphrase, not both")
		}
		r, err := age.NewScryptRecipient(l.Passphrase)
		if err != nil {
			return nil, fmt.Errorf("take the passphrase: %w", err)
		}
		return []age.Recipient{r}, nil
	}
	var out []age.Recipient
	for _, key := range l.Recipients {
		if strings.HasPrefix(strings.ToUpper(key), "AGE-SECRET-KEY-") {
			return nil, errors.New("a recipient is a public key, \"age1…\"; this is a secret one, which only restoring needs")
		}
		r, err := age.ParseRecipients(strings.NewReader(key))
		if err != nil {
			return nil, fmt.Errorf("the recipient %q is no public key of age: %w", key, err)
		}
		out = append(out, r...)
	}
	return out, nil
}

// Seal returns a writer that encrypts for whom the lock lets in, and writes to w as it is if that is everybody. What was
// written is whole only after Close, which does not close w.
func Seal(w io.Writer, l Lock) (io.WriteCloser, error) {
	if l.open() {
		return plainWriter{w}, nil
	}
	to, err := l.recipients()
	if err != nil {
		return nil, err
	}
	out, err := age.Encrypt(w, to...)
	if err != nil {
		return nil, fmt.Errorf("begin to encrypt: %w", err)
	}
	return out, nil
}

// plainWriter does not encrypt.
type plainWriter struct{ io.Writer }

func (plainWriter) Close() error { return nil }

// Keys open what a lock closed. The zero value opens only what everybody may read.
type Keys struct {
	Identities string // secret keys of age, one a line, as age-keygen writes them
	Passphrase string
}

// none reports whether there is no key.
func (k Keys) none() bool { return k.Identities == "" && k.Passphrase == "" }

// Check says what is wrong with the keys.
func (k Keys) Check() error {
	_, err := k.identities()
	return err
}

func (k Keys) identities() (out []age.Identity, err error) {
	if k.Identities != "" {
		if out, err = age.ParseIdentities(strings.NewReader(k.Identities)); err != nil {
			return nil, fmt.Errorf("read the secret keys: %w", err)
		}
	}
	if k.Passphrase != "" {
		i, err := age.NewScryptIdentity(k.Passphrase)
		if err != nil {
			return nil, fmt.Errorf("take the passphrase: %w", err)
		}
		out = append(out, i)
	}
	return out, nil
}

// sealedMagic begins every encrypted file.
const sealedMagic = "age-encryption.org/"

// Unseal returns what is in a file, decrypted if it is encrypted. Errors of the reader wrap ErrDamaged if the file was
// altered or cut short.
func Unseal(r io.Reader, k Keys) (io.Reader, error) {
	in := &noting{r: r}
	buffered := bufio.NewReaderSize(in, 1<<16)
	first, err := buffered.Peek(len(sealedMagic))
	if err != nil && !isEnd(err) {
		return nil, reading(err)
	}
	if !bytes.Equal(first, []byte(sealedMagic)) {
		if k.none() {
			return buffered, nil
		}
		if err != nil || !bytes.HasPrefix(first, []byte(magic[:len(magic)-2])) {
			return nil, damagedOrNone(first)
		}
		return nil, ErrNotSealed
	}
	if k.none() {
		return nil, ErrSealed
	}
	identities, err := k.identities()
	if err != nil {
		return nil, err
	}
	out, err := age.Decrypt(buffered, identities...)
	if _, ok := errors.AsType[*age.NoIdentityMatchError](err); ok {
		return nil, ErrWrongKey
	}
	if err != nil {
		return nil, in.blame(err)
	}
	return &unsealed{r: out, in: in}, nil
}

// damagedOrNone says what a file is that begins like nothing known, although a key was given for it.
func damagedOrNone(first []byte) error {
	near := 0
	for i := range first {
		if first[i] == sealedMagic[i] {
			near++
		}
	}
	if near >= len(first)-2 {
		return damaged("its first line is not what was written")
	}
	return ErrNoBackup
}

// noting remembers with what error reading failed, to tell it from errors of what was read.
type noting struct {
	r   io.Reader
	err error
}

func (n *noting) Read(p []byte) (int, error) {
	count, err := n.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		n.err = err
	}
	return count, err
}

// blame says whether an error of decrypting is the file's or the disk's.
func (n *noting) blame(err error) error {
	if n.err != nil {
		return reading(n.err)
	}
	return damaged("it cannot be decrypted: %w", err)
}

// unsealed is the content of an encrypted file.
type unsealed struct {
	r  io.Reader
	in *noting
}

func (u *unsealed) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = u.in.blame(err)
	}
	return n, err
}
