package sheet

import (
	"fmt"
	"math"
	"strings"
)

// frame is the drawing area of a chart in the units of its viewBox. Shares grow to the right and upwards.
type frame struct {
	Width, Height            float64 // of the whole picture
	Left, Right, Top, Bottom float64 // edges of the area
	max                      float64 // value at the top
}

// newFrame leaves room for the labels of both axes.
func newFrame(width, height, highest float64) frame {
	return frame{Width: width, Height: height, Left: 44, Right: width - 22, Top: 14, Bottom: height - 40, max: highest}
}

// heights are what an axis can end at, so that its quarters are round.
var heights = []float64{0.04, 0.08, 0.12, 0.2, 0.4, 0.6, 0.8}

// roundUp is the least height that a value fits under.
func roundUp(value float64) float64 {
	for _, h := range heights {
		if value <= h {
			return h
		}
	}
	return 1
}

// x places a share 0..1.
func (f frame) x(share float64) float64 { return tenth(f.Left + share*(f.Right-f.Left)) }

// y places a value 0..max.
func (f frame) y(value float64) float64 { return tenth(f.Bottom - value/f.max*(f.Bottom-f.Top)) }

// tenth keeps coordinates short.
func tenth(x float64) float64 { return math.Round(x*10) / 10 }

// tick is a labelled place on an axis.
type tick struct {
	At    float64
	Label string
}

// XTicks are the labels below the area, and YTicks those beside it.
func (f frame) XTicks() (out []tick) {
	for i := range 6 {
		share := float64(i) / 5
		out = append(out, tick{f.x(share), fmt.Sprintf("%.0f %%", share*100)})
	}
	return out
}

// YTicks are at quarters of the highest value.
func (f frame) YTicks() (out []tick) {
	for i := range 5 {
		value := f.max * float64(i) / 4
		out = append(out, tick{f.y(value), fmt.Sprintf("%.3g %%", value*100)})
	}
	return out
}

// Middle is the middle of the area from left to right.
func (f frame) Middle() float64 { return (f.Left + f.Right) / 2 }

// Label is where the name of the horizontal axis stands.
func (f frame) Label() float64 { return f.Height - 6 }

// path joins points with lines.
type path struct{ b strings.Builder }

func (p *path) to(x, y float64) {
	command := "L"
	if p.b.Len() == 0 {
		command = "M"
	}
	fmt.Fprintf(&p.b, "%s%g %g", command, x, y)
}
