package main_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/bot/llm/scripted"
)

// evaluation runs "frontdesk eval --draft" against a scripted model and returns the figures, what else was printed and
// the drafts.
func evaluation(t *testing.T, server *scripted.Server, args ...string) (figures evalFigures, said string, drafts []draftSaid, err error) {
	t.Helper()
	base, stop, err := server.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	dir := t.TempDir()
	file := filepath.Join(dir, "drafts.jsonl")
	args = append([]string{"eval", "--draft", "--json", "--drafts", file, "--html", filepath.Join(dir, "report.html"), "--model-url", base, "--model-name", "any", "--model-key", "a-key"}, args...)
	cmd := exec.Command(binary(t), args...)
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	cmd.Env = append(os.Environ(), "HOME="+dir)
	if err := cmd.Run(); err != nil {
		return figures, problems.String(), nil, err
	}
	if err := json.Unmarshal(out.Bytes(), &figures); err != nil {
		t.Fatalf("%v in %s", err, out.Bytes())
	}
	page, err := os.ReadFile(filepath.Join(dir, "report.html"))
	if err != nil || !strings.Contains(string(page), "Sentences that the model wrote") {
		t.Errorf("the report has no section on drafts: %v", err)
	}
	lines, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(lines) {
		var d draftSaid
		if err := json.Unmarshal(line, &d); err != nil {
			t.Fatal(err)
		}
		drafts = append(drafts, d)
	}
	return figures, problems.String(), drafts, nil
}

type evalFigures struct {
	Draft struct {
		Model                   string
		Answered, Drafted, Used int
		Outcomes                map[string]int
		Faults                  map[string]int
		Sentences               int
		Verdicts                map[string]int
		RightWithout            float64 `json:"right_without"`
		RightWith               float64 `json:"right_with"`
		Lost                    int
		Evidence                float64  `json:"evidence_kept"`
		Faithful                *float64 `json:"faithful_sentences"`
		Prompt                  int      `json:"prompt_tokens"`
		Cost                    float64
		Turn                    [2]float64 `json:"turn_ms"`
	}
}

type draftSaid struct {
	Query, Outcome, Extract, Said string
	Sentences                     []struct{ Text, Verdict string }
}

