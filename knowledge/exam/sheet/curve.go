package sheet

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"frontdesk/knowledge/exam"
)

// curveChart is the risk–coverage curve.
type curveChart struct {
	frame
	Path  string
	Marks []mark
	Table []exam.Point // the same for those who do not see it
	Full  exam.Figure  // risk when everything is answered
}

// mark is a place on the curve that has a name.
type mark struct {
	X, Y   float64
	Name   string // of the mark, short
	Anchor string // end of its label that is at the mark
	LabelX float64
	LabelY float64
	Class  string
	Guide  float64 // height of the line of equal risk, 0 if there is none
}

// drawn is the least distance, in shares of the coverage, between two points that are drawn.
const drawn = 1. / 300

func newCurve(r exam.Report) curveChart {
	highest := 0.0
	for _, p := range r.Curve {
		if p.Coverage >= 0.02 { // the first few questions jump about
			highest = math.Max(highest, float64(p.Risk))
		}
	}
	c := curveChart{frame: newFrame(440, 300, roundUp(highest)), Table: tenths(r.Curve)}
	var line path
	last := -1.
	for i, p := range r.Curve {
		x, y := float64(p.Coverage), c.y(math.Min(float64(p.Risk), c.max))
		if i == 0 {
			line.to(c.x(0), y)
		}
		if x-last >= drawn || i == len(r.Curve)-1 {
			line.to(c.x(x), y)
			last = x
		}
		c.Full = p.Risk
	}
	c.Path = line.b.String()
	c.mark(r)
	c.spread()
	return c
}

// tenths are the first points that cover a tenth, two tenths … of the questions.
func tenths(curve []exam.Point) (out []exam.Point) {
	for i := 1; i <= 10; i++ {
		const rounding = 1e-9
		at := slices.IndexFunc(curve, func(p exam.Point) bool { return float64(p.Coverage) >= float64(i)/10-rounding })
		if at >= 0 && (len(out) == 0 || out[len(out)-1] != curve[at]) {
			out = append(out, curve[at])
		}
	}
	return out
}

func (c *curveChart) mark(r exam.Report) {
	for _, m := range []struct {
		risk     float64
		coverage exam.Figure
	}{{0.05, r.Coverage5}, {0.10, r.Coverage10}, {0.20, r.Coverage20}} {
		if m.risk > c.max || !m.coverage.Defined() {
			continue
		}
		c.add(mark{
			X: c.x(float64(m.coverage)), Y: c.y(m.risk), Guide: c.y(m.risk), Class: "risk",
			Name: fmt.Sprintf("%.0f %% risk: %s", m.risk*100, percent(m.coverage)),
		})
	}
	for i := len(r.Curve) - 1; i >= 0; i-- {
		if p := r.Curve[i]; p.Confidence >= r.Threshold {
			c.add(mark{
				X: c.x(float64(p.Coverage)), Y: c.y(math.Min(float64(p.Risk), c.max)), Class: "threshold",
				Name: fmt.Sprintf("threshold: %s risk", percent(p.Risk)),
			})
			break
		}
	}
}

// add puts a mark's label where the curve leaves room: below it, which is to its right, or at the right edge above
// it.
func (c *curveChart) add(m mark) {
	m.Anchor, m.LabelX, m.LabelY = "start", m.X+10, m.Y+5
	if m.X > c.x(0.6) {
		m.Anchor, m.LabelX, m.LabelY = "end", m.X-8, m.Y-8
	}
	c.Marks = append(c.Marks, m)
}

// lineHeight is how far apart the labels of two marks must be.
const lineHeight = 16

// spread moves labels up that would stand on one another.
func (c *curveChart) spread() {
	slices.SortStableFunc(c.Marks, func(a, b mark) int { return cmp.Compare(b.LabelY, a.LabelY) })
	for i := range c.Marks {
		for _, below := range c.Marks[:i] {
			if below.Anchor == c.Marks[i].Anchor {
				c.Marks[i].LabelY = math.Min(c.Marks[i].LabelY, below.LabelY-lineHeight)
			}
		}
	}
}
