// Package wire counts what comes over the connections of an HTTP/1.1 transport. In
// come a transport and a dialer; out goes, for an answer that was read, whether
// more was sent than its header announces.
//
// net/http reads as many bytes as Content-Length says and drops the rest, so that
// a length that is too small makes half a page look whole. What is more than announced
// is held back, and its connection is used for no other request. The package waits for
// nothing: what arrives later is not seen.
package wire

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/http/httptrace"
	"regexp"
	"strconv"
	"sync"
)

// countedConn counts the bytes that an answer has behind its header.
type countedConn struct {
	net.Conn
	from *bufio.Reader // large, so that it holds what follows an answer

	mu        sync.Mutex
	header    []byte // as far as it was read; nil once it is whole
	announced int64  // length of the body by the header; negative where it does not say
	body      int64  // bytes behind the header that were handed on
	surplus   int64  // bytes behind those: held back, or not read yet
}

// ErrSpent is the error of a request on a connection over which more has come than was
// announced: what is left would be taken for the answer. Nothing of the request was sent.
var ErrSpent = errors.New("more came over the connection than the answer before had announced")

// lineEnds are what may follow an answer without being part of its page.
const lineEnds = len("\r\n\r\n")

// maxHeader bounds the header that is looked at.
const maxHeader = 64 << 10

func newCountedConn(conn net.Conn) *countedConn {
	return &countedConn{Conn: conn, from: bufio.NewReaderSize(conn, 64<<10), header: []byte{}, announced: -1}
}

// Write begins a new request.
func (c *countedConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	if c.surplus > 0 {
		c.mu.Unlock()
		return 0, ErrSpent
	}
	c.header, c.announced, c.body = []byte{}, -1, 0
	c.mu.Unlock()
	return c.Conn.Write(p)
}

// Read hands on no more of an answer than its header announces.
func (c *countedConn) Read(p []byte) (int, error) {
	c.mu.Lock()
	spent := c.surplus > 0 && c.header == nil && c.body == c.announced
	c.mu.Unlock()
	if spent {
		return 0, ErrSpent
	}
	n, err := c.from.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.header == nil {
		c.body += int64(n)
	} else {
		c.readHeader(p[:n])
	}
	c.surplus = int64(c.from.Buffered())
	if more := c.body - c.announced; c.header == nil && c.announced >= 0 && more > 0 {
		c.body, c.surplus = c.announced, c.surplus+more
		n -= int(more)
		if n == 0 {
			return 0, ErrSpent
		}
	}
	return n, err
}

// readHeader takes in what was read before the header was whole.
func (c *countedConn) readHeader(read []byte) {
	if len(c.header) <= maxHeader {
		c.header = append(c.header, read...)
	}
	for c.header != nil {
		end := headerEnd(c.header)
		if end < 0 {
			return
		}
		if bytes.HasPrefix(bytes.TrimLeft(c.header[:end], "HTP/.01"), []byte(" 1")) {
			c.header = c.header[end:] // an answer that only announces another one
			continue
		}
		c.announced = lengthIn(c.header[:end])
		c.body, c.header = int64(len(c.header)-end), nil
	}
}

// headerEnd is where the header of an answer ends; negative where it does not.
func headerEnd(header []byte) int {
	for _, end := range []string{"\r\n\r\n", "\n\n", "\n\r\n"} {
		if at := bytes.Index(header, []byte(end)); at >= 0 {
			return at + len(end)
		}
	}
	return -1
}

var (
	lengthLine = regexp.MustCompile(`(?im)^content-length:[ \t]*(\d{1,18})[ \t]*\r?$`)
	codingLine = regexp.MustCompile(`(?im)^transfer-encoding:`)
)

// lengthIn is the length of a body as its header announces it; -1 where it does not.
func lengthIn(header []byte) int64 {
	match := lengthLine.FindSubmatch(header)
	if match == nil || codingLine.Match(header) {
		return -1
	}
	length, _ := strconv.ParseInt(string(match[1]), 10, 64) // digits, as the expression says
	return length
}

// exceeds reports whether an answer has come with more than its announced length. The
// lock is held.
func (c *countedConn) exceeds(length int64) bool {
	return c.header == nil && c.body+c.surplus > length+int64(lineEnds)
}

// Count makes a transport count what comes over its connections. Through a proxy
// that tunnels to an encrypted site nothing is counted.
func Count(transport *http.Transport, dialer *net.Dialer) {
	transport.DialContext = counted(dialer.DialContext)
	transport.DialTLSContext = counted(func(ctx context.Context, network, address string) (net.Conn, error) {
		encrypted := tls.Dialer{NetDialer: dialer, Config: transport.TLSClientConfig}
		return encrypted.DialContext(ctx, network, address)
	})
}

type dial = func(ctx context.Context, network, address string) (net.Conn, error)

func counted(open dial) dial {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := open(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return newCountedConn(conn), nil
	}
}

// Used is the connection that a request goes over.
type Used struct{ conn *countedConn }

// Trace is a context whose request notes its connection in used.
func Trace(ctx context.Context, used *Used) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(got httptrace.GotConnInfo) { used.conn, _ = got.Conn.(*countedConn) },
	})
}

// Exceeds reports whether an answer that was read to its announced end continues
// after it.
func (u *Used) Exceeds(res *http.Response) bool {
	if u.conn == nil || res.ContentLength < 0 {
		return false
	}
	u.conn.mu.Lock()
	defer u.conn.mu.Unlock()
	return u.conn.exceeds(res.ContentLength)
}
