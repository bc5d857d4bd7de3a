package index

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"

	"frontdesk/knowledge"
	"frontdesk/knowledge/learn"
)

// lessonFile keeps what came of a lesson, so that a server that is started anew over the same articles has learnt them as
// soon as it has read them. It may be lost at any time: then they are learnt again.
const lessonFile = "LESSON"

// lessonVersion rises with every change of what a lesson makes of the same articles.
const lessonVersion = 2

// The file begins with lessonMagic and ends with a checksum (CRC-32) of all before it. Between them
// lie a keptLesson with its length, and the numbers of the classifiers.
const lessonMagic = "frontdesk lesson\n"

// keptLesson is what the file holds besides the numbers of the classifiers, and which of those it has.
type keptLesson struct {
	Of                    []byte // see key
	Rankings              [ways]keptRanking
	Lexical, Sense, Gauss bool

	lexical, sense *learn.Linear // nil if there is none
	gauss          *learn.Gauss
}

// keptRanking is a ranking without its judge, which is fitted at every start.
type keptRanking struct {
	Weights []float64
	Trials  []knowledge.Trial
}

// key tells lessons apart: with the same key, a lesson asks the same questions and gets the same answers.
func (l *lesson) key() []byte {
	h := keyWriter{sha256.New()}
	h.number(lessonVersion)
	h.number(analysisVersion)
	h.texts(builtFrom()...)
	h.texts(l.ix.synonyms.Load().Key())
	if l.meanings == nil {
		h.texts("")
	} else {
		h.texts(l.ix.encoder.Name())
		h.number(len(l.meanings[0]))
	}
	h.number(len(l.entries))
	for _, e := range l.entries {
		h.texts(e.article, e.locale, e.category, e.original)
		h.number(int(e.hash))
		h.texts(e.audience...)
	}
	h.texts(l.texts...)
	h.number(len(l.exam))
	for _, q := range l.exam {
		h.texts(q.Text)
		h.texts(q.Before...)
		h.texts(q.Articles...)
	}
	return h.Sum(nil)
}

// keyWriter feeds a key with parts that cannot run into each other.
type keyWriter struct{ hash.Hash }

func (w keyWriter) number(n int) {
	_, _ = w.Write(binary.LittleEndian.AppendUint64(nil, uint64(n)))
}

func (w keyWriter) texts(list ...string) {
	w.number(len(list))
	for _, s := range list {
		w.number(len(s))
		_, _ = w.Write([]byte(s))
	}
}

// builtFrom tells builds of the program apart, as far as they know what they were built from: another one may ask
// otherwise, even if nobody thought of raising lessonVersion.
func builtFrom() []string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	out := []string{info.Main.Version}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" || s.Key == "vcs.modified" {
			out = append(out, s.Value)
		}
	}
	return out
}

// keep writes what came of a lesson. What cannot be written is learnt again at the next start.
func (l *lesson) keep(key []byte) {
	home := l.ix.home
	if home == nil || l.lacking || l.ix.encoderDown.Load() {
		return
	}
	kept := keptLesson{Of: key, lexical: wholly(l.lexical), sense: wholly(l.sense), gauss: l.gauss}
	kept.Lexical, kept.Sense, kept.Gauss = kept.lexical != nil, kept.sense != nil, kept.gauss != nil
	for way, r := range l.ranking {
		kept.Rankings[way] = keptRanking{r.weights, r.trials}
	}
	if err := home.keepLesson(kept); err != nil {
		l.ix.log.Warn("what was learnt is not kept and will be learnt again at the next start", "error", err)
	}
}

// wholly is the classifier of a chooser that was trained as a whole; nil if it was not.
func wholly(c chooser) *learn.Linear {
	t, _ := c.(trained)
	return t.Linear
}

// recallAll takes over what an earlier lesson of the same key came to, and reports whether there was one.
func (l *lesson) recallAll(key []byte) bool {
	home := l.ix.home
	if home == nil {
		return false
	}
	kept, err := home.lesson(key, shape{grams: l.near.Lexicon.Size(), meaning: l.dimensions(), classes: len(l.ids)})
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, errOtherLesson) {
			l.ix.log.Info("what was learnt before cannot be used and is learnt again", "reason", err)
		}
		return false
	}
	for way, r := range kept.Rankings {
		l.ranking[way].weights, l.ranking[way].trials = r.Weights, r.Trials
	}
	if kept.Lexical {
		l.lexical = trained{kept.lexical}
	}
	if kept.Sense {
		l.sense = trained{kept.sense}
	}
	l.gauss = kept.gauss
	return true
}

