package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"frontdesk/knowledge/sqldb"
)

// Present is a member of the staff who is connected.
type Present struct {
	Agent       string    // staff id
	Connections int       // to the node that says so, or to all together
	Active      time.Time // the last sign of life
}

// Met is who is connected to any node, as far as the nodes have said so.
type Met struct {
	Now  time.Time            // by the store's clock, as the times below
	Here []Present            // each once, by id
	Gone map[string]time.Time // since when those are gone who were connected before and are not now
	Away map[string]time.Time // who has said that they are away, connected or not, and when
}

// breakLasts is how long after the last connection it still counts that somebody said they are away: a lost connection
// does not end a break, and the next day does.
const breakLasts = time.Hour

// goneLasts is how long it is remembered when somebody was last connected.
const goneLasts = 30 * 24 * time.Hour

// Meet replaces what a node says of who is connected to it. Its word is good until the lease ends, by the store's clock;
// then those it named count as gone, unless they are connected elsewhere.
func (s *Store) Meet(ctx context.Context, node string, here []Present, lease time.Duration) error {
	if quiet, err := s.word.repeat(ctx, s, node, here, lease); quiet || err != nil {
		return err
	}
	var now time.Time
	err := s.db.WriteKey(ctx, floorKey, func(tx *sqldb.Tx) (err error) {
		if now, err = tx.Now(); err != nil {
			return err
		}
		m := meeting{tx: tx, node: node, now: now, holds: s.word.holds(node, now)}
		return m.run(here, now.Add(lease))
	})
	if err != nil {
		s.word.forget()
		return fmt.Errorf("say who is here: %w", err)
	}
	s.word.wrote(node, here, now)
	return nil
}

// meeting is a word of a node inside a transaction.
type meeting struct {
	tx    *sqldb.Tx
	node  string
	now   time.Time
	holds bool // the node's own word still holds, whatever is written
}

func (m meeting) run(here []Present, until time.Time) error {
	if err := m.bury(); err != nil {
		return err
	}
	before, err := m.before()
	if err != nil {
		return err
	}
	for _, p := range here {
		was, known := before[p.Agent]
		delete(before, p.Agent)
		if known && was == (said{p.Connections, millis(p.Active)}) {
			continue
		}
		if err := m.come(p, !known); err != nil {
			return err
		}
	}
	for agent := range before {
		if err := m.leave(m.node, agent, m.now); err != nil {
			return err
		}
	}
	_, err = m.tx.Exec(`INSERT INTO floor_node (node, until) VALUES ($1, $2) ON CONFLICT (node) DO UPDATE SET until = excluded.until`, m.node, millis(until))
	return err
}

// bury takes away what nodes said whose lease has ended, and forgets who has not been seen for long.
func (m meeting) bury() error {
	rows, err := m.tx.Query(`SELECT n.node, n.until, coalesce(h.agent, '') FROM floor_node n LEFT JOIN floor_here h ON h.node = n.node WHERE n.until <= $1 AND NOT (n.node = $2 AND $3)`, millis(m.now), m.node, m.holds)
	if err != nil {
		return err
	}
	defer rows.Close()
	type last struct {
		node, agent string
		until       int64
	}
	var dead []last
	for rows.Next() {
		var l last
		if err := rows.Scan(&l.node, &l.until, &l.agent); err != nil {
			return err
		}
		dead = append(dead, l)
	}
	if err := rows.Err(); err != nil || len(dead) == 0 {
		return err
	}
	rows.Close()
	for _, l := range dead {
		if err := m.leave(l.node, l.agent, fromMillis(l.until)); err != nil {
			return err
		}
	}
	if _, err := m.tx.Exec(`DELETE FROM floor_node WHERE until <= $1 AND NOT (node = $2 AND $3)`, millis(m.now), m.node, m.holds); err != nil {
		return err
	}
	_, err = m.tx.Exec(`DELETE FROM floor_agent WHERE gone < $1 AND NOT EXISTS (SELECT 1 FROM floor_here h WHERE h.agent = floor_agent.agent)`, millis(m.now.Add(-goneLasts)))
	return err
}

// said is what a node has said of an agent.
type said struct {
	connections int
	active      int64 // ms
}

// before is what the node has said so far, by agent.
func (m meeting) before() (map[string]said, error) {
	rows, err := m.tx.Query(`SELECT agent, connections, active FROM floor_here WHERE node = $1`, m.node)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make(map[string]said)
	for rows.Next() {
		var agent string
		var s said
		if err := rows.Scan(&agent, &s.connections, &s.active); err != nil {
			return nil, err
		}
		out[agent] = s
	}
	return out, rows.Err()
}

