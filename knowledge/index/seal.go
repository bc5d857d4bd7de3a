package index

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// sealFile stands in a copy that was closed in good order and lists its files with their checksums. It
// is taken away when the copy is opened, because the files change from then on.
const sealFile = "SEAL"

// sum is what a seal says about one file.
type sum struct {
	Size int64  `json:"size"`
	CRC  uint32 `json:"crc"`
}

// seal writes the checksums of a closed copy.
func seal(dir string) error {
	sums, err := sumFiles(dir)
	if err != nil {
		return fmt.Errorf("sealing the searchable copy: %w", err)
	}
	raw, err := json.Marshal(sums)
	if err != nil {
		return fmt.Errorf("sealing the searchable copy: %w", err)
	}
	if err := replaceFile(filepath.Join(dir, sealFile), raw); err != nil {
		return fmt.Errorf("sealing the searchable copy: %w", err)
	}
	return nil
}

// unseal checks a copy before it is opened and takes its seal away. A sealed copy must be unchanged
// to the byte. One without a seal was in use when the process ended: its segments must agree with the
// checksums they carry themselves.
func unseal(dir string) error {
	path := filepath.Join(dir, sealFile)
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return checkSegments(dir)
	}
	if err != nil {
		return fmt.Errorf("reading the seal of the searchable copy: %w", err)
	}
	var want map[string]sum
	if err := json.Unmarshal(raw, &want); err != nil {
		return fmt.Errorf("%w: its seal does not parse: %w", errBroken, err)
	}
	have, err := sumFiles(dir)
	if err != nil {
		return fmt.Errorf("checking the seal of the searchable copy: %w", err)
	}
	for name, w := range want {
		if h, ok := have[name]; !ok || h != w {
			return fmt.Errorf("%w: the file %s is missing or was changed", errBroken, name)
		}
	}
	if err := os.Remove(path); err != nil {
		return fmt.Errorf("taking the seal away: %w", err)
	}
	return syncDir(dir)
}

func sumFiles(dir string) (map[string]sum, error) {
	sums := make(map[string]sum)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || strings.HasPrefix(d.Name(), sealFile) {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		h := crc32.NewIEEE()
		size, err := io.Copy(h, f)
		sums[filepath.ToSlash(name)] = sum{size, h.Sum32()}
		return err
	})
	return sums, err
}

// checkSegments compares each segment file with the CRC-32 that its last four bytes hold, big-endian,
// over all bytes before them.
func checkSegments(dir string) error {
	paths, err := filepath.Glob(filepath.Join(dir, "store", "*.zap"))
	if err != nil {
		return fmt.Errorf("listing the segments of the searchable copy: %w", err)
	}
	for _, p := range paths {
		if err := checkSegment(p); err != nil {
			return fmt.Errorf("segment %s: %w", filepath.Base(p), err)
		}
	}
	return nil
}

func checkSegment(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() < 4 {
		return fmt.Errorf("%w: it has %d bytes", errBroken, info.Size())
	}
	h := crc32.NewIEEE()
	if _, err := io.CopyN(h, f, info.Size()-4); err != nil {
		return err
	}
	var tail [4]byte
	if _, err := io.ReadFull(f, tail[:]); err != nil {
		return err
	}
	if binary.BigEndian.Uint32(tail[:]) != h.Sum32() {
		return fmt.Errorf("%w: its checksum is wrong", errBroken)
	}
	return nil
}
