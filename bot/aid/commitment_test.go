package aid

import (
	"testing"
	"time"
	_ "time/tzdata" // the zones of the tests, wherever they run
	"unicode/utf8"
)

func berlin(t testing.TB) *time.Location {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// The clock of the table stands at a Wednesday, 18 November 2026, 10:00 in Berlin.
const tableNow = "2026-11-18T10:00"

const minuteLayout = "2006-01-02T15:04"

func TestCommitments(t *testing.T) {
	for _, c := range []struct{ text, due, clause string }{
		// English, by a time
		{"I'll refund it by tomorrow 17:00.", "2026-11-19T17:00", "I'll refund it by tomorrow 17:00"},
		{"I’ll refund it by 5 pm", "2026-11-18T17:00", ""},
		{"We will answer by 5:30 p.m. today.", "2026-11-18T17:30", ""},
		{"I'll call you by 9 am", "2026-11-19T09:00", ""},
		{"I'll call you at 8:30", "2026-11-18T20:30", ""},
		{"I'll call you at 08:30", "2026-11-19T08:30", ""},
		{"I'll call you tomorrow at 8:30", "2026-11-19T08:30", ""},
		{"I'll call you tomorrow at 3 o'clock.", "2026-11-19T15:00", ""},
		{"We'll have it fixed by noon.", "2026-11-18T12:00", ""},
		{"I will get back to you before noon tomorrow", "2026-11-19T12:00", ""},
		{"You will get your money by Friday.", "2026-11-20T17:00", "You will get your money by Friday"},
		{"You'll receive the replacement until Friday, and a voucher too.", "2026-11-20T17:00", "You'll receive the replacement until Friday"},
		{"I promise you will hear from us on Friday at 11:00.", "2026-11-20T11:00", ""},
		{"I'll do it before Friday", "2026-11-19T17:00", ""},
		{"I'll write to you next Monday.", "2026-11-23T17:00", ""},
		{"I'll write to you next Friday.", "2026-11-27T17:00", ""},
		{"I'll write to you this Friday.", "2026-11-20T17:00", ""},
		{"I'll write to you by Wednesday.", "2026-11-25T17:00", ""},
		{"I'll send it by the end of the day.", "2026-11-18T17:00", "I'll send it by the end of the day"},
		{"I'll send it by EOD.", "2026-11-18T17:00", ""},
		{"I'll send it by close of business tomorrow.", "2026-11-19T17:00", ""},
		{"We'll ship it by the end of the week.", "2026-11-20T17:00", ""},
		{"We'll ship it by end of next week", "2026-11-27T17:00", ""},
		{"We'll ship it next week.", "2026-11-27T17:00", ""},
		{"We will refund you by the end of the month.", "2026-11-30T17:00", ""},
		{"I'll let you know this afternoon.", "2026-11-18T17:00", ""},
		{"I'll let you know tomorrow morning.", "2026-11-19T12:00", ""},
		{"I'll let you know tomorrow evening at 7.30 pm", "2026-11-19T19:30", ""},
		{"I'll ring you the day after tomorrow", "2026-11-20T17:00", ""},
		{"I'll call you today or tomorrow.", "2026-11-19T17:00", ""},
		{"I'm going to send it out today.", "2026-11-18T17:00", ""},
		{"My colleague will call you tomorrow at 10 am.", "2026-11-19T10:00", ""},
		{"Your refund will be paid by 25 November.", "2026-11-25T17:00", ""},
		{"Let me check and get back to you by 4pm.", "2026-11-18T16:00", ""},
		{"By tomorrow 17:00 you will get your refund.", "2026-11-19T17:00", "By tomorrow 17:00 you will get your refund"},
		{"Sorry about that, by Friday I'll have an answer for you", "2026-11-20T17:00", "by Friday I'll have an answer for you"},
		{"I can't do it today, but I'll do it by Friday.", "2026-11-20T17:00", "I'll do it by Friday"},
		{"I'll tell you by 5 pm if it is still there.", "2026-11-18T17:00", ""},
		{"Don't worry, I'll refund it tomorrow!", "2026-11-19T17:00", "I'll refund it tomorrow"},
		{"I'll have it no later than Thursday 12:00", "2026-11-19T12:00", ""},
		{"Thanks. I WILL CALL YOU BY 5 PM. Bye.", "2026-11-18T17:00", "I WILL CALL YOU BY 5 PM"},
		{"I'll be back with you by 5 pm", "2026-11-18T17:00", ""},
		{"I'll call you by\u00a05\u202fpm", "2026-11-18T17:00", ""},

		// English, within a length of time
		{"We'll get back to you within 3 hours.", "2026-11-18T13:00", ""},
		{"I'll get back to you in two days.", "2026-11-20T17:00", "I'll get back to you in two days"},
		{"You'll hear from me in 20 minutes", "2026-11-18T10:20", ""},
		{"We will fix it within the hour.", "2026-11-18T11:00", ""},
		{"We will fix it in half an hour.", "2026-11-18T10:30", ""},
		{"I'll ship it within 24h.", "2026-11-19T10:00", ""},
		{"I'll ship it in 2-3 days.", "2026-11-21T17:00", ""},
		{"You will receive it within 3 to 5 working days.", "2026-11-25T17:00", ""},
		{"You will receive it in three business days", "2026-11-23T17:00", ""},
		{"We'll refund it in the next 2 weeks", "2026-12-02T17:00", ""},
		{"We'll refund it within a month.", "2026-12-18T17:00", ""},
		{"I'll have it for you two days from now.", "2026-11-20T17:00", ""},
		{"I'll pack two days of food.", "", ""},
		{"I'll send you two hour-glasses.", "", ""},
		{"I'll answer within about 2 hours", "2026-11-18T12:00", ""},

		// English, by a date
		{"We'll deliver it on 3 December.", "2026-12-03T17:00", ""},
		{"We'll deliver it on December 3rd at 9:15 am", "2026-12-03T09:15", ""},
		{"We'll deliver it by the 3rd of December", "2026-12-03T17:00", ""},
		{"We'll deliver it on Thursday, 3 December 2026.", "2026-12-03T17:00", ""},
		{"We'll deliver it by 2026-12-03.", "2026-12-03T17:00", ""},
		{"We'll deliver it by 3/12.", "2026-12-03T17:00", ""},
		{"We'll deliver it by 12/13", "2026-12-13T17:00", ""},
		{"We'll deliver it by the 25th.", "2026-11-25T17:00", ""},
		{"We'll deliver it by the 5th.", "2026-12-05T17:00", ""},
		{"We'll deliver it by 3 January.", "2027-01-03T17:00", ""},

		// German
		{"Ich erstatte es bis morgen 17 Uhr.", "2026-11-19T17:00", "Ich erstatte es bis morgen 17 Uhr"},
		{"Ich melde mich innerhalb von 3 Stunden.", "2026-11-18T13:00", ""},
		{"Wir melden uns bis Freitag.", "2026-11-20T17:00", "Wir melden uns bis Freitag"},
		{"Wir melden uns bis Freitag, 20.11., um 9:30 Uhr", "2026-11-20T09:30", ""},
		{"Sie erhalten das Paket am 3.12.", "2026-12-03T17:00", ""},
		{"Sie erhalten das Paket am 3. Dezember.", "2026-12-03T17:00", ""},
		{"Am 3.12. erhalten Sie das Paket.", "2026-12-03T17:00", "Am 3.12. erhalten Sie das Paket"},
		{"Ich werde das heute noch klären.", "2026-11-18T17:00", ""},
		{"Bis morgen Mittag werde ich das klären.", "2026-11-19T12:00", ""},
		{"Morgen früh rufe ich Sie an.", "2026-11-19T12:00", ""},
		{"Ich rufe Sie morgen Abend um 8 Uhr an", "2026-11-19T20:00", ""},
		{"Ich rufe Sie übermorgen an.", "2026-11-20T17:00", ""},
		{"Wir schicken den Ersatz in zwei Tagen los.", "2026-11-20T17:00", ""},
		{"Wir überweisen den Betrag binnen 5 Werktagen.", "2026-11-25T17:00", ""},
		{"Ihre Erstattung wird bis Freitag überwiesen.", "2026-11-20T17:00", ""},
		{"Guten Morgen, ich melde mich bis 17 Uhr.", "2026-11-18T17:00", "ich melde mich bis 17 Uhr"},
		{"Ich melde mich bis Ende der Woche.", "2026-11-20T17:00", ""},
		{"Ich melde mich bis zum Ende des Tages", "2026-11-18T17:00", ""},
		{"Mein Kollege meldet sich spätestens um 16:00 Uhr bei Ihnen.", "2026-11-18T16:00", ""},
		{"Ich verspreche Ihnen, dass das bis Montag erledigt ist", "2026-11-23T17:00", ""},
		{"Sie werden die Ware bis Freitag erhalten.", "2026-11-20T17:00", ""},
		{"Du bekommst die Antwort bis 17.30 Uhr.", "2026-11-18T17:30", ""},
		{"Ich melde mich nicht später als 17 Uhr.", "2026-11-18T17:00", ""},
		{"Wir liefern bis zum 15. Dezember", "2026-12-15T17:00", ""},
		{"Ich kümmere mich bis heute Nachmittag darum.", "2026-11-18T17:00", "Ich kümmere mich bis heute Nachmittag darum"},

		// questions
		{"Shall I call you by 5 pm?", "", ""},
		{"Will you send it by Friday?", "", ""},
		{"Is it OK if I'll call you tomorrow?", "", ""},
		{"Melde ich mich bis morgen?", "", ""},
		{"Should I refund it by tomorrow", "", ""},
		// the past
		{"I refunded it on Friday.", "", ""},
		{"We sent it today at 9:00.", "", ""},
		{"I promised you a refund by Friday.", "", ""},
		{"Ich habe es gestern um 17 Uhr geschickt.", "", ""},
		{"Das Paket wurde am 3.12. verschickt.", "", ""},
		{"I'll look into the order you placed on 3 December.", "", ""},
		{"I'll check the invoice from 3 December.", "", ""},
		{"Ich prüfe die Rechnung vom 3.12.", "", ""},
		{"Ich erstatte den Betrag, den Sie am 3.12. bezahlt haben.", "", ""},
		// no commitment of ours
		{"Please answer by tomorrow 17:00.", "", ""},
		{"Bitte senden Sie uns das Formular bis Freitag.", "", ""},
		{"You will have to pay by Friday.", "", ""},
		{"You can return it within 14 days.", "", ""},
		{"The shop closes at 6 pm today.", "", ""},
		{"I'll send you a form that you need to return by Friday.", "", ""},
		{"I'll look into it, the shop is open until 6 pm.", "", ""},
		{"Our hours are 9:00 to 17:00.", "", ""},
		// denied
		{"I won't manage it by tomorrow.", "", ""},
		{"I will not be able to do it by Friday.", "", ""},
		{"I'm not sure we'll make it by Friday.", "", ""},
		{"I can't promise that we'll have it by Friday", "", ""},
		{"Ich werde es bis Freitag nicht schaffen.", "", ""},
		{"I'll be away until Monday.", "", ""},
		{"We'll be closed on 3 December.", "", ""},
		{"I'll be back on Monday.", "", ""},
		// conditions
		{"If you send it back, we'll refund you within 5 days.", "", ""},
		{"We'll refund you within 5 days of receipt.", "", ""},
		{"Once it is here, you'll get the money in two days.", "", ""},
		{"Wenn Sie es zurückschicken, erstatten wir es binnen 5 Tagen.", "", ""},
		{"Once I know more, I'll call you by tomorrow 17:00.", "2026-11-19T17:00", ""},
		// no time, or none that can come
		{"I'll get back to you soon.", "", ""},
		{"I'll be with you in a minute.", "", ""},
		{"I'll look in 2 places.", "", ""},
		{"We will reduce it by 10 percent.", "", ""},
		{"I'll call you after 5 pm.", "", ""},
		{"Ich rufe Sie ab 17 Uhr an.", "", ""},
		{"I'll do it today at 09:00.", "", ""},
		{"I'll do it by 31 April.", "", ""},
		{"I'll do it by 3 December 2025.", "", ""},
		{"I'll send 3 shirts.", "", ""},
		{"I'll see to it within 0 days", "", ""},
		{"", "", ""},
		{"> I'll refund it by Friday", "", ""},
	} {
		zone := berlin(t)
		now, err := time.ParseInLocation(minuteLayout, tableNow, zone)
		if err != nil {
			t.Fatal(err)
		}
		got := Commitments(c.text, now, zone, "en-GB")
		if c.due == "" {
			if len(got) > 0 {
				t.Errorf("%q: got %q due %s, want none", c.text, got[0].Text, got[0].Due.Format(minuteLayout))
			}
			continue
		}
		if len(got) != 1 {
			t.Errorf("%q: %d commitments (%v), want one due %s", c.text, len(got), got, c.due)
			continue
		}
		if due := got[0].Due.Format(minuteLayout); due != c.due {
			t.Errorf("%q: due %s, want %s", c.text, due, c.due)
		}
		if c.clause != "" && got[0].Text != c.clause {
			t.Errorf("%q: clause %q, want %q", c.text, got[0].Text, c.clause)
		}
	}
}

func TestCommitmentsAtOtherTimes(t *testing.T) {
	for _, c := range []struct{ now, text, locale, due string }{
		{"2026-11-18T18:30", "I'll send it today.", "", "2026-11-18T23:59"},
		{"2026-11-18T18:30", "I'll call you by 5 pm.", "", "2026-11-19T17:00"},
		{"2026-11-18T18:30", "I'll call you by 5 pm today.", "", ""},
		{"2026-11-18T18:30", "I'll call you by 9 o'clock", "", "2026-11-18T21:00"},
		{"2026-11-20T09:00", "I'll call you by Friday.", "", "2026-11-27T17:00"},
		{"2026-11-20T09:00", "I'll call you by the end of the week.", "", "2026-11-20T17:00"},
		{"2026-11-20T19:00", "I'll call you by the end of the week.", "", "2026-11-22T17:00"},
		{"2026-11-20T19:00", "I'll call you next Monday.", "", "2026-11-23T17:00"},
		{"2026-11-23T09:00", "I'll call you next Monday.", "", "2026-11-30T17:00"},
		{"2026-11-22T09:00", "I'll call you next Monday.", "", "2026-11-23T17:00"},
		{"2027-01-31T09:00", "We'll refund it within a month.", "", "2027-02-28T17:00"},
		{"2027-01-04T09:00", "We'll refund it by 3 March.", "", "2027-03-03T17:00"},
		{"2027-01-04T09:00", "We'll refund it by 3 January.", "", ""},
		{"2027-01-04T09:00", "We'll do it by 3 December.", "", "2027-12-03T17:00"},
		{"2026-11-18T10:00", "We'll refund it by 12/3.", "en-US", "2026-12-03T17:00"},
		{"2026-11-18T10:00", "We'll refund it by 12/3.", "de-DE", "2027-03-12T17:00"},
		// The night to summer time has no 2:30, and is an hour short.
		{"2027-03-27T12:00", "I'll do it within 24 hours.", "", "2027-03-28T13:00"},
		{"2027-03-27T12:00", "I'll do it within one day.", "", "2027-03-28T17:00"},
		{"2026-11-20T16:00", "You get it in one business day.", "", "2026-11-23T17:00"},
	} {
		zone := berlin(t)
		now, err := time.ParseInLocation(minuteLayout, c.now, zone)
		if err != nil {
			t.Fatal(err)
		}
		due := ""
		if got := Commitments(c.text, now.UTC(), zone, c.locale); len(got) > 0 {
			due = got[0].Due.Format(minuteLayout)
		}
		if due != c.due {
			t.Errorf("%q at %s: due %q, want %q", c.text, c.now, due, c.due)
		}
	}
}

func TestTwoCommitments(t *testing.T) {
	zone := berlin(t)
	now := time.Date(2026, 11, 18, 10, 0, 0, 0, zone)
	got := Commitments("Hello Anna!\nI'll check it today and call you by tomorrow 5 pm. Wir melden uns bis Freitag.", now, zone, "")
	want := []string{"I'll check it today", "call you by tomorrow 5 pm", "Wir melden uns bis Freitag"}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i, c := range got {
		if c.Text != want[i] {
			t.Errorf("clause %d: %q, want %q", i, c.Text, want[i])
		}
	}
}

func FuzzCommitments(f *testing.F) {
	for _, s := range []string{"I'll refund it by tomorrow 17:00", "Ich melde mich bis zum 3. Dezember um 5 Uhr", "we'll do it in 2-3 days or 5 weeks", "İ'll ẞ \xff by 5 p.m.",
		"Sie werden bis Freitag, 20.11., hören", "I'll call 24:00 today, at 0:00 am 31/12/99", "I will in the next 366 days"} {
		f.Add(s, int64(1_795_000_000), "en-US")
	}
	zone := berlin(f)
	f.Fuzz(func(t *testing.T, text string, unix int64, locale string) {
		now := time.Unix(unix%8_000_000_000, 0)
		for _, c := range Commitments(text, now, zone, locale) {
			if c.Start < 0 || c.Start >= c.End || c.End > len(text) || text[c.Start:c.End] != c.Text {
				t.Fatalf("clause %q is not at %d–%d", c.Text, c.Start, c.End)
			}
			if utf8.ValidString(text) && !utf8.ValidString(c.Text) {
				t.Fatalf("clause %q cuts a character", c.Text)
			}
			if !c.Due.After(now) {
				t.Fatalf("%q is due %s, before %s", c.Text, c.Due, now)
			}
		}
	})
}
