// Package index finds the published articles that may answer a question. It is the only importer of
// Bleve. Everything it holds is derived from a [Source] and can be rebuilt at any time.
//
// # Three parts
//
// The catalogue, in memory, has every published article with its terms and the true statistics of the
// corpus. It decides what may be found. The searchable copy, in Bleve, has one document for an article's
// title, phrasings and tags, and one for each passage; it only proposes candidates. A document that is
// out of date or damaged names an article, passage or checksum that the catalogue does not have, and is
// passed over. What was learnt from the corpus puts the candidates in order and says how sure one may be.
//
// # A search
//
//  1. The question is cut into terms in its language; words of the corpus within a slip or two of an
//     unknown word stand for it, compounds are taken apart or put together, synonyms join in.
//  2. Bleve proposes articles and passages that have the rarest of the terms; the nearest by n-grams, by
//     meaning, and by the classifiers' choice join them.
//  3. Each is scored by its words: BM25F over title, phrasings and the best passage with true lengths, the
//     likeness to the nearest phrasing, how close the words stand, all times a power of the share of the
//     question that the article covers. If that is weak, a second pass lets known words be slips as well.
//  4. All clues together, weighed as the corpus taught, give each candidate its share.
//  5. The passage of the first is read again for evidence that it says what is asked for.
//
// Qualifiers ("without", "not", "after") are not searched in passages, where every text has them, but
// count more than other words in the likeness to titles and phrasings.
//
// # Learning
//
// After every change of the corpus, in the background: titles and phrasings (headings, where there are
// few of those) become examples; classifiers are trained on them where there are enough; then the corpus
// is asked its own phrasings, each by classifiers that have not seen it, with the phrasing or its whole
// article left out. From what comes of that follow the weights of the clues and, by [Options].Fit, the
// model of confidence. Both are swapped in together. An article is found before it has been learnt: if a
// question's words lead straight to it, it is ranked by words alone.
//
// Lots in a lesson (which phrasing is left out by whom) are drawn by what an article or phrasing is, so that one
// article more or less does not change what is learnt of the others.
//
// # Rehearsals
//
// [Index.Rehearse] gives the corpus as it would be after a change, to be asked. The catalogue and its words are
// copied, which takes milliseconds, and the change is entered into the copy. The searchable copy is held on to as it
// is; what it has of articles that change is passed over like anything out of date, and a small one in memory proposes
// the new. The examples are learnt again with the vectors that are known; large classifiers are patched where
// something changed; the weights of the clues and the judges are those of the last lesson.
//
// # Audiences and translations
//
// Who may not read an article is answered from a copy of the catalogue without it, made once for each site and state of
// the corpus, and with its part in the last lesson hidden: its words are unknown, it proposes, votes and competes for
// nothing. Articles that are translations of one another are no rivals in any of that, a result has one of them, and
// that is the one in the language of the question if there is one.
//
// # Copies on disk
//
// The directory holds copies named copy-N and a file CURRENT that names the one in use. A copy that is
// missing, damaged, of another schema, or far behind is rebuilt beside the old one; the new one is
// brought up to date, compared document by document with the catalogue, named in CURRENT by an atomic
// rename, and only then swapped in. Meanwhile the old copy answers, or, if that is not usable, titles
// and phrasings are searched in the catalogue. A copy closed in good order is sealed with checksums, so
// that damage is found before it is opened; damage while it is open makes a search panic, which is
// caught and leads to a rebuild.
package index
