package export

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/textproto"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"ogp/export/dataset"
	"ogp/export/describe"
)

const warcFile = "pages.warc.gz"

var warcFormat = format{
	name:      "warc",
	onRequest: true,
	about: func(Options) describe.Format {
		return describe.Format{
			Name: "warc", MediaType: "application/warc", Title: "Archived pages",
			Content: "The archived pages as they came, as a web archive (WARC 1.1): a record for each content, and one for each time it was seen again or the page was gone.",
		}
	},
	write: writeWARC,
	check: checkWARC,
}

const warcLimitation = "The archived pages in " + warcFile + " are as they came: with the personal data that the tables leave out."

// seenPages is SQL for what the archive saw of the selected pages in a chunk of commitments,
// page by page in order of time. The body is in the first row of its content.
const seenPages = `
	WITH placed AS (
		SELECT o.commitment_id, o.language, o.what, o.seen_at, o.url, o.capture_url, v.sha256
		FROM (SELECT rowid AS place, * FROM observations WHERE %s) AS o LEFT JOIN versions AS v ON v.commitment_id = o.commitment_id AND v.language = o.language AND o.what <> 'gone'
			AND (o.seen_at BETWEEN v.first_seen AND v.last_seen OR o.seen_at IS NULL AND v.first_seen IS NULL AND v.sha256 = o.content)
		WHERE v.sha256 IS NOT NULL OR o.what = 'gone'
		QUALIFY row_number() OVER (PARTITION BY o.place ORDER BY v.sha256 = o.content DESC, v.version) = 1
	), numbered AS (
		SELECT *, row_number() OVER first AS n, first_value(seen_at) OVER first AS first_at, first_value(url) OVER first AS first_url
		FROM placed WINDOW first AS (PARTITION BY commitment_id, language, sha256 ORDER BY what <> 'content', seen_at, url, capture_url)
	)
	SELECT p.what, p.seen_at, p.first_at, CASE WHEN contains(p.url, '://') THEN p.url ELSE coalesce(r.url, d.url) END,
		CASE WHEN contains(p.first_url, '://') THEN p.first_url ELSE coalesce(r.url, d.url) END,
		p.capture_url, p.sha256, CASE WHEN n = 1 THEN c.header END, CASE WHEN n = 1 THEN c.body END
	FROM numbered AS p JOIN (SELECT commitment_id, url FROM %s) AS d USING (commitment_id) LEFT JOIN contents AS c USING (commitment_id, language, sha256)
	LEFT JOIN content_readings AS r USING (commitment_id, language, sha256)
	ORDER BY p.commitment_id, p.language, p.seen_at NULLS FIRST, p.what = 'gone', p.sha256, p.url, p.capture_url`

// writeWARC writes the archived pages as one web archive.
func writeWARC(ctx context.Context, j *job) (result, error) {
	decoder, err := zstd.NewReader(nil)
	if err != nil {
		return result{}, err
	}
	defer decoder.Close()
	file := File{Name: warcFile}
	err = writeFile(j.path(file.Name), func(w *bufio.Writer) error {
		out := &warcWriter{zip: gzip.NewWriter(w), to: w, bodies: decoder}
		if err := out.info(j.about); err != nil {
			return err
		}
		return j.data.EachOf(ctx, func(within string) string { return fmt.Sprintf(seenPages, within, dataset.All) }, j.Moved, func(row []any) error {
			file.Rows++
			return out.writeSeen(row)
		})
	})
	return result{files: []File{file}, limitation: warcLimitation}, err
}

// warcWriter writes records, each compressed by itself, so that readers can go to
// any of them.
type warcWriter struct {
	zip    *gzip.Writer
	to     io.Writer
	bodies *zstd.Decoder
}

// info writes the record that says what the file is. Its date is that of the data.
func (w *warcWriter) info(about describe.Description) error {
	block := fmt.Sprintf("software: ogp %s\r\nformat: WARC File Format 1.1\r\ndescription: commitment pages of %s\r\n", about.Version, about.Site)
	at := about.Statistics.LastSeen
	fields := []string{"WARC-Type: warcinfo", "WARC-Record-ID: " + recordID("warcinfo", at), "Content-Type: application/warc-fields"}
	return w.record(dated(fields, "WARC-Date", at), []byte(block))
}

