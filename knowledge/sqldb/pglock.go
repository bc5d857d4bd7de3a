package sqldb

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strconv"
)

// Every write takes its locks before it looks at anything, and they end with its transaction: the lock of the database,
// alone for Write and shared for WriteKey, and the lock of each key. They are taken in one order by everybody, so that
// nobody waits in a circle. PostgreSQL names them by 64 bits; two names that share them merely wait for each other.

// lockOf is the number of a lock.
func lockOf(kind, name string) int64 {
	sum := sha256.Sum256([]byte("frontdesk/" + kind + "/" + name))
	return int64(binary.BigEndian.Uint64(sum[:8]))
}

// beginning is the text that begins a transaction, notes it and takes its locks. Every statement in it sees what was
// committed before it began, so what comes after the locks sees all that those before it did.
func beginning(note string, whole bool, jobs []*job, s sabotage) string {
	begin := "BEGIN ISOLATION LEVEL READ COMMITTED; " + note
	if s.locks {
		return begin
	}
	database := strconv.FormatInt(lockOf("database", ""), 10)
	b := make([]byte, 0, 512+21*len(jobs))
	b = append(b, begin...)
	b = append(b, "; SELECT pg_advisory_xact_lock"...)
	if !whole {
		b = append(b, "_shared"...)
	}
	b = append(b, '(')
	b = append(b, database...)
	b = append(b, ')')
	if !whole {
		b = append(b, "; SELECT count(pg_advisory_xact_lock(k)) FROM unnest('{"...)
		for i, k := range locks(jobs) {
			if i > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendInt(b, k, 10)
		}
		b = append(b, "}'::bigint[]) AS keys (k)"...)
	}
	return string(b)
}

// locks are the keys of the jobs, each once, in the order in which everybody takes them.
func locks(jobs []*job) []int64 {
	keys := make([]int64, len(jobs))
	for i, j := range jobs {
		keys[i] = j.lock
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
