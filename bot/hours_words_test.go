package bot_test

import (
	"fmt"
	"testing"
	"time"

	"frontdesk/bot"
)

func TestWords(t *testing.T) {
	night := bot.Hours{Zone: "Europe/Berlin"}
	for d := time.Monday; d <= time.Friday; d++ {
		night.Week = append(night.Week, bot.Span{Day: d, From: "22:00", To: "24:00"}, bot.Span{Day: d + 1, From: "00:00", To: "06:00"})
	}
	sunday := bot.Hours{Week: []bot.Span{{Day: 0, From: "20:00", To: "24:00"}, {Day: 1, From: "00:00", To: "02:30"}}}
	shop := bot.Hours{Zone: "Europe/Berlin", Week: []bot.Span{{Day: 6, From: "10:00", To: "14:00"}}}
	for d := time.Monday; d <= time.Friday; d++ {
		shop.Week = append(shop.Week, bot.Span{Day: d, From: "09:00", To: "12:00"}, bot.Span{Day: d, From: "12:00", To: "18:30"})
	}
	for _, tt := range []struct {
		h      bot.Hours
		locale string
		want   string
	}{
		{shop, "en", "Mon–Fri 9:00–18:30, Sat 10:00–14:00 (Europe/Berlin)"},
		{shop, "de-AT", "Mo–Fr 9–18:30 Uhr, Sa 10–14 Uhr (Europe/Berlin)"},
		{office, "fr", "Mon–Fri 9:00–12:00 and 13:00–18:00 (Europe/Berlin)"},
		{office, "DE_de", "Mo–Fr 9–12 und 13–18 Uhr (Europe/Berlin)"},
		{night, "en", "Mon–Fri 22:00–6:00 (Europe/Berlin)"},
		{sunday, "", "Sun 20:00–2:30 (UTC)"},
		{bot.Hours{Week: []bot.Span{{Day: 6, From: "12:00", To: "24:00"}, {Day: 0, From: "00:00", To: "24:00"}}}, "en", "Sat 12:00–24:00, Sun 0:00–24:00 (UTC)"},
		{bot.Hours{Week: everyDay("08:00", "20:00")}, "de", "täglich 8–20 Uhr (UTC)"},
		{bot.Hours{Week: everyDay("08:00", "20:00")}, "den", "daily 8:00–20:00 (UTC)"},
		{bot.Hours{Zone: "Asia/Tokyo"}, "en", "around the clock"},
		{bot.Hours{Week: everyDay("00:00", "24:00")}, "de", "rund um die Uhr"},
		{bot.Hours{Week: []bot.Span{{Day: 9, From: "08:00", To: "20:00"}}}, "en", ""},
	} {
		if got := tt.h.Words(tt.locale); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.locale, got, tt.want)
		}
	}
	before := fmt.Sprint(night)
	if night.Words("de"); fmt.Sprint(night) != before {
		t.Error("the hours were changed by saying them")
	}
}