// writeSeen writes one row of seenPages: a content, the same content again, or that
// the page was gone.
func (w *warcWriter) writeSeen(row []any) error {
	text := func(i int) string { s, _ := row[i].(string); return s }
	seen, _ := row[1].(time.Time)
	first, _ := row[2].(time.Time)
	what, address, firstAddress, digest := text(0), text(3), text(4), "sha256:"+text(6)
	fields := []string{
		"WARC-Type: response", "WARC-Target-URI: " + address, "WARC-Record-ID: " + recordID(fmt.Sprint(what == "gone", text(5), address, digest), seen),
		"Content-Type: application/http;msgtype=response",
	}
	fields = dated(fields, "WARC-Date", seen)
	if capture := text(5); capture != "" {
		fields = append(fields, "WARC-Source-URI: "+capture)
	}
	body, isFirst := row[8].([]byte)
	switch {
	case what == "gone":
		return w.record(fields, []byte("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
	case !isFirst:
		fields[0] = "WARC-Type: revisit"
		fields = append(fields, "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest", "WARC-Payload-Digest: "+digest,
			"WARC-Refers-To-Target-URI: "+firstAddress)
		return w.record(dated(fields, "WARC-Refers-To-Date", first), nil)
	}
	page, err := w.bodies.DecodeAll(body, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", address, err)
	}
	header, err := answerHeader(text(7), len(page))
	if err != nil {
		return fmt.Errorf("%s: headers: %w", address, err)
	}
	return w.record(append(fields, "WARC-Payload-Digest: "+digest), append(header, page...))
}

// record writes one record. A line end in a field would forge the next one.
func (w *warcWriter) record(fields []string, block []byte) error {
	w.zip.Reset(w.to)
	fmt.Fprintf(w.zip, "WARC/1.1\r\n")
	for _, field := range append(fields, "Content-Length: "+strconv.Itoa(len(block))) {
		fmt.Fprintf(w.zip, "%s\r\n", oneLine.Replace(field))
	}
	fmt.Fprint(w.zip, "\r\n")
	_, err := w.zip.Write(append(block, "\r\n\r\n"...))
	return errors.Join(err, w.zip.Close())
}

var oneLine = strings.NewReplacer("\r", " ", "\n", " ")

// undone are the headers of encodings that the archive has undone.
var undone = []string{"Transfer-Encoding", "Content-Encoding", "Content-Length"}

// answerHeader is the head of an answer with the headers that came with a page.
func answerHeader(kept string, length int) ([]byte, error) {
	header := map[string][]string{}
	if kept != "" {
		if err := json.Unmarshal([]byte(kept), &header); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 200 OK\r\n")
	for _, name := range slices.Sorted(maps.Keys(header)) {
		for _, value := range header[name] {
			if !slices.Contains(undone, textproto.CanonicalMIMEHeaderKey(name)) {
				fmt.Fprintf(&b, "%s\r\n", oneLine.Replace(name+": "+value))
			}
		}
	}
	fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n", length)
	return b.Bytes(), nil
}

// dated are fields with one of a time, if that is known: what nothing tells is not
// made up, though the format wants a date in every record.
func dated(fields []string, name string, at time.Time) []string {
	if at.IsZero() {
		return fields
	}
	return append(fields, name+": "+warcDate(at))
}

func warcDate(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000000Z") }

// recordID names a record by what it says, so that the same data gives the same
// bytes.
func recordID(what string, at time.Time) string {
	sum := sha256.Sum256([]byte(what + warcDate(at)))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80 // a UUID of our own making
	return fmt.Sprintf("<urn:uuid:%x-%x-%x-%x-%x>", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// checkWARC reads the file back: whole records, as many as were written.
func checkWARC(_ context.Context, j *job, file File) error {
	in, err := os.Open(j.path(file.Name))
	if err != nil {
		return err
	}
	defer in.Close()
	plain, err := gzip.NewReader(bufio.NewReader(in))
	if err != nil {
		return err
	}
	records := int64(-1) // without that which says what the file is
	for from := textproto.NewReader(bufio.NewReader(plain)); ; records++ {
		version, err := from.ReadLine()
		if errors.Is(err, io.EOF) && records == file.Rows {
			return nil
		}
		header, headerErr := from.ReadMIMEHeader()
		length, sizeErr := strconv.Atoi(header.Get("Content-Length"))
		if err = errors.Join(err, headerErr, sizeErr); err != nil || version != "WARC/1.1" {
			return fmt.Errorf("record %d of %d begins with %.20q: %w", records+1, file.Rows, version, err)
		}
		if _, err := from.R.Discard(length + len("\r\n\r\n")); err != nil {
			return fmt.Errorf("record %d: %w", records+1, err)
		}
	}
}
