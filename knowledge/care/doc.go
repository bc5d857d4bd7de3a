// Package care finds the articles that need somebody: those past their review, rated badly, never quoted, saying what
// another says, or what another contradicts, leading nowhere, missing in a language; and what waits in the editors'
// room. It also checks the links of a body and the files that articles show.
//
// # Lists
//
// [Lists] follows the published articles by the numbers of their changes, as an index does, and keeps of each what the
// lists need. Every [Row] says in a sentence why the article is there, and in another what to do.
//
// # Twins
//
// Two articles are twins if a title or phrasing of one asks the same as one of the other and both are for the same
// readers. They are a duplicate if their texts say the same, and a contradiction if sentences about the same thing
// name different amounts, dates, durations, percentages or prices. Articles with the same question and different texts
// without such a difference are neither: many help pages are called "Overview".
package care
