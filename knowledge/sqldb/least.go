package sqldb

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// leastTable says, for every version of the tables of a part, which version of the program must be at least be running
// to work with them.
const leastTable = "schema_least"

// step is one migration file.
type step struct {
	version int64
	least   int64 // a program whose newest file has at least this number can work on what it leaves
}

// steps are the migrations of a part in their order.
type steps []step

// leastLine is how a migration says which programs can work on what it leaves.
var leastLine = regexp.MustCompile(`(?m)^-- frontdesk: least (\S+)[ \t]*$`)

// readSteps reads what the files say about themselves.
func readSteps(files fs.FS) (steps, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	var out steps
	for _, name := range names {
		digits, _, _ := strings.Cut(path.Base(name), "_")
		version, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("the name of %s does not begin with a number", name)
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		s := step{version, version - 1}
		if found := leastLine.FindSubmatch(text); found != nil {
			if s.least, err = strconv.ParseInt(string(found[1]), 10, 64); err != nil || s.least < 0 || s.least > version {
				return nil, fmt.Errorf("%s: least must be a number from 0 to %d, not %q", name, version, found[1])
			}
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b step) int { return int(a.version - b.version) })
	if len(out) == 0 {
		return nil, fmt.Errorf("there are no migrations")
	}
	return out, nil
}

// newest is the number of the last file, 0 if there is none.
func (s steps) newest() int64 {
	if len(s) == 0 {
		return 0
	}
	return s[len(s)-1].version
}

// upTo leaves out what comes after a version. It must be one of them.
func (s steps) upTo(version int64) (steps, error) {
	if version > s.newest() {
		return nil, fmt.Errorf("%w: version %d is asked for, and this program knows them up to %d", ErrNewer, version, s.newest())
	}
	i := slices.IndexFunc(s, func(one step) bool { return one.version > version })
	if i < 0 {
		i = len(s)
	}
	return s[:i], nil
}

// tellLeast notes for older programs what they can work with. It is told before the migration, and holds for a version
// only once that is there: who comes in between finds no tables that nothing is said about.
func tellLeast(ctx context.Context, db *sql.DB, part string, s steps) error {
	if _, err := db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS `+leastTable+` (part TEXT NOT NULL, version BIGINT NOT NULL, least BIGINT NOT NULL, PRIMARY KEY (part, version))`); err != nil {
		return fmt.Errorf("make the table of compatible versions: %w", err)
	}
	for _, one := range s {
		if _, err := db.ExecContext(ctx, `INSERT INTO `+leastTable+` (part, version, least) VALUES ($1, $2, $3) ON CONFLICT (part, version) DO UPDATE SET least = excluded.least`, part, one.version, one.least); err != nil {
			return fmt.Errorf("note which versions can work with the tables: %w", err)
		}
	}
	return nil
}

// least reads which program can work with a version of the tables of a part; told is false if nothing is said of it.
func (d *DB) least(ctx context.Context, part string, version int64) (least int64, told bool, err error) {
	var about int64
	err = d.read.QueryRowContext(ctx, `SELECT coalesce(max(least), 0), coalesce(max(version), -1) FROM `+leastTable+` WHERE version <= $1 AND part = $2`, version, part).Scan(&least, &about)
	if err != nil {
		return 0, false, fmt.Errorf("read which versions of the program can work with the tables: %w", err)
	}
	return least, about == version, nil
}
