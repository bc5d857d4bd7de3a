package exam

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestReadFile(t *testing.T) {
	t.Parallel()
	const lines = "\ufeff{\"query\":\"where?\",\"relevant_ids\":[\" a \",7],\"history\":[\"when?\"],\"answers\":[]}\n\n{\"query\":\"\",\"relevant_ids\":[]}\n"
	const script = "\n# ours\nwhere? → a\n"
	fromLines := []Question{{Query: "where?", Relevant: []string{"a", "7"}, History: []string{"when?"}, Line: 1}, {Line: 3}}
	fromScript := []Question{{Query: "where?", Relevant: []string{"a"}, Line: 3}}
	for name, c := range map[string]struct {
		text   string
		format Format
		want   []Question
	}{
		"q.jsonl":    {lines, JSONLines, fromLines},
		"q.jsonl.gz": {lines, JSONLines, fromLines},
		"questions":  {lines, JSONLines, fromLines},
		"q.exam":     {script, Script, fromScript},
		"q.TXT":      {script, Script, fromScript},
		"q.mine":     {script, Script, fromScript},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, format, err := ReadFile(put(t, name, c.text))
			if err != nil {
				t.Fatal(err)
			}
			if format != c.format || !reflect.DeepEqual(got, c.want) {
				t.Errorf("read as %s:\n%+v\nwant:\n%+v", format, got, c.want)
			}
		})
	}
}

func TestReadFileFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, fault string }{
		"empty.jsonl":      {"", "there are no questions in it"},
		"comments.exam":    {"# later\n", "there are no questions in it"},
		"broken.jsonl":     {"{\"query\":\"a\",\"relevant_ids\":[]}\n{\"query\":", "line 2: not a JSON object"},
		"list.json":        {`[{"query":"a","relevant_ids":[]}]`, "line 1: not a JSON object"},
		"no-query.jsonl":   {`{"question":"a","relevant_ids":[]}`, `line 1: "query" is missing`},
		"no-ids.jsonl":     {`{"query":"a","relevant_id":["b"]}`, `line 1: "relevant_ids" is missing`},
		"one-id.jsonl":     {`{"query":"a","relevant_ids":"b"}`, `"relevant_ids" is not a list`},
		"odd-id.jsonl":     {`{"query":"a","relevant_ids":[{}]}`, `"relevant_ids" is not a list`},
		"long.jsonl":       {strings.Repeat(" ", maxLine+1), "the line has more than"},
		"not-there.jsonl":  {"", "not-there.jsonl"},
		"no-gzip.jsonl.gz": {"", "not gzipped"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), name)
			if name != "not-there.jsonl" {
				if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if _, _, err := ReadFile(file); err == nil || !strings.Contains(err.Error(), c.fault) || !strings.Contains(err.Error(), name) {
				t.Errorf("got %v, want an error about %s with %q", err, name, c.fault)
			}
		})
	}
}

// put writes a file, gzipped if its name says so.
func put(t *testing.T, name, text string) string {
	t.Helper()
	raw := []byte(text)
	if strings.HasSuffix(name, ".gz") {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write(raw); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		raw = b.Bytes()
	}
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestWriteJSONLines(t *testing.T) {
	t.Parallel()
	want := []Question{{Query: "a <b>\n", Relevant: []string{"x"}, History: []string{"é"}, Line: 1}, {Query: "c", Line: 2}}
	var b bytes.Buffer
	if err := WriteJSONLines(&b, want); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `{"query":"c","relevant_ids":[]}`) {
		t.Errorf("written: %s", b.String())
	}
	got, err := ReadJSONLines(&b)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read again: %+v, %v", got, err)
	}
}

func TestWritePredictions(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	results := []Result{
		{Question: Question{Query: "<where>?"}, Ranked: []string{"a", "b"}, Confidence: 0.75, Decision: Answer, Threshold: 0.5},
		{Question: Question{Query: ""}, Decision: Handoff, Threshold: 0.5},
	}
	if err := WritePredictions(&b, results); err != nil {
		t.Fatal(err)
	}
	want := `{"query":"<where>?","ranked":["a","b"],"confidence":0.75,"decision":"answer","threshold":0.5}
{"query":"","ranked":[],"confidence":0,"decision":"handoff","threshold":0.5}
`
	if b.String() != want {
		t.Errorf("written:\n%s\nwant:\n%s", b.String(), want)
	}
}

func FuzzReadJSONLines(f *testing.F) {
	f.Add(`{"query":"a","relevant_ids":["b",1],"history":["c"]}`)
	f.Add(`{"query":"a","relevant_ids":[],"history":[]}`)
	f.Fuzz(func(t *testing.T, text string) {
		questions, err := ReadJSONLines(strings.NewReader(text))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := WriteJSONLines(&b, questions); err != nil {
			t.Fatal(err)
		}
		again, err := ReadJSONLines(&b)
		if err != nil || !reflect.DeepEqual(withoutLines(questions), withoutLines(again)) {
			t.Fatalf("became %+v, %v", again, err)
		}
	})
}
