package importing_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/png"
	"maps"
	"slices"
	"strings"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/care"
	"frontdesk/knowledge/importing"
	"frontdesk/knowledge/markup"
	"frontdesk/knowledge/store"
)

const aPDF = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

func aPNG(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 3))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// idOf is the id that a file with these bytes has.
func idOf(data string) string {
	sum := sha256.Sum256([]byte(data))
	return hex.EncodeToString(sum[:16])
}

// keep uploads a file and returns its address.
func keep(t testing.TB, s *store.Store, name, data string) string {
	t.Helper()
	f, err := care.Take(name, []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	f.Author, f.At = "mia", at
	if err := s.PutFile(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	return markup.FileHref(f.ID, f.Name)
}

// What articles show is exported with them, comes back with them, and is exported as the same bytes again.
func TestFilesTravel(t *testing.T) {
	s, picture := openStore(t), aPNG(t)
	tent, plan := keep(t, s, "Tent größe.png", picture), keep(t, s, "plan.pdf", aPDF)
	note := keep(t, s, "note.txt", "a draft shows it")
	keep(t, s, "nobody.txt", "shown nowhere")
	put(t, s, "b", knowledge.Content{Title: "B", Body: "![A tent](" + tent + ")\n\n[the plan](" + plan + ")"}, true)
	put(t, s, "c", knowledge.Content{Title: "C", Body: "![Again](&#102;ile:" + strings.TrimPrefix(tent, "file:") + ")\n\n![not shown but named](" + plan + ")"}, true)
	put(t, s, "d", knowledge.Content{Title: "D", Body: "[note](" + note + ")"}, false)
	put(t, s, "Files/"+idOf(aPDF)+"/x", knowledge.Content{Title: "X", Body: "an article with an odd id"}, true)

	files := sameAgain(t, s, false)
	want := []string{"%46iles/" + idOf(aPDF) + "/x.md", "b.md", "c.md", "files/" + idOf(aPDF) + "/plan.pdf", "files/" + idOf(picture) + "/Tent-größe.png"}
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(files)); !slices.Equal(got, want) {
		t.Fatalf("files %q", got)
	}
	if files["files/"+idOf(aPDF)+"/plan.pdf"] != aPDF || files["files/"+idOf(picture)+"/Tent-größe.png"] != picture || !strings.Contains(files["b.md"], "("+tent+")") {
		t.Errorf("contents %q", files)
	}
	if all := sameAgain(t, s, true); all["files/"+idOf("a draft shows it")+"/note.txt"] == "" || len(all) != 7 {
		t.Errorf("with drafts %q", slices.Sorted(maps.Keys(all)))
	}

	var out bytes.Buffer
	if done, err := importing.ExportZIP(t.Context(), s, importing.ExportOptions{}, &out); err != nil || done != (importing.Exported{Articles: 3, Files: 2}) {
		t.Fatal(done, err)
	}
	zipped := file(t, "x.zip", out.String())
	b := read(t, zipped)
	if len(b.Items) != 3 || len(b.Attached) != 2 || len(b.Problems)+len(b.Skips) != 0 || b.Files != 5 {
		t.Fatalf("read %v, %d attached, %q, skips %v, %d files", ids(b), len(b.Attached), problems(b), b.Skips, b.Files)
	}
	other := openStore(t)
	if done := apply(t, other, zipped); done.New != 3 || done.Files != 2 {
		t.Errorf("the ZIP brought %+v", done)
	}
	f, err := other.File(t.Context(), idOf(picture))
	if err != nil || string(f.Data) != picture || f.Type != "image/png" || f.Name != "Tent-größe.png" || f.Author != "import" || !f.At.Equal(at) {
		t.Errorf("kept %q %s by %q at %s: %v", f.Name, f.Type, f.Author, f.At, err)
	}
	if done := apply(t, other, zipped); done.Same != 3 || done.Files != 0 {
		t.Errorf("the ZIP again brought %+v", done)
	}
}

// An export tells what is missing and goes on.
func TestExportWithoutAFile(t *testing.T) {
	s := openStore(t)
	gone := "file:" + strings.Repeat("0a", 16) + "/gone.png"
	put(t, s, "a", knowledge.Content{Title: "A", Body: "![x](" + gone + ") ![y](" + gone + ")"}, true)
	put(t, s, "b", knowledge.Content{Title: "B", Body: "![x](" + gone + ")"}, true)
	var told []string
	done, err := importing.Export(t.Context(), s, importing.ExportOptions{Missing: func(article, address string) { told = append(told, article+" "+address) }},
		func(string, []byte) error { return nil })
	if err != nil || done != (importing.Exported{Articles: 2}) || !slices.Equal(told, []string{"a " + gone, "b " + gone}) {
		t.Errorf("%+v %v, told %q", done, err, told)
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
	large := strings.Repeat("a", 5<<20+1)
	wrong := strings.Repeat("0", 32)
	for _, c := range []struct{ name, data, want string }{
		{"files/" + wrong + "/plan.pdf", aPDF, "error: the file is not the one that its folder is named for: it was changed, or the folder renamed; put the original back, or name the folder " + idOf(aPDF)},
		{"files/" + idOf(svg) + "/tent.png", svg, "error: it looks like HTML, SVG or XML, which is not accepted"},
		{"files/" + idOf(aPNG(t)+"PK") + "/tent.png", aPNG(t) + "PK", "error: "},
		{"files/" + idOf("") + "/empty.txt", "", "error: the file is empty"},
		{"files/" + idOf(large) + "/large.txt", large, "error: the file has more than 5242880 bytes; make it smaller"},
	} {
		for kind, path := range map[string]string{"folder": folder(t, "a.md", "# A\n\ntext", c.name, c.data), "ZIP": packed(t, "docs/a.md", "# A\n\ntext", "docs/"+c.name, c.data)} {
			b := read(t, path)
			if b.Errors() != 1 || len(b.Items) != 1 || len(b.Attached)+len(b.Skips) != 0 || !strings.Contains(b.Problems[0].String(), c.name+": "+c.want) || !b.Problems[0].Attached {
				t.Errorf("%s, %s: %q, %d attached, skips %v", kind, c.name, problems(b), len(b.Attached), b.Skips)
			}
		}
	}
	b, err := importing.Read(t.Context(), folder(t, "a.md", "A", "files/"+idOf(aPDF)+"/plan.pdf", aPDF), importing.Options{})
	if err != nil || b.Errors() != 1 || !strings.Contains(b.Problems[0].Message, "cannot be taken in here") {
		t.Errorf("without a check: %q %v", problems(b), err)
	}
}

// Only what lies exactly where an export puts it is a file that articles show.
func TestWhereFilesLie(t *testing.T) {
	dir := "files/" + idOf(aPDF) + "/"
	b := read(t, folder(t, "a.md", "A", dir+"a.pdf", aPDF, dir+"b.pdf", aPDF, dir+".hidden.pdf", aPDF, dir+"deep/c.pdf", aPDF, "files/d.pdf", aPDF, "x/"+dir+"e.pdf", aPDF))
	var skips []string
	for _, s := range b.Skips {
		skips = append(skips, strings.ReplaceAll(s.File+": "+s.Reason, idOf(aPDF), "ID"))
	}
	want := []string{"files/d.pdf: neither Markdown nor HTML", "files/ID/.hidden.pdf: a hidden file", "files/ID/b.pdf: the same file as files/ID/a.pdf",
		"files/ID/deep/c.pdf: neither Markdown nor HTML", "x/files/ID/e.pdf: neither Markdown nor HTML"}
	if !slices.Equal(skips, want) || len(b.Attached) != 1 || b.Errors() != 0 || b.Files != 7 {
		t.Errorf("skips %q, %d attached, %q, %d files", skips, len(b.Attached), problems(b), b.Files)
	}
	// A folder of articles beside the files is not one that everything is wrapped in.
	if got := ids(read(t, packed(t, "help/a.md", "A", dir+"a.pdf", aPDF))); !slices.Equal(got, []string{"help/a"}) {
		t.Errorf("the ids are %v", got)
	}
	zipped := packed(t, "a.md", "A", dir+"a.pdf", aPDF)
	b, err := importing.Read(t.Context(), zipped, importing.Options{Inspect: care.Take, Limits: importing.Limits{Unpacked: 20}})
	if err != nil || b.Errors() != 1 || !strings.Contains(b.Problems[0].Message, "too much data") || len(b.Attached) != 0 {
		t.Errorf("beyond the bound: %q %v", problems(b), err)
	}
}

// Files are written with the articles or not at all, and also where no article changes.
func TestFilesAreWrittenWithTheArticles(t *testing.T) {
	s, name := openStore(t), "files/"+idOf(aPDF)+"/plan.pdf"
	p := plan(t, s, folder(t, "a.md", "# A\n\ntext", name, aPDF))
	put(t, s, "a", knowledge.Content{Title: "A", Body: "meanwhile"}, true)
	if _, err := importing.Apply(t.Context(), s, p, "import", at); err == nil {
		t.Fatal("an article that was changed meanwhile was written over")
	}
	if kept, err := s.HasFile(t.Context(), idOf(aPDF)); kept || err != nil {
		t.Error("a failed import left a file", err)
	}
	apply(t, s, folder(t, "a.md", "# A\n\ntext"))
	if done := apply(t, s, folder(t, "a.md", "# A\n\ntext", name, aPDF)); done != (importing.Summary{Same: 1, Files: 1}) {
		t.Errorf("a file alone: %+v", done)
	}
	if kept, err := s.HasFile(t.Context(), idOf(aPDF)); !kept || err != nil {
		t.Error("a file alone is not kept", err)
	}
}
