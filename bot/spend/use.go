package spend

import (
	"context"
	"fmt"
	"time"

	"frontdesk/bot"
)

// Use is what requests took together.
type Use struct {
	Requests   int64 // that were made
	Failed     int64 // of them
	Refused    int64 // besides them: a budget was used up, so nothing was sent
	Estimated  int64 // requests whose tokens the server did not count
	Prompt     int64 // tokens
	Completion int64 // tokens
	Cost       float64
}

// Tokens are those of prompts and replies together.
func (u Use) Tokens() int64 { return u.Prompt + u.Completion }

func (u Use) plus(v Use) Use {
	return Use{u.Requests + v.Requests, u.Failed + v.Failed, u.Refused + v.Refused, u.Estimated + v.Estimated,
		u.Prompt + v.Prompt, u.Completion + v.Completion, u.Cost + v.Cost}
}

// Day is what one day (UTC) took.
type Day struct {
	Date    time.Time // its beginning
	All     Use
	Purpose map[bot.Purpose]Use
	Site    map[string]Use // what customers took, by site
}

// Days returns the last n days, today first; also those on which nothing was taken.
func (l *Ledger) Days(ctx context.Context, n int) ([]Day, error) {
	today := l.today()
	days := make([]Day, n)
	for i := range days {
		days[i] = Day{Date: dateOf(today - int64(i)), Purpose: make(map[bot.Purpose]Use), Site: make(map[string]Use)}
	}
	lines, err := l.read(ctx, today-int64(n)+1, today)
	if err != nil {
		return nil, err
	}
	for at, u := range lines {
		days[today-at.day].count(at, u)
	}
	return days, nil
}

func (d *Day) count(at line, u Use) {
	d.All = d.All.plus(u)
	d.Purpose[at.purpose] = d.Purpose[at.purpose].plus(u)
	if at.site != "" && !forStaff(at.purpose) {
		d.Site[at.site] = d.Site[at.site].plus(u)
	}
}

// read returns the lines of the days from one to another.
func (l *Ledger) read(ctx context.Context, from, to int64) (map[line]Use, error) {
	rows, err := l.db.Read().QueryContext(ctx, `SELECT day, purpose, site, requests, failed, refused, estimated, prompt, completion, cost
		FROM spend_day WHERE day >= $1 AND day <= $2`, from, to)
	if err != nil {
		return nil, fmt.Errorf("read what the model took: %w", err)
	}
	defer rows.Close()
	out := make(map[line]Use)
	for rows.Next() {
		var at line
		var u Use
		if err := rows.Scan(&at.day, &at.purpose, &at.site, &u.Requests, &u.Failed, &u.Refused, &u.Estimated, &u.Prompt, &u.Completion, &u.Cost); err != nil {
			return nil, fmt.Errorf("read what the model took: %w", err)
		}
		out[at] = u
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read what the model took: %w", err)
	}
	return out, nil
}
