// Package index finds the published articles that may answer a question. It is the only importer of
// Bleve. Everything it holds is derived from a [Source] and can be rebuilt at any time.
//
// # Two halves
//
// The catalogue, in memory, has every published article with its terms and the true statistics of the
// corpus. It decides what may be found and how it is scored. The searchable copy, in Bleve, has one
// document for an article's title, phrasings and tags, and one for each passage; it only proposes
// candidates. A document that is out of date or damaged names an article, passage or checksum that the
// catalogue does not have, and is passed over.
//
// # A search
//
//  1. The question is cut into terms; words of the corpus within a slip or two of an unknown word stand
//     for it, compounds are taken apart or put together.
//  2. Bleve proposes articles and passages that have the rarest of the terms.
//  3. Each is scored anew: BM25F over title, phrasings and the best passage with true lengths, the
//     likeness to the nearest phrasing, how close the words stand, all times a power of the share of
//     the question that the article covers.
//  4. If that is weak, a second pass lets known words be slips as well.
//
// Qualifiers ("without", "not", "after") are not searched in passages, where every text has them, but
// count more than other words in the likeness to titles and phrasings.
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
