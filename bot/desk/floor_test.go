package desk_test

import (
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/desk"
)

// is fails the test unless the agent has the status.
func (s *stage) is(agent string, want desk.Status) {
	s.t.Helper()
	if got := s.floor.Status(agent); got != want {
		s.t.Errorf("%s: %s is %s, want %s", s.watch.Now().Format(time.TimeOnly), agent, got, want)
	}
}

// moves the clock in steps in which the given connections are pinged.
func (s *stage) pings(d time.Duration, active bool, stays ...*desk.Stay) {
	for end := s.watch.Now().Add(d); s.watch.Now().Before(end); {
		s.watch.set(s.watch.Now().Add(min(25*time.Second, end.Sub(s.watch.Now()))))
		for _, stay := range stays {
			stay.Touch(active)
		}
		s.floor.Sweep()
	}
}

func TestPresenceIsALiveConnection(t *testing.T) {
	s := newStage(t, bot.DefaultSettings(), "ana")
	s.is("ana", desk.Offline)
	s.floor.SetAway("ana", false) // a word alone makes nobody present
	s.is("ana", desk.Offline)
	stay := s.floor.Join("ana")
	s.is("ana", desk.Online)
	s.pings(4*time.Minute, false, stay)
	s.is("ana", desk.Online)
	s.pings(time.Minute, false, stay)
	s.is("ana", desk.Away) // connected, and no sign of life for five minutes
	if s.floor.Here("ana") || s.floor.Online() != 0 {
		t.Error("away counts as here")
	}
	stay.Touch(true)
	s.is("ana", desk.Online)
	s.floor.SetAway("ana", true)
	s.is("ana", desk.Away)
	stay.Touch(true)
	s.is("ana", desk.Away) // they said so
	s.floor.SetAway("ana", false)
	s.is("ana", desk.Online)
	s.pings(59*time.Second, false)
	s.is("ana", desk.Online)
	s.pings(2*time.Second, false)
	s.is("ana", desk.Offline) // the lease has run out
	stay.Touch(true)
	s.is("ana", desk.Online) // the connection lives after all
	stay.Leave()
	stay.Leave()
	s.is("ana", desk.Offline)
}

func TestTwoBrowsersOfOneAgent(t *testing.T) {
	s := newStage(t, bot.DefaultSettings(), "ana")
	one, two := s.floor.Join("ana"), s.floor.Join("ana")
	one.Leave()
	s.is("ana", desk.Online)
	if s.floor.Online() != 1 {
		t.Errorf("%d agents are online", s.floor.Online())
	}
	three := s.floor.Join("ana")
	s.pings(2*time.Minute, true, three) // the second one is a laptop asleep
	s.is("ana", desk.Online)
	three.Leave()
	s.is("ana", desk.Offline)
	two.Touch(true)
	s.is("ana", desk.Online)
}

// Whoever has closed their browser is gone, also if a ping is under way still.
func TestPingAfterLeaving(t *testing.T) {
	s := newStage(t, bot.DefaultSettings(), "ana")
	stay := s.floor.Join("ana")
	stay.Leave()
	stay.Touch(true)
	s.is("ana", desk.Offline)
}

// An agent who is away stays so if their connection is cut and comes back.
func TestAwaySurvivesAReconnect(t *testing.T) {
	s := newStage(t, bot.DefaultSettings(), "ana")
	stay := s.floor.Join("ana")
	s.floor.SetAway("ana", true)
	stay.Leave()
	s.pings(5*time.Second, false)
	s.floor.Join("ana")
	s.is("ana", desk.Away)
}

func TestGrace(t *testing.T) {
	s := newStage(t, bot.DefaultSettings(), "ana")
	stay := s.floor.Join("ana")
	stay.Leave()
	s.pings(59*time.Second, false)
	if s.floor.Lost("ana") {
		t.Error("lost within the grace period")
	}
	s.pings(time.Second, false)
	if !s.floor.Lost("ana") {
		t.Error("not lost after the grace period")
	}
	s.floor.Join("ana")
	if s.floor.Lost("ana") {
		t.Error("lost although they are back")
	}
}

// After a restart everybody gets the whole grace period to come back, whoever they are.
func TestRestartGivesEverybodyGrace(t *testing.T) {
	s := newStage(t, bot.DefaultSettings(), "ana")
	s.joins("ana")
	s.asks(c1)
	s.claims("ana", c1)
	s.stays = nil
	s.restart()
	s.pass(59 * time.Second)
	s.owned(c1, "ana")
	s.joins("ana")
	s.pass(10 * time.Minute)
	s.owned(c1, "ana")
	s.restart()
	s.pass(60 * time.Second)
	s.owned(c1, "")
	if e := s.last(c1, bot.EventOwner); e.Body.Reason != bot.ReasonAgentGone {
		t.Errorf("it came back for %q", e.Body.Reason)
	}
}

func TestStaffedByTeam(t *testing.T) {
	settings := bot.DefaultSettings()
	settings.Teams = []bot.Team{
		{ID: "support", Title: "Support", Members: []bot.Member{{Agent: "ana"}}},
		{ID: "returns", Title: "Returns", Members: []bot.Member{{Agent: "ben"}}},
	}
	s := newStage(t, settings, "ana", "ben")
	s.joins("ana")
	if !s.floor.Prospect("support").Staffed || s.floor.Prospect("returns").Staffed {
		t.Error("ana makes support staffed, and it alone")
	}
}

// A clock that jumps back keeps whoever is here, and one that jumps ahead gives the living their place back.
func TestPresenceWhenTheClockJumps(t *testing.T) {
	s := newStage(t, bot.DefaultSettings(), "ana")
	stay := s.floor.Join("ana")
	s.watch.set(monday.Add(-time.Hour))
	s.floor.Sweep()
	s.is("ana", desk.Online)
	stay.Touch(true)
	s.watch.set(monday.Add(time.Hour))
	s.floor.Sweep()
	stay.Touch(true)
	s.is("ana", desk.Online)
}
