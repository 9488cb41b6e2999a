package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"ogp"
)

// pageMaker makes pages like the site's, of some 110 KB: surroundings that all
// share, with nonces, around a commitment of its own.
type pageMaker struct {
	head, tail string // of the page, the description between them
	words      []string
}

const madeID = "KE0941"

func newPageMaker() (*pageMaker, error) {
	html, err := os.ReadFile(filepath.Join("..", "..", "fixtures", "pages", madeID+".html"))
	if err != nil {
		return nil, err
	}
	m := &pageMaker{}
	r := rand.New(rand.NewPCG(1, 1))
	for range 4000 {
		var word strings.Builder
		for range 1 + r.IntN(3) {
			word.WriteByte("bcdfghlmnprstvz"[r.IntN(15)])
			word.WriteByte("aeiou"[r.IntN(5)])
			word.WriteString([]string{"", "n", "r", "s", "t", "l"}[r.IntN(6)])
		}
		m.words = append(m.words, word.String())
	}
	text := string(html)
	const place = "<h2>Description</h2>"
	at := strings.Index(text, place) + len(place)
	menu := strings.Index(text, "<nav ")
	m.head = text[:menu] + m.surroundings(r, 55_000) + text[menu:at]
	end := strings.Index(text, "</body>")
	m.tail = text[at:end] + m.surroundings(r, 30_000) + text[end:]
	return m, nil
}

// surroundings are menus, styles and scripts, the same on every page.
func (m *pageMaker) surroundings(r *rand.Rand, size int) string {
	var b strings.Builder
	for b.Len() < size {
		fmt.Fprintf(&b, `<div class="menu-item menu-item-type-post menu-item-%d"><a href="/%s/%s-%s/" data-id="%d"><span>%s</span></a></div>`+"\n",
			r.IntN(9000), m.word(r), m.word(r), m.word(r), r.IntN(90000), m.text(r, 3))
	}
	return "<div hidden>" + b.String() + "</div>"
}

// word is one of the language's, common ones more often.
func (m *pageMaker) word(r *rand.Rand) string {
	share := r.Float64()
	return m.words[int(share*share*share*float64(len(m.words)))]
}

func (m *pageMaker) text(r *rand.Rand, words int) string {
	var b strings.Builder
	for i := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(m.word(r))
	}
	return b.String()
}

// id is the i-th commitment ID there can be.
func (m *pageMaker) id(i int) string {
	return string([]byte{'K', byte('A' + i/9999/26%26), byte('A' + i/9999%26)}) + fmt.Sprintf("%04d", 1+i%9999)
}

// page is the i-th page; edition is what an edit changes, nonce what every
// request changes.
func (m *pageMaker) page(i, edition, nonce int) ogp.Page {
	r := rand.New(rand.NewPCG(uint64(i), uint64(edition)))
	var description strings.Builder
	for range 20 {
		fmt.Fprintf(&description, "<p>%s.</p>\n", m.text(r, 40+r.IntN(80)))
	}
	id := m.id(i)
	html := strings.ReplaceAll(m.head, madeID, id) + description.String() + strings.ReplaceAll(m.tail, madeID, id)
	html = strings.ReplaceAll(html, "5fc5d55645", fmt.Sprintf("%010x", nonce))
	return ogp.Page{
		URL:       ogp.Site + "/members/kenya/commitments/" + id + "/",
		FetchedAt: time.Date(2026, 1, 1+edition, 0, 0, 0, i*1000, time.UTC),
		Header:    http.Header{"Content-Type": {"text/html; charset=UTF-8"}, "Etag": {fmt.Sprintf(`"%d-%d"`, i, edition)}},
		Body:      []byte(html),
	}
}
