package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

func (p *premises) dump(t *testing.T) {
}
func (d *document) fetches(path string) string {
	s, err := chromedp.Run(d.ctx, chromedp.Evaluate[string]("fetch('"+path+"').then(r=>r.text().then(x=>r.status+' '+x))", chromedp.EvalAwaitPromise))
	if err != nil {
		return err.Error()
	}
	return s
}
