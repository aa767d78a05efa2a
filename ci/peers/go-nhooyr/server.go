// An echo server on Go's `nhooyr.io/websocket`, with its defaults, but context takeover and messages of up to 64 MiB.
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"

	"nhooyr.io/websocket"
)

var options = &websocket.AcceptOptions{
	InsecureSkipVerify: true,
	CompressionMode:    websocket.CompressionContextTakeover,
}

func echo(response http.ResponseWriter, request *http.Request) {
	connection, err := websocket.Accept(response, request, options)
	if err != nil {
		return
	}
	defer connection.Close(websocket.StatusInternalError, "")
	connection.SetReadLimit(1 << 26)
	for {
		kind, message, err := connection.Read(context.Background())
		if err != nil || connection.Write(context.Background(), kind, message) != nil {
			return
		}
	}
}

func main() {
	port := "0"
	if len(os.Args) > 1 {
		port = os.Args[1]
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("listening on ws://%s\n", listener.Addr())
	http.Serve(listener, http.HandlerFunc(echo))
}
