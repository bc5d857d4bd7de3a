package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Team is a group of agents that takes hand-offs of some kinds.
type Team struct {
	ID        string                `json:"id"`        // lower-case letters, digits and hyphens
	Title     string                `json:"title"`     // what customers read: "our returns team"
	Hours     Hours                 `json:"hours"`     // when the team is at work
	Standards map[Priority]Standard `json:"standards"` // by priority; "" holds for those without their own
	Show      bool                  `json:"show"`      // customers are told the standards
	Auto      bool                  `json:"auto"`      // conversations are given to agents; otherwise agents claim them
	Members   []Member              `json:"members"`   // none means every agent
}

// Member is an agent of a team.
type Member struct {
	Agent    string   `json:"agent"`            // staff id
	Capacity int      `json:"capacity"`         // conversations that need the agent at the same time; 0 is DefaultCapacity
	Skills   []string `json:"skills,omitempty"` // languages ("de") and tags that the agent is best at
}

// DefaultCapacity is how many conversations an agent is given at the same time unless their team says otherwise.
const DefaultCapacity = 5

// Standard is how fast a team answers, in seconds of its opening hours. Zero means that nothing is said and
// nothing is measured.
type Standard struct {
	First   int64 `json:"first,omitempty"`   // from the hand-off to the first answer of a person
	Next    int64 `json:"next,omitempty"`    // from each further message of the customer to the answer
	Resolve int64 `json:"resolve,omitempty"` // from the hand-off to the end, less the time that waits for the customer
}

// Route sends hand-offs of a kind to a team. Every condition that is set must hold; a list holds if one of its
// members does. The first route that holds decides.
type Route struct {
	Team       string   `json:"team"`
	Sites      []string `json:"sites,omitempty"`
	Pages      []string `json:"pages,omitempty"`      // beginnings of the page's path, such as "/checkout"
	Languages  []string `json:"languages,omitempty"`  // such as "de"
	Tags       []string `json:"tags,omitempty"`       //
	Categories []string `json:"categories,omitempty"` // first part of the id of an article that the bot thought of
	Priority   Priority `json:"priority,omitempty"`   // that the conversation gets
}

// Settings are the rules of the house, as managers write them.
type Settings struct {
	Teams  []Team  `json:"teams"`  // the first one takes what no route sends elsewhere
	Routes []Route `json:"routes"` //

	Grace     int64 `json:"grace"`      // s that a lost agent has to come back before a conversation returns to the queue
	Away      int64 `json:"away"`       // s without a sign of life until an agent counts as away
	Silent    int64 `json:"silent"`     // s of opening hours that an agent may be silent where no standard says so
	Expire    int64 `json:"expire"`     // s of opening hours after which a hand-off that nobody took ends
	MailAfter int64 `json:"mail_after"` // s after which an agent's message that was not seen goes out by mail
	Preview   bool  `json:"preview"`    // agents see what the customer is typing; the widget says so
}

// DefaultSettings are what holds until a manager says otherwise: one team, always there, that promises no time.
func DefaultSettings() Settings {
	return Settings{
		Teams: []Team{{ID: "support", Title: "Support"}},
		Grace: 60, Away: 300, Silent: 900, Expire: 3 * 24 * 3600, MailAfter: 300,
	}
}

// Plan is settings that were checked and made ready. It is never changed.
type Plan struct {
	Settings
	calendars map[string]*Calendar
}

// NewPlan checks settings. Errors wrap ErrInvalid and say what to write instead.
func NewPlan(s Settings) (*Plan, error) {
	p := &Plan{Settings: s, calendars: make(map[string]*Calendar)}
	if len(s.Teams) == 0 {
		return nil, fmt.Errorf("%w: at least one team is needed", ErrInvalid)
	}
	for _, t := range s.Teams {
		if err := t.validate(); err != nil {
			return nil, err
		}
		if _, twice := p.calendars[t.ID]; twice {
			return nil, fmt.Errorf("%w: there are two teams %q; give one another name", ErrInvalid, t.ID)
		}
		c, err := t.Hours.Compile()
		if err != nil {
			return nil, fmt.Errorf("team %s: %w", t.Title, err)
		}
		p.calendars[t.ID] = c
	}
	for i, r := range s.Routes {
		if _, ok := p.calendars[r.Team]; !ok {
			return nil, fmt.Errorf("%w: route %d leads to the team %q, which does not exist", ErrInvalid, i+1, r.Team)
		}
		if !r.Priority.Valid() {
			return nil, fmt.Errorf("%w: route %d: the priorities are low, high, urgent, and none", ErrInvalid, i+1)
		}
	}
	for name, v := range map[string]int64{"grace": s.Grace, "away": s.Away, "silent": s.Silent, "expire": s.Expire, "mail_after": s.MailAfter} {
		if v <= 0 || v > 366*24*3600 {
			return nil, fmt.Errorf("%w: %s is a number of seconds, from 1 to a year", ErrInvalid, name)
		}
	}
	return p, nil
}

