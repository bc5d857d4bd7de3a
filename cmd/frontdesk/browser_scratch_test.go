package main

import (
	"encoding/json"
	"os"
	"testing"

	"frontdesk/bot/account"
	"github.com/chromedp/chromedp"
)

func TestBrowserScratch(t *testing.T) {
	p := openPremises(t)
	b := startBrowser(t)
	d := p.signIn(b, "Edwin", account.Editor)
	p.learned()
	raw, _ := os.ReadFile("/tmp/w/proof/probe.json")
	var probes []map[string]any
	if err := json.Unmarshal(raw, &probes); err != nil {
		t.Fatal(err)
	}
	for _, probe := range probes {
		body, _ := json.Marshal(probe)
		out, err := chromedp.Run(d.ctx, chromedp.Evaluate[string](`fetch('/api/editor/check',{method:'POST',headers:{'Content-Type':'application/json'},body:`+"JSON.stringify("+string(body)+`)}).then(r=>r.json()).then(r=>{
 const f=(p)=>p.question+' | '+p.change+' '+[p.was,p.is].map(v=>v.decision+' '+v.article+' '+v.confidence.toFixed(2)+' '+v.score.toFixed(2)).join(' -> ');
 return r.pairs? 'pairs:\n'+r.pairs.map(f).join('\n')+'\ntaken:\n'+r.taken.map(f).join('\n') : JSON.stringify(r)})`, chromedp.EvalAwaitPromise))
		t.Log(string(body)[:200], "\n", out, err)
	}
}
