package exam

import (
	"encoding/json"
	"fmt"
	"io"
)

// prediction is one line of a file of predictions; others read it, so its keys stay.
type prediction struct {
	Query      string   `json:"query"`
	Ranked     []string `json:"ranked"`
	Confidence float64  `json:"confidence"`
	Decision   Decision `json:"decision"`
	Threshold  float64  `json:"threshold"`
}

// WritePredictions writes one JSON object per result, in order:
// {"query","ranked":[ids, best first],"confidence":0..1,"decision":"answer|clarify|handoff","threshold"}.
func WritePredictions(out io.Writer, results []Result) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	for _, r := range results {
		p := prediction{r.Question.Query, r.Ranked, r.Confidence, r.Decision, r.Threshold}
		if p.Ranked == nil {
			p.Ranked = []string{}
		}
		if err := e.Encode(p); err != nil {
			return fmt.Errorf("write the predictions: %w", err)
		}
	}
	return nil
}
