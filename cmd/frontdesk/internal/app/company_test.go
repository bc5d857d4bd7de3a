package app

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"frontdesk/knowledge/sqldb/pgtest"
)

func TestCompany(t *testing.T) {
	start := time.Now()
	for name, looks := range map[string][]struct {
		after time.Duration
		nodes []string
		want  string
	}{
		"alone":                     {{0, []string{"me"}, ""}, {time.Hour, []string{"me"}, ""}},
		"another":                   {{0, []string{"me", "you"}, ""}, {59 * time.Second, []string{"you"}, ""}, {time.Minute, []string{"me", "you"}, "you"}},
		"this one by its old name":  {{0, []string{"me", "old"}, ""}, {45 * time.Second, []string{"me"}, ""}, {2 * time.Minute, []string{"me"}, ""}},
		"one after the other":       {{0, []string{"a"}, ""}, {time.Minute, []string{"b"}, ""}, {119 * time.Second, []string{"b"}, ""}},
		"away and back":             {{0, []string{"you"}, ""}, {30 * time.Second, nil, ""}, {time.Minute, []string{"you"}, ""}},
		"one goes, the other stays": {{0, []string{"a", "b"}, ""}, {time.Minute, []string{"b", "me"}, "b"}},
	} {
		c := company{self: "me", stays: time.Minute}
		for _, l := range looks {
			if got := c.look(l.nodes, start.Add(l.after)); got != l.want {
				t.Errorf("%s: after %s it is %q, want %q", name, l.after, got, l.want)
			}
		}
	}
}

// A server on PostgreSQL without a bus says in its log, once, that another one is there.
func TestServersWithoutABusAreWarned(t *testing.T) {
	var log bytes.Buffer
	a, err := New(t.Context(), shopOn(t, pgtest.Open(t)), slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.conversations.Meet(t.Context(), "the-other", nil, time.Hour); err != nil {
		t.Fatal(err)
	}
	a.noticeCompany(t.Context(), time.Millisecond, 3*time.Millisecond)
	if n := strings.Count(log.String(), "other=the-other"); n != 1 || !strings.Contains(log.String(), "--bus") {
		t.Errorf("%d warnings:\n%s", n, &log)
	}
}
