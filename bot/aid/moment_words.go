package aid

// introKind is how a time is introduced.
type introKind int

const (
	introNone   introKind = iota
	introBy               // by, at, on, until
	introBefore           // before
	introWithin           // within, in
)

// introductions, longest first where one begins another.
var introductions = []struct {
	words []string
	kind  introKind
}{
	{[]string{"no", "later", "than"}, introBy}, {[]string{"not", "later", "than"}, introBy}, {[]string{"nicht", "später", "als"}, introBy},
	{[]string{"in", "the", "next"}, introWithin}, {[]string{"over", "the", "next"}, introWithin}, {[]string{"within", "the", "next"}, introWithin}, {[]string{"in", "den", "nächsten"}, introWithin},
	{[]string{"innerhalb", "der", "nächsten"}, introWithin}, {[]string{"in", "spätestens"}, introWithin}, {[]string{"spätestens", "in"}, introWithin},
	{[]string{"innerhalb", "von"}, introWithin}, {[]string{"bis", "in"}, introWithin}, {[]string{"innerhalb"}, introWithin}, {[]string{"binnen"}, introWithin}, {[]string{"within"}, introWithin}, {[]string{"inside"}, introWithin}, {[]string{"in"}, introWithin},
	{[]string{"before"}, introBefore}, {[]string{"vor"}, introBefore},
	{[]string{"bis", "spätestens"}, introBy}, {[]string{"spätestens", "bis"}, introBy}, {[]string{"spätestens", "am"}, introBy}, {[]string{"spätestens", "um"}, introBy}, {[]string{"bis", "zum"}, introBy}, {[]string{"bis", "zur"}, introBy}, {[]string{"bis", "um"}, introBy}, {[]string{"bis", "am"}, introBy}, {[]string{"bis", "gegen"}, introBy},
	{[]string{"latest", "by"}, introBy}, {[]string{"by"}, introBy}, {[]string{"until"}, introBy}, {[]string{"till"}, introBy}, {[]string{"til"}, introBy}, {[]string{"at"}, introBy}, {[]string{"on"}, introBy}, {[]string{"around"}, introBy},
	{[]string{"bis"}, introBy}, {[]string{"spätestens"}, introBy}, {[]string{"am"}, introBy}, {[]string{"um"}, introBy}, {[]string{"gegen"}, introBy}, {[]string{"zum"}, introBy},
}

// introduction reads "by", "within the next" and the like, with words of no weight behind them.
func (r momentReader) introduction(i int) (introKind, int) {
	kind, j := introNone, i
	for _, in := range introductions {
		if r.is(i, in.words...) {
			kind, j = in.kind, i+len(in.words)
			break
		}
	}
	for j < len(r.list) && j > i && unweighty[r.list[j].text] {
		j++
	}
	return kind, j
}

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

var (
	unweighty   = set("the", "latest", "about", "around", "roughly", "approximately", "approx", "ca", ".", "circa", "etwa", "rund", "max", "maximal", "höchstens", "maximum", "spätestens", "dem", "den", "der", "most", "at", "um", "am", "on", "just", "only", "nur", "up", "to", "coming")
	wrongBefore = set("after", "nach", "ab", "from", "since", "seit", "vom", "of", "dated", "for", "für", "every", "each", "jeden", "last", "letzten", "letzte", "past", "than", "good", "guten", "schönen", "until", "opens", "bisher", "per")
	passOver    = set("the", "den", "dem", "der", "about", "around", "a", "einen", "on", "am", "um", "at")
	connecting  = set(",", "at", "by", "before", "around", "on", "um", "bis", "gegen", "spätestens", "am", "the", "den", "dem", "in", "im", "zum", "latest")
)

// numberWords are the small numbers in words; "a" and "an" count as one.
var numberWords = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14,
	"ein": 1, "eine": 1, "einem": 1, "einer": 1, "eines": 1, "einen": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "vierzehn": 14,
}

// units of a length of time; see [moment].
var units = map[string]rune{
	"minute": 'm', "minutes": 'm', "min": 'm', "mins": 'm', "minuten": 'm',
	"hour": 'h', "hours": 'h', "h": 'h', "hr": 'h', "hrs": 'h', "stunde": 'h', "stunden": 'h', "std": 'h',
	"day": 'd', "days": 'd', "tag": 'd', "tage": 'd', "tagen": 'd', "tages": 'd',
	"workday": 'b', "workdays": 'b', "weekdays": 'b', "werktag": 'b', "werktage": 'b', "werktagen": 'b', "werktages": 'b', "arbeitstag": 'b', "arbeitstage": 'b', "arbeitstagen": 'b', "arbeitstages": 'b',
	"week": 'w', "weeks": 'w', "woche": 'w', "wochen": 'w',
	"month": 'M', "months": 'M', "monat": 'M', "monate": 'M', "monaten": 'M', "monats": 'M',
}

// weekdays by name, Sunday 0 as in package time.
var weekdays = map[string]int{
	"sunday": 0, "sun": 0, "sonntag": 0, "monday": 1, "mon": 1, "montag": 1, "tuesday": 2, "tue": 2, "tues": 2, "dienstag": 2,
	"wednesday": 3, "wed": 3, "mittwoch": 3, "thursday": 4, "thu": 4, "thurs": 4, "donnerstag": 4, "friday": 5, "fri": 5, "freitag": 5,
	"saturday": 6, "sat": 6, "samstag": 6, "sonnabend": 6,
}

// monthNames is an expression for all keys of months.
const monthNames = `january|jan|february|feb|march|mar|april|apr|may|june|jun|july|jul|august|aug|september|sept|sep|october|oct|november|nov|december|dec|` +
	`januar|jänner|februar|märz|mär|mai|juni|juli|oktober|okt|dezember|dez`

var months = map[string]int{
	"january": 1, "jan": 1, "januar": 1, "jänner": 1, "february": 2, "feb": 2, "februar": 2, "march": 3, "mar": 3, "märz": 3, "mär": 3,
	"april": 4, "apr": 4, "may": 5, "mai": 5, "june": 6, "jun": 6, "juni": 6, "july": 7, "jul": 7, "juli": 7, "august": 8, "aug": 8,
	"september": 9, "sept": 9, "sep": 9, "october": 10, "oct": 10, "oktober": 10, "okt": 10, "november": 11, "nov": 11, "december": 12, "dec": 12, "dezember": 12, "dez": 12,
}

// partsOfDay are the latest minutes that the names of parts of a day allow.
var partsOfDay = map[string]int{
	"morning": 12 * 60, "noon": 12 * 60, "midday": 12 * 60, "lunchtime": 13 * 60, "afternoon": EndOfBusiness * 60, "evening": 20 * 60, "night": 23*60 + 59,
	"früh": 12 * 60, "vormittag": 12 * 60, "mittag": 12 * 60, "nachmittag": EndOfBusiness * 60, "abend": 20 * 60,
}
