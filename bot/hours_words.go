package bot

import (
	"fmt"
	"slices"
	"strings"
)

// tongue is how opening hours are said in a language.
type tongue struct {
	always string
	daily  string
	days   [7]string // from Sunday
	and    string
	suffix string // after the hours of a day
	full   bool   // minutes are written even if they are 00
}

func tongueOf(locale string) tongue {
	if Language(locale) == "de" {
		return tongue{
			always: "rund um die Uhr", daily: "täglich", and: " und ", suffix: " Uhr",
			days: [7]string{"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"},
		}
	}
	return tongue{
		always: "around the clock", daily: "daily", and: " and ", full: true,
		days: [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
	}
}

// Words tells customers the hours of the week in a few words, such as "Mon–Fri 9:00–18:00, Sat 10:00–14:00
// (Europe/Berlin)". They are in German for a German locale, else in English. Days that differ are not
// told: which of them matter depends on today. Hours that Compile refuses give "".
func (h Hours) Words(locale string) string {
	week, err := readWeek(h.Week)
	if err != nil {
		return ""
	}
	say := tongueOf(locale)
	week = nights(week)
	var parts []string
	for first := 0; first < 7; {
		last := first
		for last < 6 && slices.Equal(week[monday(last+1)], week[monday(first)]) {
			last++
		}
		if open := week[monday(first)]; len(open) > 0 {
			parts = append(parts, say.group(first, last)+" "+say.hours(open))
			if first == 0 && last == 6 && open[0] == (stretch{0, secondsOfDay}) {
				return say.always
			}
		}
		first = last + 1
	}
	zone := h.Zone
	if zone == "" {
		zone = "UTC"
	}
	return strings.Join(parts, ", ") + " (" + zone + ")"
}

// monday turns a place in a week that starts on Monday into a time.Weekday.
func monday(i int) int { return (i + 1) % 7 }

// nights gives an opening that goes past midnight to the day on which it starts, if it ends before noon and
// its end cannot be taken for one of the same day: people say "22:00–6:00".
func nights(week [7][]stretch) [7][]stretch {
	out := week
	for d := range week {
		next := (d + 1) % 7
		if len(week[d]) == 0 || len(week[next]) == 0 {
			continue
		}
		evening, morning := week[d][len(week[d])-1], week[next][0]
		if evening.to != secondsOfDay || morning.from != 0 || morning.to > secondsOfDay/2 || morning.to >= evening.from {
			continue
		}
		out[d] = slices.Clone(out[d])
		out[d][len(out[d])-1].to = morning.to
		out[next] = out[next][1:]
	}
	return out
}

func (s tongue) group(first, last int) string {
	switch {
	case first == 0 && last == 6:
		return s.daily
	case first == last:
		return s.days[monday(first)]
	}
	return s.days[monday(first)] + "–" + s.days[monday(last)]
}

func (s tongue) hours(open []stretch) string {
	var parts []string
	for _, o := range open {
		parts = append(parts, s.clock(o.from)+"–"+s.clock(o.to))
	}
	last := len(parts) - 1
	if last == 0 {
		return parts[0] + s.suffix
	}
	return strings.Join(parts[:last], ", ") + s.and + parts[last] + s.suffix
}

func (s tongue) clock(at int64) string {
	if at%3600 == 0 && !s.full {
		return fmt.Sprint(at / 3600)
	}
	return fmt.Sprintf("%d:%02d", at/3600, at/60%60)
}
