package backup_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"frontdesk/knowledge/backup"
)

// big returns a file with more than one block of rows.
func big(t testing.TB) []byte {
	a := sqlite.desk(t)
	fill(t, a)
	for i := range 3 {
		load(t, a, "a_line", []any{"Z", int64(100 + i), nil, nil, nil, nil, noise(700 << 10)})
	}
	return written(t, a)
}

// refused reports whether a file is refused in words that say what is wrong.
func refused(err error) bool {
	return errors.Is(err, backup.ErrDamaged) || errors.Is(err, backup.ErrNoBackup) || errors.Is(err, backup.ErrNewer)
}

// someOf are the places of a file that are tried: both ends, and some between.
func someOf(n, ends, between int, chance *rand.Rand) []int {
	var out []int
	for i := range n {
		if i < ends || i >= n-ends {
			out = append(out, i)
		}
	}
	for range between {
		out = append(out, chance.IntN(n))
	}
	return out
}

// Whatever byte is altered, and wherever the file is cut, it is refused.
func TestDamage(t *testing.T) {
	chance := rand.New(rand.NewPCG(7, 7))
	small := func(t testing.TB) []byte {
		a := sqlite.desk(t)
		fill(t, a)
		return written(t, a)
	}
	for name, file := range map[string][]byte{"small": small(t), "big": big(t)} {
		t.Run(name, func(t *testing.T) {
			if _, err := backup.Check(bytes.NewReader(file), nil); err != nil {
				t.Fatal(err)
			}
			ends, between := 60, 20
			if name == "small" {
				ends, between = len(file), 0
			}
			for _, i := range someOf(len(file), ends, between, chance) {
				harmed := bytes.Clone(file)
				harmed[i] ^= byte(1 + chance.IntN(255))
				if _, err := backup.Check(bytes.NewReader(harmed), nil); !refused(err) {
					t.Fatalf("byte %d of %d altered: %v", i, len(file), err)
				}
			}
			for _, i := range someOf(len(file), ends, between, chance) {
				if _, err := backup.Check(bytes.NewReader(file[:i]), nil); !refused(err) {
					t.Fatalf("cut to %d of %d bytes: %v", i, len(file), err)
				}
			}
			for _, more := range []string{"\x00", "\n", "Z", string(file)} {
				if _, err := backup.Check(strings.NewReader(string(file)+more), nil); !errors.Is(err, backup.ErrDamaged) {
					t.Fatalf("%d bytes behind its end: %v", len(more), err)
				}
			}
		})
	}
}

// A disk that fails is not a damaged file.
func TestReadingFails(t *testing.T) {
	_, err := backup.Check(&failing{bytes.NewReader(big(t)), 1000}, nil)
	if !errors.Is(err, errDisk) || errors.Is(err, backup.ErrDamaged) {
		t.Fatalf("a disk that cannot be read: %v", err)
	}
}

var errDisk = errors.New("the disk cannot be read")

// failing fails to read after some bytes.
type failing struct {
	r    *bytes.Reader
	left int
}

func (f *failing) Read(p []byte) (int, error) {
	if f.left <= 0 {
		return 0, errDisk
	}
	n, err := f.r.Read(p[:min(len(p), f.left)])
	f.left -= n
	return n, err
}

func TestNotABackup(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		want    error
	}{
		"empty":            {"", backup.ErrNoBackup},
		"something else":   {"SQLite format 3\x00 and so on", backup.ErrNoBackup},
		"a later format":   {"frontdesk backup 2\nH", backup.ErrNewer},
		"the line alone":   {"frontdesk backup 1\n", backup.ErrDamaged},
		"half the line":    {"frontdesk ba", backup.ErrDamaged},
		"a huge length":    {"frontdesk backup 1\nH\xff\xff\xff\xff", backup.ErrDamaged},
		"a false length":   {"frontdesk backup 1\nH\x0f\xff\xff\xffabc", backup.ErrDamaged},
		"no kind of block": {"frontdesk backup 1\nX\x00\x00\x00\x00" + strings.Repeat("x", 40), backup.ErrDamaged},
	} {
		if _, err := backup.Check(strings.NewReader(c.content), nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// Whatever the bytes are, reading them ends with an error, and takes no more memory than they are worth.
func FuzzCheck(f *testing.F) {
	a := sqlite.desk(f)
	fill(f, a)
	file := written(f, a)
	f.Add(file)
	f.Add(file[:len(file)/2])
	f.Add([]byte("frontdesk backup 1\nH\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := backup.Check(bytes.NewReader(b), nil)
		if err == nil && !bytes.Equal(b, file) {
			t.Fatalf("another file is a backup: %+v", s)
		}
		if err != nil && !refused(err) {
			t.Fatal(err)
		}
	})
}

// fromEnv reads a number that the environment may set.
func fromEnv(t testing.TB, name string, or int) int {
	t.Helper()
	v := os.Getenv(name)
	if v == "" {
		return or
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", name, err))
	}
	return n
}
