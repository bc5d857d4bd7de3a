package bot_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"frontdesk/bot"
)

// office is open on working days 9–12 and 13–18 in Berlin, and has a holiday and a short day.
var office = bot.Hours{
	Zone: "Europe/Berlin",
	Week: append(append(append(append(workday(1), workday(2)...), workday(3)...), workday(4)...), workday(5)...),
	Days: []bot.Day{
		{Date: "2026-12-25", Name: "Christmas"},
		{Date: "2026-12-24", Name: "Christmas Eve", Open: []bot.DaySpan{{From: "09:00", To: "11:30"}}},
	},
}

func workday(d time.Weekday) []bot.Span {
	return []bot.Span{{Day: d, From: "13:00", To: "18:00"}, {Day: d, From: "09:00", To: "12:00"}}
}

func everyDay(from, to string) (week []bot.Span) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		week = append(week, bot.Span{Day: d, From: from, To: to})
	}
	return week
}

func compiled(t testing.TB, h bot.Hours) *bot.Calendar {
	t.Helper()
	c, err := h.Compile()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// wall reads a time as the clock on the wall of a zone shows it.
func wall(t testing.TB, c *bot.Calendar, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04:05.999999999", s, c.Location())
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestOpensAndCloses(t *testing.T) {
	c := compiled(t, office)
	for _, tt := range []struct{ at, opens, closes string }{
		{"2026-12-23 08:59:59", "2026-12-23 09:00:00", "2026-12-23 08:59:59"},
		{"2026-12-23 09:00:00", "2026-12-23 09:00:00", "2026-12-23 12:00:00"},
		{"2026-12-23 11:59:59.5", "2026-12-23 11:59:59.5", "2026-12-23 12:00:00"},
		{"2026-12-23 12:00:00", "2026-12-23 13:00:00", "2026-12-23 12:00:00"},
		{"2026-12-23 18:00:00", "2026-12-24 09:00:00", "2026-12-23 18:00:00"},
		{"2026-12-24 10:00:00", "2026-12-24 10:00:00", "2026-12-24 11:30:00"},
		{"2026-12-24 11:30:00", "2026-12-28 09:00:00", "2026-12-24 11:30:00"}, // holiday, then a weekend
	} {
		at := wall(t, c, tt.at).UTC()
		opens, ok := c.Opens(at)
		if want := wall(t, c, tt.opens); !ok || !opens.Equal(want) || opens.Location() != time.UTC {
			t.Errorf("at %s it opens %v (%v), want %v", tt.at, opens, ok, want)
		}
		closes, ok := c.Closes(at)
		if want := wall(t, c, tt.closes); !ok || !closes.Equal(want) || closes.Location() != time.UTC {
			t.Errorf("at %s it closes %v (%v), want %v", tt.at, closes, ok, want)
		}
		if c.Open(at) != (tt.at == tt.opens) {
			t.Errorf("at %s open is %v", tt.at, c.Open(at))
		}
	}
}

func TestAddAndBetween(t *testing.T) {
	c := compiled(t, office)
	for _, tt := range []struct {
		at   string
		d    time.Duration
		want string
	}{
		{"2026-12-22 20:00:00.5", 0, "2026-12-22 20:00:00.5"},
		{"2026-12-22 20:00:00.5", -time.Hour, "2026-12-22 20:00:00.5"},
		{"2026-12-22 20:00:00.5", time.Nanosecond, "2026-12-23 09:00:00.000000001"},
		{"2026-12-23 11:00:00", time.Hour, "2026-12-23 12:00:00"},
		{"2026-12-23 11:00:00", time.Hour + 1, "2026-12-23 13:00:00.000000001"},
		{"2026-12-23 11:59:59.75", time.Second, "2026-12-23 13:00:00.75"},
		{"2026-12-23 17:30:00", 4 * time.Hour, "2026-12-28 10:00:00"},
	} {
		at, want := wall(t, c, tt.at), wall(t, c, tt.want)
		got := c.Add(at, tt.d)
		if !got.Equal(want) {
			t.Errorf("%s + %v = %v, want %v", tt.at, tt.d, got, want)
		}
		if back := c.Between(at, got); back != max(0, tt.d) {
			t.Errorf("between %s and %v is %v, want %v", tt.at, got, back, tt.d)
		}
		if back := c.Between(got, at); back != 0 {
			t.Errorf("backwards it is %v", back)
		}
	}
}

func TestDaysOnWhichClocksChange(t *testing.T) {
	span := func(from, to string) []bot.Span { return []bot.Span{{Day: time.Sunday, From: from, To: to}} }
	for _, tt := range []struct {
		zone, date, from, to string
		want                 time.Duration
	}{
		{"Europe/Berlin", "2026-03-29", "01:00", "04:00", 2 * time.Hour},
		{"Europe/Berlin", "2026-10-25", "01:00", "04:00", 4 * time.Hour},
		{"Europe/Berlin", "2026-03-29", "02:15", "02:45", 0},
		{"Europe/Berlin", "2026-10-25", "02:15", "02:45", time.Hour}, // twice half an hour
		{"America/New_York", "2026-03-08", "00:00", "24:00", 23 * time.Hour},
		{"America/New_York", "2026-11-01", "00:00", "24:00", 25 * time.Hour},
		{"Australia/Lord_Howe", "2026-04-05", "00:00", "24:00", 24*time.Hour + 30*time.Minute},
		{"America/Santiago", "2026-09-06", "00:00", "06:00", 5 * time.Hour}, // there is no midnight
		{"Asia/Kathmandu", "2026-03-29", "01:00", "04:00", 3 * time.Hour},
	} {
		c := compiled(t, bot.Hours{Zone: tt.zone, Week: span(tt.from, tt.to)})
		noon := wall(t, c, tt.date+" 12:00:00")
		if got := c.Between(noon.Add(-36*time.Hour), noon.Add(36*time.Hour)); got != tt.want {
			t.Errorf("%s %s %s–%s lasts %v, want %v", tt.zone, tt.date, tt.from, tt.to, got, tt.want)
		}
	}
}

func TestOpeningsThatTouchAreOne(t *testing.T) {
	c := compiled(t, bot.Hours{Zone: "Europe/Berlin", Week: []bot.Span{
		{Day: time.Saturday, From: "22:00", To: "23:00"}, {Day: time.Saturday, From: "23:00", To: "24:00"},
		{Day: time.Sunday, From: "00:00", To: "06:00"},
	}})
	at := wall(t, c, "2026-10-24 22:30:00")
	end, ok := c.Closes(at)
	if want := wall(t, c, "2026-10-25 06:00:00"); !ok || !end.Equal(want) {
		t.Errorf("closes %v (%v), want %v", end, ok, want)
	}
	if got := c.Between(at, end); got != 8*time.Hour+30*time.Minute {
		t.Errorf("the night in which clocks are set back lasts %v", got)
	}
}

func TestLeapDay(t *testing.T) {
	c := compiled(t, bot.Hours{Week: everyDay("09:00", "10:00"), Days: []bot.Day{{Date: "2028-02-29"}}})
	opens, ok := c.Opens(wall(t, c, "2028-02-28 10:00:00"))
	if want := wall(t, c, "2028-03-01 09:00:00"); !ok || !opens.Equal(want) {
		t.Errorf("opens %v (%v), want %v", opens, ok, want)
	}
}

// The zones of package time have a gap there; see nextChange.
func TestLastDayOfALeapYear(t *testing.T) {
	for _, zone := range []string{"Europe/Berlin", "America/Santiago", "Australia/Sydney", "Asia/Gaza"} {
		c := compiled(t, bot.Hours{Zone: zone, Week: everyDay("09:00", "18:00")})
		at := wall(t, c, "2040-12-30 18:00:00")
		if got, want := c.Add(at, 14*time.Hour), wall(t, c, "2041-01-01 14:00:00"); !got.Equal(want) {
			t.Errorf("%s: 14 hours have passed at %v, want %v", zone, got, want)
		}
	}
}

func TestAlwaysOpen(t *testing.T) {
	at := time.Date(2026, 7, 1, 3, 0, 0, 5, time.UTC)
	for name, c := range map[string]*bot.Calendar{
		"nil": nil, "no hours": compiled(t, bot.Hours{}), "all hours": compiled(t, bot.Hours{Zone: "Asia/Gaza", Week: everyDay("00:00", "24:00")}),
	} {
		opens, ok := c.Opens(at)
		if !c.Open(at) || !ok || opens != at {
			t.Errorf("%s: open %v, opens %v (%v)", name, c.Open(at), opens, ok)
		}
		if c.Location() == nil {
			t.Errorf("%s: no zone to show times in", name)
		}
		if closes, ok := c.Closes(at); ok {
			t.Errorf("%s: closes %v", name, closes)
		}
		for _, d := range []time.Duration{1, time.Hour, 250 * 365 * 24 * time.Hour} {
			if got := c.Add(at, d); !got.Equal(at.Add(d)) || c.Between(at, got) != d {
				t.Errorf("%s: + %v = %v, and %v back", name, d, got, c.Between(at, got))
			}
		}
		if got := c.Between(time.Time{}, at); got != 1<<63-1 {
			t.Errorf("%s: two thousand years are %v", name, got)
		}
	}
}

func TestHolidayOfATeamThatIsAlwaysThere(t *testing.T) {
	c := compiled(t, bot.Hours{Days: []bot.Day{{Date: "2026-12-25"}}})
	closes, ok := c.Closes(wall(t, c, "2026-07-01 00:00:00"))
	if want := wall(t, c, "2026-12-25 00:00:00"); !ok || !closes.Equal(want) {
		t.Errorf("closes %v (%v), want %v", closes, ok, want)
	}
}

func TestClosedForMoreThanAYear(t *testing.T) {
	h := bot.Hours{Week: []bot.Span{{Day: time.Monday, From: "09:00", To: "10:00"}}}
	monday := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	for i := range 60 {
		h.Days = append(h.Days, bot.Day{Date: monday.AddDate(0, 0, 7*i).Format(time.DateOnly)})
	}
	if err := h.Validate(); !errors.Is(err, bot.ErrInvalid) || !strings.Contains(err.Error(), "2026-01-05") {
		t.Errorf("validated: %v", err)
	}
	c := compiled(t, h)
	if opens, ok := c.Opens(monday); ok {
		t.Errorf("opens %v", opens)
	}
	again := monday.AddDate(0, 0, 7*60).Add(9 * time.Hour)
	if got := c.Add(monday, time.Minute); !got.Equal(again.Add(time.Minute)) {
		t.Errorf("a minute has passed at %v, want a minute after %v", got, again)
	}
	h.Days = h.Days[:50]
	if err := h.Validate(); err != nil {
		t.Errorf("fifty weeks are refused: %v", err)
	}
}

func TestHugeDurationsEnd(t *testing.T) {
	c := compiled(t, bot.Hours{Week: []bot.Span{{Day: time.Monday, From: "09:00", To: "09:01"}}})
	at := time.Date(2026, 1, 1, 0, 0, 0, 7, time.UTC)
	const d = time.Duration(1<<63 - 1)
	if got := c.Between(at, c.Add(at, d)); got != d {
		t.Errorf("got %v back", got)
	}
}
