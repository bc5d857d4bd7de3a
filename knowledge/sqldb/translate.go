package sqldb

import (
	"bytes"
	"io"
	"io/fs"
	"regexp"
	"strings"
)

// translated are migration files as PostgreSQL has to read them. They are written for SQLite; what differs is little:
//
//   - BLOB is BYTEA.
//   - WITHOUT ROWID goes away; PostgreSQL has no such thing.
//   - A column that is TEXT compares by its bytes, as on SQLite, whatever the language of the database: COLLATE "C".
//     So keys have the same order on both engines, and a change of the system's locale cannot break an index.
type translated struct{ fs.FS }

// Open implements fs.FS.
func (t translated) Open(name string) (fs.File, error) {
	f, err := t.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".sql") {
		return f, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	out := translate(string(text))
	return &textFile{Reader: bytes.NewReader([]byte(out)), info: textInfo{info, int64(len(out))}}, nil
}

// ReadDir implements fs.ReadDirFS.
func (t translated) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(t.FS, name) }

var (
	rowid = regexp.MustCompile(`(?i)\)\s*WITHOUT\s+ROWID\s*;`)
	// tokens are comments and texts, which stay as they are, and the names of types. A column may be named text.
	tokens = regexp.MustCompile(`--[^\n]*|'(?:[^']|'')*'|"(?:[^"]|"")*"|\bAS\s+TEXT\b|\bTEXT\b|\bBLOB\b`)
)

// translate rewrites a migration for PostgreSQL. Types are written in capitals.
func translate(text string) string {
	return tokens.ReplaceAllStringFunc(rowid.ReplaceAllString(text, ");"), func(token string) string {
		switch token {
		case "TEXT":
			return `TEXT COLLATE "C"`
		case "BLOB":
			return "BYTEA"
		}
		return token
	})
}

// textFile is a file in memory.
type textFile struct {
	*bytes.Reader
	info textInfo
}

// Stat implements fs.File.
func (f *textFile) Stat() (fs.FileInfo, error) { return f.info, nil }

// Close implements fs.File.
func (f *textFile) Close() error { return nil }

// textInfo is what was known about the file before it was rewritten, with its new size.
type textInfo struct {
	fs.FileInfo
	size int64
}

// Size implements fs.FileInfo.
func (i textInfo) Size() int64 { return i.size }
