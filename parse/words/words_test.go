package words_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/parse/words"
)

func TestDecode(t *testing.T) {
	for _, test := range []struct{ name, body, contentType, text, charset string }{
		{"UTF-8 whatever is said", "Acción", "text/html; charset=iso-8859-1", "Acción", "utf-8"},
		{"byte order mark", "\xef\xbb\xbfx", "", "x", "utf-8"},
		{"UTF-16 by its mark", "\xff\xfex\x00\xf3\x00", "text/html; charset=utf-8", "xó", "utf-16le"},
		{"header", "Acci\xf3n", "text/html; charset=windows-1252", "Acción", "windows-1252"},
		{"meta element", "<meta charset=iso-8859-2>\xe8", "", "<meta charset=iso-8859-2>č", "iso-8859-2"},
		{"no word of it", "Acci\xf3n", "", "Acción", "windows-1252"},
		{"UTF-8 with a broken byte", "Acción y región \xff", "", "Acción y región \ufffd", "utf-8"},
	} {
		got, err := words.Decode([]byte(test.body), test.contentType)
		if err != nil || string(got.Text) != test.text || got.Charset != test.charset {
			t.Errorf("%s: %q in %s, error %v", test.name, got.Text, got.Charset, err)
		}
	}
	if got, _ := words.Decode([]byte("é \xff\xfe"), "text/html; charset=utf-8"); got.Broken != 2 {
		t.Errorf("%d broken bytes, want 2", got.Broken)
	}
}

// FuzzDecode decodes anything, whatever is said of it: the text is UTF-8, and
// decoding it again leaves it as it is.
func FuzzDecode(f *testing.F) {
	for _, body := range []string{"Acci\xf3n", "\xff\xfex\x00\xf3\x00", "\xef\xbb\xbfx", "<meta charset=utf-16>\xe8", "\x1b$B", "é \xff"} {
		for _, contentType := range []string{"", "text/html; charset=utf-8", "text/html; charset=gb18030", "text/html; charset=utf-16le"} {
			f.Add([]byte(body), contentType)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		first, err := words.Decode(body, contentType)
		if err != nil {
			return
		}
		if !utf8.Valid(first.Text) {
			t.Fatalf("%q is decoded as %q, which is not UTF-8", body, first.Text)
		}
		if first.Broken < 0 || first.Broken > len(body) {
			t.Errorf("%d of %d bytes are broken", first.Broken, len(body))
		}
		again, err := words.Decode(first.Text, "text/html; charset=utf-8")
		if err != nil || !bytes.Equal(bytes.TrimPrefix(first.Text, []byte("\ufeff")), again.Text) {
			t.Errorf("%q is decoded again as %q, error %v", first.Text, again.Text, err)
		}
	})
}

func TestMonth(t *testing.T) {
	for text, want := range map[string]ogp.Month{
		"02/2022": {Year: 2022, Month: 2}, "2022-02": {Year: 2022, Month: 2}, "2022-02-28": {Year: 2022, Month: 2},
		"Feb 2022": {Year: 2022, Month: 2}, "1st of February, 2022": {Year: 2022, Month: 2}, "mayo de 2022": {Year: 2022, Month: 5},
		"août 2022": {Year: 2022, Month: 8}, "13/02/2022": {Year: 2022, Month: 2}, "02/13/2022": {Year: 2022, Month: 2},
		"2022/09": {Year: 2022, Month: 9}, "Sep '22": {Year: 2022, Month: 9}, "31/12/2023": {Year: 2023, Month: 12}, "Feb. 2022": {Year: 2022, Month: 2},
		"setembro de 2022": {Year: 2022, Month: 9}, "le 1er juillet 2023": {Year: 2023, Month: 7}, "30-Jun-2024": {Year: 2024, Month: 6},
		"2022 September": {Year: 2022, Month: 9}, "Q3 2022": {}, "2022-2023": {}, "2022/13": {}, "Sep 22": {},
		"02/03/2022": {}, "2022": {}, "13/2022": {}, "Q1 2022": {}, "Smarch 2022": {}, "": {},
	} {
		got, ok := words.Month(text)
		if got != want || ok == want.IsZero() {
			t.Errorf("%q is %v, %v; want %v", text, got, ok, want)
		}
	}
}

