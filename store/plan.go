package store

import (
	"ogp"
	"ogp/store/address"
	"ogp/store/derive"
	"ogp/store/duck"
	"ogp/store/history"
)

// savePlan is what storing a batch changes.
type savePlan struct {
	batch  Batch
	known  derive.Pages                   // all pages of the commitments concerned
	pages  map[ogp.PageKey]*history.Merge // those that the batch says something of
	bodies map[body]int                   // pages of the batch by their bodies
	kept   []Kept                         // where the pages of the batch will be, in its order
}

// body names the body of a page.
type body struct {
	ogp.PageKey
	sha256 string
}

// planSave adds the observations of a batch to those of its pages, and derives
// what follows from all. It changes nothing but what is known.
func planSave(b Batch, known derive.Pages) savePlan {
	p := savePlan{batch: b, known: known, pages: map[ogp.PageKey]*history.Merge{}, bodies: map[body]int{}}
	runs := map[ogp.PageKey]string{}
	for _, visit := range b.Visits {
		key := ogp.ParseURL(visit.URL).Key()
		runs[key] = visit.Run
		if observes(visit) {
			p.page(key).Observe(observationOfVisit(visit), "")
		}
	}
	for _, o := range b.Seen {
		o.SeenAt, o.SameAs, o.LearnedAt = duck.Micro(o.SeenAt), duck.Micro(o.SameAs), duck.Micro(o.LearnedAt)
		p.page(o.Key()).Observe(o, "")
	}
	observed := make([]ogp.Observation, len(b.Pages))
	for i := range b.Pages {
		archived := &b.Pages[i]
		page := p.page(archived.Reading.Key())
		observed[i] = page.Observe(observationOf(archived, runs[page.PageKey]), duck.ValidText(archived.Reading.Fingerprint))
		name := body{page.PageKey, archived.body.sha256}
		if _, known := p.bodies[name]; !known {
			p.bodies[name] = i
		}
	}
	for _, page := range p.pages {
		page.Settle()
	}
	created := map[ogp.PageKey]bool{}
	for _, o := range observed {
		p.kept = append(p.kept, keptAs(o, p.page(o.Key()), created))
	}
	return p
}

func (p savePlan) page(k ogp.PageKey) *history.Merge {
	if p.pages[k] == nil {
		p.pages[k] = history.NewMerge(*p.known.Of(k))
	}
	return p.pages[k]
}

// unresolved counts the observations of the batch that are the same as nothing known.
func (p savePlan) unresolved() (n int) {
	for _, o := range p.batch.Seen {
		if page := p.page(o.Key()); o.What == ogp.SeenSame && !page.Resolves(o) {
			n++
		}
	}
	return n
}

// keptAs says where a page of the batch will be. created are the pages that are
// new with it or an earlier one.
func keptAs(o ogp.Observation, page *history.Merge, created map[ogp.PageKey]bool) Kept {
	kept := Kept{ID: page.ID, Language: page.Language, Result: Unchanged}
	number, added := page.Outcome(o)
	kept.Version = number
	switch {
	case added && len(page.Before) == 0 && !created[page.PageKey]:
		kept.Result, created[page.PageKey] = New, true
	case added:
		kept.Result = Changed
	}
	return kept
}

func observationOfVisit(visit ogp.Visit) ogp.Observation {
	ref := ogp.ParseURL(visit.URL)
	o := ogp.Observation{
		ID: ref.ID, Language: ref.Language, SeenAt: duck.Micro(visit.At), TimeFrom: ogp.TimeFetch, Source: ogp.SourceSite,
		What: ogp.SeenSame, URL: visit.URL, Run: visit.Run, LearnedAt: duck.Micro(visit.At),
	}
	if visit.Outcome == ogp.Gone {
		o.What = ogp.SeenGone
	} else if visit.FinalURL != "" {
		o.URL = visit.FinalURL
	}
	return o
}

// observationOf is the observation of a page; run is that which requested it.
func observationOf(page *Archived, run string) ogp.Observation {
	o := ogp.Observation{
		ID: page.Reading.ID, Language: page.Reading.Language, TimeFrom: page.Page.TimeFrom,
		Source: page.Page.Source, What: ogp.SeenContent, Digest: duck.ValidText(page.Page.Digest), Content: page.body.sha256, SHA256: page.body.sha256,
		URL: duck.ValidText(page.address()), CaptureURL: duck.ValidText(page.Page.CaptureURL), Run: page.Run,
		ETag:         duck.ValidText(page.Page.Header.Get("ETag")),
		LastModified: duck.ValidText(page.Page.Header.Get("Last-Modified")),
	}
	if !page.Page.FetchedAt.IsZero() {
		o.SeenAt = duck.Micro(page.Page.FetchedAt)
	}
	if o.LearnedAt = o.SeenAt; !page.LearnedAt.IsZero() {
		o.LearnedAt = duck.Micro(page.LearnedAt)
	}
	if o.Source == "" {
		o.Source = ogp.SourceSite
	}
	if o.Run == "" {
		o.Run = run
	}
	return o
}

// moved are the newest versions as they were seen now, unchanged. Of those that the
// site did not send again, the member's name is not known.
func (p savePlan) moved() (pages []address.Moved) {
	for i, kept := range p.kept {
		page := &p.batch.Pages[i]
		m := p.pages[page.Reading.Key()]
		if newest := m.Newest(); kept.Result == Unchanged && kept.Version == int(newest.Version.Version) && newest.LastSeen.Equal(duck.Micro(page.Page.FetchedAt)) {
			pages = append(pages, address.Moved{PageKey: m.PageKey, Content: newest.SHA256, SeenAt: page.address(),
				URL: page.Reading.URL, Slug: page.Reading.MemberSlug, Owner: page.Reading.Member})
		}
	}
	for _, visit := range p.batch.Visits {
		final, m := ogp.ParseURL(visit.FinalURL), p.pages[ogp.ParseURL(visit.URL).Key()]
		if visit.Outcome == ogp.Unchanged && m != nil && final.Key() == m.PageKey && len(m.Versions) > 0 {
			pages = append(pages, address.Moved{PageKey: m.PageKey, Content: m.Newest().SHA256, SeenAt: visit.FinalURL, URL: final.URL(), Slug: final.Slug})
		}
	}
	return pages
}
