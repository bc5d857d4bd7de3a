package sheet

import "frontdesk/knowledge/exam"

// histogramChart shows how confidence is spread, one above the other: right, wrong, and without an answer. Each is
// drawn to its own scale, for the three differ much in number.
type histogramChart struct {
	Width, Height float64
	Ticks         []tick
	Panels        []panel
	Threshold     float64 // where it stands
	Middle, Label float64
	Bottom        float64 // of the lowest panel
}

type panel struct {
	Name   string
	Class  string
	Count  int
	Top    float64
	Bottom float64
	Left   float64
	Right  float64
	Bars   []bar
	Table  []int // the counts by tenths of the confidence
}

type bar struct {
	X, Y, Width, Height float64
	Count               int
}

const (
	histogramBins = 20
	panelHeight   = 76
	panelPause    = 26
)

func newHistogram(results []exam.Result, threshold float64) histogramChart {
	f := newFrame(440, 3*(panelHeight+panelPause)+44, 1)
	c := histogramChart{Width: f.Width, Height: f.Height, Ticks: f.XTicks(), Threshold: f.x(threshold), Middle: f.Middle(), Label: f.Label()}
	counts := make([][histogramBins]int, 3)
	for _, r := range results {
		kind := 1
		switch {
		case r.Right():
			kind = 0
		case !r.Question.Answerable():
			kind = 2
		}
		counts[kind][max(0, min(histogramBins-1, int(r.Confidence*histogramBins)))]++
	}
	for i, name := range []string{"right article first", "wrong article first", "no answer in the corpus"} {
		bottom := tenth(float64(i+1)*(panelHeight+panelPause) + 4)
		p := panel{Name: name, Class: []string{"right", "wrong", "none"}[i], Top: bottom - panelHeight, Bottom: bottom, Left: f.Left, Right: f.Right, Table: make([]int, histogramBins/2)}
		p.fill(f, counts[i])
		c.Panels = append(c.Panels, p)
	}
	c.Bottom = c.Panels[2].Bottom
	return c
}

func (p *panel) fill(f frame, counts [histogramBins]int) {
	highest := 0
	for i, n := range counts {
		p.Count += n
		p.Table[i/2] += n
		highest = max(highest, n)
	}
	for i, n := range counts {
		if n == 0 {
			continue
		}
		x := f.x(float64(i) / histogramBins)
		height := tenth(max(1, float64(n)/float64(highest)*panelHeight))
		p.Bars = append(p.Bars, bar{X: x + 0.5, Y: tenth(p.Bottom - height), Width: tenth(f.x(float64(i+1)/histogramBins) - x - 1), Height: height, Count: n})
	}
}
