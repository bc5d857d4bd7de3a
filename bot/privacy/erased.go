package privacy

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"frontdesk/knowledge/sqldb"
)

// Kinds of what was erased.
const (
	kindVisitor      = "visitor"
	kindConversation = "conversation"
)

// note notes that something was erased on request.
func (p *Privacy) note(tx *sqldb.Tx, kind, id string) error {
	_, err := tx.Exec(`INSERT INTO erased (kind, hash, at) VALUES ($1, $2, $3) ON CONFLICT (kind, hash) DO NOTHING`, kind, p.hash(kind, id), millis(p.Clock()))
	if err != nil {
		return fmt.Errorf("note what was erased: %w", err)
	}
	return nil
}

// Entry is a line of the list of what was erased.
type Entry struct {
	Kind string    `json:"kind"` // visitor or conversation
	Hash string    `json:"hash"` // tells only who has the desk's key and the id what it is
	At   time.Time `json:"at"`
}

// head is the first line of the list.
type head struct {
	List string `json:"list"`
	Desk string `json:"desk"` // fingerprint of the key: a list is good for the desk that wrote it and for its backups
}

const listName = "frontdesk erased customers 1"

func (p *Privacy) fingerprint() string {
	sum := sha256.Sum256(append([]byte("frontdesk erased key\x00"), p.key...))
	return hex.EncodeToString(sum[:8])
}

// ErrList is returned for what is no list of erased customers of this desk.
var ErrList = errors.New("not a list of what this desk has erased")

// WriteErased writes the list of what was erased, oldest first, as lines of JSON.
func (p *Privacy) WriteErased(ctx context.Context, w io.Writer) (n int, err error) {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	if err := enc.Encode(head{listName, p.fingerprint()}); err != nil {
		return 0, fmt.Errorf("write the list: %w", err)
	}
	rows, err := p.DB.Read().QueryContext(ctx, `SELECT kind, hash, at FROM erased ORDER BY at, kind, hash`)
	if err != nil {
		return 0, fmt.Errorf("read what was erased: %w", err)
	}
	defer rows.Close()
	for ; rows.Next(); n++ {
		var e Entry
		var at int64
		if err := rows.Scan(&e.Kind, &e.Hash, &at); err != nil {
			return n, fmt.Errorf("read what was erased: %w", err)
		}
		e.At = time.UnixMilli(at).UTC()
		if err := enc.Encode(e); err != nil {
			return n, fmt.Errorf("write the list: %w", err)
		}
	}
	if err := errors.Join(rows.Err(), out.Flush()); err != nil {
		return n, fmt.Errorf("write the list: %w", err)
	}
	return n, nil
}

// maxListLine bounds a line of a list, in bytes.
const maxListLine = 4 << 10

// ReadErased reads a list as it was written by WriteErased, with the fingerprint of the desk that wrote it. The error
// wraps ErrList and says which line is wrong.
func ReadErased(r io.Reader) (desk string, entries []Entry, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, maxListLine), maxListLine)
	for n := 1; lines.Scan(); n++ {
		if n == 1 {
			var h head
			if json.Unmarshal(lines.Bytes(), &h) != nil || h.List != listName || h.Desk == "" {
				return "", nil, fmt.Errorf("%w: its first line is not that of a list; write one with \"frontdesk customer erased\"", ErrList)
			}
			desk = h.Desk
			continue
		}
		var e Entry
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil || e.Kind != kindVisitor && e.Kind != kindConversation || len(e.Hash) != 2*sha256.Size || e.At.IsZero() {
			return "", nil, fmt.Errorf("%w: line %d is damaged; write the list again", ErrList, n)
		}
		entries = append(entries, e)
	}
	if err := lines.Err(); err != nil {
		return "", nil, fmt.Errorf("%w: %v", ErrList, err)
	}
	if desk == "" {
		return "", nil, fmt.Errorf("%w: it is empty", ErrList)
	}
	return desk, entries, nil
}

// Apply erases in this desk, such as one that was just restored from a backup, what stands in a list, and notes the list.
// It returns how many visitors and conversations there were to erase. Nothing is changed if the list cannot be read or
// is of another desk.
func (p *Privacy) Apply(ctx context.Context, list io.Reader) (n int, err error) {
	desk, entries, err := ReadErased(list)
	if err != nil {
		return 0, err
	}
	if desk != p.fingerprint() {
		return 0, fmt.Errorf("%w: another desk wrote it, or one with another key; take the list of the desk that the backup is from", ErrList)
	}
	listed := map[string]map[string]bool{kindVisitor: {}, kindConversation: {}}
	for _, e := range entries {
		listed[e.Kind][e.Hash] = true
	}
	if err := p.noteAll(ctx, entries); err != nil {
		return 0, err
	}
	visitors, err := p.listed(ctx, `SELECT id FROM visitor ORDER BY id`, kindVisitor, listed[kindVisitor])
	if err != nil {
		return 0, err
	}
	for _, id := range visitors {
		if _, err := p.Erase(ctx, id); err != nil {
			return n, err
		}
		n++
	}
	// Conversations alone are left where the backup knew them under a visitor that the list does not have.
	conversations, err := p.listed(ctx, `SELECT id FROM conversation ORDER BY id`, kindConversation, listed[kindConversation])
	if err != nil {
		return n, err
	}
	for _, id := range conversations {
		if err := p.DB.Write(ctx, func(tx *sqldb.Tx) error { return p.erase(tx, toConversation, id) }); err != nil {
			return n, err
		}
		n++
	}
	p.announce(ctx, "", conversations)
	p.wipe(ctx)
	return n, nil
}

// noteAll takes the entries of a list over.
func (p *Privacy) noteAll(ctx context.Context, entries []Entry) error {
	err := p.DB.Write(ctx, func(tx *sqldb.Tx) error {
		for _, e := range entries {
			if _, err := tx.Exec(`INSERT INTO erased (kind, hash, at) VALUES ($1, $2, $3) ON CONFLICT (kind, hash) DO NOTHING`, e.Kind, e.Hash, millis(e.At)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("note what was erased: %w", err)
	}
	return nil
}

// listed returns the ids whose hashes stand in a list.
func (p *Privacy) listed(ctx context.Context, query, kind string, hashes map[string]bool) (out []string, err error) {
	if len(hashes) == 0 {
		return nil, nil
	}
	ids, err := p.strings(ctx, query)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if hashes[p.hash(kind, id)] {
			out = append(out, id)
		}
	}
	return out, nil
}
