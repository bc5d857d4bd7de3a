package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/bot"
	"frontdesk/bot/store"
)

// A token that was in the browser before the login must not open the user's conversations after it, whoever
// put it there; the conversations come along.
func TestLoginVoidsEarlierTokens(t *testing.T) { each(t, testLoginVoidsEarlierTokens) }

func testLoginVoidsEarlierTokens(t *testing.T, e engine) {
	l := desk(t, e)
	before := "h" // of the visitor v
	if err := l.s.AddToken(t.Context(), "v", "mailed", day, day.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := say(l.s, "conversation-0001", "1", "hello"); err != nil {
		t.Fatal(err)
	}
	user, token := l.must("u", "j1", before, day)
	if user.ID != "v" || token == before {
		t.Fatalf("the visitor did not become the user, or kept the token: %+v, %s", user, token)
	}
	for _, planted := range []string{before, "mailed"} {
		if who := l.holder(planted, day); who != "" {
			t.Errorf("the token %s from before the login opens %s", planted, who)
		}
	}
	lines, err := l.s.Lines(t.Context(), bot.ViewVisitor, user.ID, 10)
	if err != nil || len(lines) != 1 {
		t.Errorf("the conversation did not come along: %v, %v", lines, err)
	}
	// Nor does it help to show it together with what was overheard.
	if v, _, err := l.in("u", "j1", before, day); !errors.Is(err, bot.ErrReplayed) {
		t.Errorf("a void token and a used vouching token: %+v, %v", v, err)
	}
}

// The user is known: a second browser gets a token of its own, and what was said in it before stays there.
func TestLoginInSecondBrowser(t *testing.T) { each(t, testLoginInSecondBrowser) }

func testLoginInSecondBrowser(t *testing.T, e engine) {
	l := desk(t, e)
	user, first := l.must("u", "j1", "", day)
	anonymous := l.anonymous("kiosk")
	again, second := l.must("u", "j2", anonymous, day)
	if again.ID != user.ID || second == first || second == anonymous || again.Vouched.Name != "j2" {
		t.Fatalf("%+v with %s, first %+v with %s", again, second, user, first)
	}
	if who := l.holder(first, day); who != user.ID {
		t.Errorf("the first browser's token opens %q", who)
	}
	if who := l.holder(anonymous, day); who != "kiosk" {
		t.Errorf("the kiosk's token opens %q", who)
	}
	if v, _, err := l.s.VisitorOf(t.Context(), "kiosk"); err != nil || v.Subject != "" {
		t.Errorf("the kiosk became %+v, %v", v, err)
	}
	for _, token := range []string{first, second} {
		v, kept := l.must("u", "j3-"+token, token, day)
		if v.ID != user.ID || kept != token {
			t.Errorf("a login with the user's own token %s: %+v with %s", token, v, kept)
		}
	}
	if who := l.holder(second, day.Add(store.TokenLife)); who != "" {
		t.Errorf("the second browser's token opens %s for ever", who)
	}
}

// Two users of one browser are never mixed.
func TestLoginAsAnother(t *testing.T) { each(t, testLoginAsAnother) }

func testLoginAsAnother(t *testing.T, e engine) {
	l := desk(t, e)
	anna, annas := l.must("anna", "a1", "h", day)
	ben, bens := l.must("ben", "b1", annas, day)
	if ben.ID == anna.ID || bens == annas {
		t.Fatalf("anna %+v with %s, ben %+v with %s", anna, annas, ben, bens)
	}
	back, token := l.must("anna", "a2", bens, day)
	if back.ID != anna.ID || token == bens || token == annas {
		t.Fatalf("anna came back as %+v with %s", back, token)
	}
	if again, _ := l.must("ben", "b2", token, day); again.ID != ben.ID {
		t.Fatalf("ben came back as %+v", again)
	}
	// The same subject on another site is somebody else.
	v, fresh, err := l.s.Vouch(t.Context(), bot.Login{Site: "club", Held: annas, ID: "x", Token: "y",
		Said: bot.Vouched{Subject: "anna", JTI: "a1", Expires: day.Add(time.Minute)}}, day)
	if err != nil || !fresh || v.ID != "x" || v.Site != "club" {
		t.Fatalf("anna of the club: %+v, %v, %v", v, fresh, err)
	}
	// Nor does a browser's visitor of one site become a user of another.
	v, _, err = l.s.Vouch(t.Context(), bot.Login{Site: "club", Held: l.anonymous("guest"), ID: "x2", Token: "y2",
		Said: bot.Vouched{Subject: "carl", JTI: "c1", Expires: day.Add(time.Minute)}}, day)
	if err != nil || v.ID != "x2" || v.Site != "club" {
		t.Fatalf("carl of the club: %+v, %v", v, err)
	}
}

// Who may use a vouching token a second time: only the browser it was used in.
func TestReplay(t *testing.T) { each(t, testReplay) }

func testReplay(t *testing.T, e engine) {
	for _, c := range []struct {
		name    string
		subject string
		held    func(own string, l *logins) string
		want    error
	}{
		{"the same browser", "u", func(own string, _ *logins) string { return own }, nil},
		{"a browser with nothing", "u", func(string, *logins) string { return "" }, bot.ErrReplayed},
		{"an anonymous browser", "u", func(_ string, l *logins) string { return l.anonymous("thief") }, bot.ErrReplayed},
		{"the browser of another user", "u", func(_ string, l *logins) string { _, t := l.must("thief", "other", "", day); return t }, bot.ErrReplayed},
		{"the token before the login", "u", func(string, *logins) string { return "h" }, bot.ErrReplayed},
		{"another subject, same browser", "w", func(own string, _ *logins) string { return own }, bot.ErrReplayed},
		{"another subject, no browser", "w", func(string, *logins) string { return "" }, bot.ErrReplayed},
		{"another browser of the user", "u", func(_ string, l *logins) string { _, t := l.must("u", "second", "", day); return t }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := desk(t, e.another(t))
			user, own := l.must("u", "j", "h", day)
			held := c.held(own, l)
			before := l.holder(held, day)
			v, token, err := l.in(c.subject, "j", held, day)
			if !errors.Is(err, c.want) || token != held {
				t.Fatalf("%+v with %s, %v", v, token, err)
			}
			if c.want == nil && v.ID != user.ID || c.want != nil && v.ID != "" {
				t.Errorf("the replay opens %+v", v)
			}
			if after := l.holder(held, day); after != before {
				t.Errorf("the browser's token opened %q and now %q", before, after)
			}
			if _, ok, err := l.s.VisitorOf(t.Context(), fmt.Sprint("visitor", l.n)); ok || err != nil {
				t.Errorf("the replay made a visitor: %v", err)
			}
		})
	}
}

