package draft

import "strings"

// neverEnds are abbreviations after which the sentence goes on, whatever follows.
var neverEnds = set(`dr mr mrs ms prof st vs e.g i.e approx incl excl resp z.b u.a d.h u.u o.ä v.a i.d.r s.o s.u m.e bspw bzw ggf evtl inkl exkl zzgl
	sog vgl mind allg p.ex p.e c.-à-d mme mlle sra bijv o.a m.b.t t.a.v dott jr gem ext`)

// beforeNumbers are abbreviations after which the sentence goes on if a number follows.
var beforeNumbers = set(`no nos nr nrn num núm n° ca env tel fig abb art abs ziff pos kap sec vol p pp pág max min cf al inc
	jan feb febr mär mar apr jun jul aug sep sept okt oct nov dez dec mo di mi do fr sa so mon tue tues wed thu thur thurs fri sat sun`)

// ordinalAfter are the words after which "3." is an ordinal: "am 3.", "der 2.".
var ordinalAfter = set(`am im vom zum zur beim bis seit ab der die das den dem des jeder jede jedes jeden jedem ein eine einen einer eines einem
	dieser diese dieses diesen diesem und oder nr no punkt schritt kapitel den i na do od dne dnia`)

// months are the names of months, and words that follow a day's ordinal.
var months = set(`januar jänner februar feber märz april mai juni juli august september oktober november dezember
	jan feb mär apr jun jul aug sep sept okt nov dez
	januari februari maart mei augustus oktober december januar februar marts maj oktober
	tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
	ledna února března dubna května června července srpna září října listopadu prosince`)

func set(list string) map[string]bool {
	out := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}
