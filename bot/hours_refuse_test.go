package bot_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
)

func TestValidateRefuses(t *testing.T) {
	week := func(day time.Weekday, from, to string) bot.Hours {
		return bot.Hours{Week: []bot.Span{{Day: day, From: from, To: to}}}
	}
	on := func(date string, open ...bot.DaySpan) bot.Hours {
		return bot.Hours{Days: []bot.Day{{Date: date, Open: open}}}
	}
	var many bot.Hours
	for i := range 201 {
		many.Days = append(many.Days, bot.Day{Date: t0.AddDate(0, 0, 3*i).Format(time.DateOnly)})
	}
	for _, tt := range []struct {
		h    bot.Hours
		says string
	}{
		{bot.Hours{Zone: "Mars/Phobos"}, `time zone "Mars/Phobos" is not known`},
		{bot.Hours{Zone: "Local"}, "is not known"},
		{bot.Hours{Zone: "right/Europe/Berlin"}, "is not known"},
		{bot.Hours{Zone: "../../etc/passwd"}, "is not known"},
		{week(7, "09:00", "18:00"), "no day 7 of the week"},
		{week(-1, "09:00", "18:00"), "no day -1 of the week"},
		{week(1, "9:00", "18:00"), `Monday cannot open at "9:00"`},
		{week(1, "24:00", "24:00"), "Monday cannot open"},
		{week(1, "09:00", "24:01"), `Monday cannot close at "24:01"`},
		{week(1, "09:00", "17:60"), "Monday cannot close"},
		{week(1, "09:00", "00:00"), "write 24:00 for midnight"},
		{week(1, "09:00", "09:00"), "are empty"},
		{week(6, "22:00", "06:00"), "end before they start; write 22:00–24:00 on Saturday and 00:00–06:00 on Sunday"},
		{bot.Hours{Week: append(workday(1), bot.Span{Day: 1, From: "11:59", To: "12:01"})}, "on Monday overlap at 11:59"},
		{bot.Hours{Week: append(workday(1), workday(1)...)}, "on Monday overlap at 09:00"},
		{bot.Hours{Week: make([]bot.Span, 101)}, "at most 100"},
		{many, "at most 200"},
		{on("25.12.2026"), "is not a date"},
		{on("2026-02-29"), "is not a date"},
		{on("0206-12-25"), "the year of 0206-12-25"},
		{bot.Hours{Days: []bot.Day{{Date: "2026-12-25"}, {Date: "2026-12-24"}, {Date: "2026-12-25"}}}, "2026-12-25 is listed twice"},
		{bot.Hours{Days: []bot.Day{{Date: "2026-12-25", Name: strings.Repeat("x", 101)}}}, "name of the day 2026-12-25"},
		{on("2026-12-24", bot.DaySpan{From: "22:00", To: "06:00"}), "00:00–06:00 on the next day"},
		{on("2026-12-24", bot.DaySpan{From: "08:00", To: "12:00"}, bot.DaySpan{From: "10:00", To: "11:00"}), "on 2026-12-24 overlap at 10:00"},
		{on("2026-12-24", make([]bot.DaySpan, 11)...), "at most 10"},
	} {
		err := tt.h.Validate()
		if !errors.Is(err, bot.ErrInvalid) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("want %q, got: %v", tt.says, err)
		}
	}
	if err := office.Validate(); err != nil {
		t.Error(err)
	}
}

func TestHoursAsJSON(t *testing.T) {
	b, err := json.Marshal(bot.Hours{Zone: "UTC", Week: office.Week[:1], Days: office.Days})
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"zone":"UTC","week":[{"day":1,"from":"13:00","to":"18:00"}],"days":[{"date":"2026-12-25","name":"Christmas"},` +
		`{"date":"2026-12-24","name":"Christmas Eve","open":[{"from":"09:00","to":"11:30"}]}]}`
	if string(b) != want {
		t.Errorf("got %s", b)
	}
}
