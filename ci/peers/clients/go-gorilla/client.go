// Plays the cases of a fuzzing server on Go's `gorilla/websocket`, with its defaults and permessage-deflate.
package main

import (
	"fmt"
	"log"
	"net/url"
	"os"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/gorilla/websocket"
)

var dialer = websocket.Dialer{EnableCompression: true, HandshakeTimeout: time.Minute}

func dial(path string) (*websocket.Conn, error) {
	connection, _, err := dialer.Dial(os.Args[1]+path, nil)
	return connection, err
}

func mustDial(path string) *websocket.Conn {
	connection, err := dial(path)
	if err != nil {
		log.Fatalf("%s: %v", path, err)
	}
	return connection
}

func countCases() string {
	connection := mustDial("/getCaseCount")
	defer connection.Close()
	_, message, err := connection.ReadMessage()
	if err != nil {
		log.Fatal(err)
	}
	return string(message)
}

func runCase(index int, agent string) {
	connection, err := dial(fmt.Sprintf("/runCase?case=%d&agent=%s", index, agent))
	if err != nil {
		// The library wants both no_context_takeover in the answer, and most cases have none.
		log.Printf("%d: %v", index, err)
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
		if connection.WriteMessage(kind, message) != nil {
			return
		}
	}
}

func number(text string) int {
	value, err := strconv.Atoi(text)
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func main() {
	agent := url.QueryEscape(os.Args[2])
	first, last := "1", ""
	if len(os.Args) > 4 {
		first, last = os.Args[3], os.Args[4]
	} else {
		last = countCases()
	}
	for index := number(first); index <= number(last); index++ {
		runCase(index, agent)
	}
	reports := mustDial("/updateReports?agent=" + agent)
	reports.ReadMessage()
	reports.Close()
}
