package wire

import (
	"errors"
	"io"
	"net"
	"testing"
)

// TestConnectionIsSpentOnceMoreCameThanAnnounced: what is left would be taken for the
// next answer.
func TestConnectionIsSpentOnceMoreCameThanAnnounced(t *testing.T) {
	for name, c := range map[string]struct {
		answer string
		held   int // bytes at its end that are no part of the answer
		want   error
	}{
		"as announced":       {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", 0, nil},
		"line end behind it": {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc\r\n", 2, ErrSpent},
		"more":               {"HTTP/1.1 200 OK\r\ncontent-length:  3\r\n\r\nabcHTTP/1.1 200 OK\r\n\r\n", 19, ErrSpent},
		"more than nothing":  {"HTTP/1.1 200 OK\nContent-Length: 0\n\n<html>", 6, ErrSpent},
		"behind early hints": {"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdefghi", 6, ErrSpent},
		"in chunks":          {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n9\r\nabcdefghi\r\n0\r\n\r\n", 0, nil},
	} {
		near, far := net.Pipe()
		go func() {
			_, _ = io.WriteString(far, c.answer)
			_, _ = io.Copy(io.Discard, far)
		}()
		conn := newCountedConn(near)
		if _, err := io.ReadAtLeast(conn, make([]byte, 1<<10), len(c.answer)-c.held); err != nil {
			t.Fatal(err)
		}
		if c.held > 0 {
			if n, err := conn.Read(make([]byte, 1)); n > 0 || !errors.Is(err, ErrSpent) {
				t.Errorf("%s: %d bytes more, error %v", name, n, err)
			}
		}
		if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\n\r\n"); !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", name, err, c.want)
		}
		_ = near.Close()
	}
}