// come notes that somebody is connected. Who has just come and was gone for long is not on a break any more.
func (m meeting) come(p Present, fresh bool) error {
	if fresh {
		if _, err := m.tx.Exec(`INSERT INTO floor_agent (agent, gone, away, said) VALUES ($1, $2, $3, 0) ON CONFLICT DO NOTHING`, p.Agent, millis(m.now), false); err != nil {
			return err
		}
		if _, err := m.tx.Exec(`UPDATE floor_agent SET away = $1 WHERE agent = $2 AND away AND gone < $3 AND NOT EXISTS (SELECT 1 FROM floor_here WHERE agent = $2)`,
			false, p.Agent, millis(m.now.Add(-breakLasts))); err != nil {
			return err
		}
	}
	_, err := m.tx.Exec(`INSERT INTO floor_here (node, agent, connections, active) VALUES ($1, $2, $3, $4)
		ON CONFLICT (node, agent) DO UPDATE SET connections = excluded.connections, active = excluded.active`, m.node, p.Agent, p.Connections, millis(p.Active))
	return err
}

// leave notes that somebody is not connected to a node any more.
func (m meeting) leave(node, agent string, at time.Time) error {
	if _, err := m.tx.Exec(`DELETE FROM floor_here WHERE node = $1 AND agent = $2`, node, agent); err != nil {
		return err
	}
	_, err := m.tx.Exec(`UPDATE floor_agent SET gone = $1 WHERE agent = $2 AND gone < $1`, millis(at), agent)
	return err
}

// SetAway keeps what somebody says of themselves: that they are away, or are back.
func (s *Store) SetAway(ctx context.Context, agent string, away bool) error {
	err := s.db.WriteKey(ctx, floorKey, func(tx *sqldb.Tx) error {
		now, err := tx.Now()
		if err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO floor_agent (agent, gone, away, said) VALUES ($1, $2, $3, $2)
			ON CONFLICT (agent) DO UPDATE SET away = excluded.away, said = excluded.said`, agent, millis(now), away)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep whether somebody is away: %w", err)
	}
	return nil
}

// Nodes lists the nodes whose word is good now, by the store's clock, sorted by name.
func (s *Store) Nodes(ctx context.Context) ([]string, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.Read().QueryContext(ctx, `SELECT node FROM floor_node WHERE until > $1 ORDER BY node`, millis(now))
	if err != nil {
		return nil, fmt.Errorf("list the nodes: %w", err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var node string
		if err := rows.Scan(&node); err != nil {
			return nil, fmt.Errorf("list the nodes: %w", err)
		}
		out = append(out, node)
	}
	if own := s.word.now(now); own.node != "" && !slices.Contains(out, own.node) {
		out = append(out, own.node)
		slices.Sort(out)
	}
	return out, rows.Err()
}

// Met tells who is connected to any node now, by the store's clock.
func (s *Store) Met(ctx context.Context) (Met, error) {
	out := Met{Gone: make(map[string]time.Time), Away: make(map[string]time.Time)}
	var err error
	if out.Now, err = s.now(ctx); err != nil {
		return Met{}, err
	}
	own := s.word.now(out.Now)
	// One row for each connection to a node, also to one that is silent, and one for who has none.
	rows, err := s.db.Read().QueryContext(ctx, `SELECT a.agent, a.gone, a.away, a.said, coalesce(h.connections, 0), coalesce(h.active, 0), coalesce(n.until, 0), coalesce(h.node, '')
		FROM floor_agent a LEFT JOIN floor_here h ON h.agent = a.agent LEFT JOIN floor_node n ON n.node = h.node`)
	if err != nil {
		return Met{}, fmt.Errorf("read who is here: %w", err)
	}
	defer rows.Close()
	here := make(map[string]*Present)
	for rows.Next() {
		var agent, node string
		var away bool
		var n int
		var gone, said, active, until int64
		if err := rows.Scan(&agent, &gone, &away, &said, &n, &active, &until, &node); err != nil {
			return Met{}, fmt.Errorf("read who is here: %w", err)
		}
		if node != "" && node == own.node {
			active, until = own.active(agent, active), millis(own.until)
		}
		if away {
			out.Away[agent] = fromMillis(said)
		}
		if !fromMillis(until).After(out.Now) {
			if at := fromMillis(max(gone, until)); at.After(out.Gone[agent]) {
				out.Gone[agent] = at
			}
			continue
		}
		p := here[agent]
		if p == nil {
			p = &Present{Agent: agent}
			here[agent] = p
		}
		p.Connections += n
		if at := fromMillis(active); at.After(p.Active) {
			p.Active = at
		}
	}
	if err := rows.Err(); err != nil {
		return Met{}, fmt.Errorf("read who is here: %w", err)
	}
	for agent, p := range here {
		delete(out.Gone, agent)
		out.Here = append(out.Here, *p)
	}
	slices.SortFunc(out.Here, func(a, b Present) int { return cmp.Compare(a.Agent, b.Agent) })
	return out, nil
}
