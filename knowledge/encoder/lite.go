// Package encoder turns sentences into vectors whose dot product tells how alike their meanings are.
//
// [Lite] is the Universal Sentence Encoder Lite (Cer and others 2018, arXiv:1803.11175), for English: a transformer of
// two layers, part of the program, without any other service or file. [Cached] remembers the questions that were asked
// lately, and [Store] keeps the vectors of titles and phrasings in a file over a restart; both work around any encoder.
//
// # Weights
//
// lite.bin is made by the program in generate from the package that TensorFlow.js users install; see NOTICE. Its
// matrices are int8, which costs less than a thousandth of cosine. Activations are rounded to integers as well,
// 14 to 16 bits for each token with a scale of its own, so that the products are sums of integers: exact, the same on
// every machine, and fast (see [frontdesk/knowledge/vector]). What remains in floating point rounds at fixed places.
// So the same sentence has the same vector everywhere, alone or among others.
package encoder

import (
	"context"
	_ "embed" // the weights
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"frontdesk/knowledge/encoder/pieces"
	"frontdesk/knowledge/encoder/weights"
)

//go:generate go run ./generate -out .

//go:embed lite.bin
var lite string

// name changes whenever a vector could.
const name = "use-lite-en-0.2.0/int8.1"

// group is how many texts are encoded before the next look whether anybody still wants them.
const group = 16

// Lite is the Universal Sentence Encoder Lite. It is safe for concurrent use.
type Lite struct {
	once  sync.Once
	fault error // why it cannot be used

	file      string // with the weights
	model     *weights.Model
	tokeniser *pieces.Tokeniser
	timing    []float32 // what is added to the embedding at each place of a text
	free      sync.Pool // of *work
}

// New returns the encoder, which is loaded when it is used first. It cannot fail; [Lite.Load] can, if the program was
// built with weights that are damaged.
func New() (*Lite, error) { return of(lite), nil }

// of returns an encoder with other weights.
func of(file string) *Lite {
	l := &Lite{file: file}
	l.free.New = func() any { return new(work) }
	return l
}

// Load reads the weights where they lie in the program, which takes a few milliseconds and about two megabytes. Encode
// does it by itself; who calls Load before spares the first question that time.
func (l *Lite) Load() error {
	l.once.Do(func() {
		if l.fault = l.load(); l.fault != nil {
			l.fault = fmt.Errorf("open the sentence encoder: %w", l.fault)
		}
	})
	return l.fault
}

func (l *Lite) load() (err error) {
	if l.model, err = weights.Read(l.file); err != nil {
		return err
	}
	if l.tokeniser, err = pieces.New(l.model.Pieces, l.model.Scores); err != nil {
		return err
	}
	l.timing = timing(l.model.Frequencies)
	return nil
}

// timing returns the signal that tells the places apart: sines, then cosines of the place times the frequencies.
func timing(frequencies []float32) []float32 {
	signal := make([]float32, 0, weights.Tokens*weights.Width)
	for place := range weights.Tokens {
		for _, wave := range []func(float64) float64{math.Sin, math.Cos} {
			for _, f := range frequencies {
				signal = append(signal, float32(wave(float64(float32(place)*f))))
			}
		}
	}
	return signal
}

// Name names the model and the way it was quantised.
func (l *Lite) Name() string { return name }

// Dimensions is 512.
func (l *Lite) Dimensions() int { return weights.Hidden }

// Encode returns a vector of length one for each text, in order, or of zeros for a text without a word that the model
// can read. It reads the first 128 pieces of a text, about a hundred words. A few texts are encoded by
// the caller's goroutine, many by as many as there are processors. When the context ends, so does the work, with the context's
// error.
func (l *Lite) Encode(ctx context.Context, texts []string) ([][]float32, error) {
	if err := l.Load(); err != nil {
		return nil, err
	}
	vectors := make([][]float32, len(texts))
	groups := (len(texts) + group - 1) / group
	var next atomic.Int64
	work := func() {
		w := l.free.Get().(*work)
		defer l.free.Put(w)
		for ctx.Err() == nil {
			start := int(next.Add(1)-1) * group
			if start >= len(texts) {
				return
			}
			end := min(start+group, len(texts))
			l.encode(w, vectors[start:end], texts[start:end])
		}
	}
	var others sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), groups) - 1 {
		others.Go(work)
	}
	work()
	others.Wait()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("encode %d texts: %w", len(texts), err)
	}
	return vectors, nil
}

// encode sets the vectors of a few texts.
func (l *Lite) encode(w *work, vectors [][]float32, texts []string) {
	for i, text := range texts {
		vectors[i] = make([]float32, weights.Hidden)
		start := len(w.tokens)
		w.tokens = l.tokeniser.Append(w.tokens, text, weights.Tokens, &w.scratch)
		if !l.readable(w.tokens[start:]) {
			w.tokens = w.tokens[:start]
			continue
		}
		if start > 0 && len(w.tokens) > atOnce {
			own := w.tokens[start:]
			w.tokens = w.tokens[:start]
			l.forward(w)
			w.tokens = append(w.tokens[:0], own...)
		}
		w.sentences = append(w.sentences, sentence{end: len(w.tokens), vector: vectors[i]})
	}
	l.forward(w)
}

// readable reports whether there is a word among the tokens. Without one a vector would say no more than that the text
// could not be read, and all such texts would seem to mean the same.
func (l *Lite) readable(tokens []int32) bool {
	for _, token := range tokens {
		if l.tokeniser.Word(token) {
			return true
		}
	}
	return false
}
