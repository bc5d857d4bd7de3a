package exam

import (
	"fmt"
	"strconv"
)

// Row is one line of a report in words.
type Row struct {
	Name  string
	Value string
	Note  string // what the number means, may be empty
}

// Section is a group of rows.
type Section struct {
	Title string
	Rows  []Row
}

// Sections tells the report to people, on a terminal or a page.
func (r Report) Sections() []Section {
	return []Section{
		{"Exam", []Row{
			{"questions", strconv.Itoa(r.Questions), fmt.Sprintf("%d with an answer, %d without", r.Answerable, r.Questions-r.Answerable)},
			{"articles", strconv.Itoa(r.Cost.Articles), fmt.Sprintf("with %d phrasings", r.Cost.Phrasings)},
			{"decisions", strconv.Itoa(r.Decisions[Answer]), fmt.Sprintf("answered (%v of them wrong), %d asked back, %d handed off", r.AnsweredWrongly, r.Decisions[Clarify], r.Decisions[Handoff])},
		}},
		{"Ranking", []Row{
			{"hit@1", r.Hit1.String(), "right article first, of the questions with an answer"},
			{"hit@5", r.Hit5.String(), "right article among the first five"},
			{"MRR@5", r.MRR5.String(), "mean of 1 ÷ place of the right article, 0 beyond five"},
		}},
		{"Answering and refusing", []Row{
			{"threshold", Figure(r.Threshold).String(), "confidence from which the bot answers by itself"},
			{"in-scope accuracy", r.InScopeAccuracy.String(), "right article at the threshold, of the questions with an answer"},
			{"refusal recall", r.RefusalRecall.String(), "below the threshold, of the questions without an answer"},
			{"decision accuracy", r.DecisionAccuracy.String(), fmt.Sprintf("right article or right refusal, of all; with hindsight at best %v, at %v", r.BestDecision, r.BestThreshold)},
			{"refusal recall, 5 % lost", r.RefusalRecall5.String(), "where 5 % of the questions with an answer are refused"},
		}},
		{"Confidence", []Row{
			{"AUROC right", r.AUROC.String(), "how well it tells right articles from wrong ones"},
			{"AUROC answerable", r.AUROCAnswerable.String(), "how well it tells questions with an answer from those without"},
			{"AURC", r.AURC.String(), "mean risk over all coverages; lower is better"},
			{"coverage at 5 % risk", r.Coverage5.String(), "largest share that can be answered with so few errors"},
			{"coverage at 10 % risk", r.Coverage10.String(), ""},
			{"coverage at 20 % risk", r.Coverage20.String(), ""},
			{"calibration error", r.CalibrationError.String(), fmt.Sprintf("ten bins of equal width; %v with equal counts", r.CalibrationErrorMass)},
		}},
		{"Cost", r.costRows()},
	}
}

func (r Report) costRows() []Row {
	rows := []Row{
		{"ms per question, p50", fmt.Sprintf("%.2f", r.P50), "the whole turn"},
		{"ms per question, p99", fmt.Sprintf("%.2f", r.P99), ""},
		{"index, s", fmt.Sprintf("%.1f", r.Cost.Index.Seconds()), "until everything could be searched"},
	}
	if r.Cost.Training > 0 {
		rows = append(rows, Row{"training, s", fmt.Sprintf("%.1f", r.Cost.Training.Seconds()), "from then until the confidence was fitted"})
	}
	if r.Cost.Memory > 0 {
		rows = append(rows, Row{"peak memory, MB", strconv.FormatInt(r.Cost.Memory>>20, 10), "of the whole process"})
	}
	return rows
}
