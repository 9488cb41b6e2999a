package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ogp/export"
)

func serveCommand(a *app) *cobra.Command {
	port, open := uint16(0), false
	cmd := &cobra.Command{
		Use:   "serve DIR",
		Short: "Show the website of an export in a browser on this computer",
		Long: `Show the website of an export in a browser on this computer, until it is
interrupted. Files are read only, and no other computer can reach them.

The website also works without: open the folder's index.html.`,
		Example: "  ogp serve dataset --open",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.serve(cmd.Context(), args[0], port, open)
		},
	}
	cmd.Flags().Uint16Var(&port, "port", 8080, "`number` of the port; 0 takes a free one")
	cmd.Flags().BoolVar(&open, "open", false, "open it in the browser")
	return cmd
}

// serve answers requests for the files of a folder until ctx ends.
func (a *app) serve(ctx context.Context, dir string, port uint16, open bool) error {
	if err := checkFolder(dir); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if _, err := root.Stat(export.IndexFile); err != nil {
		return usageError{fmt.Errorf("%s has no website: write one with `ogp export --out DIR --format html`", dir)}
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", fmt.Sprint(port)))
	if err != nil {
		return fmt.Errorf("%w; --port 0 takes a free port", err)
	}
	address := "http://" + listener.Addr().String() + "/"
	fmt.Fprintln(a.stdout, address)
	if open {
		openInBrowser(a.log, address)
	}
	server := &http.Server{Handler: filesOnly(root.FS()), ReadHeaderTimeout: 10 * time.Second}
	stopped := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stopped()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	a.summary("serve done: %s", dir)
	return nil
}

// filesOnly serves files to this computer. A page elsewhere whose name leads here
// sends that name as the host, and gets nothing.
func filesOnly(files fs.FS) http.Handler {
	handler := http.FileServerFS(files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		switch {
		case err != nil || host != "127.0.0.1" && host != "localhost":
			http.Error(w, "only for this computer", http.StatusForbidden)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			http.Error(w, "read only", http.StatusMethodNotAllowed)
		case strings.Contains(r.URL.Path, "/."):
			http.NotFound(w, r)
		default:
			w.Header().Set("X-Content-Type-Options", "nosniff")
			handler.ServeHTTP(w, r)
		}
	})
}

// openInBrowser shows an address or a file; where that fails, it says what to open.
func openInBrowser(log *slog.Logger, target string) {
	command := []string{"xdg-open"}
	switch runtime.GOOS {
	case "darwin":
		command = []string{"open"}
	case "windows":
		command = []string{"rundll32", "url.dll,FileProtocolHandler"}
	}
	if err := exec.Command(command[0], append(command[1:], target)...).Run(); err != nil {
		log.Warn("no browser could be started: open it yourself", "address", target, "error", err)
	}
}