func sum(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

// With the quoting server answers are at least as right as without, and nothing is said that is not written.
func TestEvalDraftOfTheQuotingServer(t *testing.T) {
	t.Parallel()
	server := scripted.New(scripted.Config{Key: "a-key"})
	f, said, drafts, err := evaluation(t, server, "--corpus", "internal/demo/corpus", "--generate", "titles", "--count", "60", "--encoder", "off",
		"--model-price-in", "1", "--model-price-out", "2", "--draft-parallel", "2")
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	d := f.Draft
	if d.Answered < 30 || d.Drafted < 30 || float64(d.Used) < 0.7*float64(d.Drafted) {
		t.Errorf("of %d answers %d were drafted and %d used", d.Answered, d.Drafted, d.Used)
	}
	if d.RightWith < d.RightWithout || d.Lost > 0 || d.Evidence < 0.9 {
		t.Errorf("right without %.3f, with %.3f, lost %d, evidence %.3f", d.RightWithout, d.RightWith, d.Lost, d.Evidence)
	}
	if d.Faithful == nil || *d.Faithful < 1 {
		t.Errorf("faithful sentences: %v", d.Faithful)
	}
	if sum(d.Outcomes) != d.Drafted || d.Outcomes["used"] != d.Used || sum(d.Verdicts) != d.Sentences || len(drafts) != d.Drafted {
		t.Errorf("the figures do not add up: %+v, %d drafts", d, len(drafts))
	}
	if d.Prompt < 100*d.Drafted || d.Cost < float64(d.Prompt)/1e6 || d.Turn[0] <= 0 || d.Turn[1] < d.Turn[0] || !strings.HasSuffix(d.Model, "/any") {
		t.Errorf("cost and time: %+v", d)
	}
	if n := server.Received(); n != d.Drafted+1 {
		t.Errorf("the server was asked %d times for %d drafts and one check", n, d.Drafted)
	}
}

// small is a corpus that is quick to learn.
func small(t *testing.T) (corpus, questions string) {
	t.Helper()
	dir := t.TempDir()
	corpus, questions = filepath.Join(dir, "corpus.jsonl"), filepath.Join(dir, "questions.jsonl")
	for name, text := range map[string]string{
		corpus: `{"id":"returns","question":"How do I return an item?","answer":"You can return an item within 30 days of delivery. Send it back in its box. Shoes must be clean."}
{"id":"password","question":"How do I reset my password?","answer":"Choose the link on the sign-in page. We send you a mail that is valid for 60 minutes."}
{"id":"delivery","question":"What does delivery cost?","answer":"Standard delivery costs 5 euros and takes 2 to 4 days. Express delivery costs 12 euros."}
`,
		questions: `{"query":"How do I return an item?","relevant_ids":["returns"]}
{"query":"How do I reset my password?","relevant_ids":["password"]}
{"query":"What does delivery cost?","relevant_ids":["delivery"]}
`,
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return corpus, questions
}

func TestEvalDraftOfHostileServers(t *testing.T) {
	t.Parallel()
	corpus, questions := small(t)
	for _, c := range []struct {
		step     string
		outcomes []string // that there may be
	}{
		{"invent promise", []string{"used", "gate"}},
		{"invent digits", []string{"used", "gate"}},
		{"obey", []string{"used", "gate", "leak"}},
		{"status 500", []string{"failed", "down"}},
		{"nothing", []string{"empty", "declined"}},
		{"hang-up-after 5", []string{"failed", "down"}},
	} {
		t.Run(c.step, func(t *testing.T) {
			t.Parallel()
			server := scripted.New(scripted.Config{})
			steps, err := scripted.Parse(c.step)
			if err != nil {
				t.Fatal(err)
			}
			server.Play(scripted.Chat, scripted.Say("OK")) // the check
			server.Usually(scripted.Chat, steps[0])
			f, said, drafts, err := evaluation(t, server, "--corpus", corpus, "--questions", questions, "--encoder", "off")
			if err != nil {
				t.Fatalf("%v: %s", err, said)
			}
			d := f.Draft
			if d.Drafted < 2 || len(drafts) != d.Drafted {
				t.Fatalf("%d drafts, %d lines", d.Drafted, len(drafts))
			}
			allowed := 0
			for _, o := range c.outcomes {
				allowed += d.Outcomes[o]
			}
			if allowed != d.Drafted {
				t.Errorf("outcomes %v, want %v", d.Outcomes, c.outcomes)
			}
			if d.Outcomes["failed"] > 0 && sum(d.Faults) == 0 {
				t.Error("it is not told why the model failed")
			}
			if d.RightWith < d.RightWithout {
				t.Errorf("right without %.3f, with %.3f", d.RightWithout, d.RightWith)
			}
			for _, one := range drafts {
				for _, canary := range scripted.Canaries() {
					if strings.Contains(one.Said, canary) {
						t.Errorf("%q: the customer reads %q", one.Query, one.Said)
					}
				}
				if one.Outcome != "used" && one.Said != one.Extract {
					t.Errorf("%q: %s, and still the customer reads %q in place of %q", one.Query, one.Outcome, one.Said, one.Extract)
				}
			}
		})
	}
}

// What is wrong with the model is told before anything is asked, in words that help.
func TestEvalDraftChecksTheModel(t *testing.T) {
	t.Parallel()
	corpus, questions := small(t)
	server := scripted.New(scripted.Config{Key: "another"})
	_, said, _, err := evaluation(t, server, "--corpus", corpus, "--questions", questions, "--encoder", "off")
	if err == nil || !strings.Contains(said, "--draft: ") || !strings.Contains(said, "key") || strings.Contains(said, "a-key") {
		t.Errorf("got %v, %s", err, said)
	}
	if n := server.Received(); n != 1 {
		t.Errorf("the server was asked %d times", n)
	}
}
