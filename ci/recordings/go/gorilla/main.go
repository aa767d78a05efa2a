// gorilla/websocket: gorilla URL plain|deflate. It fragments what is longer than its buffer.
package main

import (
	"log"
	"os"
	"strings"

	"github.com/gorilla/websocket"
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
	dialer := websocket.Dialer{EnableCompression: os.Args[2] == "deflate", WriteBufferSize: 32 << 10}
	socket, _, err := dialer.Dial(os.Args[1], map[string][]string{"User-Agent": {"Go gorilla/1.5.0"}})
	check(err)
	fragmented, err := socket.NextWriter(websocket.TextMessage)
	check(err)
	_, err = fragmented.Write(text(70000))
	check(err)
	check(fragmented.Close())
	for _, length := range lengths {
		check(socket.WriteMessage(websocket.TextMessage, text(length)))
		check(socket.WriteMessage(websocket.BinaryMessage, binary(length)))
	}
	check(socket.WriteMessage(websocket.PingMessage, []byte("cli-ping")))
	for range append(lengths, append(lengths, 70000)...) {
		_, _, err := socket.ReadMessage()
		check(err)
	}
	check(socket.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(1000, "bye")))
	for err == nil {
		_, _, err = socket.ReadMessage()
	}
	socket.Close()
}