func (t Team) validate() error {
	if !ValidID(t.ID, 1) || t.ID != strings.ToLower(t.ID) {
		return fmt.Errorf("%w: the team's name %.40q must be lower-case letters, digits and hyphens", ErrInvalid, t.ID)
	}
	if err := ValidText(t.Title, 80); err != nil {
		return fmt.Errorf("%w: the team %s needs a title of at most 80 bytes, which customers read", ErrInvalid, t.ID)
	}
	if err := t.Hours.Validate(); err != nil {
		return fmt.Errorf("team %s: %w", t.Title, err)
	}
	for priority, s := range t.Standards {
		if !priority.Valid() {
			return fmt.Errorf("%w: team %s: there is no priority %q", ErrInvalid, t.Title, priority)
		}
		if s == (Standard{}) {
			return fmt.Errorf("%w: team %s: a standard of zero cannot be kept; leave it out, or write a number of seconds", ErrInvalid, t.Title)
		}
		for _, v := range []int64{s.First, s.Next, s.Resolve} {
			if v < 0 || v > 366*24*3600 {
				return fmt.Errorf("%w: team %s: a standard is a number of seconds, from 1 to a year", ErrInvalid, t.Title)
			}
		}
	}
	seen := make(map[string]bool)
	for _, m := range t.Members {
		if m.Agent == "" || seen[m.Agent] {
			return fmt.Errorf("%w: team %s: the member %q is listed twice or has no id", ErrInvalid, t.Title, m.Agent)
		}
		if m.Capacity < 0 || m.Capacity > 100 {
			return fmt.Errorf("%w: team %s: a capacity is a number from 1 to 100", ErrInvalid, t.Title)
		}
		seen[m.Agent] = true
	}
	return nil
}

// Team returns the team with the id, or the first one.
func (p *Plan) Team(id string) Team {
	for _, t := range p.Teams {
		if t.ID == id {
			return t
		}
	}
	return p.Teams[0]
}

// HasTeam reports whether there is a team with the id.
func (p *Plan) HasTeam(id string) bool {
	_, ok := p.calendars[id]
	return ok
}

// Calendar returns the opening hours of the team; nil is always open.
func (p *Plan) Calendar(team string) *Calendar { return p.calendars[p.Team(team).ID] }

// Standard returns what holds for the priority in the team.
func (p *Plan) Standard(team string, priority Priority) Standard {
	t := p.Team(team)
	if s, ok := t.Standards[priority]; ok {
		return s
	}
	return t.Standards[Normal]
}

// Member returns the agent's part in a team, and whether they have one.
func (t Team) Member(agent string) (Member, bool) {
	if len(t.Members) == 0 {
		return Member{Agent: agent, Capacity: DefaultCapacity}, true
	}
	for _, m := range t.Members {
		if m.Agent == agent {
			if m.Capacity == 0 {
				m.Capacity = DefaultCapacity
			}
			return m, true
		}
	}
	return Member{}, false
}

// Sees reports whether an agent may see conversations of the team. What no team was asked for yet is seen by all.
func (p *Plan) Sees(agent, team string) bool {
	if team == "" {
		return true
	}
	_, ok := p.Team(team).Member(agent)
	return ok
}

// Route finds the team and the priority of a hand-off. articles are the ids of those the bot thought of.
func (p *Plan) Route(c Conversation, articles []string) (team string, priority Priority) {
	for _, r := range p.Routes {
		if r.holds(c, articles) {
			return r.Team, r.Priority
		}
	}
	return p.Teams[0].ID, Normal
}

func (r Route) holds(c Conversation, articles []string) bool {
	if len(r.Sites) > 0 && !slices.Contains(r.Sites, c.Site) {
		return false
	}
	if len(r.Pages) > 0 && !slices.ContainsFunc(r.Pages, func(p string) bool { return strings.HasPrefix(pathOf(c.Origin.Page), p) }) {
		return false
	}
	if len(r.Languages) > 0 && !slices.Contains(r.Languages, Language(c.Locale)) {
		return false
	}
	if len(r.Tags) > 0 && !slices.ContainsFunc(r.Tags, c.Tags.Has) {
		return false
	}
	if len(r.Categories) > 0 && !slices.ContainsFunc(articles, func(id string) bool {
		category, _, _ := strings.Cut(id, "/")
		return slices.Contains(r.Categories, category)
	}) {
		return false
	}
	return true
}

// pathOf is the path of a page's address, "/" at least.
func pathOf(page string) string {
	if _, rest, ok := strings.Cut(page, "://"); ok {
		page = rest
	}
	if i := strings.IndexByte(page, '/'); i >= 0 {
		return page[i:]
	}
	return "/"
}

// Setting is a document of settings as it is kept, such as the teams or the canned replies.
type Setting struct {
	Name     string
	Revision int64  // 0 if nobody has written it yet
	Body     string // JSON
	Author   string // staff id
	At       time.Time
}

// seconds is a number of seconds as a duration.
func seconds(n int64) time.Duration { return time.Duration(n) * time.Second }
