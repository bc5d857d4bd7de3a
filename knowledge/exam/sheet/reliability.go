package sheet

import "frontdesk/knowledge/exam"

// reliabilityChart sets the confidence against the share that was right.
type reliabilityChart struct {
	frame
	Bars []reliabilityBar
}

// reliabilityBar is one bin.
type reliabilityBar struct {
	exam.Bin
	X, Y, Width, Height float64 // of the bar up to the share that was right
	MeanX, MeanY        float64 // of the dot at the mean confidence
	Middle              float64
}

func newReliability(bins []exam.Bin) reliabilityChart {
	c := reliabilityChart{frame: newFrame(440, 320, 1)}
	c.Top = 28 // the counts stand above
	for _, b := range bins {
		const gap = 1.5
		bar := reliabilityBar{Bin: b, X: c.x(b.Low) + gap, Width: tenth(c.x(b.High) - c.x(b.Low) - 2*gap), Middle: c.x((b.Low + b.High) / 2)}
		if b.Count > 0 {
			bar.Y = c.y(float64(b.Right))
			bar.Height = tenth(c.Bottom - bar.Y)
			bar.MeanX, bar.MeanY = c.x(float64(b.Confidence)), bar.Y
		}
		c.Bars = append(c.Bars, bar)
	}
	return c
}