// dimensions is how many numbers a meaning has; 0 without meanings.
func (l *lesson) dimensions() int {
	if len(l.meanings) == 0 {
		return 0
	}
	return len(l.meanings[0])
}

// keepLesson replaces the lesson that is kept.
func (h *home) keepLesson(kept keptLesson) error {
	if err := rewriteFile(filepath.Join(h.dir, lessonFile), kept.write); err != nil {
		return fmt.Errorf("keeping a lesson: %w", err)
	}
	return nil
}

func (k keptLesson) write(f io.Writer) error {
	sum := crc32.NewIEEE()
	b := bufio.NewWriterSize(f, lessonBuffer)
	w := io.MultiWriter(b, sum)
	var body bytes.Buffer
	if err := gob.NewEncoder(&body).Encode(k); err != nil {
		return err
	}
	head := binary.LittleEndian.AppendUint32([]byte(lessonMagic), uint32(body.Len()))
	if _, err := w.Write(append(head, body.Bytes()...)); err != nil {
		return err
	}
	for _, c := range []*learn.Linear{k.lexical, k.sense} {
		if c != nil {
			if err := c.Write(w); err != nil {
				return err
			}
		}
	}
	if k.gauss != nil {
		if err := k.gauss.Write(w); err != nil {
			return err
		}
	}
	if _, err := b.Write(sum.Sum(nil)); err != nil {
		return err
	}
	return b.Flush()
}

const lessonBuffer = 1 << 16

// errOtherLesson says that the lesson that is kept is one of other articles.
var errOtherLesson = errors.New("it is of other articles")

// shape is how large the classifiers of a lesson are.
type shape struct{ grams, meaning, classes int }

// lesson reads the lesson that is kept, which must have the given key: errOtherLesson if it has another.
func (h *home) lesson(key []byte, size shape) (kept keptLesson, err error) {
	f, err := os.Open(filepath.Join(h.dir, lessonFile))
	if err != nil {
		return kept, fmt.Errorf("reading a lesson: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return kept, fmt.Errorf("reading a lesson: %w", err)
	}
	if err = kept.read(bufio.NewReaderSize(f, lessonBuffer), info.Size(), key, size); err != nil {
		return kept, fmt.Errorf("reading a lesson: %w", err)
	}
	return kept, nil
}

func (k *keptLesson) read(f io.Reader, length int64, key []byte, size shape) error {
	sum := crc32.NewIEEE()
	r := io.TeeReader(f, sum)
	head := make([]byte, len(lessonMagic)+4)
	if _, err := io.ReadFull(r, head); err != nil {
		return err
	}
	rest, ok := bytes.CutPrefix(head, []byte(lessonMagic))
	n := int64(binary.LittleEndian.Uint32(rest[len(rest)-4:]))
	if !ok || n > length {
		return errDamaged
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(r, body); err != nil {
		return err
	}
	if err := gob.NewDecoder(bytes.NewReader(body)).Decode(k); err != nil {
		return err
	}
	if !bytes.Equal(k.Of, key) {
		return errOtherLesson
	}
	for way, r := range k.Rankings {
		if len(r.Weights) != len(prior[way]) {
			return fmt.Errorf("it weighs %d clues instead of %d", len(r.Weights), len(prior[way]))
		}
	}
	if err := k.readClassifiers(r, size); err != nil {
		return err
	}
	want, end := sum.Sum32(), make([]byte, 4)
	if _, err := io.ReadFull(f, end); err != nil {
		return err
	}
	if binary.BigEndian.Uint32(end) != want {
		return errDamaged
	}
	return nil
}

var errDamaged = errors.New("the file is damaged")

func (k *keptLesson) readClassifiers(r io.Reader, size shape) (err error) {
	if (k.Sense || k.Gauss) && size.meaning == 0 {
		return errDamaged
	}
	if k.Lexical {
		k.lexical, err = learn.ReadLinear(r, size.grams, size.classes)
	}
	if k.Sense && err == nil {
		k.sense, err = learn.ReadLinear(r, size.meaning, size.classes)
	}
	if k.Gauss && err == nil {
		k.gauss, err = learn.ReadGauss(r, size.meaning, size.classes)
	}
	return err
}

// examNow copies the questions with known answers as they are now.
func (ix *Index) examNow() []knowledge.Asked { return slices.Clone(*ix.exam.Load()) }
