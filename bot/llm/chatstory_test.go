package llm

import (
	"errors"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/llm/scripted"
)

// Every step of the scripted server, alone and in stories: what comes is the reply or its beginning, an error unless
// it was complete, and in time.
func TestStoriesOfReplies(t *testing.T) {
	t.Parallel()
	const whole = "You can return it within 30 days, for “5 €” 🙂."
	for script, want := range map[string]Reason{ // "" is success
		"WHOLE": "", "whole WHOLE": "", "letters WHOLE": "", "split-utf8 WHOLE": "", "bytewise WHOLE": "", "crlf WHOLE": "",
		"comments WHOLE": "", "unspaced WHOLE": "", "odd WHOLE": "", "no-done WHOLE": "", "no-usage WHOLE": "",
		"lying-usage 9 WHOLE": "", "lying-usage 999999999 WHOLE": "", "multiline WHOLE": "", "pace 700ms WHOLE": ReasonTimeout, "pace 200ms WHOLE": "", "pace 5s WHOLE": ReasonTimeout,
		"slow 2s WHOLE": "", "slow 4s WHOLE": ReasonTimeout, "pings 1s": ReasonTimeout,

		"status 500, WHOLE": "", "limited, WHOLE": "", "limited 2, WHOLE": "", "busy 1, WHOLE": "", "reset, WHOLE": "", "no-options, WHOLE": "",
		"status 500, status 503": ReasonServer, "limited 9, WHOLE": ReasonLimited, "reset, reset": ReasonBroken, "no-credit": ReasonCredit,
		"wrong-key": ReasonKey, "unknown-model": ReasonModel, "redirect http://192.0.2.1/v1": ReasonPath, "page": ReasonPath, "too-long": ReasonWindow,

		"empty": ReasonEmpty, "nothing": "", "refuse": ReasonDeclined, "tool-calls": ReasonDeclined, "finish length WHOLE": ReasonCut,
		"finish content_filter WHOLE": ReasonDeclined, "finish why WHOLE": ReasonMalformed, "no-finish WHOLE": ReasonBroken, "no-end WHOLE": ReasonBroken,
		"mid-word WHOLE": ReasonBroken, "2 tight WHOLE": ReasonBroken, "hang-up-after 3 WHOLE": ReasonBroken, "reset-after 3 WHOLE": ReasonBroken, "stall-after 3 WHOLE": ReasonTimeout,
		"stall-after 0 WHOLE": ReasonTimeout, "fail-after 3 WHOLE": ReasonServer, "garbage-after 3 WHOLE": ReasonMalformed, "cut-after 700 WHOLE": ReasonBroken,
		"end-after 700 WHOLE": ReasonBroken, "unstreamed WHOLE": ReasonMalformed, "two-voices WHOLE": ReasonMalformed, "blob 10000000 WHOLE": ReasonMalformed,
		"mislabelled text/plain": ReasonMalformed, "garbage": ReasonMalformed, "runaway": ReasonMalformed,
		"endless": ReasonMalformed, "huge 10000000": ReasonMalformed, "stall": ReasonTimeout,
	} {
		t.Run(script, func(t *testing.T) {
			t.Parallel()
			server := scripted.New(scripted.Config{})
			onWires(t, server.Handler().ServeHTTP, nil, func(t *testing.T, h *Chat) {
				steps, err := scripted.Parse(strings.ReplaceAll(script, "WHOLE", `say "`+whole+`"`))
				if err != nil {
					t.Fatal(err)
				}
				server.Play(scripted.Chat, steps...)
				text, used, took, err := timed(t.Context(), h, nil)
				var fault *Error
				errors.As(err, &fault)
				switch {
				case want == "" && err != nil, want != "" && (fault == nil || fault.Reason != want):
					t.Errorf("got %v, want %q", err, want)
				case err != nil:
					noSecrets(t, err.Error())
				case strings.Contains(script, "WHOLE") && text != whole:
					t.Errorf("got %q", text)
				case used.Prompt <= 0 || used.Prompt > mostTokens:
					t.Errorf("used %+v", used)
				}
				if strings.Contains(script, "WHOLE") && fault != nil && !strings.HasPrefix(whole, text) {
					t.Errorf("got %q before %v", text, err)
				}
				if took > DefaultTotal+linger {
					t.Errorf("took %v", took)
				}
				time.Sleep(longestRest) // whatever happened, the next reply is good
				server.Usually(scripted.Chat, scripted.Say(whole))
				if text, _, _, err := timed(t.Context(), h, nil); err != nil || text != whole {
					t.Errorf("afterwards: %q, %v", text, err)
				}
			})
		})
	}
}

// A check and its outcome at the scripted server, with its list of keys and models.
func TestCheckAtAServerWithKeys(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*ChatConfig)
		says   string
	}{
		"all well":         {func(*ChatConfig) {}, ""},
		"no key":           {func(c *ChatConfig) { c.Key = "" }, "wants a key (401), and none is set"},
		"a wrong key":      {func(c *ChatConfig) { c.Key += "9" }, "does not know the key (401)"},
		"an unknown model": {func(c *ChatConfig) { c.Model = "larger" }, `has no model "larger" (404)`},
		"a wrong path":     {func(c *ChatConfig) { c.BaseURL = strings.TrimSuffix(c.BaseURL, "/v1") }, "often ends in /v1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := scripted.New(scripted.Config{Key: secretKey, Models: []string{"large"}})
			onWires(t, server.Handler().ServeHTTP, c.change, func(t *testing.T, h *Chat) {
				err := h.Check(t.Context())
				if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
					t.Fatalf("got %v, want %q", err, c.says)
				}
				if err != nil {
					noSecrets(t, err.Error())
				}
				if n := server.Received(); n > 1 {
					t.Errorf("asked %d times", n)
				}
				for _, r := range server.Requests() {
					if r.Route == scripted.Chat && (r.Last() != "What is the opposite of cold?" || !r.Stream || !r.Usage || r.MaxTokens != DefaultReply) {
						t.Errorf("asked %+v", r)
					}
				}
			})
		})
	}
}

// Another model's refusal is no reason to call this one down: errors tell users apart what they need to.
func TestErrorsSayWhatTheyAre(t *testing.T) {
	t.Parallel()
	for reason, is := range map[Reason]error{
		ReasonTimeout: bot.ErrModelLate, ReasonEmpty: bot.ErrModelEmpty, ReasonDeclined: bot.ErrModelDeclined,
		ReasonWindow: bot.ErrModelWindow, ReasonCut: bot.ErrModelCut, ReasonServer: nil, ReasonBroken: nil,
	} {
		err := error(&Error{Reason: reason})
		for _, known := range []error{bot.ErrModelLate, bot.ErrModelEmpty, bot.ErrModelDeclined, bot.ErrModelWindow, bot.ErrModelCut, bot.ErrModelDown} {
			if errors.Is(err, known) != (known == is) {
				t.Errorf("%s is %v", reason, known)
			}
		}
	}
}
