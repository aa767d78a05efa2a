// nhooyr.io/websocket, now coder/websocket: nhooyr URL plain|deflate
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"strings"

	"nhooyr.io/websocket"
)

var lengths = []int{0, 5, 125, 126, 65535, 65536}

func text(length int) []byte {
	alphabet := "0123456789abcdefghijklmnopqrstuvwxyz "
	return []byte(strings.Repeat(alphabet, length/len(alphabet)+1)[:length])
}

func binary(length int) []byte {
	data := make([]byte, length)
	for index := range data {
		data[index] = byte(index * 7)
	}
	return data
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	mode := websocket.CompressionDisabled
	if os.Args[2] == "deflate" {
		mode = websocket.CompressionContextTakeover
	}
	ctx := context.Background()
	options := websocket.DialOptions{CompressionMode: mode, CompressionThreshold: 1, HTTPHeader: http.Header{"User-Agent": {"Go nhooyr/1.8.7"}}}
	socket, _, err := websocket.Dial(ctx, os.Args[1], &options)
	check(err)
	socket.SetReadLimit(1 << 20)
	for _, length := range lengths {
		check(socket.Write(ctx, websocket.MessageText, text(length)))
		check(socket.Write(ctx, websocket.MessageBinary, binary(length)))
	}
	for range append(lengths, lengths...) {
		_, _, err := socket.Read(ctx)
		check(err)
	}
	check(socket.Close(websocket.StatusNormalClosure, "bye"))
}
