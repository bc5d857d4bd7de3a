package index

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"

	"frontdesk/knowledge"
)

// lessonFile keeps what a corpus was asked of itself, which takes nearly all of a lesson, so that a server that is
// started anew over the same articles need not ask again. It may be lost at any time: then it is asked.
const lessonFile = "LESSON"

// lessonVersion rises with every change of what a lesson makes of the same articles.
const lessonVersion = 1

const lessonMagic = "frontdesk lesson\n"

// keptLesson is what the file holds behind its checksum.
type keptLesson struct {
	Of       []byte // see key
	Rankings [ways]keptRanking
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

// keep writes the rankings of a lesson. What cannot be written is learnt again at the next start.
func (l *lesson) keep(key []byte) {
	home := l.ix.home
	if home == nil || l.lacking || l.ix.encoderDown.Load() {
		return
	}
	kept := keptLesson{Of: key}
	for way, r := range l.ranking {
		kept.Rankings[way] = keptRanking{r.weights, r.trials}
	}
	if err := home.keepLesson(kept); err != nil {
		l.ix.log.Warn("what was learnt is not kept and will be learnt again at the next start", "error", err)
	}
}

// recallRankings takes over the rankings that an earlier lesson of the same key came to, and reports whether there was
// one.
func (l *lesson) recallRankings(key []byte) bool {
	home := l.ix.home
	if home == nil {
		return false
	}
	kept, err := home.lesson()
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			l.ix.log.Info("what was learnt before cannot be used and is learnt again", "reason", err)
		}
		return false
	}
	if !bytes.Equal(kept.Of, key) {
		return false
	}
	for way, r := range kept.Rankings {
		l.ranking[way].weights, l.ranking[way].trials = r.Weights, r.Trials
	}
	return true
}

// keepLesson replaces the lesson that is kept.
func (h *home) keepLesson(kept keptLesson) error {
	var body bytes.Buffer
	if err := gob.NewEncoder(&body).Encode(kept); err != nil {
		return fmt.Errorf("keeping a lesson: %w", err)
	}
	content := binary.LittleEndian.AppendUint32([]byte(lessonMagic), crc32.ChecksumIEEE(body.Bytes()))
	if err := replaceFile(filepath.Join(h.dir, lessonFile), append(content, body.Bytes()...)); err != nil {
		return fmt.Errorf("keeping a lesson: %w", err)
	}
	return nil
}

// lesson reads the lesson that is kept.
func (h *home) lesson() (kept keptLesson, err error) {
	raw, err := os.ReadFile(filepath.Join(h.dir, lessonFile))
	if err != nil {
		return kept, fmt.Errorf("reading a lesson: %w", err)
	}
	rest, ok := bytes.CutPrefix(raw, []byte(lessonMagic))
	if !ok || len(rest) < 4 || binary.LittleEndian.Uint32(rest) != crc32.ChecksumIEEE(rest[4:]) {
		return kept, errors.New("reading a lesson: the file is damaged")
	}
	if err := gob.NewDecoder(bytes.NewReader(rest[4:])).Decode(&kept); err != nil {
		return kept, fmt.Errorf("reading a lesson: %w", err)
	}
	for way, r := range kept.Rankings {
		if len(r.Weights) != len(prior[way]) {
			return kept, fmt.Errorf("reading a lesson: it weighs %d clues instead of %d", len(r.Weights), len(prior[way]))
		}
	}
	return kept, nil
}

// examNow copies the questions with known answers as they are now.
func (ix *Index) examNow() []knowledge.Asked { return slices.Clone(*ix.exam.Load()) }
