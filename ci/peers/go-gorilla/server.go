// An echo server on Go's `gorilla/websocket`, with its defaults and permessage-deflate.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gorilla/websocket"
)

var upgrader = websocket.Upgrader{
	EnableCompression: true,
	CheckOrigin:       func(*http.Request) bool { return true },
}

func echo(response http.ResponseWriter, request *http.Request) {
	connection, err := upgrader.Upgrade(response, request, nil)
	if err != nil {
		return
	}
	defer connection.Close()
	for {
		kind, message, err := connection.ReadMessage()
		if err != nil {
			return
		}
		// The library leaves the encoding of text to its user.
		if kind == websocket.TextMessage && !utf8.Valid(message) {
			reason := websocket.FormatCloseMessage(websocket.CloseInvalidFramePayloadData, "")
			connection.WriteMessage(websocket.CloseMessage, reason)
			return
		}
		// It closes when it is asked to, as in `wsspec:close 4001 bye`.
		if kind == websocket.TextMessage && strings.HasPrefix(string(message), "wsspec:close") {
			asked := strings.TrimPrefix(string(message), "wsspec:close")
			code, reason, _ := strings.Cut(strings.TrimSpace(asked), " ")
			body := []byte{}
			if number, err := strconv.Atoi(code); err == nil {
				body = websocket.FormatCloseMessage(number, reason)
			}
			connection.WriteControl(websocket.CloseMessage, body, time.Now().Add(time.Second))
			continue
		}
		if connection.WriteMessage(kind, message) != nil {
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
