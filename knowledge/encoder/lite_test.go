package encoder_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/encoder"
	"frontdesk/knowledge/importing/importtest"
	"frontdesk/knowledge/vector"
)

var _ knowledge.Encoder = (*encoder.Lite)(nil)

// open opens the encoder once for all tests: it has no state.
var open = sync.OnceValues(encoder.New)

func lite(t testing.TB) *encoder.Lite {
	t.Helper()
	l, err := open()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func encode(t testing.TB, texts ...string) [][]float32 {
	t.Helper()
	vectors, err := lite(t).Encode(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	if len(vectors) != len(texts) {
		t.Fatalf("%d vectors for %d texts", len(vectors), len(texts))
	}
	return vectors
}

// compare encodes the sentences of a file and compares the vectors with those in it.
func compare(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var reference struct {
		Sentences []string    `json:"sentences"`
		Vectors   [][]float32 `json:"vectors"`
	}
	if err := json.Unmarshal(data, &reference); err != nil {
		t.Fatal(err)
	}
	if len(reference.Sentences) < 4 {
		t.Fatalf("%s has %d sentences", path, len(reference.Sentences))
	}
	for i, got := range encode(t, reference.Sentences...) {
		cosine := vector.Dot(got, reference.Vectors[i])
		t.Logf("cosine %.6f: %s", cosine, reference.Sentences[i])
		if cosine < .999 || cosine > 1.0001 {
			t.Errorf("cosine to the original of %q is %.6f", reference.Sentences[i], cosine)
		}
	}
}

func TestTheVectorsAreThoseOfTheOriginalNumbers(t *testing.T) {
	compare(t, "testdata/reference.json")
}

func TestTheVectorsAreThoseOfTheOriginalProgram(t *testing.T) {
	compare(t, importtest.Shared(t, "use-lite-reference.json"))
}

func TestMeaningsThatAreAlike(t *testing.T) {
	v := encode(t, "How do I reset my password?", "I forgot my login credentials and can't sign in", "The weather in Paris is lovely in spring")
	if alike := vector.Dot(v[0], v[1]); alike < .62 || alike > .68 {
		t.Errorf("password and login: %.3f, want about .65", alike)
	}
	if apart := vector.Dot(v[0], v[2]); apart < -.10 || apart > -.04 {
		t.Errorf("password and weather: %.3f, want about −.07", apart)
	}
}

func TestTextsWithoutWordsAreZeros(t *testing.T) {
	zeros := make([]float32, 512)
	for _, text := range []string{"", " \n", "???", "😀👍🏽", "漢字", "\xff\xfe", "…—“”", strings.Repeat("\u0301", 5000)} {
		if got := encode(t, text)[0]; !slices.Equal(got, zeros) {
			t.Errorf("%q has a vector: %v…", text, got[:4])
		}
	}
}

func TestHowATextWasTypedDoesNotMatter(t *testing.T) {
	for _, pair := range [][2]string{
		{"I can't log in", "  I can’t\tlog in\n"},
		{"reset password", "ｒｅｓｅｔ　ｐａｓｓｗｏｒｄ"},
		{"refund", "re\u00adfund"},
	} {
		if v := encode(t, pair[0], pair[1]); !slices.Equal(v[0], v[1]) {
			t.Errorf("%q and %q differ", pair[0], pair[1])
		}
	}
}

// questions returns n texts of different lengths.
func questions(n int) []string {
	words := strings.Fields("where is my parcel it has not come and the shop says that I must wait for another week before they look for it")
	texts := make([]string, n)
	for i := range texts {
		texts[i] = fmt.Sprintf("%s number %d", strings.Join(words[:1+i%len(words)], " "), i)
	}
	return texts
}

func TestCompanyDoesNotMatter(t *testing.T) {
	texts := questions(150)
	texts[7], texts[40] = "", strings.Repeat("a very long story ", 60)
	for i, together := range encode(t, texts...) {
		if alone := encode(t, texts[i])[0]; !slices.Equal(alone, together) {
			t.Errorf("text %d has another vector among others", i)
		}
	}
}

func TestManyAtTheSameTime(t *testing.T) {
	texts := questions(40)
	want := encode(t, texts...)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			got, err := lite(t).Encode(context.Background(), texts)
			if err != nil {
				t.Error(err)
				return
			}
			for i := range got {
				if !slices.Equal(got[i], want[i]) {
					t.Errorf("text %d has another vector at the same time as others", i)
				}
			}
		})
	}
	wait.Wait()
}

func TestAnEndedContextEndsTheWork(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if v, err := lite(t).Encode(ctx, questions(3)); !errors.Is(err, context.Canceled) || v != nil {
		t.Errorf("got %d vectors and the error %v", len(v), err)
	}
}

func TestNoTextsNoVectors(t *testing.T) {
	if got := encode(t); len(got) != 0 {
		t.Errorf("got %d vectors", len(got))
	}
}

func TestOnlyTheResultIsAllocated(t *testing.T) {
	texts := questions(1)
	encode(t, texts...)
	if n := testing.AllocsPerRun(20, func() { encode(t, texts...) }); n > 6 {
		t.Errorf("%v allocations for a text", n)
	}
}

func TestAVeryLongTextCostsNoMoreThanALongOne(t *testing.T) {
	long := strings.Repeat("What is the meaning of all this? ", 400)
	want := encode(t, long[:len(long)/2])[0]
	start := time.Now()
	got := encode(t, strings.Repeat(long, 8))[0]
	t.Logf("%d kB in %v", len(long)*8/1000, time.Since(start))
	if !slices.Equal(got, want) {
		t.Error("what stands behind the first 128 pieces matters")
	}
}

func TestName(t *testing.T) {
	if l := lite(t); l.Name() != "use-lite-en-0.2.0/int8.1" || l.Dimensions() != 512 {
		t.Errorf("%s with %d dimensions", l.Name(), l.Dimensions())
	}
}

func FuzzEncode(f *testing.F) {
	for _, text := range []string{"", "How do I pay?", "😀 ok", "\xff", "ﬁ ﷺ ¼", strings.Repeat("a", 3000)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v := encode(t, text, "and another", text)
		if !slices.Equal(v[0], v[2]) {
			t.Errorf("%q has two vectors", text)
		}
		sum := 0.0
		for _, x := range v[0] {
			sum += float64(x) * float64(x)
		}
		if length := math.Sqrt(sum); sum != 0 && !(math.Abs(length-1) < 1e-4) {
			t.Errorf("the vector of %q has the length %v", text, length)
		}
	})
}

// fingerprint is the digest of the vectors of the questions below, bit for bit. If it changes, so must the name in
// lite.go: vectors that were kept would no longer fit those that are computed.
const fingerprint = "5e4830bfc8f3b1a8bc99fc7937e4fdba711b2944a2c91cfa74aadb8455d5c151"

func TestTheSameBitsEverywhere(t *testing.T) {
	sum := sha256.New()
	for _, v := range encode(t, append(questions(60), strings.Repeat("and so on it goes, ", 50))...) {
		for _, x := range v {
			_ = binary.Write(sum, binary.LittleEndian, x)
		}
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != fingerprint {
		t.Errorf("the vectors have the digest %s, want %s", got, fingerprint)
	}
}
