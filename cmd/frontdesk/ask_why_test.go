package main

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/knowledge"
	"frontdesk/knowledge/confidence"
)

func TestWhyTellsWhatTheConfidenceIsMadeOf(t *testing.T) {
	trace := bot.Trace{
		Terms: []string{"return", "open"}, Fuzzy: true, Model: "fitted to 90 questions",
		Candidates: []bot.Candidate{{Article: "returns/opened", Title: "Opened items", Score: .9}, {Article: "jobs", Title: "Jobs", Score: .0001}},
		Features:   map[string]float64{"coverage": .5, "unknown": .25, "brand-new": 3},
		Parts:      map[string]float64{"coverage": .75, "unknown": -1.5, "brand-new": -.001},
		Confidence: .72, Threshold: .5, Rule: "confident",
	}
	var out bytes.Buffer
	printWhy(&out, trace)
	want := strings.Join([]string{
		`72 % sure; it answers from 50 %`, ``,
		`ODDS +VALUE +INPUT +MEANING`,
		`-1.50 +0.250 +unknown +Words no article knows`,
		`\+0.75 +0.500 +coverage +Words found in the article`,
		`\+0.00 +3.000 +brand-new *`,
		`odds: .*`, `Inputs .*`, ``,
		`SHARE +ARTICLE +TITLE`,
		`90 % +returns/opened +Opened items`,
		`under 1 % +jobs +Jobs`, ``,
		`searched: return open`,
		`words that look alike were searched too`,
		`confidence: fitted to 90 questions`, ``,
	}, "\n")
	if !regexp.MustCompile(`^` + want + `$`).Match(out.Bytes()) {
		t.Errorf("printed:\n%s", &out)
	}
}

// What was not learnt has scores instead of shares, and no parts; what was not searched has nothing.
func TestWhyWithoutModel(t *testing.T) {
	var out bytes.Buffer
	printWhy(&out, bot.Trace{Candidates: []bot.Candidate{{Article: "jobs", Title: "Jobs", Score: .5}}, Threshold: .5, Rule: "no-answer"})
	if got := out.String(); !strings.Contains(got, "SCORE") || !strings.Contains(got, "0.500") || strings.Contains(got, "ODDS") || strings.Contains(got, "SHARE") {
		t.Errorf("without a model:\n%s", got)
	}
	out.Reset()
	printWhy(&out, bot.Trace{Rule: "small-talk"})
	if got := out.String(); got != "no article was considered\n" {
		t.Errorf("without a search: %q", got)
	}
}

func TestSureness(t *testing.T) {
	for _, c := range []struct {
		confidence, threshold float64
		want                  string
	}{
		{.724, .5, "72 % sure; it answers from 50 %"},
		{.5, .5, "50 % sure; it answers from 50 %"},
		{.4999, .5, "49.9 % sure; it answers from 50 %"},
		{.002, .5, "under 1 % sure; it answers from 50 %"},
		{.999, .5, "over 99 % sure; it answers from 50 %"},
		{.999, 1.01, "over 99 % sure; it never answers by itself"},
	} {
		if got := sureness(bot.Trace{Confidence: c.confidence, Threshold: c.threshold}); got != c.want {
			t.Errorf("%v of %v: %q, want %q", c.confidence, c.threshold, got, c.want)
		}
	}
}

// Whatever a confidence is made of has one label, here and in the agent console, and there an explanation too.
func TestEveryInputIsExplained(t *testing.T) {
	file := filepath.Join("..", "..", "widget", "ui", "staff", "inputs.ts")
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	console := make(map[string]string)
	for _, m := range regexp.MustCompile(`(?m)^  (\w+): \{\n    label: '([^']+)',\n    about: '[^']+\.',\n`).FindAllStringSubmatch(string(source), -1) {
		console[m[1]] = m[2]
	}
	for _, p := range confidence.Fit(nil, true, confidence.Options{}).Explain(knowledge.Features{}) {
		if inputs[p.Name] == "" {
			t.Errorf("ask --why has no label for the input %q; see inputs in ask_why.go", p.Name)
		}
	}
	if !maps.Equal(console, inputs) {
		t.Errorf("the labels differ\nin %s: %q\nhere: %q", file, console, inputs)
	}
}
