package main

import (
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"

	"ogp/cmd/ogp/console"
)

// bar shows how far a stage is: on a terminal from its first second, elsewhere as a
// line of the log now and then.
type bar struct {
	app    *app
	stage  string
	share  bool   // it counts in parts of no meaning: only their share is shown
	note   string // beside the stage
	bar    *progressbar.ProgressBar
	total  int // of the bar that is drawn; unknownTotal while the stage cannot tell
	begun  time.Time
	logged time.Time
}

// logEvery is how often progress is logged where there is no terminal.
const logEvery = 5 * time.Minute

// unknownTotal makes a bar that only shows that something is going on.
const unknownTotal = -1

// What a bar takes of a line of 80 columns, with the times behind it.
const (
	stageWidth = 52
	barWidth   = 8
)

func (a *app) newBar(stage string) *bar {
	return &bar{app: a, stage: stage, begun: a.now(), logged: a.now()}
}

// newShareBar begins a stage that counts in parts of no meaning, or does not
// count at all: the terminal shows it at once, and then its share in per cent.
func (a *app) newShareBar(stage string) *bar {
	b := a.newBar(stage)
	b.share = true
	if a.terminal() {
		b.draw(unknownTotal)
	}
	return b
}

// Note says something beside the stage from now on.
func (b *bar) Note(text string) { b.note = text }

// At shows that so much of the stage is done; a total of 0 or less is not known.
func (b *bar) At(done, total int) {
	if total <= 0 {
		total = unknownTotal
	}
	now := b.app.now()
	if b.app.terminal() {
		if b.bar == nil || b.total != total {
			b.Close()
			b.draw(total)
		}
		b.bar.Describe(console.Cell(b.text(done, total, now), stageWidth))
		_ = b.bar.Set(done) // a bar that cannot be drawn is no failure of the run
		return
	}
	if now.Sub(b.logged) >= logEvery {
		b.logged = now
		b.app.log.Warn(b.text(done, total, now))
	}
}

// text says how far the stage is, how fast it goes, and when it ends.
func (b *bar) text(done, total int, now time.Time) string {
	text := b.stage
	elapsed := now.Sub(b.begun)
	switch {
	case b.share:
		return text
	case total == unknownTotal:
		text += fmt.Sprintf(": %d so far", done)
	default:
		text += fmt.Sprintf(": %d of %d", done, total)
	}
	if total > done && done > 0 && elapsed > time.Second {
		left := time.Duration(float64(elapsed) * float64(total-done) / float64(done))
		text += fmt.Sprintf(", %.1f/s, until %s", float64(done)/elapsed.Seconds(), now.Add(left).Local().Format("15:04"))
	}
	if b.note != "" {
		text += ", " + b.note
	}
	return text
}

func (b *bar) draw(total int) {
	b.total = total
	b.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(b.app.stderr.Canvas()), progressbar.OptionSetWidth(barWidth),
		progressbar.OptionSetDescription(console.Cell(b.stage, stageWidth)), progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetRenderBlankState(true))
}

// Close takes the bar away.
func (b *bar) Close() {
	if b.bar != nil {
		_ = b.bar.Finish()
	}
}