// A reconnect with an older vouching token does not bring back what the host said then, and one of the same id
// that lasts longer is guarded for as long.
func TestReplayOfOlder(t *testing.T) { each(t, testReplayOfOlder) }

func testReplayOfOlder(t *testing.T, e engine) {
	l := desk(t, e)
	_, token := l.must("u", "old", "", day)
	l.must("u", "new", token, day)
	if v, _ := l.must("u", "old", token, day); v.Vouched.Name != "new" {
		t.Errorf("the older token brought back %+v", v.Vouched)
	}
	later := day.Add(4 * time.Minute)
	if v, _ := l.must("u", "old", token, later); v.Vouched.Name != "old" || !v.Vouched.At.Equal(later) {
		t.Errorf("a newer token of the same id is not taken: %+v", v.Vouched)
	}
	l.must("w", "sweep", "", day.Add(6*time.Minute+time.Hour)) // the first would be forgotten by now
	if _, _, err := l.in("u", "old", "", day.Add(8*time.Minute)); !errors.Is(err, bot.ErrReplayed) {
		t.Errorf("forgotten while it could still be used: %v", err)
	}
}

// Many browsers at once show the same vouching token: one of them gets in.
func TestReplayRace(t *testing.T) { each(t, testReplayRace) }

func testReplayRace(t *testing.T, e engine) {
	s, _ := open(t, e)
	const browsers = 64
	var wg sync.WaitGroup
	var mu sync.Mutex
	in, replayed := 0, 0
	for i := range browsers {
		wg.Go(func() {
			held := ""
			if i%2 == 0 {
				held = "h" // tabs of one browser
			}
			_, _, err := s.Vouch(context.Background(), bot.Login{Site: "shop", Held: held, ID: fmt.Sprint("n", i), Token: fmt.Sprint("t", i),
				Said: bot.Vouched{Subject: "u", JTI: "j", Expires: day.Add(time.Minute)}}, day)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				in++
			case errors.Is(err, bot.ErrReplayed):
				replayed++
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if in != 1 || replayed != browsers-1 {
		t.Errorf("%d got in, %d were refused", in, replayed)
	}
}

func TestVouchRefusesHalfALogin(t *testing.T) { each(t, testVouchRefusesHalfALogin) }

func testVouchRefusesHalfALogin(t *testing.T, e engine) {
	s, _ := open(t, e)
	whole := bot.Login{Site: "shop", ID: "id", Token: "token", Said: bot.Vouched{Subject: "u", JTI: "j", Expires: day.Add(time.Minute)}}
	for name, spoil := range map[string]func(*bot.Login){
		"site": func(l *bot.Login) { l.Site = "" }, "id": func(l *bot.Login) { l.ID = "" }, "token": func(l *bot.Login) { l.Token = "" },
		"subject": func(l *bot.Login) { l.Said.Subject = "" }, "jti": func(l *bot.Login) { l.Said.JTI = "" }, "expiry": func(l *bot.Login) { l.Said.Expires = time.Time{} },
		"token in use":              func(l *bot.Login) { l.Token = "h" },
		"token kept over the login": func(l *bot.Login) { l.Held, l.Token = "h", "h" },
	} {
		in := whole
		spoil(&in)
		if v, fresh, err := s.Vouch(t.Context(), in, day); !errors.Is(err, bot.ErrInvalid) || fresh || v.ID != "" {
			t.Errorf("%s: %+v, %v, %v", name, v, fresh, err)
		}
	}
	if _, _, err := s.Vouch(t.Context(), whole, day); err != nil {
		t.Errorf("the whole one, after all that were refused: %v", err)
	}
}

// Whatever happens in which order: a token opens one visitor only, a user is one visitor, and nobody's token
// from before a login opens the user.
func TestLoginsNeverMix(t *testing.T) { each(t, testLoginsNeverMix) }

func testLoginsNeverMix(t *testing.T, e engine) {
	s, _ := open(t, e)
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++ // each run has a site of its own
		site := fmt.Sprint("site", run)
		opens := map[string]string{} // what each token opens: "anonymous N", a subject, or "" once it is void
		first := map[string]string{} // the browser's visitor before the login
		user := map[string]string{}  // visitor of each subject
		used := map[string]string{}  // subject of each jti
		var tokens []string
		for i := range rapid.IntRange(1, 25).Draw(rt, "steps") {
			token, id := fmt.Sprintf("t%d-%d", run, i), fmt.Sprintf("v%d-%d", run, i)
			if rapid.IntRange(0, 3).Draw(rt, "what") == 0 {
				if err := s.AddVisitor(context.Background(), bot.Visitor{ID: id, Site: site}, token, day); err != nil {
					rt.Fatal(err)
				}
				opens[token], first[token] = "anonymous "+id, id
				tokens = append(tokens, token)
				continue
			}
			subject, jti := rapid.SampledFrom([]string{"anna", "ben"}).Draw(rt, "subject"), rapid.SampledFrom([]string{"1", "2", "3", "4"}).Draw(rt, "jti")
			held := rapid.SampledFrom(append(tokens, "")).Draw(rt, "held")
			v, fresh, err := s.Vouch(context.Background(), bot.Login{Site: site, Held: held, ID: id, Token: token,
				Said: bot.Vouched{Subject: subject, JTI: jti, Expires: day.Add(time.Minute)}}, day)
			own := opens[held] == subject
			if by := used[jti]; by != "" && (by != subject || !own) {
				if !errors.Is(err, bot.ErrReplayed) {
					rt.Fatalf("%s was used by %s, and again by %s: %+v, %v", jti, by, subject, v, err)
				}
				continue
			}
			if err != nil || fresh == own || v.Subject != subject {
				rt.Fatalf("%s with %q: %+v, %v, %v", subject, held, v, fresh, err)
			}
			used[jti] = subject
			if user[subject] == "" {
				user[subject] = v.ID
				if id := first[held]; opens[held] == "anonymous "+id && id != "" {
					if v.ID != id {
						rt.Fatalf("%s did not take over %s", subject, id)
					}
					opens[held] = ""
				}
			}
			if v.ID != user[subject] {
				rt.Fatalf("%s is %s and %s", subject, user[subject], v.ID)
			}
			if fresh {
				opens[token] = subject
				tokens = append(tokens, token)
			}
			for token, want := range opens {
				v, ok, err := s.VisitorByToken(context.Background(), token, day)
				got := v.Subject
				if ok && got == "" {
					got = "anonymous " + v.ID
				}
				if err != nil || got != want {
					rt.Fatalf("%s opens %q, want %q; %v", token, got, want, err)
				}
			}
		}
	})
}
