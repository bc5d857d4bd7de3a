package insight

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
)

// Enough is how many cases must be known before a share or a median of them says something.
const Enough = 30

// Standards tells whether service standards and promises were kept, from the measures that the store of
// conversations writes with what ended them. The store's migrations make the table.
type Standards struct {
	db    *sqldb.DB
	clock func() time.Time
}

// NewStandards returns the read model over db.
func NewStandards(db *sqldb.DB, clock func() time.Time) *Standards {
	return &Standards{db: db, clock: clock}
}

// Standard is how one standard fared in a team: one kind of measure at one priority.
type Standard struct {
	Team     string // id, "" if no team was asked
	Priority bot.Priority
	Kind     string // see bot.MeasureWait and those below it
	Now      Figure // the period that was asked for
	Before   Figure // the one of the same length before it
}

// Figure is what was measured in a period. Waits and hand-offs that nobody took have no standard: of them nothing is
// judged. Promises have no durations, as what is known of them is only whether they were kept in time.
type Figure struct {
	N      int           // how many ended in the period
	Judged int           // those for which there was a standard
	Kept   int           // those of the judged that ended in time
	Median time.Duration // half took at most so long, by the clock on the wall; see spread for how exact it is
	P90    time.Duration // nine of ten took at most so long
}

// Share is the part of the judged that was kept, from 0 to 1; 0 if nothing was judged.
func (f Figure) Share() float64 {
	if f.Judged == 0 {
		return 0
	}
	return float64(f.Kept) / float64(f.Judged)
}

// sample is a period while it is read.
type sample struct {
	figure Figure
	took   spread
}

// Report is what was measured in a period and in the one before it.
type Report struct {
	Since, Until time.Time  // the period, from after Since to Until; the one before ends at Since
	Standards    []Standard // by team, then by priority from urgent to low, then by kind as bot lists them
}

// Report reads the last span of time and the same span before it. Rows are read one by one and counted at once, so
// that memory grows with the teams and not with the conversations: at most 30 KB for each team, priority and kind,
// and usually much less.
func (s *Standards) Report(ctx context.Context, span time.Duration) (Report, error) {
	until := s.clock()
	r := Report{Since: until.Add(-span), Until: until}
	for _, kind := range kinds {
		// Kind by kind and team by team, the index leads to what ended in the time and to nothing else.
		for team, more := "", true; more; {
			found, err := s.read(ctx, kind, team, span, until)
			if err != nil {
				return r, fmt.Errorf("read what was measured: %w", err)
			}
			r.Standards = append(r.Standards, found...)
			if team, more, err = s.teamAfter(ctx, kind, team); err != nil {
				return r, fmt.Errorf("read which teams were measured: %w", err)
			}
		}
	}
	slices.SortFunc(r.Standards, inOrder)
	return r, nil
}

// teamAfter is the team with the next id of which the kind was ever measured.
func (s *Standards) teamAfter(ctx context.Context, kind, team string) (next string, found bool, err error) {
	err = s.db.Read().QueryRowContext(ctx, `SELECT team FROM measure WHERE kind = $1 AND team > $2 ORDER BY team LIMIT 1`, kind, team).Scan(&next)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return next, err == nil, err
}

// read is what was measured of a kind in a team, by priority.
func (s *Standards) read(ctx context.Context, kind, team string, span time.Duration, until time.Time) ([]Standard, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT priority, ended, ended - began, due > 0, kept FROM measure
		WHERE kind = $1 AND team = $2 AND ended > $3 AND ended <= $4`, kind, team, until.Add(-2*span).UnixMilli(), until.UnixMilli())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[bot.Priority]*[2]sample{} // of the period before, and of this one
	since := until.Add(-span).UnixMilli()
	var (
		priority     bot.Priority
		ended, took  int64
		judged, kept bool
	)
	for rows.Next() {
		if err := rows.Scan(&priority, &ended, &took, &judged, &kept); err != nil {
			return nil, err
		}
		p := found[priority]
		if p == nil {
			p = &[2]sample{}
			found[priority] = p
		}
		period := &p[0]
		if ended > since {
			period = &p[1]
		}
		period.add(time.Duration(took)*time.Millisecond, judged, kept, kind)
	}
	var out []Standard
	for priority, p := range found {
		out = append(out, Standard{Team: team, Priority: priority, Kind: kind, Before: p[0].result(), Now: p[1].result()})
	}
	return out, rows.Err()
}

func (s *sample) add(took time.Duration, judged, kept bool, kind string) {
	s.figure.N++
	if judged {
		s.figure.Judged++
		if kept {
			s.figure.Kept++
		}
	}
	if kind != bot.MeasurePromise {
		s.took.add(took)
	}
}

func (s *sample) result() Figure {
	f := s.figure
	f.Median, f.P90 = s.took.at(50), s.took.at(90)
	return f
}

var (
	priorities = []bot.Priority{bot.Urgent, bot.High, bot.Normal, bot.Low}
	kinds      = []string{bot.MeasureWait, bot.MeasureFirst, bot.MeasureNext, bot.MeasureResolve, bot.MeasurePromise, bot.MeasureExpired}
)

func inOrder(a, b Standard) int {
	return cmp.Or(cmp.Compare(a.Team, b.Team),
		cmp.Compare(slices.Index(priorities, a.Priority), slices.Index(priorities, b.Priority)),
		cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)))
}
