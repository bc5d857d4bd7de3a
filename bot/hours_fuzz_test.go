package bot_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"frontdesk/bot"
)

func FuzzHours(f *testing.F) {
	seed, _ := json.Marshal(office)
	f.Add(seed, int64(1789000000))
	f.Add([]byte(`{"zone":"America/Santiago","week":[{"day":6,"from":"22:00","to":"24:00"},{"day":0,"from":"00:00","to":"06:00"}]}`), int64(1788660000))
	f.Add([]byte(`{"zone":"Local","week":[{"day":7,"from":"9:00","to":"24:01"}],"days":[{"date":"2026-02-30"}]}`), int64(0))
	f.Add([]byte(`{"days":[{"date":"2026-12-25"},{"date":"2026-12-25","open":[{"from":"22:00","to":"06:00"}]}]}`), int64(-1))
	f.Fuzz(func(t *testing.T, data []byte, unix int64) {
		var h, again bot.Hours
		if json.Unmarshal(data, &h) != nil {
			return
		}
		c, err := h.Compile()
		if err != nil {
			if !errors.Is(err, bot.ErrInvalid) || c != nil || h.Validate() == nil {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		if h.Words("en") == "" || h.Words("de") == "" {
			t.Fatal("no words for good hours")
		}
		b, _ := json.Marshal(h)
		if json.Unmarshal(b, &again) != nil {
			t.Fatal("the hours cannot be read back")
		}
		if other, err := again.Compile(); err != nil || !reflect.DeepEqual(other, c) {
			t.Fatalf("read back they differ: %v", err)
		}
		at := time.Unix(unix%(1<<34), 0)
		opens, ok := c.Opens(at)
		if ok && (opens.Before(at) || !c.Open(opens) || c.Between(at, opens) != 0) {
			t.Fatalf("opens %v after %v", opens, at)
		}
		if !ok && h.Validate() == nil {
			t.Fatalf("never opens after %v", at)
		}
		if end := c.Add(at, 90*time.Minute); c.Between(at, end) != 90*time.Minute {
			t.Fatalf("between %v and %v is %v", at, end, c.Between(at, end))
		}
	})
}

func BenchmarkHours(b *testing.B) {
	c := compiled(b, office)
	at := wall(b, c, "2026-09-23 20:00:00")
	for name, act := range map[string]func(){
		"Open":          func() { c.Open(at) },
		"Opens":         func() { c.Opens(at) },
		"Closes":        func() { c.Closes(at) },
		"Add4h":         func() { c.Add(at, 4*time.Hour) },
		"Add40h":        func() { c.Add(at, 40*time.Hour) },
		"BetweenMonth":  func() { c.Between(at, at.AddDate(0, 1, 0)) },
		"BetweenYear":   func() { c.Between(at, at.AddDate(1, 0, 0)) },
		"Between100Yrs": func() { c.Between(at, at.AddDate(100, 0, 0)) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				act()
			}
		})
	}
}