func TestEveryNameOfAMonthIsRead(t *testing.T) {
	for _, row := range words.Table(os.DirFS("."), "months.csv") {
		want := ogp.Month{Year: 2022, Month: time.Month(words.Number(row["month"]))}
		if got, ok := words.Month(strings.ToUpper(row["printed"]) + ". 2022"); !ok || got != want {
			t.Errorf("%s is %v, want %v", row["printed"], got, want)
		}
	}
}

func TestPeriod(t *testing.T) {
	from, to := ogp.Month{Year: 2024, Month: 1}, ogp.Month{Year: 2024, Month: 12}
	for text, want := range map[string][2]ogp.Month{
		"January, 2024 - December, 2024": {from, to}, "01/2024–12/2024": {from, to}, "Jan 2024 to Dec 2024": {from, to},
		"January − December 2024": {from, to}, "enero de 2024 a diciembre de 2024": {from, to}, "December - January 2024": {{}, from},
		"December 2024": {{}, to}, "Jan 2024 - ongoing": {from, {}}, "2024-2026": {}, "soon": {},
	} {
		start, end := words.Period(text)
		if got := [2]ogp.Month{start, end}; got != want {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
	}
}

func TestItems(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                       {""},
		"one sentence. And another.":             {"one sentence. And another."},
		"• a • b":                                {"a", "b"},
		"- a - b":                                {"a", "b"},
		"There are 1. No law 2) No money":        {"There are", "No law", "No money"},
		"Causes are:\n1. No law\nat all\n2. x":   {"No law\nat all", "x"},
		"No law\nNo money":                       {"No law", "No money"},
		"i. no map\nii. no money\niii. no staff": {"no map", "no money", "no staff"},
		"I. No map\nII. No money\nIII. No staff": {"No map", "No money", "No staff"},
		"A. No map\nB. No money":                 {"No map", "No money"},
		"A. Smith\nC. Miller":                    {"A. Smith\nC. Miller"},
		"a) no map; b) no money":                 {"no map", "no money"},
		"A. No map. B. No money.":                {"No map.", "No money."},
		"a. no map; b. no money":                 {"no map", "no money"},
		"By J. Smith. A. Miller. C. Jones":       {"By J. Smith. A. Miller. C. Jones"},
		"① no map ② no money":                    {"no map", "no money"},
		"▶ no map ❖ no money ⁃ no staff · law":   {"no map", "no money", "no staff", "law"},
		"Breach of § 12 and § 13":                {"Breach of § 12 and § 13"},
		"☒ Yes ☐ No":                             {"☒ Yes ☐ No"},
		"Long. Text.\nMore. Text.":               {"Long. Text.\nMore. Text."},
	} {
		if diff := cmp.Diff(want, words.Items(text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestMask(t *testing.T) {
	for text, want := range map[string]string{
		"Write to a.b@c.example or d [at] e.example":                    "Write to [e-mail] or [e-mail]",
		"Tel. no. 020 7946 0000, +44 (20) 7946 0001":                    "Tel. no. [phone], [phone]",
		"Contact 2018-2020":                                             "Contact 2018-2020",
		"Law 123456789 of 2020":                                         "Law 123456789 of 2020",
		"phone\n1234567":                                                "phone\n[phone]",
		"jane.doe at example dot org, jane(AT)example(DOT)org":          "[e-mail], [e-mail]",
		"jane.doe{at}example.org jane.doe arroba example.org":           "[e-mail] [e-mail]",
		"jane.doe©example.org jane.doe at example.org, x＠exämple.org":   "[e-mail] [e-mail], [e-mail]",
		"\"jane doe\"@example.org jane@[192.0.2.1] jane@\nexample.org":  "[e-mail] [e-mail] [e-mail]\n",
		"[email protected] or jane.doe%40example.org":                   "[e-mail] or [e-mail]",
		"We meet at example.org at 10.30, at opengov.example":           "We meet at example.org at 10.30, at opengov.example",
		"WhatsApp: +254 712 345 678, wa.me/254712345678":                "WhatsApp: [phone], [handle]",
		"Telegram: @janedoe_ke Skype: jane.doe.ke":                      "Telegram: @[handle] Skype: [handle]",
		"Telegram channels and WhatsApp groups":                         "Telegram channels and WhatsApp groups",
		"Hon. Jane Test\n+254 700 555 021":                              "Hon. Jane Test\n[phone]",
		"Phone and e-mail\n02/5550-255, a@example.org":                  "Phone and e-mail\n[phone], [e-mail]",
		"b@example.org (+374 10) 555 0189":                              "[e-mail] [phone]",
		"Ana Test (011-40-55-019,\nc@example.org)":                      "Ana Test ([phone],\n[e-mail])",
		"Group (0555507796), (0712) 345-678":                            "Group ([phone]), [phone]",
		"тел. 0712345678 هاتف: ٠٧١٢٣٤٥٦٧٨ Tlf 0712345678 Cel: 07123456": "тел. [phone] هاتف: [phone] Tlf [phone] Cel: [phone]",
		"Tel: 0712·345·678, Tel: 0712,345,678, Tel: 071 ext 23":         "Tel: [phone], Tel: [phone], Tel: [phone]",
		"Contact person: Jane Doe, 0712345678; T: 0712345678":           "Contact person: Jane Doe, [phone]; T: [phone]",
		"email: x@example.org, tel: 8 618 72 994Other ministries":       "email: [e-mail], tel: [phone]Other ministries",
		"Telephone (61) 3216-2010/2045":                                 "Telephone [phone]",
		"Law No. 5282/14, x@example.org":                                "Law No. 5282/14, [e-mail]",
		"x@example.org 01/10/2018 31/12/2020 2018-2020":                 "[e-mail] 01/10/2018 31/12/2020 2018-2020",
		"x@example.org a budget of 12,500,000":                          "[e-mail] a budget of 12,500,000",
		"+1 2021-2023 Passport A1234567, ID number 12345678":            "+1 2021-2023 Passport A1234567, ID number 12345678",
		"Boletín 10.264-07, Directive (EU) 2019/1937, V-523-01-0001":    "Boletín 10.264-07, Directive (EU) 2019/1937, V-523-01-0001",
		"max.muster(ät)stadt.example, jean.d [arobase] ville.example":   "[e-mail], [e-mail]",
		"j.silva [arroba] gov [ponto] example, jane[@]example[.]org":    "[e-mail], [e-mail]",
		"n.petrenko[собака]kmu.example jane﹫example.org jane@x．org":     "[e-mail] [e-mail] [e-mail]",
		"Mobil: 0171/2345678, Fone: 11 98765 4321, Telp 021 345 6789":   "Mobil: [phone], Fone: [phone], Telp [phone]",
		"Telefonnummer: 030 1234567; Call us: 0712 345 678":             "Telefonnummer: [phone]; Call us: [phone]",
		"(512) 974-2000 or 00254 712 345 678":                           "[phone] or [phone]",
		"(2018) 12 345 678 and 001 234 567, 00123456789012":             "(2018) 12 345 678 and 001 234 567, 00123456789012",
		"called 1234567 citizens, the point (at) 12.5":                  "called 1234567 citizens, the point (at) 12.5",
		"call extension 12":                                             "call extension 12",
	} {
		if got := words.Mask(text); got != want {
			t.Errorf("%q is masked as %q, want %q", text, got, want)
		}
		if again := words.Mask(want); again != want {
			t.Errorf("%q is masked again, as %q", want, again)
		}
	}
}

// FuzzMask masks anything: what is masked stays as it is.
func FuzzMask(f *testing.F) {
	for _, seed := range []string{"Tel. 0712 345 678 / 0712345679 ext 2", "a@b.example at c.d@e.example", "Contact: A B, (0712) 345-678", "WhatsApp: x.y.z_1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if masked := words.Mask(text); words.Mask(masked) != masked {
			t.Errorf("%q is masked as %q, then as %q", text, masked, words.Mask(masked))
		}
	})
}

func TestTrimContacts(t *testing.T) {
	for name, want := range map[string]string{
		"Water Users ([e-mail])": "Water Users", "City Office, Tel. [phone], [e-mail]": "City Office", "City Office": "City Office", "Tel: [phone]": "",
	} {
		if got := words.TrimContacts(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

func TestAddressesOfPeople(t *testing.T) {
	for address, want := range map[string]string{
		"https://example.org/?m=jane.doe@example.org&tel=0712345678&lang=en": "https://example.org/?lang=en",
		"https://example.org/?mail=jane%40example.org":                       "https://example.org/",
		"https://wa.me/254712345678":                                         "",
		"https://example.org/documents/plan-2018-2020/?id=123456789":         "https://example.org/documents/plan-2018-2020/?id=123456789",
	} {
		if got := words.MaskAddress(address); got != want {
			t.Errorf("%s is masked as %s, want %s", address, got, want)
		}
	}
	for href, want := range map[string]string{
		"mailto:jane@example.org": "[e-mail]", "tel:+254712345678": "[phone]", "https://t.me/jane": "[handle]", "/cdn-cgi/l/email-protection#54": "[e-mail]",
		"mailto:?subject=Open": "", "https://example.org/": "", "#tel": "",
	} {
		if got := words.LinkContact(href); got != want {
			t.Errorf("%s is a link to %q, want %q", href, got, want)
		}
	}
}

func TestWordingsAreComparedFolded(t *testing.T) {
	if got := words.Fold("  L’État —\u00a0Non\u200c "); got != "l'etat - non" {
		t.Errorf("folded: %q", got)
	}
	if n := words.Prefix("STATUS QUO: x", "status quo"); n != len("STATUS QUO") {
		t.Errorf("prefix of %d bytes", n)
	}
	if n := words.Prefix("Stat", "status"); n != 0 {
		t.Errorf("prefix of %d bytes in a shorter text", n)
	}
	if word, n := words.First("Áreas de"); word != "areas" || n != len("Áreas") {
		t.Errorf("first word %q of %d bytes", word, n)
	}
}

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"a\u202ab\u2069c": "abc", "ﬁle ﬄ": "file ffl", "ＫＥ０１＠": "KE01@", "٠١٩ ۴ ५": "019 4 5", "2018\u00962020": "2018–2020",
		"✓\ufe0f": "✓", "x\U000e0041y": "xy", "می\u200cخواهم": "می\u200cخواهم", "中：文": "中：文", "\u0600": "\u0600",
	} {
		var got strings.Builder
		for _, r := range text {
			got.WriteString(words.Plain(r))
		}
		if got.String() != want {
			t.Errorf("%q is %q, want %q", text, got.String(), want)
		}
	}
}

func TestTrimMarks(t *testing.T) {
	for text, want := range map[string]string{
		":\nOpen data.;": "Open data.", " – Yes |": "Yes", "- a\n- b": "- a\n- b", "2018-2020¹²": "2018-2020", "Name*": "Name", "..": "",
	} {
		if got := words.TrimMarks(text); got != want {
			t.Errorf("%q is trimmed to %q, want %q", text, got, want)
		}
	}
	if mark, ok := words.Superscript("[12]"); mark != "¹²" || !ok {
		t.Errorf("[12] is the mark %q, %v", mark, ok)
	}
	if _, ok := words.Superscript("st"); ok {
		t.Error("letters are a footnote's mark")
	}
}
